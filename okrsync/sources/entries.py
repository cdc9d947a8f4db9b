"""What goes into people's own cells when two places are kept in step: plain data, no I/O. Rows and columns 0-based."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

from okrsync.errors import TransientError, WriteRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from okrsync.grid import CellValue, Grid


class MovedError(TransientError):
    """Rows moved in the very moment of the write; what it hit has been given back."""


class EntryRefusedError(WriteRefusedError):
    """What was to be written cannot stand there, nor will it tomorrow; other cells can be written. Nothing was."""


class Entry(NamedTuple):
    """A value for one cell; its look stays."""

    container: str | None
    row: int
    column: int
    value: CellValue
    like: int | None = None
    """The row whose number format the cell takes, in the same column, where it has none of its own."""


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row that is put in, dressed like another one; what stands from there on moves down where `shifts`."""

    container: str | None
    row: int
    like: int
    """The row whose look it gets."""
    cells: Mapping[int, CellValue] = field(default_factory=dict)
    """Column → value."""
    formats: Mapping[int, int] = field(default_factory=dict)
    """Column → row whose number format it takes instead of that of `like`."""
    shifts: bool = True
    """Otherwise it takes the place of a row with nothing in it."""


class GoneRow(NamedTuple):
    """A row that is taken out; what stands below it moves up."""

    container: str | None
    row: int


class MovedRow(NamedTuple):
    """A row that is put elsewhere, with all that stands in it; the rows in between close up."""

    container: str | None
    row: int
    to: int
    """Before which row, counted as they stand before the move."""

    @property
    def lands_at(self) -> int:
        """Return the number that it then has."""
        return self.to - (self.to > self.row)


Act = Entry | NewRow | GoneRow | MovedRow


class Reading(Protocol):
    """A source as it stood at one moment, its own summary left out."""

    @property
    def grids(self) -> Sequence[Grid]:
        """All sheets, our columns named in them."""
        ...

    @property
    def may_write(self) -> Callable[[str | None, int, int], bool]:
        """Whether (container, row, column) is open to us: not protected."""
        ...


class PeoplesCells(Protocol):
    """The cells of a spreadsheet or workbook that are people's own, read and written."""

    shifts_rows: bool
    """Whether rows can be put in between others, and taken out."""

    def read(self) -> Reading:
        """Read everything once. Raises SourceError and its kinds."""
        ...

    def write(self, reading: Reading, acts: Sequence[Act]) -> Reading:
        """Carry out `acts` in one atomic step on what `reading` shows; return all as it stands right afterwards.

        Raises WriteRefusedError where anything else could be harmed, EntryRefusedError where the store cannot hold
        what is to be written, MovedError where rows moved meanwhile (nothing of
        it is left then), TransientError where nobody knows whether it was done, AccessError.
        """
        ...
