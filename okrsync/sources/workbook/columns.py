"""Where our two columns go on a sheet.

They stand in the first two neighbouring columns right of the tables that are wholly free: no cell (a blank one with a
format is somebody's too), no merged area, no drawing above, no list of allowed values prepared, nobody's comment. One
column is left empty behind a table object or a pivot table, because such a table grows into what stands beside it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from okrsync.sources.workbook.anchors import drawing_columns, shape_columns
from okrsync.sources.workbook.areas import LAST_COLUMN, area, areas
from okrsync.sources.workbook.comments import comments_of
from okrsync.sources.workbook.widths import bounds

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from okrsync.grid import Merge
    from okrsync.sources.workbook.package import Package, Sheet
    from okrsync.sources.workbook.sheet_map import SheetMap

Columns = tuple[int, int]
"""First and last column, 0-based."""
_WIDE = 50
"""A format or a title over so many columns is meant for the whole sheet, not for these."""
_SQREF_TEXT = re.compile(rb"sqref>([^<]*)<")
_PREPARED = ("dataValidation", "conditionalFormatting", "autoFilter", "hyperlink", "protectedRange")


def choose_columns(
    package: Package, sheet: Sheet, sheet_map: SheetMap, after: int, rows: Collection[int]
) -> Columns | None:
    """Return score and warnings column right of column `after`, for cells in `rows`; None where there is no room.

    Raises UnreadableError.
    """
    taken: set[int] = set()
    for left, right in _occupied(package, sheet, sheet_map, rows):
        taken.update(range(left, min(right, LAST_COLUMN) + 1))
    return _first_pair(taken | sheet_map.used_columns(), after)


def _first_pair(taken: set[int], after: int) -> Columns | None:
    pairs = ((column, column + 1) for column in range(after + 1, LAST_COLUMN))
    return next((pair for pair in pairs if taken.isdisjoint(pair)), None)


def _occupied(package: Package, sheet: Sheet, sheet_map: SheetMap, rows: Collection[int]) -> Iterator[Columns]:
    """Yield the columns of everything but cells."""
    for merge in sheet_map.merges():
        if _is_narrow(merge) or any(merge.top <= row <= merge.bottom for row in rows):
            yield merge.left, merge.right
    prepared = [*_prepared(sheet_map), *(area(comment.cell) for comment in comments_of(package, sheet))]
    for found in prepared:
        if found is not None and _is_narrow(found):
            yield found.left, found.right
    for values, _ in sheet_map.attributes.get("col", ()):
        first, last = bounds(values)
        # Where all columns to the right are hidden, ours stand out from them; a hidden one in between is a secret.
        if values.get("hidden") in {"1", "true"} and last < LAST_COLUMN:
            yield first, last
    for tie in package.relationships(sheet.part):
        if not tie.external and package.has(tie.target):
            yield from _of_related(package, tie.kind, tie.target)


def _prepared(sheet_map: SheetMap) -> Iterator[Merge]:
    for tag in _PREPARED:
        yield from sheet_map.references(tag)
    extensions = sheet_map.child("extLst")
    if extensions is not None:
        for text in _SQREF_TEXT.findall(sheet_map.text[extensions.start : extensions.stop]):
            yield from areas(text.decode("utf-8"))


def _of_related(package: Package, kind: str, part: str) -> Iterator[Columns]:
    if kind in {"table", "pivotTable"}:
        for tag in package.tags(part, "table", "location"):
            found = area(tag.attributes.get("ref", ""))
            if found is not None:
                yield found.left, found.right + 1
    elif kind == "drawing":
        yield from drawing_columns(package, part)
    elif kind == "vmlDrawing":
        yield from shape_columns(package.content(part))


def _is_narrow(found: Merge) -> bool:
    return found.right - found.left < _WIDE
