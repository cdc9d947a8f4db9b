"""Where our two columns go on a tab, and which cells nobody but others may write.

They stand in the first two neighbouring columns right of the tables that are wholly free: no value, note, list of
allowed values, colour, border or number format, no merged cells, filter, band, table or conditional format, and no
chart above.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from okrsync.sources.google.book import Json, Tab

_WIDE = 50
"""A merged title or a colour rule over so many columns is meant for the whole sheet, not for these."""
_CHART = 6
"""Columns of usual width under a chart of usual width (600 pixels)."""
MOST_COLUMNS = 18_278
MOST_CELLS = 10_000_000


class Place(NamedTuple):
    """Where our columns go."""

    score: int
    """The warnings go into the next one."""
    grows_by: int
    """Columns that the tab lacks for them."""
    dressed: bool
    """No cell in them has a look of its own, so that ours may have one, and `clean` knows what was there: nothing."""


def choose_place(tab: Tab, after: int, rows: Collection[int]) -> Place | None:
    """Return the place right of column `after` for cells in `rows`; None where the tab or the spreadsheet is full."""
    taken = set(_taken(tab, rows))
    column = after + 1
    while column in taken or column + 1 in taken:
        column += 1
    grows_by = max(0, column + 2 - tab.columns)
    if column + 2 > MOST_COLUMNS or tab.rows * (tab.columns + grows_by) > MOST_CELLS:
        return None
    dressed = not any("userEnteredFormat" in cell for line in tab.cells for cell in line[column : column + 2])
    return Place(column, grows_by, dressed)


def _taken(tab: Tab, rows: Collection[int]) -> Iterator[int]:
    for line in tab.cells:
        yield from (column for column, cell in enumerate(line) if cell and _is_somebodys(cell))
    yield from (column for column, line in enumerate(tab.lines) if line.hidden)
    for merge in tab.grid.merges:
        if merge.right - merge.left < _WIDE or any(merge.top <= row <= merge.bottom for row in rows):
            yield from range(merge.left, merge.right + 1)
    for area in tab.areas:
        left, right = area.get("startColumnIndex", 0), area.get("endColumnIndex", tab.columns)
        if right - left < min(_WIDE, tab.columns):
            yield from range(left, right)
    for corner in tab.charts:
        yield from range(corner, corner + _CHART)
    for protected in tab.protected:
        area = protected.get("range", {})
        left, right = area.get("startColumnIndex", 0), area.get("endColumnIndex", tab.columns)
        if is_closed(protected) and right - left < min(_WIDE, tab.columns):
            yield from range(left, right)


def _is_somebodys(cell: Json) -> bool:
    look = cell.get("userEnteredFormat", {})
    return bool(
        cell.get("effectiveValue")
        or cell.get("userEnteredValue")
        or cell.get("note")
        or cell.get("dataValidation")
        or look.get("numberFormat")
        or look.get("backgroundColor")
        or look.get("backgroundColorStyle")
        or look.get("borders")
    )


def is_closed(protected: Json) -> bool:
    """Tell whether a protected range is closed to us."""
    return not protected.get("warningOnly") and not protected.get("requestingUserCanEdit")


def may_write(tab: Tab, row: int, column: int) -> bool:
    """Tell whether no protected range closes a cell to us."""
    return not any(
        _holds(protected.get("range", {}), row, column)
        and not any(_holds(open_area, row, column) for open_area in protected.get("unprotectedRanges", []))
        for protected in tab.protected
        if is_closed(protected)
    )


def _holds(area: Json, row: int, column: int) -> bool:
    top, left = area.get("startRowIndex", 0), area.get("startColumnIndex", 0)
    bottom, right = area.get("endRowIndex", row + 1), area.get("endColumnIndex", column + 1)
    return bool(top <= row < bottom and left <= column < right)
