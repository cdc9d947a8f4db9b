"""A sheet as cells, whatever program it came from: what sources hand to tables. Plain data, no I/O.

Rows and columns are 0-based here; people see them from 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from string import ascii_uppercase
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

CellValue = str | float | int | bool | date | datetime | time | timedelta | None


class Style(NamedTuple):
    """The little of a cell's look that tells what it means."""

    bold: bool = False
    italic: bool = False
    indent: int = 0
    number_format: str = "General"
    fill: str | None = None
    size: float | None = None

    @property
    def is_percent(self) -> bool:
        """Tell whether the cell shows its number times 100 with a percent sign."""
        return "%" in self.number_format


PLAIN = Style()


class Merge(NamedTuple):
    """A merged area, bounds included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Grid:
    """One sheet: values as the file holds them, and what of the look helps to understand them."""

    name: str | None
    """Name of the sheet or tab; None for a CSV."""
    rows: list[list[CellValue]]
    """Values from A1 on; rows may differ in length, trailing empty cells may be missing. Empty is None."""
    styles: dict[tuple[int, int], Style] = field(default_factory=dict)
    """(row, column) → style, for the cells that are not plain."""
    merges: tuple[Merge, ...] = ()
    formulas: frozenset[tuple[int, int]] = frozenset()
    """Cells that hold a formula: their value may be read, never written."""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False
    """The whole sheet is hidden."""
    row_keys: Mapping[int, str] = field(default_factory=dict)
    """Row → identity that the store itself gives it (a page id), where it does."""
    links: Mapping[tuple[int, int], tuple[str, ...]] = field(default_factory=dict)
    """Cell → the rows, of this sheet or another, that it points at by their keys (a relation)."""
    known_roles: Mapping[int, str] = field(default_factory=dict)
    """Column → what it is for, where the store itself tells (a relation to the objectives)."""
    column_names: Mapping[int, str] = field(default_factory=dict)
    """Column → what people call it, where the store knows names instead of letters."""
    own_columns: dict[int, str] = field(default_factory=dict)
    """Column → "okrsync_score" or "okrsync_warnings", where the source knows by its own mark that okrsync made it."""

    def at(self, row: int, column: int) -> CellValue:
        """Return the value of a cell, None outside the sheet."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return None

    def style(self, row: int, column: int) -> Style:
        """Return the style of a cell."""
        return self.styles.get((row, column), PLAIN)


def column_letters(index: int) -> str:
    """Return the letters of a 0-based column: 0 → "A", 27 → "AB"."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """Return the address of a 0-based cell: (6, 2) → "C7"."""
    return f"{column_letters(column)}{row + 1}"


def place(cell: str) -> tuple[int, int]:
    """Return the 0-based row and column of an address: "C7" → (6, 2).

    Raises ValueError for anything but capital letters followed by a number.
    """
    digits = cell.lstrip(ascii_uppercase)
    letters = cell[: len(cell) - len(digits)]
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(digits) - 1, column - 1
