"""What the columns of a sheet hold, and the value of a cell whatever way it is typed: 50 %, 0.5 shown as one, “4,5”."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from okrsync.sync.stores import OBJECTIVE_FIELD, PARENTS_FIELD
from okrsync.sync.values import FieldKind, FieldType
from okrsync.tables.cells import is_unsaid
from okrsync.tables.dates import day_first, read_date
from okrsync.tables.lexicon import sheet_words
from okrsync.tables.numbers import decimal_mark, read_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from okrsync.grid import CellValue, Style
    from okrsync.sync.sheets.sighting import Sight, Sighting
    from okrsync.sync.stores import Kind
    from okrsync.sync.values import Value

SHARES = frozenset({"progress", "confidence", "score"})
NUMBERS = SHARES | {"baseline", "target", "current", "weight"}
DATES = frozenset({"due", "last_check_in"})
_HUNDRED = 100
_WHOLE = 1.5
"""A column of shares in which a plain number passes this counts in percent."""
_DIGITS = 12
_FIGURES = re.compile(r"[+-]?\d[\d.,]*\s*%?")
_DAY = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}")
LONGEST = 32_000
"""Characters that any sheet takes in one cell."""


class Held(NamedTuple):
    """A cell: its value, and how it is shown."""

    value: CellValue
    style: Style


@dataclass(frozen=True, slots=True)
class ColumnTypes:
    """What the fields of one sheet hold."""

    of: Mapping[Kind, Mapping[str, FieldType]]

    def value(self, kind: Kind, name: str, held: Held) -> Value:
        """Return what a cell says: numbers and days as such however they are typed, percentages as people see them."""
        field_type, (value, style) = self.of[kind][name], held
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        if field_type.kind is FieldKind.NUMBER:
            return None if is_unsaid(value) else _number(value, style, field_type)
        if field_type.kind is FieldKind.DATE:
            return None if is_unsaid(value) else _day(value, field_type)
        if isinstance(value, bool):
            return str(value).upper()
        if isinstance(value, int | float):
            # A column of texts has a number here and there: "3" is the same, typed or not.
            return percent_shown(value) if style.is_percent else f"{value:.12g}"
        return value if isinstance(value, str) else str(value)


def learned(sight: Sight) -> ColumnTypes:
    """Return what the columns of a sheet hold, all their cells together telling what one alone leaves open."""
    held: dict[tuple[Kind, str], list[Held]] = defaultdict(list)
    for each in sight.examples:
        for name in each.cells:
            held[each.kind, name].append(held_in(sight, each, name))
    texts = {names: [each.value for each in found if isinstance(each.value, str)] for names, found in held.items()}
    words, language = sheet_words(), sight.language or "en"
    numbers = [text for (_, name), found in texts.items() if name in NUMBERS for text in found]
    days = [text for (_, name), found in texts.items() if name in DATES for text in found]
    mark = decimal_mark(numbers, words.decimal.get(language, "."))
    first = day_first(days, default=words.date_order.get(language, "dmy") != "mdy")
    # A text table has no name, and nothing but texts: what is new in it is typed as they are.
    texts_only = all(grid.name is None for grid in sight.grids.values())
    kinds: dict[Kind, dict[str, FieldType]] = {"objective": {}, "key_result": {}}
    for (kind, name), found in sorted(held.items()):
        kinds[kind][name] = FieldType(
            _kind(name, found, mark),
            length=LONGEST,
            percent=_percent(name, found, mark),
            decimal_mark=mark,
            day_first=first,
            typed_like=_typed_like(name, found, texts_only=texts_only),
        )
    if PARENTS_FIELD in kinds["objective"]:
        kinds["objective"][PARENTS_FIELD] = FieldType(FieldKind.RECORDS, takes_names=True)
    if kinds["objective"] and kinds["key_result"]:
        kinds["key_result"][OBJECTIVE_FIELD] = FieldType(FieldKind.RECORDS)
    return ColumnTypes(kinds)


def held_in(sight: Sight, sighting: Sighting, name: str) -> Held:
    """Return the first cell of a field."""
    cell = sighting.cells[name][0]
    grid = sight.grids[sighting.container]
    return Held(grid.at(*cell), grid.style(*cell))


def _kind(name: str, found: list[Held], mark: str) -> FieldKind:
    if name in DATES:
        return FieldKind.DATE
    if name not in NUMBERS:
        return FieldKind.TEXT
    said = [each.value for each in found if not is_unsaid(each.value)]
    read = sum(not isinstance(value, str) or read_number(value, mark) is not None for value in said)
    return FieldKind.NUMBER if read * 2 >= len(said) else FieldKind.TEXT


def _percent(name: str, found: list[Held], mark: str) -> int | None:
    """Return how 50 % stands in a column as people see it: as 50 where any cell has a percent sign."""
    if name not in NUMBERS:
        return None
    if any(each.style.is_percent or (isinstance(each.value, str) and "%" in each.value) for each in found):
        return _HUNDRED
    plain = [number for each in found if (number := _plain(each.value, mark)) is not None]
    if name not in SHARES or not plain:
        return None
    highest = max(plain)
    return 1 if highest <= _WHOLE else _HUNDRED if highest > 10 else None  # noqa: PLR2004 - 0 to 10 is a scale of its own


def _plain(value: CellValue, mark: str) -> float | None:
    """Return a number that stands there without a unit, typed as text or not."""
    if isinstance(value, str):
        read = read_number(value, mark)
        return read.value if read is not None and read.unit is None else None
    return value if isinstance(value, int | float) else None


def _typed_like(name: str, found: list[Held], *, texts_only: bool) -> str | None:
    """Return a number or day of a column that is typed as text, in figures alone: what is new there is typed like it.

    A percent sign is taken over where all have one, and for shares where any has: without it 1 could be the whole.
    """
    said = [each.value for each in found if not is_unsaid(each.value)]
    texts = [value.strip() for value in said if isinstance(value, str)]
    if not texts_only and (not texts or len(texts) < len(said)):
        return None
    models = [text for text in texts if (_DAY if name in DATES else _FIGURES).fullmatch(text)]
    percents = [text for text in models if text.endswith("%")]
    if percents and (name in SHARES or len(percents) == len(models)):
        return percents[-1]
    return next((text for text in reversed(models) if text not in percents), "" if texts_only else None)


def _number(value: CellValue, style: Style, field_type: FieldType) -> Value:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return str(value)
    if isinstance(value, str):
        read = read_number(value, field_type.decimal_mark)
        return value if read is None or (read.unit not in {None, "%"}) else _rounded(read.value)
    return _rounded(value * _HUNDRED if style.is_percent else value)


def _rounded(number: float) -> float:
    return float(f"{number:.{_DIGITS}g}")


def _day(value: CellValue, field_type: FieldType) -> Value:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    read = read_date(value, day_comes_first=field_type.day_first)
    return read or str(value)


def percent_shown(number: float) -> str:
    """Return a share as people see it: 0.5 → "50 %"."""
    return f"{_rounded(number * _HUNDRED):.12g}\u00a0%"
