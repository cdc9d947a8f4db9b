"""The questions of a key result's clause, in order: can it be checked, whose doing is it, where does it start, is it plain?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.language.clauses import Reading, head
from okrsync.language.counting import decorates, judge_number
from okrsync.language.kinds import WITH
from okrsync.language.quantities import Quantity, Role
from okrsync.language.statements import judge_statement

if TYPE_CHECKING:
    from okrsync.language.judgement import Judgement
    from okrsync.language.lexicon import Token


def judge(tokens: list[Token], reading: Reading, quantities: list[Quantity], *, head_first: bool) -> Judgement:
    """Judge one clause whose numbers have their roles."""
    best: Judgement | None = None
    for quantity in quantities:
        if quantity.role not in _WANTED or not reading.first <= quantity.first < reading.last:
            continue
        if quantity.first >= reading.purpose:
            effect = _effect(tokens, reading, head_first=head_first)
            judged = judge_number(tokens, effect, quantity, quantities, head_first=head_first)
            # In a deliverable that names its measured effect, the effect counts.
            if not judged.own_work and (best is None or best.own_work):
                best = judged
        elif best is None or best.own_work:
            if decorates(tokens, reading, quantity, head_first=head_first):
                continue
            judged = judge_number(tokens, reading, quantity, quantities, head_first=head_first)
            if best is None or (not judged.own_work and tokens[quantity.first - 1].tags & WITH):
                best = judged
    return best if best is not None else judge_statement(tokens, reading, quantities)


def _effect(tokens: list[Token], reading: Reading, *, head_first: bool) -> Reading:
    """Return the reading of what stands behind "in order to"."""
    place = reading.purpose + 1
    verb_tags = tokens[place].tags if place < reading.last else 0
    target, bits, _end = head(tokens, place + 1, reading.last, head_first=head_first)
    return reading._replace(
        verb=place,
        verb_tags=verb_tags,
        subject=-1,
        subject_tags=0,
        object=target,
        object_tags=bits,
        purpose=reading.last,
    )


_WANTED = frozenset((Role.TARGET, Role.CHANGE))
