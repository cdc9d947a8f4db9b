"""Judges a clause by its number: what it counts, and what is said of that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.language.doing import resolve, whose
from okrsync.language.judgement import UNSURE, Judgement
from okrsync.language.kinds import (
    ACTIVE,
    ADJECTIVE,
    ALL,
    ARTEFACT,
    ARTICLE,
    AT_LEAST,
    AT_MOST,
    BE,
    BY,
    CAUSE,
    DECIDING,
    DIRECTION,
    DURATION,
    FEELING,
    FOR,
    HAVE,
    IMPROVE,
    INDEFINITE,
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
    PER,
    PHASE,
    POSSESSIVE,
    PREPOSITION,
    QUALITY,
    RESULT,
    TO,
    UNCHANGED,
    UPKEEP,
    VERB,
    WITH,
    WORK,
)
from okrsync.language.noun_phrases import Head, head
from okrsync.language.quantities import BASELINE, CHANGE, DEADLINE, Quantity
from okrsync.language.starting import lacks_start
from okrsync.language.tags import BIT, bits_between

if TYPE_CHECKING:
    from okrsync.language.clauses import Reading
    from okrsync.language.grammar import Grammar
    from okrsync.language.lexicon import Token

_ABOUT = BIT["grammar.approximately"]
_BEFORE_NOUN = ARTICLE | POSSESSIVE | ALL | ADJECTIVE | AT_LEAST | _ABOUT
_REACH_OF_A_NOUN = 5
"""Words behind a counted noun within which stands what became of it."""


def judge_number(
    tokens: list[Token], reading: Reading, quantity: Quantity, quantities: list[Quantity], grammar: Grammar
) -> Judgement:
    """Judge a clause by `quantity`, which says how much is wanted; `quantities` are all numbers of the sentence."""
    noun, bits, end = _what_is_counted(tokens, reading, quantity, grammar)
    behind = participle_behind(tokens, end, reading.last)
    if reading.verb_tags & UPKEEP and not reading.verb_tags & WORK and bits & (QUALITY | METRIC):
        bits &= ~ARTEFACT  # "guarantee a service level"
    verb = resolve(reading.verb_tags, bits | reading.object_tags if reading.verb_tags & UPKEEP else bits)
    if reading.verb_tags & MOVE and not bits & INSIDER and any(other.role is BASELINE for other in quantities):
        verb = reading.verb_tags & ~WORK  # "go from 3 to 8" is a way, whatever it counts
    if quantity.role is CHANGE and reading.verb < 0:
        verb = _moved(tokens, quantity) or verb
    before = tokens[quantity.first - 1].tags if quantity.first > reading.first else 0
    made = reading.subject if reading.predicate >= 0 else reading.object
    meetings = made >= 0 and tokens[made].tags & ARTEFACT and tokens[made].word.endswith(grammar.plurals)
    if meetings or noun < quantity.first:
        before &= ~WITH  # "meetings with 3 partners" count meetings; "a beta with 300 users" counts users
    kind = whose(reading, verb, quantity, bits, (before, behind))
    direct = noun > quantity.last
    if kind and bits & (INSIDER | OUTSIDER) and reading.verb < 0:
        kind = "" if bits_between(tokens, quantity.last + 1, reading.last) & FEELING else kind
    makes = reading.verb >= 0 and verb & WORK and not verb & HAVE  # "ship 3 features that were asked for by customers"
    if kind and direct and not makes and by_outsiders(tokens, noun + 1, reading.last):
        kind = ""
    if kind and (
        (quantity.unit_tags & DURATION and not direct) or (quantity.is_share and _in_time(tokens, reading, quantities))
    ):
        kind = ""
    own = kind != ""
    holds = verb & UPKEEP or (reading.verb_tags & CAUSE and _holds(tokens, reading, quantity))
    if reading.verb < 0 and bits & (OUTSIDER | INSIDER):
        holds = 0  # "90 % of trainees stay"
    if _goes_on(tokens, reading, quantity):
        holds, own = 1, False
    upkeep = bool(holds and not verb & (DIRECTION & ~IMPROVE | MULTIPLY)) and not own
    adopted = reading.verb_tags & WORK and before & WITH  # "ship X with 40 % of authors using it": new, so from nothing
    lacks = not (upkeep or adopted) and lacks_start(
        tokens, reading, quantity, quantities, verb=verb, noun=(noun, bits), behind=behind, own=own
    )
    vague = _vague_behind(tokens, quantity, reading.last) if own else -1
    sure = None if not own or _is_plainly_own(tokens, reading, quantity, bits) else UNSURE
    return Judgement(True, own, own, lacks, vague, upkeep, kind or "default", quantity, noun, sure)  # noqa: FBT003 - the fields in order


def _is_plainly_own(tokens: list[Token], reading: Reading, quantity: Quantity, bits: int) -> bool:
    """Tell whether a verb of work or a thing made by hand says that it is own work, rather than the build alone."""
    if reading.verb >= 0:
        return bool(tokens[reading.verb].tags)
    made = bits & (ARTEFACT | INSIDER)
    return bool(made) and not (quantity.is_share and reading.predicate >= 0)


def _what_is_counted(tokens: list[Token], reading: Reading, quantity: Quantity, grammar: Grammar) -> Head:
    """Return what the number counts: the noun behind it, else what the clause is about."""
    counted = counted_noun(tokens, quantity, reading.last, grammar)
    by_object = 0 <= reading.object < quantity.first
    if by_object and reading.object_tags & RESULT and not reading.object_tags & ARTEFACT:
        through = tokens[quantity.first - 1].tags & WITH and tokens[reading.object].word.endswith(grammar.plurals)
        if through:  # "partnerships with 10 clubs" count partnerships
            return Head(reading.object, reading.object_tags, counted.end)
    level = reading.verb_tags & DIRECTION and reading.object_tags & METRIC and not reading.object_tags & ARTEFACT
    if by_object and level and counted.tags & ARTEFACT:
        return Head(reading.object, reading.object_tags, counted.end)  # "raise usage from 3 to 5 features a user"
    if counted.place >= 0:
        return counted._replace(tags=_as_named(tokens, counted.place, counted.tags, grammar))
    noun, bits = reading.subject, reading.subject_tags
    if by_object or noun < 0:
        noun, bits = reading.object, reading.object_tags
    if quantity.first <= noun <= quantity.last:
        noun, bits = -1, 0  # "10 times a week" counts no times
    return Head(noun, _as_named(tokens, noun, bits, grammar), counted.end)


def _as_named(tokens: list[Token], noun: int, bits: int, grammar: Grammar) -> int:
    """Return the bits of a noun as the word beside it makes it mean: "active teams" are those who use it."""
    beside = noun + 1 if grammar.head_first else noun - 1
    if bits & INSIDER and 0 <= beside < len(tokens) and tokens[beside].tags & ACTIVE:
        return (bits & ~INSIDER) | OUTSIDER
    return bits


def _moved(tokens: list[Token], quantity: Quantity) -> int:
    """Return the bits of the verb of "… have increased by 25 %", 0 where another word stands there."""
    place = quantity.first - 1
    while place > 0 and tokens[place].tags & BY:
        place -= 1
    tags = tokens[place].tags if place > 0 else 0
    return tags if tags & DIRECTION and tags & VERB and not tags & WORK else 0


def by_outsiders(tokens: list[Token], first: int, last: int) -> bool:
    """Tell whether it says that somebody outside does it ("approved by the regulator")."""
    for index in range(first, last - 1):
        tags = tokens[index].tags
        if tags & BY and not tags & OF:
            if tags & PER and not tokens[index - 1].tags & PARTICIPLE:
                return False  # French "par boutique" is a rate
            who = 0
            for place in range(index + 1, min(index + 6, last)):
                who |= tokens[place].tags
            return bool(who & OUTSIDER) and not who & INSIDER
    return False


def _goes_on(tokens: list[Token], reading: Reading, quantity: Quantity) -> bool:
    """Tell "continue to answer 90 % of calls", "a stable headcount of 240": the level is there already."""
    ahead = 0
    for index in range(reading.first, quantity.first):
        ahead |= tokens[index].tags if index != reading.verb else 0
    return bool(ahead & UNCHANGED) or bool(ahead & PHASE and ahead & UPKEEP)


def _holds(tokens: list[Token], reading: Reading, quantity: Quantity) -> bool:
    """Tell "ensure that stock-outs remain under 10"."""
    return bool(bits_between(tokens, reading.verb + 1, quantity.first) & UPKEEP)


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
    inside = False
    for index in range(place, min(place + _REACH_OF_A_NOUN, last)):
        tags = tokens[index].tags
        if tags & VERB and not tags & NOUN and (tags & PARTICIPLE or not inside):
            bits |= tags
            if not tags & (BE | HAVE) or tags & PARTICIPLE:
                return bits
        elif tags & OF and tags & BY:
            inside = True  # French "12 séances de lecture organisées"
        elif tags & (PREPOSITION | NUMBER) and not tags & VERB:
            break
    return bits


def decorates(tokens: list[Token], reading: Reading, quantity: Quantity, grammar: Grammar) -> bool:
    """Tell whether a number describes one deliverable ("a dashboard with 2 views")."""
    if quantity.first == reading.first or not reading.verb_tags & WORK:
        return False
    if _says_where(tokens, reading, quantity, grammar):
        return True
    if quantity.unit or quantity.bound:
        return False
    if not (tokens[quantity.first - 1].tags & WITH and 0 <= reading.object < quantity.first):
        return False
    counted = counted_noun(tokens, quantity, reading.last, grammar).tags | (reading.object_tags & RESULT)
    return not counted & (OUTSIDER | INSIDER | RESULT | METRIC)


def _says_where(tokens: list[Token], reading: Reading, quantity: Quantity, grammar: Grammar) -> bool:
    """Tell "write a guide for the top 3 accounts", one thing for several, from "launch it in 3 districts"."""
    made = reading.object
    if quantity.is_share or not 0 <= reading.verb < made < quantity.first or not reading.object_tags & ARTEFACT:
        return False
    before = tokens[quantity.first - 1].tags
    if before & _ABOUT:
        before = tokens[quantity.first - 2].tags
    if not before & FOR or before & (WITH | TO | OF) or tokens[made].word.endswith(grammar.plurals):
        return False
    return bool(counted_noun(tokens, quantity, reading.last, grammar).tags & OUTSIDER)


def _in_time(tokens: list[Token], reading: Reading, quantities: list[Quantity]) -> bool:
    """Tell whether it is a service level: "100 % of releases on time", "90 % of requests within 2 days"."""
    seen = bits_between(tokens, reading.first, reading.last)
    if seen & ON_TIME:
        return True
    if seen & DURATION and any(
        tokens[index].tags & (PREPOSITION | AT_MOST)
        and tokens[index + 1].tags & INDEFINITE
        and tokens[index + 2].tags & DURATION
        for index in range(reading.first, reading.last - 2)
    ):
        return True  # "within a minute"
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
