"""Undoing what a write into people's own cells hit because somebody moved rows or columns in the moment before it.

Sheets has no conditional write. The answer to the batch, which shows the spreadsheet right after it, is held against
the last reading: rows are told by what stands in their other cells, columns by what stands in their other rows. Pure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from okrsync.sources.entries import Entry, MovedRow, NewRow
from okrsync.sources.google import steps
from okrsync.sources.google.marks import columns_of_ours
from okrsync.sources.google.rows import follow_rows, row_keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from okrsync.grid import Grid
    from okrsync.sources.entries import Act
    from okrsync.sources.google.book import Book, Json, Tab
    from okrsync.sources.google.rows import Key
    from okrsync.sources.google.values import Cell

_VALUE = "userEnteredValue"


def given_back(before: Book, after: Book, acts: Sequence[Act]) -> list[Json]:
    """Return the steps that undo those of `acts` that hit another place than they were meant for; mostly none."""
    found: list[Json] = []
    for then in before.tabs:
        here = [act for act in acts if act.container == then.title]
        now = after.tab(then.id)
        if not here or now is None:
            continue
        ours = [columns_of_ours(tab, before.id) for tab in (then, now)]
        found += _cells_given_back(then, now, [act for act in here if isinstance(act, Entry)], ours)
        old, new = (row_keys(tab.grid, own) for tab, own in zip((then, now), ours, strict=True))
        for act in here:
            if isinstance(act, NewRow):
                found += _new_row_taken_out(now, act.row, old, new)
            elif isinstance(act, MovedRow):
                found += _row_moved_back(now, act, old, new)
    return found


def _new_row_taken_out(now: Tab, row: int, old: list[Key], new: list[Key]) -> Iterator[Json]:
    if key_at(old, row - 1) != key_at(new, row - 1) or key_at(old, row) != key_at(new, row + 1):
        yield {"deleteDimension": {"range": steps.row_area(now.id, row)}}


def _row_moved_back(now: Tab, act: MovedRow, old: list[Key], new: list[Key]) -> Iterator[Json]:
    is_right = key_at(new, act.lands_at) == key_at(old, act.row)
    stands_right = key_at(new, act.lands_at - 1) == key_at(old, act.to - 1)
    if not (is_right and stands_right):
        yield steps.move_row(now.id, act.lands_at, act.row + (act.row > act.lands_at))


def _cells_given_back(then: Tab, now: Tab, entries: Sequence[Entry], ours: Sequence[set[int]]) -> Iterator[Json]:
    hit: defaultdict[int, set[int]] = defaultdict(set)
    for each in entries:
        hit[each.column].add(each.row)
    was = {column: _column_then(then.grid, now.grid, column, rows) for column, rows in hit.items()}
    old = row_keys(then.grid, ours[0] | {each for each in was.values() if each is not None})
    new = row_keys(now.grid, ours[1] | hit.keys())
    followed = follow_rows(old, new, lambda row: [then.cell(row, each) for each in sorted(hit)])
    for each in entries:
        column, row = was[each.column], followed.get(each.row, each.row)
        if (row, column) != (each.row, each.column):
            former = {} if column is None else then.cell(row, column)
            yield steps.put_cells(now.id, each.row, each.column, [_kept(former)], _VALUE)


def _column_then(then: Grid, now: Grid, column: int, rows: set[int]) -> int | None:
    """Return which column this was before: told by what stands in its rows but `rows`; None for a new one."""
    said = Counter(repr(now.at(row, column)) for row in range(len(now.rows)) if row not in rows)
    del said["None"]

    def differs(candidate: int) -> bool:
        held = Counter(repr(then.at(row, candidate)) for row in range(len(then.rows)))
        del held["None"]
        return bool(said - held) or (held - said).total() > len(rows)

    if not differs(column):
        return column
    if not said:
        return None
    width = max(map(len, then.rows), default=0)
    return next((each for each in range(width) if not differs(each)), column)


def key_at(keys: list[Key], row: int) -> Key:
    """Return what a row says, nothing outside the sheet."""
    return keys[row] if 0 <= row < len(keys) else ()


def _kept(cell: Cell) -> dict[str, Any]:
    """Return what a cell held: of values only formulas were read as they were entered."""
    entered = cell.get(_VALUE) or cell.get("effectiveValue", {})
    return {_VALUE: entered} if entered and "errorValue" not in entered else {}
