"""Where a number starts: whether the metric has a value today that the sentence leaves out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.language.kinds import (
    ACTIVE,
    ACTIVITY,
    ADOPT,
    ALL,
    ARTEFACT,
    DURATION,
    FAULT,
    INSIDER,
    METRIC,
    MONEY,
    NEW,
    NONE,
    NUMBER,
    OF,
    OUTSIDER,
    PARTICIPLE,
    PER,
    QUALITY,
    REACH,
    RESULT,
    STATE,
    TIME,
    WIN,
    WORK,
)
from okrsync.language.quantities import BASELINE, CHANGE, TARGET, Quantity
from okrsync.language.tags import bits_between

if TYPE_CHECKING:
    from okrsync.language.clauses import Reading
    from okrsync.language.lexicon import Token

_CERTAIN = 100.0
_CURRENCIES = frozenset("€$£¥")
_SIGNS = frozenset((">", ">=", "≥", "<", "<=", "≤"))
_NEAR = 3
"""Words behind a number that can still describe what it counts."""
_FAR = 5


def lacks_start(  # noqa: PLR0911, PLR0913 - one question after the other, and what they rest on
    tokens: list[Token],
    reading: Reading,
    quantity: Quantity,
    quantities: list[Quantity],
    *,
    verb: int,
    noun: tuple[int, int],
    behind: int,
    own: bool,
) -> bool:
    """Tell whether a level or change is named of something that has a value today, and that value is not.

    `noun`: index and bits of what is counted; `behind`: bits of what is said of it.
    """
    place, kind = noun
    on_top = place > quantity.last and not verb and _come_on_top(quantity, kind)
    if on_top or _is_settled(tokens, reading, quantity, quantities):
        return False
    if quantity.role is CHANGE:
        return True
    if own:
        worked = reading.verb >= 0 and verb & (WORK | ADOPT | ACTIVITY)
        return quantity.is_share and not worked and bool(kind & (ARTEFACT | INSIDER))
    near = bits_between(tokens, quantity.last + 1, min(quantity.last + 1 + _NEAR, reading.last))
    near |= bits_between(tokens, max(quantity.first - 1, reading.first), quantity.first) & NEW  # "the first 10 sales"
    if 0 <= place < quantity.first:
        near |= bits_between(tokens, max(place - 1, reading.first), quantity.first)
    if (
        near & NEW and not quantity.unit_tags & DURATION and not (quantity.is_share and kind & OUTSIDER)
    ):  # a "first response" is no new one
        return False
    if (kind & OUTSIDER and near & ACTIVE) or (verb & REACH and kind & (RESULT | OUTSIDER) and not quantity.unit):
        return True
    if _starts_at_nothing(quantity, verb, kind, behind, direct=place > quantity.last):
        return False
    level = quantity.unit or quantity.out_of or kind & (METRIC | QUALITY) or _is_limited(quantity, kind)
    if level or (place < 0 and _is_told_by_sign(tokens, reading, quantity)):
        return True
    # "100 sign-ups a week" go on every week; "10,000 users" are there already in part.
    if _is_rate(tokens, quantity, reading.last):
        return True
    return bool(kind & OUTSIDER and not verb and not behind) and not _is_told_of(tokens, quantity, place, reading.last)


def _is_settled(tokens: list[Token], reading: Reading, quantity: Quantity, quantities: list[Quantity]) -> bool:
    """Tell whether the start is given, can be worked back, or does not matter: all, none."""
    first, last = reading.first, reading.last
    outside = [other for other in quantities if not first <= other.first < last]
    if any(other.role is TARGET or other.role is CHANGE for other in outside):
        quantities = [other for other in quantities if first <= other.first < last]
    change = target = False
    for other in quantities:
        role = other.role
        if role is BASELINE:
            return True
        if role is CHANGE:
            change = change or bool(other.unit)
        elif role is TARGET and not other.unit_tags & DURATION & ~quantity.unit_tags:
            target = True
    if change and target:
        return True  # "500 k (+40 %)"
    before = bits_between(tokens, reading.first, quantity.first)
    if before & NONE or (before & ALL and quantity.unit_tags & DURATION):
        return True
    if quantity.role is CHANGE:
        return False
    return quantity.value == 0 or (quantity.is_share and quantity.value == _CERTAIN)


def _starts_at_nothing(quantity: Quantity, verb: int, noun: int, behind: int, *, direct: bool) -> bool:
    """Tell whether the count begins in the period: what is sold, won, raised, built."""
    if quantity.is_share:
        return bool(behind & WIN and behind & PARTICIPLE) and not noun & OUTSIDER
    if quantity.out_of:
        return False
    money = quantity.unit_tags & MONEY or quantity.unit in _CURRENCIES
    if money and not noun & METRIC and (verb & WORK or (noun & RESULT and direct)):
        return True
    return bool(verb & WIN) and (direct or (quantity.unit != "" and not noun & METRIC))


def _come_on_top(quantity: Quantity, kind: int) -> bool:
    """Tell "+35 prospects", who are counted as they come, from "+35 % prospects"."""
    return quantity.sign == "+" and not quantity.unit and bool(kind & (OUTSIDER | RESULT)) and not kind & METRIC


def _is_limited(quantity: Quantity, kind: int) -> bool:
    """Tell "fewer than 20 open tickets", "at most 5 pages": there are some today."""
    return bool(quantity.bound and kind & FAULT) or bool(quantity.bound == "at_most" and kind & ARTEFACT)


def _is_rate(tokens: list[Token], quantity: Quantity, last: int) -> bool:
    for place in range(quantity.last + 1, min(quantity.last + 1 + _FAR, last)):
        token = tokens[place]
        if token.tags & PER and (token.word != "/" or (place + 1 < last and tokens[place + 1].tags & TIME)):
            return True
    return False


def _is_told_of(tokens: list[Token], quantity: Quantity, noun: int, last: int) -> bool:
    """Tell "two foundations co-fund it", "20 customers live", "5 of our 10 accounts": not how many there are at all."""
    following = quantity.last + 1
    if following < last and tokens[following].tags & OF and bits_between(tokens, following, min(noun, last)) & NUMBER:
        return True
    return quantity.last < noun < last - 1 and (not tokens[noun + 1].tags or bool(tokens[noun + 1].tags & STATE))


def _is_told_by_sign(tokens: list[Token], reading: Reading, quantity: Quantity) -> bool:
    """Tell "Lighthouse mobile ≥ 90": what stands before the sign is a measure, though no list knows it."""
    sign = quantity.first - 1
    bare = reading.verb < 0 and reading.predicate < 0
    return bare and sign > reading.first and tokens[sign].word in _SIGNS and quantity.last + 1 >= reading.last - 1
