"""A sentence and the fields of its row become a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.language import verdicts
from okrsync.language.claim import NO_FIELDS, Claim, Clause, Fields, Verdict, Words
from okrsync.language.clauses import Reading, clauses_of, read_clause, sentences
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
    judged: list[tuple[int, Reading, verdicts.Judgement]] = []
    for first, last in sentences(tokens, text):
        for start, stop in clauses_of(tokens, quantities, first, last, head_first=head_first):
            reading = read_clause(tokens, start, stop, head_first=head_first)
            judged.append((first, reading, verdicts.judge(tokens, reading, quantities, head_first=head_first)))
    _answer(claim, _without_themes(judged, tokens) if len(judged) > 1 else [pair[1:] for pair in judged])
    return claim


def _without_themes(
    judged: list[tuple[int, Reading, verdicts.Judgement]], tokens: list[Token]
) -> list[tuple[Reading, verdicts.Judgement]]:
    """Leave out sentences that only announce what a later one measures ("Raise awareness. 20 % more visits.")."""
    kept: list[tuple[Reading, verdicts.Judgement]] = []
    for place, (sentence, reading, judgement) in enumerate(judged):
        later = [
            (following, what)
            for number, following, what in judged[place + 1 :]
            if number > sentence and what.quantity is not None
        ]
        announced = judgement.quantity is None and not judgement.checkable and later
        # A number and a noun alone ("2 keynotes.") complete whatever went before.
        counted_apart = judgement.quantity is None and any(
            following.verb < 0 and following.predicate < 0 and what.quantity is not None for following, what in later
        )
        if not announced and not counted_apart:
            kept.append((reading, judgement))
    return kept


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
            claim.vague = claim.vague or Verdict(
                "default", (token.start, token.end), {"term": claim.words((token.start, token.end))}
            )
        if judgement.lacks_baseline:
            where = judgement.quantity.span if judgement.quantity is not None else span
            claim.lacks_baseline = claim.lacks_baseline or Verdict("default", where)
        if judgement.upkeep:
            claim.upkeep = claim.upkeep or Verdict("default", span)
        results += 1
    if results > 1:
        claim.compound = Verdict("default")


__all__ = ["Clause", "Words", "read_claim"]
