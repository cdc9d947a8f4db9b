"""When two values are the same, up to what both stores can hold: a bold word in one is no change for the other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache

from okrsync.sync.values import FieldKind, FieldType, People, Records, RichText, Value, shown
from okrsync.tables.dates import read_date
from okrsync.tables.numbers import read_number

_POORER = (
    (FieldKind.NUMBER, FieldKind.NUMBER),
    (FieldKind.DATE, FieldKind.DATE),
    (FieldKind.MOMENT, FieldKind.DATE),
    (FieldKind.OPTIONS, FieldKind.OPTIONS),
    (FieldKind.PEOPLE, FieldKind.OPTIONS),
    (FieldKind.OPTION, FieldKind.OPTION),
)
"""Kind of one of two different fields → as what both are compared. What cannot be read so is compared as text."""
_BETWEEN = re.compile(r"\s*[,;\n]\s*")
_HUNDRED = 100
_DIGITS = 12
"""Significant digits that survive a spreadsheet: 0.1 + 0.2 is 0.3 there."""

Tokens = Mapping[str, Hashable]
"""Id of a record → what stands for it on either side (its link)."""


def comparable(value: Value, own: FieldType, other: FieldType, tokens: Tokens) -> Hashable:
    """Return what of `value`, which stands in a field of type `own`, a field of type `other` could hold as well.

    Two values that come out equal are the same for both stores. None is empty. `tokens` are those of the value's side.
    """
    if isinstance(value, Records):
        return frozenset(tokens.get(each, each) for each in value.ids) or None
    return _comparable(value, own, other)


@lru_cache(maxsize=65536, typed=True)
def _comparable(value: Value, own: FieldType, other: FieldType) -> Hashable:
    value = tidied(value)
    if value is None:
        return None
    return _BY_KIND[_shared_kind(own.kind, other.kind)](value, own, other)


def tidied(value: Value) -> Value:
    """Return `value` without what no person would call a difference: blanks at the ends, kinds of line breaks."""
    match value:
        case str():
            return _tidy(value) or None
        case RichText(runs):
            return value if any(run.text.strip() for run in runs) else None
        case tuple():
            return tuple(each for each in map(_tidy, value) if each) or None
        case People(persons):
            return value if persons else None
    return value


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").strip()


def _shared_kind(one: FieldKind, other: FieldKind) -> FieldKind:
    """Return the poorer of two kinds: what both can hold."""
    if one is other:
        return one
    return next((shared for kind, shared in _POORER if kind in {one, other}), FieldKind.TEXT)


def number_in(value: Value, own: FieldType, other: FieldType) -> float | None:
    """Return the number that `value` is or says, a percentage as a share (0..1); None where it is none.

    A number without a percent sign, in a field that says nothing of percentages, is meant as the other field has it.
    """
    percent = own.percent or other.percent
    if isinstance(value, (int, float)):
        return value / percent if percent else float(value)
    read = read_number(shown(value), own.decimal_mark)
    if read is None or percent is None:
        return None if read is None else read.value
    return read.value / (_HUNDRED if read.unit == "%" else percent)


def day_in(value: Value, own: FieldType) -> date | None:
    """Return the day that `value` is or says, as people there see it; None where it is none."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return read_date(shown(value), day_comes_first=own.day_first)


def names_in(value: Value) -> tuple[str, ...]:
    """Return the options or names that `value` lists."""
    if isinstance(value, tuple):
        return value
    if isinstance(value, People):
        return tuple(person.name for person in value.persons)
    return tuple(each for each in _BETWEEN.split(shown(value)) if each)


def _as_text(value: Value, _: FieldType, __: FieldType) -> Hashable:
    return _tidy(shown(value))


def _as_rich_text(value: Value, _: FieldType, __: FieldType) -> Hashable:
    if not isinstance(value, RichText):
        return ((_tidy(shown(value)), ""),)
    runs: list[tuple[str, str]] = []
    for text, style in value.runs:
        if runs and runs[-1][1] == style:
            runs[-1] = (runs[-1][0] + text, style)
        elif text:
            runs.append((text, style))
    return tuple((unicodedata.normalize("NFC", text).replace("\r\n", "\n"), style) for text, style in runs)


def _as_number(value: Value, own: FieldType, other: FieldType) -> Hashable:
    number = number_in(value, own, other)
    if number is None:
        return _as_text(value, own, other)
    kept = [each.decimals for each in (own, other) if each.decimals is not None]
    if kept:
        hundredths = 2 if _HUNDRED in {own.percent, other.percent} else 0
        number = round(number, min(kept) + hundredths)
    return float(f"{number:.{_DIGITS}g}")


def _as_day(value: Value, own: FieldType, other: FieldType) -> Hashable:
    return day_in(value, own) or _as_text(value, own, other)


def _as_moment(value: Value, own: FieldType, other: FieldType) -> Hashable:
    if not isinstance(value, datetime):
        return _as_day(value, own, other)
    whole = value.replace(second=0, microsecond=0)
    return whole.astimezone(UTC) if whole.tzinfo else whole


def _as_option(value: Value, _: FieldType, __: FieldType) -> Hashable:
    return _tidy(shown(value)).casefold()


def _as_options(value: Value, _: FieldType, __: FieldType) -> Hashable:
    return frozenset(name.casefold() for name in names_in(value))


def _as_people(value: Value, own: FieldType, other: FieldType) -> Hashable:
    if isinstance(value, People):
        return frozenset(person.key for person in value.persons)
    return _as_options(value, own, other)


_BY_KIND: Mapping[FieldKind, Callable[[Value, FieldType, FieldType], Hashable]] = {
    FieldKind.TEXT: _as_text,
    FieldKind.RICH_TEXT: _as_rich_text,
    FieldKind.NUMBER: _as_number,
    FieldKind.DATE: _as_day,
    FieldKind.MOMENT: _as_moment,
    FieldKind.OPTION: _as_option,
    FieldKind.OPTIONS: _as_options,
    FieldKind.PEOPLE: _as_people,
    FieldKind.RECORDS: _as_text,
}
