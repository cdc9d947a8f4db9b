"""A sentence and the fields of its row become a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.language import verdicts
from okrsync.language.claim import NO_FIELDS, Claim, Clause, Fields, Verdict, Words
from okrsync.language.clauses import Reading, read_clause, sentences, starts_with_verb
from okrsync.language.lexicon import lexicon
from okrsync.language.quantities import Quantity, Role, read_quantities
from okrsync.language.roles import tell_roles
from okrsync.language.tags import BIT, any_of

if TYPE_CHECKING:
    from okrsync.language.lexicon import Token

_AND = BIT["grammar.and"]
_BASE = any_of("form.base", "form.finite", "form.gerund")
_WANTED = (Role.TARGET, Role.CHANGE)


def read_claim(text: str, language: str, fields: Fields | None = None) -> Claim:
    """Read a key result. Pure and fast; what the row's `fields` say wins over the text."""
    words = lexicon(language)
    tokens = words.tokens(text)
    quantities = read_quantities(tokens, words)
    tell_roles(tokens, quantities, words.hours)
    claim = Claim(text, language, tokens, quantities, fields=fields or NO_FIELDS)
    head_first = words.head_first
    judged: list[tuple[Reading, verdicts.Judgement]] = []
    for first, last in sentences(tokens, text):
        for start, stop in _clauses(tokens, quantities, first, last):
            reading = read_clause(tokens, start, stop, head_first=head_first)
            judged.append((reading, verdicts.judge(tokens, reading, quantities, head_first=head_first)))
    _answer(claim, judged)
    return claim


def _clauses(tokens: list[Token], quantities: list[Quantity], first: int, last: int) -> list[tuple[int, int]]:
    """Split a sentence where a second verb or a second measured thing is joined on."""
    found: list[tuple[int, int]] = []
    start = first
    depth = 0
    for place in range(first + 1, last - 1):
        word = tokens[place].word
        if word == "(":
            depth += 1
        elif word == ")":
            depth -= 1
        elif depth == 0 and (tokens[place].tags & _AND or word == ","):
            following = place + 1
            while following < last and tokens[following].tags & _AND:
                following += 1
            if starts_with_verb(tokens, following, last) and tokens[following].tags & _BASE:
                found.append((start, place))
                start = following
            elif _has_wanted(quantities, start, place) and _has_wanted(quantities, following, last):
                found.append((start, place))
                start = following
    found.append((start, last))
    return found


def _has_wanted(quantities: list[Quantity], first: int, last: int) -> bool:
    return any(first <= quantity.first < last and quantity.role in _WANTED for quantity in quantities)


def _answer(claim: Claim, judged: list[tuple[Reading, verdicts.Judgement]]) -> None:
    tokens = claim.tokens
    results = 0
    for reading, judgement in judged:
        span = (tokens[reading.first].start, tokens[reading.last - 1].end) if reading.last > reading.first else (0, 0)
        if not judgement.checkable:
            claim.unmeasurable = claim.unmeasurable or Verdict(judgement.reason, span)
        if judgement.own_work:
            if judgement.counted:
                claim.output = claim.output or Verdict(judgement.reason, span)
            else:
                claim.task = claim.task or Verdict(judgement.reason, span)
        if judgement.vague >= 0:
            token = tokens[judgement.vague]
            claim.vague = claim.vague or Verdict("default", (token.start, token.end), {"term": claim.words((token.start, token.end))})
        if judgement.lacks_baseline is not None:
            claim.lacks_baseline = claim.lacks_baseline or Verdict("default", judgement.lacks_baseline.span)
        if judgement.upkeep:
            claim.upkeep = claim.upkeep or Verdict("default", span)
        results += 1
    if results > 1:
        claim.compound = Verdict("default")


__all__ = ["Words", "Clause", "read_claim"]
