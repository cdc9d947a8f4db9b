"""How okrsync finds again what it made: hidden names that spreadsheet programs move along, else our titles.

Each sheet with our columns has two names of its own scope, `_okrsync_score` and `_okrsync_warnings`, for exactly the
cells that are ours; our tab has `_okrsync_summary`. Our comments carry the author “okrsync”,
and its name in their first line.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from okrsync.grid import Merge
from okrsync.sources.titles import every_title
from okrsync.sources.workbook.areas import area
from okrsync.sources.workbook.markup import tag_end

if TYPE_CHECKING:
    from okrsync.grid import Grid
    from okrsync.sources.workbook.package import Package

AUTHOR = "okrsync"
SIGNATURE = f"{AUTHOR}:\n"
"""First line of our comments, as Excel begins people's."""
SCORE, WARNINGS, SUMMARY = "_okrsync_score", "_okrsync_warnings", "_okrsync_summary"
_HIGHEST_SCORE = 100
ROLES = {SCORE: "okrsync_score", WARNINGS: "okrsync_warnings"}


@dataclass(slots=True)
class Marks:
    """What the hidden names say."""

    columns: dict[int, dict[str, Merge]] = field(default_factory=dict)
    """Index of a sheet → name → the cells that are ours."""
    summary: int | None = None
    """Index of our tab."""


def read_marks(package: Package) -> Marks:
    """Return what the hidden names say. Raises UnreadableError."""
    text = package.part(package.workbook).text
    found = Marks()
    for element in package.elements(package.workbook, 3):
        name, index = element.attributes.get("name", ""), element.attributes.get("localSheetId", "")
        if element.tag != "definedName" or name not in {SCORE, WARNINGS, SUMMARY} or not index.isdecimal():
            continue
        reference = text[tag_end(text, element.start) : element.end].decode("utf-8")
        cells = area(reference.rpartition("!")[2])
        if cells is None or int(index) >= len(package.sheets):
            continue
        if name == SUMMARY:
            found.summary = int(index)
        elif cells.left == cells.right:
            found.columns.setdefault(int(index), {})[name] = cells
    return found


def titled_columns(grid: Grid) -> dict[str, Merge]:
    """Return our cells of a sheet that has lost its names, found by our two titles side by side; else nothing.

    They reach down to the last row with a score: what somebody wrote below is theirs.
    """
    pairs = every_title()
    firsts = {first for first, _ in pairs}
    for top, line in enumerate(grid.rows):
        for column, value in enumerate(line[:-1]):
            if isinstance(value, str) and value in firsts and (value, line[column + 1]) in pairs:
                scored = [row for row in range(top, len(grid.rows)) if _is_ours(grid, row, column, firsts)]
                return {
                    SCORE: Merge(top, column, scored[-1], column),
                    WARNINGS: Merge(top, column + 1, scored[-1], column + 1),
                }
    return {}


def _is_ours(grid: Grid, row: int, column: int, titles: set[str]) -> bool:
    """Tell whether a cell of the score column holds one of our titles or scores."""
    value = grid.at(row, column)
    if (row, column) in grid.formulas or isinstance(value, bool):
        return False
    return (
        value in titles if isinstance(value, str) else isinstance(value, int | float) and 0 <= value <= _HIGHEST_SCORE
    )
