"""The cells of one row, read field by field as what each is meant to be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from okrsync.grid import PLAIN
from okrsync.tables import cells as reading
from okrsync.tables.cells import Scale, is_unsaid, typed
from okrsync.tables.folding import fold
from okrsync.tables.lexicon import sheet_words
from okrsync.tables.numbers import read_span
from okrsync.tables.periods import read_day

if TYPE_CHECKING:
    from datetime import date

    from okrsync.grid import CellValue, Style
    from okrsync.tables.numbers import Number
    from okrsync.tables.records import Record
    from okrsync.tables.traits import Traits

_NO_SCALE = Scale()


class RowValues:
    """What one objective or key result says, by field."""

    __slots__ = ("_owners", "_said", "_traits", "typed", "unreadable")

    def __init__(self, record: Record, traits: Traits) -> None:
        """Take the cells of `record`; `traits` is how its sheet writes."""
        self._traits = traits
        self._said: dict[str, tuple[CellValue, Style]] = {}
        self._owners: list[str] = []
        self.typed: dict[str, str] = {}
        """Field → what the person typed."""
        self.unreadable: list[str] = []
        """Fields that hold something that could not be read."""
        self._take_row(record)
        for role, place in record.elsewhere.items():
            value: CellValue = record.texts.get(role) or record.meaning.area.grid.at(*place)
            self._take(role, value, record.meaning.area.grid.style(*place))

    def _take_row(self, record: Record) -> None:
        grid = record.meaning.area.grid
        row, styles = grid.rows[record.row], grid.styles
        width = len(row)
        for role, columns in record.columns.items():
            for column in columns:
                value = row[column] if column < width else None
                if value is not None:
                    self._take(role, value, styles.get((record.row, column), PLAIN))

    def _take(self, role: str, value: CellValue, style: Style) -> None:
        text = " ".join(value.split()) if isinstance(value, str) else typed(value, style)
        if not text:
            return
        self.typed[role] = f"{self.typed[role]}; {text}" if role in self.typed else text
        if is_unsaid(value):
            return
        self._said.setdefault(role, (value, style))
        if role == "owner" and isinstance(value, str):
            self._owners.append(value)

    def said(self, role: str) -> bool:
        """Tell whether the row says anything in a field."""
        return role in self._said

    def text(self, role: str) -> str | None:
        """Return a field as text."""
        return self.typed[role] if role in self._said else None

    def owners(self) -> tuple[str, ...]:
        """Return everybody that the owner cells name."""
        if len(self._owners) == 1:
            return reading.people(self._owners[0])
        return tuple(dict.fromkeys(name for text in self._owners for name in reading.people(text)))

    def amount(self, role: str) -> tuple[float | None, str | None]:
        """Read a baseline, target or current value and its unit."""
        found = self._said.get(role)
        if found is None:
            # "3 → 5" as the target tells where it began too.
            span = self._span() if role == "baseline" else None
            return span[0] if span else (None, None)
        number = reading.amount(*found, self._traits.decimal)
        if number is not None:
            return number.value, number.unit
        if role == "target" and (span := self._span()):
            return span[1]
        if self._traits.readable.get(role) and not _is_no_slip(found[0]):
            self.unreadable.append(role)
        return None, None

    def _span(self) -> tuple[Number, Number] | None:
        """Return both ends of a target such as "3 → 5"."""
        value, _ = self._said.get("target", (None, PLAIN))
        return read_span(value, self._traits.decimal) if isinstance(value, str) else None

    def plain(self, role: str) -> float | None:
        """Read a weight as the sheet has it."""
        found = self._said.get(role)
        number = reading.amount(*found, self._traits.decimal) if found else None
        return number.value if number else None

    def share(self, role: str) -> float | None:
        """Read a progress, score or confidence as 0..1; words ("done", "High") are none and no mistake."""
        found = self._said.get(role)
        if found is None:
            return None
        value = reading.share(*found, self._traits.scales.get(role, _NO_SCALE), self._traits.decimal)
        if value is None and self._traits.readable.get(role) and not isinstance(found[0], str | bool):
            self.unreadable.append(role)
        return value

    def date(self, role: str) -> date | None:
        """Read a date."""
        found = self._said.get(role)
        if found is None:
            return None
        value = read_day(found[0], day_comes_first=self._traits.day_first)
        if value is None and self._traits.readable.get(role) and not _is_no_slip(found[0]):
            self.unreadable.append(role)
        return value

    def direction(self) -> Literal["up", "down"] | None:
        """Return which way is better, where a column says so."""
        said = sheet_words().directions.get(fold(self.text("direction") or ""))
        return "up" if said == "up" else "down" if said == "down" else None


def _is_no_slip(value: CellValue) -> bool:
    """Tell answers and promises ("yes", "to be defined") from what somebody mistyped."""
    rows = sheet_words().rows
    return isinstance(value, bool) or (
        isinstance(value, str) and any(fold(value) in rows[kind] for kind in ("yes", "no", "placeholder"))
    )
