"""One sheet of a document as read, and where it stands in content.xml."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from okrsync.grid import Grid

CREATOR = "okrsync"
SIGNATURE = "— okrsync"
"""Last line of our notes: LibreOffice may drop the author of a note, never its text."""


class RowPlace(NamedTuple):
    """Where a row element stands in content.xml."""

    first: int
    """0-based row, the first of `repeat` alike."""
    repeat: int
    start: int
    stop: int


class Note(NamedTuple):
    """A comment on a cell."""

    text: str
    is_ours: bool


@dataclass(slots=True)
class Sheet:
    """One sheet, and where it stands."""

    grid: Grid
    places: list[RowPlace] = field(default_factory=list)
    notes: dict[tuple[int, int], Note] = field(default_factory=dict)
    width: int = 0
    """Columns up to the last that holds anything, pictures and merged areas included."""
    protected: bool = False
    start: int = 0
    stop: int = 0
    columns: list[tuple[int, int, str | None]] = field(default_factory=list)
    """First column, the one behind the last, and the style of the cells in them that have none of their own."""

    def style_of(self, column: int) -> str | None:
        """Return the style of cells in a column that have none of their own."""
        return next((style for start, stop, style in self.columns if start <= column < stop), None)
