"""Judges a clause by its number: what it counts, and what is said of that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.language.doing import resolve, whose
from okrsync.language.judgement import Judgement
from okrsync.language.kinds import (
    ADJECTIVE,
    ALL,
    ARTEFACT,
    ARTICLE,
    AT_LEAST,
    BE,
    CAUSE,
    DECIDING,
    DIRECTION,
    DURATION,
    HAVE,
    IMPROVE,
    INSIDER,
    METRIC,
    MOVE,
    MULTIPLY,
    NOUN,
    NUMBER,
    OF,
    ON_TIME,
    OUTSIDER,
    PARTICIPLE,
    POSSESSIVE,
    PREPOSITION,
    RESULT,
    UPKEEP,
    VERB,
    WITH,
    WORK,
)
from okrsync.language.noun_phrases import Head, head
from okrsync.language.quantities import BASELINE, DEADLINE, Quantity
from okrsync.language.starting import lacks_start
from okrsync.language.tags import BIT

if TYPE_CHECKING:
    from okrsync.language.clauses import Reading
    from okrsync.language.grammar import Grammar
    from okrsync.language.lexicon import Token

_BEFORE_NOUN = ARTICLE | POSSESSIVE | ALL | ADJECTIVE | AT_LEAST | BIT["grammar.approximately"]
_REACH_OF_A_NOUN = 5
"""Words behind a counted noun within which stands what became of it."""


def judge_number(
    tokens: list[Token], reading: Reading, quantity: Quantity, quantities: list[Quantity], grammar: Grammar
) -> Judgement:
    """Judge a clause by `quantity`, which says how much is wanted; `quantities` are all numbers of the sentence."""
    noun, bits, end = counted_noun(tokens, quantity, reading.last, grammar)
    behind = participle_behind(tokens, end, reading.last)
    if noun < 0:
        by_object = 0 <= reading.object < quantity.first or reading.subject < 0
        noun = reading.object if by_object else reading.subject
        bits = reading.object_tags if by_object else reading.subject_tags
        if quantity.first <= noun <= quantity.last:
            noun, bits = -1, 0  # "10 times a week" counts no times
    verb = resolve(reading.verb_tags, bits | reading.object_tags if reading.verb_tags & UPKEEP else bits)
    if reading.verb_tags & MOVE and not bits & INSIDER and any(other.role is BASELINE for other in quantities):
        verb = reading.verb_tags & ~WORK  # "go from 3 to 8" is a way, whatever it counts
    before = tokens[quantity.first - 1].tags if quantity.first > reading.first else 0
    made = reading.subject if reading.predicate >= 0 else reading.object
    if made >= 0 and tokens[made].tags & ARTEFACT and tokens[made].word.endswith(grammar.plurals):
        before &= ~WITH  # "meetings with 3 partners" count meetings; "a beta with 300 users" counts users
    kind = whose(reading, verb, quantity, bits, (before, behind))
    direct = noun > quantity.last
    if (quantity.unit_tags & DURATION and not direct) or (quantity.is_share and _in_time(tokens, reading, quantities)):
        kind = ""
    own = kind != ""
    holds = verb & UPKEEP or (reading.verb_tags & CAUSE and _holds(tokens, reading, quantity))
    if reading.verb < 0 and bits & (OUTSIDER | INSIDER):
        holds = 0  # "90 % of trainees stay"
    upkeep = bool(holds and not verb & (DIRECTION & ~IMPROVE | MULTIPLY)) and not own
    adopted = reading.verb_tags & WORK and before & WITH  # "ship X with 40 % of authors using it": new, so from nothing
    lacks = not (upkeep or adopted) and lacks_start(
        tokens, reading, quantity, quantities, verb=verb, noun=(noun, bits), behind=behind, own=own
    )
    vague = _vague_behind(tokens, quantity, reading.last) if own else -1
    return Judgement(True, own, own, lacks, vague, upkeep, kind or "default", quantity, noun)  # noqa: FBT003 - the fields in order


def _holds(tokens: list[Token], reading: Reading, quantity: Quantity) -> bool:
    """Tell "ensure that stock-outs remain under 10"."""
    return any(tokens[index].tags & UPKEEP for index in range(reading.verb + 1, quantity.first))


def counted_noun(tokens: list[Token], quantity: Quantity, last: int, grammar: Grammar) -> Head:
    """Return what stands right behind a number: "20 new pages", "80 % of our users"."""
    place = quantity.last + 1
    if place < last and tokens[place].word == "+":
        place += 1
    if place < last and tokens[place].tags & OF:
        place += 1
    # "4,6 nos sites", "99 % nella rete": the article within a preposition begins another phrase.
    while place < last and tokens[place].tags & _BEFORE_NOUN and not tokens[place].tags & (NOUN | PREPOSITION):
        place += 1
    if place >= last or (tokens[place].tags & (PREPOSITION | NUMBER) and not tokens[place].tags & NOUN):
        return Head(-1, 0, place)
    return head(tokens, place, last, grammar)


def participle_behind(tokens: list[Token], place: int, last: int) -> int:
    """Return the bits of the participle or verb that says what became of a counted noun ("20 agents trained")."""
    bits = 0
    for index in range(place, min(place + _REACH_OF_A_NOUN, last)):
        tags = tokens[index].tags
        if tags & VERB and not tags & NOUN:
            bits |= tags
            if not tags & (BE | HAVE) or tags & PARTICIPLE:
                return bits
        elif tags & (PREPOSITION | NUMBER) and not tags & VERB:
            break
    return bits


def decorates(tokens: list[Token], reading: Reading, quantity: Quantity, grammar: Grammar) -> bool:
    """Tell whether a number describes one deliverable ("a dashboard with 2 views")."""
    if quantity.unit or quantity.bound or quantity.first == reading.first or not reading.verb_tags & WORK:
        return False
    if not (tokens[quantity.first - 1].tags & WITH and 0 <= reading.object < quantity.first):
        return False
    return not counted_noun(tokens, quantity, reading.last, grammar).tags & (OUTSIDER | INSIDER | RESULT | METRIC)


def _in_time(tokens: list[Token], reading: Reading, quantities: list[Quantity]) -> bool:
    """Tell whether it is a service level: "100 % of releases on time", "90 % of requests within 2 days"."""
    if any(tokens[index].tags & ON_TIME for index in range(reading.first, reading.last)):
        return True
    return any(
        quantity.unit_tags & DURATION
        and (_tells_speed(tokens, quantity) or (quantity.bound and quantity.role is not DEADLINE))
        and reading.first <= quantity.first < reading.last
        for quantity in quantities
    )


def _tells_speed(tokens: list[Token], quantity: Quantity) -> bool:
    """Tell "applications decided in 8 weeks"."""
    first = quantity.first
    if first < 2 or tokens[first].tags & PREPOSITION:  # noqa: PLR2004 - a participle and "in" before it
        return False
    return bool(tokens[first - 1].tags & PREPOSITION and tokens[first - 2].tags & PARTICIPLE)


def _vague_behind(tokens: list[Token], quantity: Quantity, last: int) -> int:
    """Return the index of a vague word that decides what counts ("3 key projects"), -1 for none."""
    for index in range(quantity.last + 1, min(quantity.last + 3, last)):
        if tokens[index].tags & DECIDING:
            return index
    return -1
