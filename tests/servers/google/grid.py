"""A tab as a grid of cells with all that hangs on its rows and columns."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.servers.google.a1 import Area, written
from tests.servers.google.errors import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

Cell = dict[str, Any]
"""A cell as CellData has it, only what people entered: userEnteredValue, userEnteredFormat, note, dataValidation, …
Never changed in place, so that a copy of a sheet may share its cells."""

EMPTY: Cell = {}

ENTERED = (
    "userEnteredValue",
    "userEnteredFormat",
    "note",
    "textFormatRuns",
    "dataValidation",
    "pivotTable",
    "chipRuns",
)
"""What of CellData is entered, the rest is worked out."""


@dataclass(slots=True)
class Line:
    """A row or a column, and what travels with it."""

    properties: dict[str, Any] = field(default_factory=dict)
    """hiddenByUser, pixelSize."""
    metadata: list[dict[str, Any]] = field(default_factory=list)
    """Developer metadata, without their location: they are where the line is."""

    def copied(self) -> Line:
        """Return a copy that shares nothing that changes."""
        return Line(dict(self.properties), copy.deepcopy(self.metadata) if self.metadata else [])


@dataclass(slots=True)
class Row(Line):
    """A row: its cells as far as there are any."""

    cells: list[Cell] = field(default_factory=list)

    def copied(self) -> Row:
        """Return a copy that shares nothing that changes."""
        return Row(dict(self.properties), copy.deepcopy(self.metadata) if self.metadata else [], self.cells[:])


@dataclass(slots=True)
class Sheet:
    """One tab."""

    properties: dict[str, Any]
    """SheetProperties without rowCount and columnCount."""
    rows: list[Row]
    columns: list[Line]
    parts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    """By their name in the answer (merges, protectedRanges, conditionalFormats, bandedRanges, filterViews,
    commentAnchors, rowGroups, columnGroups): as they are told, every range with its sheetId."""
    basic_filter: dict[str, Any] | None = None
    metadata: list[dict[str, Any]] = field(default_factory=list)

    @property
    def id(self) -> int:
        """Return the id that its ranges carry."""
        number: int = self.properties["sheetId"]
        return number

    @property
    def title(self) -> str:
        """Return what stands on the tab."""
        return str(self.properties["title"])

    def copied(self) -> Sheet:
        """Return a copy that shares nothing that changes."""
        return Sheet(
            copy.deepcopy(self.properties),
            [row.copied() for row in self.rows],
            [column.copied() for column in self.columns],
            copy.deepcopy(self.parts),
            copy.deepcopy(self.basic_filter),
            copy.deepcopy(self.metadata),
        )

    def whole(self) -> Area:
        """Return the area of all its cells."""
        return Area(self.id, 0, len(self.rows), 0, len(self.columns))

    def clip(self, area: Area) -> Area:
        """Return `area` with every edge told, cut to the grid."""
        return area.within(len(self.rows), len(self.columns))

    def started_in(self, area: Area) -> Area:
        """Return `area` cut to the grid; RefusedError where it does not even begin in it."""
        if area.top >= len(self.rows) or area.left >= len(self.columns):
            size = f"Max rows: {len(self.rows)}, max columns: {len(self.columns)}"
            raise RefusedError(f"Range ({written(self.title, area)}) exceeds grid limits. {size}")
        return self.clip(area)

    def cell(self, row: int, column: int) -> Cell:
        """Return the cell at (row, column), counted from 0."""
        if row >= len(self.rows):
            return EMPTY
        cells = self.rows[row].cells
        return cells[column] if column < len(cells) else EMPTY

    def put(self, row: int, column: int, cell: Cell) -> None:
        """Set the cell at (row, column), which must be in the grid."""
        if row >= len(self.rows) or column >= len(self.columns):
            raise RefusedError(f"GridCoordinate ({row}, {column}) is outside of the grid of sheet {self.id}")
        cells = self.rows[row].cells
        if column >= len(cells):
            if not cell:
                return
            cells.extend([EMPTY] * (column + 1 - len(cells)))
        cells[column] = cell
        while cells and not cells[-1]:
            cells.pop()

    def places(self, area: Area) -> Iterator[tuple[int, int]]:
        """Yield (row, column) of every cell of `area` in the grid, row by row."""
        cut = self.clip(area)
        for row in range(cut.top, cut.bottom or 0):
            for column in range(cut.left, cut.right or 0):
                yield row, column

    def lines(self, dimension: str) -> list[Row] | list[Line]:
        """Return the rows, or the columns."""
        return self.columns if dimension == "COLUMNS" else self.rows

    def listed(self, part: str) -> list[dict[str, Any]]:
        """Return the parts of a kind, as a list that can be changed."""
        return self.parts.setdefault(part, [])

    def grow(self, rows: int, columns: int) -> None:
        """Make the grid at least that large."""
        self.rows.extend(Row() for _ in range(rows - len(self.rows)))
        self.columns.extend(Line() for _ in range(columns - len(self.columns)))


def new_sheet(properties: dict[str, Any], rows: int = 1000, columns: int = 26) -> Sheet:
    """Return an empty tab."""
    return Sheet(properties, [Row() for _ in range(rows)], [Line() for _ in range(columns)])
