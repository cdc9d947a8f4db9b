"""Taking back what a batch hit because somebody moved columns or rows in the moment between reading and writing.

Sheets has no conditional write. So the answer to every batch, which shows the spreadsheet right after it, is held
against the last reading: a cell of ours that turns out to be somebody's gets back what it held. Pure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.sources.google import steps
from okrsync.sources.google.marks import own_columns, unsigned
from okrsync.sources.google.rows import follow_rows, row_keys

if TYPE_CHECKING:
    from collections.abc import Iterable

    from okrsync.sources.google.book import Book, Json, Tab
    from okrsync.sources.google.changes import Touched
    from okrsync.sources.google.values import Cell


def repairs(before: Book, after: Book, touched: Iterable[Touched]) -> list[Json]:
    """Return the steps that give people's cells back what a batch took from them; mostly none."""
    by_tab: dict[int, list[Touched]] = {}
    for each in touched:
        by_tab.setdefault(each.sheet, []).append(each)
    found: list[Json] = []
    for sheet, cells in by_tab.items():
        then, now = before.tab(sheet), after.tab(sheet)
        if then is not None and now is not None:
            found += _of_tab(before.id, then, now, cells)
    return found


def _of_tab(spreadsheet: str, then: Tab, now: Tab, cells: list[Touched]) -> list[Json]:
    former, current = own_columns(then, spreadsheet), own_columns(now, spreadsheet)
    ours = set(current[:2]) if current else set()
    shift = current.score - former.score if former and current else 0
    hit = {each.column for each in cells if not each.is_note} - ours
    old = row_keys(then.grid, {*(former[:2] if former else ()), *(column - shift for column in hit)})
    new = row_keys(now.grid, ours | hit)
    followed = follow_rows(old, new, lambda row: [then.cell(row, column) for column in range(then.columns)])
    found: list[Json] = []
    for each in cells:
        row = followed.get(each.row)
        cell = {} if row is None else then.cell(row, each.column - shift)
        if each.is_note:
            note = cell.get("note")
            if note and unsigned(note) is None and now.cell(each.row, each.column).get("note") != note:
                found.append(steps.put_cells(now.id, each.row, each.column, [{"note": note}], "note"))
        elif each.column in hit:
            found.append(_given_back(now.id, each, cell))
    return found


def _given_back(sheet: int, at: Touched, cell: Cell) -> Json:
    entered = cell.get("userEnteredValue") or cell.get("effectiveValue")
    given = {"userEnteredValue": entered} if entered and "errorValue" not in entered else {}
    return steps.put_cells(sheet, at.row, at.column, [given], "userEnteredValue")
