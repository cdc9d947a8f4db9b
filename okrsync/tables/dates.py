"""Dates as people type them, day and month told apart by the column they stand in."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from okrsync.tables.folding import parts
from okrsync.tables.lexicon import sheet_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from okrsync.grid import CellValue

_ISO = re.compile(r"^\s*(\d{4})[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})日?(?:[T ]\d.*)?\s*$")
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{4}|\d{2})(?!\d)")
_YEARLESS = re.compile(r"^\s*(\d{1,2})[-/.](\d{1,2})\.?\s*$")
_CENTURY = 2000
_LAST_MONTH = 12
_TWO_DIGITS = 100
_YEARS = range(1970, 2200)
_DAYS = range(1, 32)
_EPOCH = date(1899, 12, 30)
_SERIALS = range(36526, 73415)
"""Days since 1899-12-30 that a spreadsheet shows as a date of 2000 to 2100."""


def day_first(texts: Iterable[str], *, default: bool) -> bool:
    """Tell from a column's dates whether the day comes before the month; `default` where none of them tells."""
    first = second = 0
    for text in texts:
        found = _SLASHED.search(text) or _YEARLESS.match(text)
        if found:
            first += int(found[1]) > _LAST_MONTH
            second += int(found[2]) > _LAST_MONTH
    return default if first == second else first > second


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _full_year(text: str) -> int:
    year = int(text)
    return year + _CENTURY if year < _TWO_DIGITS else year


def last_day(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def _in_words(text: str, year: int | None) -> date | None:
    """Read "30 juin 2026", "June 30, 2026", "30-Jun-26", "fin juin 2026" (its last day)."""
    known = sheet_words()
    month = day = None
    found_year = None
    for word in parts(text):
        if word.text.isdecimal():
            number = int(word.text)
            if number in _YEARS:
                found_year = number
            elif day is None and number in _DAYS:
                day = number
            elif found_year is None:
                found_year = _full_year(word.text)
        elif month is None:
            month = known.months.get(word.text)
        elif word.text in known.months:
            return None
    found_year = found_year or year
    if month is None or found_year is None:
        return None
    return _safe(found_year, month, day) if day else last_day(found_year, month)


def read_date(value: CellValue, *, day_comes_first: bool, year: int | None = None) -> date | None:
    """Read a date cell or typed date; None where it is none.

    A month without a day stands for its last day. `year` completes "30/06" and "30 June"; without it they stay unread.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _EPOCH + timedelta(days=int(value)) if int(value) in _SERIALS else None
    return _read_typed(value, day_comes_first=day_comes_first, year=year) if isinstance(value, str) else None


@lru_cache(maxsize=8192)
def _read_typed(text: str, *, day_comes_first: bool, year: int | None) -> date | None:
    if found := _ISO.match(text):
        return _safe(*map(int, found.groups()))
    found = _SLASHED.search(text)
    if found or (year and (found := _YEARLESS.match(text))):
        first, second = int(found[1]), int(found[2])
        day, month = (first, second) if day_comes_first else (second, first)
        if month > _LAST_MONTH:
            day, month = month, day
        return _safe(_full_year(found[3]) if found.re is _SLASHED else year or 0, month, day)
    return _in_words(text, year)
