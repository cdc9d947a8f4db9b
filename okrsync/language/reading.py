"""A sentence and the fields of its row become a claim."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from okrsync.language.claim import NO_FIELDS, Claim, Clause, Fields
from okrsync.language.clauses import read_clause
from okrsync.language.joining import clauses_of
from okrsync.language.kinds import AND, EXAMPLE, GERUND, ORDER, RELATIVE, WITH
from okrsync.language.lexicon import lexicon
from okrsync.language.quantities import BASELINE, read_quantities
from okrsync.language.roles import tell_roles
from okrsync.language.sentences import sentences
from okrsync.language.tags import bits_between
from okrsync.language.verdicts import judge
from okrsync.language.word_order import in_reading_order

if TYPE_CHECKING:
    from okrsync.language.clauses import Reading
    from okrsync.language.lexicon import Token
    from okrsync.language.quantities import Quantity

_KEPT = 512
"""Readings that are kept, about 1.5 MB. Measured: with 4096, which no longer fit where a processor keeps what it is
using, a whole run takes a seventh longer."""
_JOINTS = AND | WITH
_SENTENCE_ENDS = re.compile(r"[.;!?|:–—-](?:\s|$)|[;!|]").search


def read_claim(text: str, language: str, fields: Fields | None = None) -> Claim:
    """Read a key result. Pure and fast; what the row's `fields` say wins over the text."""
    tokens, quantities, clauses = _read(text, language)
    return Claim(text, language, tokens, quantities, clauses, fields or NO_FIELDS)


@lru_cache(maxsize=_KEPT)
def _read(text: str, language: str) -> tuple[list[Token], list[Quantity], list[Clause]]:
    """Read the words alone. Kept for a while: the same key results come again, in other tabs and on other nights."""
    words = lexicon(language)
    grammar = words.grammar
    tokens = in_reading_order(words.tokens(text), words, ORDER)
    seen = bits_between(tokens, 0, len(tokens))
    quantities = read_quantities(tokens, words, seen)
    if quantities:
        tell_roles(tokens, quantities, words.hours, seen)
    # What no word or sign of the text could do is not looked for: most key results are one clause.
    parts = sentences(tokens, text) if seen & EXAMPLE or _SENTENCE_ENDS(text) else [(0, len(tokens))]
    joined = seen & _JOINTS or "," in text or " + " in text or (seen & RELATIVE and seen & GERUND)
    judged: list[tuple[int, Clause]] = []
    for within in parts:
        for first, last in clauses_of(tokens, quantities, within, grammar) if joined else (within,):
            if judged and _only_tells_today(quantities, first, last):
                continue
            reading = read_clause(tokens, first, last, grammar)
            if first > within[0] and reading.verb < 0 and reading.predicate < 0:
                reading = _with_shared_verb(reading, judged[-1][1].reading)
            judged.append((within[0], Clause(reading, judge(tokens, reading, quantities, grammar))))
    return tokens, quantities, _without_themes(judged) if len(judged) > 1 else [clause for _, clause in judged]


def _only_tells_today(quantities: list[Quantity], first: int, last: int) -> bool:
    """Tell whether a further part ("It stands at 16 % today.") only says where the first one starts."""
    inside = [quantity.role for quantity in quantities if first <= quantity.first < last]
    return bool(inside) and all(role is BASELINE for role in inside)


def _with_shared_verb(reading: Reading, before: Reading) -> Reading:
    """Return what is joined on without a verb with the verb before it: "train 80 nurses and 20 doctors"."""
    if before.verb < 0:
        return reading
    return reading._replace(
        verb=before.verb,
        verb_tags=before.verb_tags,
        subject=-1,
        subject_tags=0,
        object=reading.subject,
        object_tags=reading.subject_tags,
    )


def _without_themes(judged: list[tuple[int, Clause]]) -> list[Clause]:
    """Leave out sentences that only announce what a later one measures ("Raise awareness. 20 % more visits.")."""
    kept: list[Clause] = []
    for place, (sentence, clause) in enumerate(judged):
        judgement = clause.judgement
        if judgement.quantity is None:
            later = [
                after
                for number, after in judged[place + 1 :]
                if number > sentence and after.judgement.quantity is not None
            ]
            announces = not (judgement.checkable and judgement.own_work)
            # A number and a noun alone ("2 talks.") complete whatever went before.
            completed = any(after.reading.verb < 0 and after.reading.predicate < 0 for after in later)
            if completed or (later and announces):
                continue
        kept.append(clause)
    return kept
