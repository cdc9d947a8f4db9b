"""What okrsync wrote into a workbook earlier and still stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.grid import Merge, address
from okrsync.sources.base import Standing
from okrsync.sources.workbook.comments import standing_comments
from okrsync.sources.workbook.marks import ROLES, Marks, read_marks, titled_columns

if TYPE_CHECKING:
    from okrsync.grid import CellValue, Grid
    from okrsync.sources.workbook.package import Package

Rows = tuple[tuple[str | float | None, ...], ...]


def read_standing(package: Package, grids: dict[str, Grid]) -> Standing:
    """Return what is ours, name our columns in their grids, and take our tab out of `grids`. Raises UnreadableError."""
    marks = read_marks(package)
    standing = Standing()
    cells: dict[tuple[str | None, str], str | float] = {}
    notes: dict[tuple[str | None, str], str] = {}
    taken: set[tuple[str | None, str]] = set()
    for sheet in package.sheets:
        grid = grids.get(sheet.name)
        if grid is None:
            continue
        if sheet.index == marks.summary:
            standing.summary = _summary(grids.pop(sheet.name))
            continue
        for name, ours in our_cells(marks, sheet.index, grid).items():
            grid.own_columns[ours.left] = ROLES[name]
            for row in range(ours.top, min(ours.bottom + 1, len(grid.rows))):
                value = grid.at(row, ours.left)
                if isinstance(value, str | int | float) and (row, ours.left) not in grid.formulas:
                    cells[sheet.name, address(row, ours.left)] = value
        mine, others = standing_comments(package, sheet)
        notes.update({(sheet.name, cell): text for cell, text in mine.items()})
        taken.update((sheet.name, cell) for cell in others)
    standing.cells, standing.notes, standing.taken = cells, notes, frozenset(taken)
    return standing


def our_cells(marks: Marks, index: int, grid: Grid) -> dict[str, Merge]:
    """Return the cells of our two columns on a sheet: by our names, else by our titles, else none."""
    named = marks.columns.get(index, {})
    return named if len(named) == len(ROLES) else titled_columns(grid)


def _summary(grid: Grid) -> Rows:
    rows = [tuple(_shortened(row)) for row in grid.rows]
    while rows and not rows[-1]:
        rows.pop()
    return tuple(rows)


def _shortened(row: list[CellValue]) -> list[str | float | None]:
    kept = [value if isinstance(value, str | int | float) else None for value in row]
    while kept and kept[-1] is None:
        kept.pop()
    return kept
