"""A sentence and the fields of its row become a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.language.claim import NO_FIELDS, Claim, Clause, Fields
from okrsync.language.clauses import read_clause
from okrsync.language.joining import clauses_of, sentences
from okrsync.language.kinds import AND, EXAMPLE, SYMBOL, WITH
from okrsync.language.lexicon import lexicon
from okrsync.language.quantities import read_quantities
from okrsync.language.roles import tell_roles
from okrsync.language.verdicts import judge

if TYPE_CHECKING:
    from okrsync.language.clauses import Reading
    from okrsync.language.judgement import Judgement

_MANY_SENTENCES = SYMBOL | EXAMPLE
_MANY_CLAUSES = SYMBOL | AND | WITH


def read_claim(text: str, language: str, fields: Fields | None = None) -> Claim:
    """Read a key result. Pure and fast; what the row's `fields` say wins over the text."""
    words = lexicon(language)
    tokens = words.tokens(text)
    quantities = read_quantities(tokens, words)
    if quantities:
        tell_roles(tokens, quantities, words.hours)
    seen = 0
    for token in tokens:
        seen |= token.tags
    grammar = words.grammar
    judged: list[tuple[int, Reading, Judgement]] = []
    parts = sentences(tokens, text) if seen & _MANY_SENTENCES else [(0, len(tokens))]
    for within in parts:
        for first, last in clauses_of(tokens, quantities, within, grammar) if seen & _MANY_CLAUSES else (within,):
            reading = read_clause(tokens, first, last, grammar)
            judged.append((within[0], reading, judge(tokens, reading, quantities, grammar)))
    clauses = _without_themes(judged) if len(judged) > 1 else [Clause(*pair[1:]) for pair in judged]
    return Claim(text, language, tokens, quantities, clauses, fields or NO_FIELDS)


def _without_themes(judged: list[tuple[int, Reading, Judgement]]) -> list[Clause]:
    """Leave out sentences that only announce what a later one measures ("Raise awareness. 20 % more visits.")."""
    kept: list[Clause] = []
    for place, (sentence, reading, judgement) in enumerate(judged):
        if judgement.quantity is None:
            later = [after for after in judged[place + 1 :] if after[0] > sentence and after[2].quantity is not None]
            announces = not (judgement.checkable and judgement.own_work)
            # A number and a noun alone ("2 keynotes.") complete whatever went before.
            completed = any(after[1].verb < 0 and after[1].predicate < 0 for after in later)
            if completed or (later and announces):
                continue
        kept.append(Clause(reading, judgement))
    return kept
