"""What a clause comes to: by the number that decides, or by its words where none does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.language.counting import decorates, judge_number
from okrsync.language.kinds import GERUND, RELATIVE, WITH, WORK
from okrsync.language.noun_phrases import head
from okrsync.language.quantities import CHANGE, TARGET, Quantity
from okrsync.language.statements import judge_statement

if TYPE_CHECKING:
    from okrsync.language.clauses import Reading
    from okrsync.language.grammar import Grammar
    from okrsync.language.judgement import Judgement
    from okrsync.language.lexicon import Token


def judge(tokens: list[Token], reading: Reading, quantities: list[Quantity], grammar: Grammar) -> Judgement:
    """Judge one clause whose numbers have their roles."""
    best: Judgement | None = None
    for quantity in quantities:
        if quantity.role not in _WANTED or not reading.first <= quantity.first < reading.last:
            continue
        if quantity.first >= reading.purpose:
            effect = _effect(tokens, reading, grammar)
            judged = judge_number(tokens, effect, quantity, quantities, grammar)
            if tokens[reading.purpose].tags & (GERUND | RELATIVE):
                judged = judged._replace(own_work=False, counted=False)  # what is made does it, not the team
            # In a deliverable that names its measured effect, the effect counts.
            if not judged.own_work and (best is None or best.own_work):
                best = judged
        elif best is None or best.own_work:
            if decorates(tokens, reading, quantity, grammar):
                continue
            judged = judge_number(tokens, reading, quantity, quantities, grammar)
            joined = reading.verb >= 0 and tokens[quantity.first - 1].tags & WITH
            if best is None or (not judged.own_work and joined):
                best = judged
    return best if best is not None else judge_statement(tokens, reading, quantities, grammar)


def _effect(tokens: list[Token], reading: Reading, grammar: Grammar) -> Reading:
    """Return the reading of what stands behind "in order to"."""
    opens = tokens[reading.purpose].tags
    place = reading.purpose + (not opens & GERUND)
    verb_tags = tokens[place].tags if place < reading.last else 0
    if opens & (GERUND | RELATIVE):
        verb_tags &= ~WORK
    target = head(tokens, place + 1, reading.last, grammar)
    return reading._replace(
        verb=place,
        verb_tags=verb_tags,
        subject=-1,
        subject_tags=0,
        object=target.place,
        object_tags=target.tags,
        purpose=reading.last,
    )


_WANTED = frozenset((TARGET, CHANGE))
