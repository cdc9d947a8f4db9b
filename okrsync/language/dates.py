"""Tells numbers that are part of a name or a date from those that count something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.language.kinds import (
    ARTEFACT,
    BASE,
    DEFINITE,
    DURATION,
    FAULT,
    INSIDER,
    MONEY,
    NUMBER,
    OUTSIDER,
    PREPOSITION,
    RESULT,
    SYMBOL,
    VERB,
)
from okrsync.language.quantities import DEADLINE, NAME, Quantity, Role
from okrsync.language.tags import BIT, any_of

if TYPE_CHECKING:
    from okrsync.language.lexicon import Token

COUNTABLE = OUTSIDER | INSIDER | RESULT | ARTEFACT | FAULT | MONEY
_FIRST_YEAR = 1990
_LAST_YEAR = 2100
_YEAR_DIGITS = 4
_DATE_SIGNS = frozenset("/-.")
_MONTH = BIT["nouns.month"]
_DATED = any_of("nouns.month", "nouns.period", "grammar.due")
_DUE = BIT["grammar.due"]
_OF = BIT["grammar.of"]
_NAMES = BIT["quantities.names"]
_ORDINAL = BIT["quantities.ordinals"]


def name_or_date(tokens: list[Token], quantity: Quantity) -> Role | None:  # noqa: PLR0911 - one question after the other: the first yes answers
    """Return NAME or DEADLINE for a number that counts nothing ("phase 2", "18F", "30 June", "2026"), else None."""
    last = quantity.last
    previous = tokens[quantity.first - 1].tags if quantity.first else 0
    behind = tokens[last + 1] if last + 1 < len(tokens) else None
    following = behind.tags if behind is not None else 0
    if behind is not None and behind.start == quantity.end:
        if following & _ORDINAL:
            month = tokens[last + 2].tags if last + 2 < len(tokens) else 0
            return DEADLINE if (previous | month) & _MONTH else NAME
        if behind.word.isalpha() and not quantity.unit:
            return NAME  # 18F, 5G
        beyond = tokens[last + 2] if last + 2 < len(tokens) else None
        if (
            not quantity.bound
            and behind.word == "-"
            and beyond is not None
            and beyond.start == behind.end
            and beyond.word.isalpha()
        ):
            return NAME  # 360-degree
    if not quantity.unit and (previous | following | _behind_of(tokens, last)) & _MONTH:
        return DEADLINE
    if quantity.value is None and not quantity.worded:
        return NAME  # 1.2.3
    if quantity.first == last and quantity.first > 0 and not previous and tokens[last].word.endswith(".0"):
        return NAME  # "Atlas 2.0"
    if previous & _NAMES and not quantity.unit and not quantity.bound and not _is_counted(tokens, quantity):
        return NAME
    return DEADLINE if _is_dated(tokens, quantity, previous, following) else None


def _is_dated(tokens: list[Token], quantity: Quantity, previous: int, following: int) -> bool:
    """Tell whether it is a year, part of a written date, or the number of a period."""
    value, first, last = quantity.value, quantity.first, quantity.last
    if value is not None and _FIRST_YEAR <= value <= _LAST_YEAR and _is_year(tokens, quantity, previous, following):
        return True
    signs = (previous | following) & SYMBOL or last - first == 2  # noqa: PLR2004 - day, slash, month
    if signs and _is_written_date(tokens, first, last):
        return True
    return bool(previous & DURATION) and _numbers_a_period(tokens, quantity, following)


def _is_counted(tokens: list[Token], quantity: Quantity) -> bool:
    """Tell "plant 3 hedges" from "plant 3": the word before the number opens the sentence as its verb."""
    verb = tokens[0].tags
    if quantity.first != 1 or not verb & VERB or not verb & BASE:
        return False
    behind = (token.tags for token in tokens[quantity.last + 1 : quantity.last + 3])
    return any(tags & COUNTABLE and not tags & PREPOSITION for tags in behind)


def _numbers_a_period(tokens: list[Token], quantity: Quantity, following: int) -> bool:
    """Tell "by week 12" from "in 4 weeks 12 shops", where a unit of time stands before a number."""
    place = quantity.first - 1
    if quantity.unit or quantity.bound or following & COUNTABLE:
        return False
    return place == 0 or not tokens[place - 1].tags & NUMBER


def _behind_of(tokens: list[Token], place: int) -> int:
    """Return the bits of what "of" joins on: of the month in Spanish "30 de junio"; 0 where nothing is joined on."""
    joined = place + 2 < len(tokens) and tokens[place + 1].tags & _OF
    return tokens[place + 2].tags if joined else 0


def _is_year(tokens: list[Token], quantity: Quantity, previous: int, following: int) -> bool:
    """Tell the year 2026 from 2026 shops."""
    typed = tokens[quantity.last].word
    if quantity.first != quantity.last or len(typed) != _YEAR_DIGITS:
        return False
    return bool(previous & (_DATED | DEFINITE)) or not following & COUNTABLE


def _is_written_date(tokens: list[Token], first: int, last: int) -> bool:
    """Tell whether the number is part of 30/06/2026, 2026-06-30, or of "by 30/06"."""
    count = len(tokens)
    sign = tokens[last + 1].word if last + 2 < count else ""
    behind = sign in _DATE_SIGNS and tokens[last + 2].tags & NUMBER
    if behind and last + 4 < count and tokens[last + 3].word == sign and tokens[last + 4].tags & NUMBER:
        return True
    sign = tokens[first - 1].word if first > 1 else ""
    ahead = sign in _DATE_SIGNS and tokens[first - 2].tags & NUMBER
    far = first > 3 and tokens[first - 3].word == sign and tokens[first - 4].tags & NUMBER  # noqa: PLR2004 - two signs and two numbers before
    if ahead and (behind or far):
        return True
    # `read_quantities` has taken in both parts of "30/06".
    halves = last - first == 2 and tokens[first + 1].word == "/"  # noqa: PLR2004 - day, slash, month
    return halves and first > 0 and bool(tokens[first - 1].tags & _DUE)
