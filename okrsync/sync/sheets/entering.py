"""What is typed into a cell so that it says a value the way its neighbours do: its look stays, and so do its words."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from okrsync.sync.values import FieldKind, shown
from okrsync.tables.cells import is_unsaid
from okrsync.tables.dates import read_date
from okrsync.tables.numbers import read_number

if TYPE_CHECKING:
    from okrsync.grid import CellValue, Style
    from okrsync.sync.sheets.column_types import Held
    from okrsync.sync.values import FieldType, Value

_HUNDRED = 100
_NUMBER = re.compile(r"[+-]?\d[\d.,]*")
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DAYS = re.compile("[dy]", re.IGNORECASE)
_YEAR_FIRST = re.compile(r"(?<!\d)\d{4}([-/.])(\d{1,2})\1(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_TWO = 2
_TEXT_FORMAT = "@"


def entered(value: Value, held: Held, field_type: FieldType) -> CellValue:
    """Return what goes into a cell that now is as `held`, so that it reads as `value`. A text is never a formula."""
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return _day(value, held, field_type)
    if isinstance(value, int | float):
        return _number(float(value), held, field_type)
    text = shown(value)
    stands_as_number = isinstance(held.value, int | float) and not isinstance(held.value, bool)
    if field_type.kind is FieldKind.TEXT and stands_as_number and (read := read_number(text, field_type.decimal_mark)):
        if read.unit is None and not held.style.is_percent:
            return read.value
        if read.unit == "%" and held.style.is_percent:
            return _share(read.value)
    return text


def retitled(cell: CellValue, old: str, new: Value) -> CellValue:
    """Return a cell that holds a title, and maybe its number before it, with another title."""
    words = shown(new)
    text = " ".join(str(cell or "").split())
    return words or None if text == old else text.replace(old, words)


def _number(number: float, held: Held, field_type: FieldType) -> CellValue:
    if isinstance(held.value, str) and not is_unsaid(held.value):
        return _in_words(number, held.value, field_type)
    if held.style.is_percent:
        return _share(number)
    if held.style.number_format == _TEXT_FORMAT:
        return _digits(number, field_type)
    if field_type.typed_like is not None:
        return _in_words(number, field_type.typed_like, field_type)
    return int(number) if number.is_integer() else number


def _share(number: float) -> float:
    return float(f"{number / _HUNDRED:.15g}")


def _digits(number: float, field_type: FieldType) -> str:
    return shown(number).replace(".", field_type.decimal_mark)


def _in_words(number: float, text: str, field_type: FieldType) -> str:
    """Return a typed number with another value, and whatever stands around it left where it can be."""
    digits = _digits(number, field_type)
    around = _NUMBER.sub(lambda _: digits, text, count=1)
    read = read_number(around, field_type.decimal_mark)
    return around if read is not None and read.value == number else digits


def _day(day: date, held: Held, field_type: FieldType) -> CellValue:
    if isinstance(held.value, datetime):
        return datetime.combine(day, held.value.timetz())
    if isinstance(held.value, date) or _shows_days(held.style):
        return day.date() if isinstance(day, datetime) else day
    said = held.value if isinstance(held.value, str) and not is_unsaid(held.value) else None
    for model in (said, field_type.typed_like):
        if model and (written := _day_in_words(day, model, field_type)):
            return written
    # Nothing shows how days are typed here: this way is never read as another day.
    return f"{day:%Y-%m-%d}"


def _day_in_words(day: date, model: str, field_type: FieldType) -> str | None:
    """Return a day in figures as `model` has them: order, sign between, zeros before; None where it has no such day."""
    if found := _YEAR_FIRST.search(model):
        parts, sign = [found[2], found[3]], found[1]
        order, year = (day.month, day.day), f"{day:%Y}"
    elif found := _YEAR_LAST.search(model):
        parts, sign = [found[1], found[3]], found[2]
        order = (day.day, day.month) if field_type.day_first else (day.month, day.day)
        year = f"{day:%Y}"[-len(found[4]) :]
    else:
        return None
    width = _TWO if all(len(part) == _TWO for part in parts) else 1
    figures = [f"{number:0{width}}" for number in order]
    written = sign.join([year, *figures] if found.re is _YEAR_FIRST else [*figures, year])
    said = day.date() if isinstance(day, datetime) else day
    return written if read_date(written, day_comes_first=field_type.day_first) == said else f"{day:%Y-%m-%d}"


def _shows_days(style: Style) -> bool:
    return bool(_DAYS.search(_LITERAL.sub("", style.number_format).replace("General", "")))
