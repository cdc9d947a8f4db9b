"""Taking back what a batch hit because somebody moved columns or rows in the moment between reading and writing.

Sheets has no conditional write. So the answer to every batch, which shows the spreadsheet right after it, is held
against the last reading: a cell of ours that turns out to be somebody's gets back what it held. Pure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.sources.google import steps
from okrsync.sources.google.cleaning import our_colours
from okrsync.sources.google.marks import ROLES, columns_of_ours, is_our_protection, own_columns, read_mark, unsigned
from okrsync.sources.google.rows import follow_columns, follow_rows, row_keys

if TYPE_CHECKING:
    from collections.abc import Iterable

    from okrsync.sources.google.book import Book, Json, Tab
    from okrsync.sources.google.changes import Touched
    from okrsync.sources.google.values import Cell


def repairs(before: Book, after: Book, touched: Iterable[Touched]) -> list[Json]:
    """Return the steps that give people's cells back what a batch took from them; mostly none."""
    by_tab: dict[int, list[Touched]] = {tab.id: [] for tab in after.tabs}
    for each in touched:
        by_tab.setdefault(each.sheet, []).append(each)
    found: list[Json] = []
    for sheet, cells in by_tab.items():
        then, now = before.tab(sheet), after.tab(sheet)
        if then is not None and now is not None:
            found += _columns_given_back(before.id, then, now)
            found += _cells_given_back(before.id, then, now, cells) if cells else []
    return found


def _columns_given_back(spreadsheet: str, then: Tab, now: Tab) -> list[Json]:
    """Return the steps that undo the making of our columns where they have hit columns with something in them."""
    known = {mark.id for line in then.lines for mark in line.marks}
    made = [
        column
        for column, line in enumerate(now.lines)
        if read_mark(line.marks, spreadsheet) is not None and not known & {mark.id for mark in line.marks}
    ]
    if not made or own_columns(now, spreadsheet) is not None:
        return []
    found = [steps.unmark(mark.id) for column in made for mark in now.lines[column].marks if mark.id not in known]
    guarded = {each["protectedRangeId"] for each in then.protected}
    found += [
        {"deleteProtectedRange": {"protectedRangeId": each["protectedRangeId"]}}
        for each in now.protected
        if each["protectedRangeId"] not in guarded and is_our_protection(each)
    ]
    numbers = sorted({number for column in made for number in our_colours(now, column)}, reverse=True)
    found += [{"deleteConditionalFormatRule": {"sheetId": now.id, "index": number}} for number in numbers]
    followed = follow_rows(row_keys(now.grid, ()), row_keys(then.grid, ()), now.cells.__getitem__)
    places = follow_columns(now.grid, then.grid, followed, made)
    widths = {column: then.width(places.get(column, column)) for column in made}
    return [*found, *(steps.set_width(now.id, column, width) for column, width in widths.items() if width is not None)]


def _cells_given_back(spreadsheet: str, then: Tab, now: Tab, cells: list[Touched]) -> list[Json]:
    former, current = own_columns(then, spreadsheet), own_columns(now, spreadsheet)
    ours = columns_of_ours(now, spreadsheet)
    shifts = {former.of(role): current.of(role) - former.of(role) for role in ROLES} if former and current else {}
    hit = {each.column for each in cells if not each.is_note} - ours
    was_hit = {column - shifts.get(column, 0) for column in hit}
    old = row_keys(then.grid, columns_of_ours(then, spreadsheet) | was_hit)
    new = row_keys(now.grid, ours | hit)
    followed = follow_rows(old, new, lambda row: [then.cell(row, column) for column in range(then.columns)])
    back = {row: at for at, row in followed.items()}
    noted = follow_columns(now.grid, then.grid, back, {each.column for each in cells if each.is_note})
    found: list[Json] = []
    for each in cells:
        row = followed.get(each.row, -1)
        if each.is_note:
            note = then.cell(row, noted.get(each.column, -1)).get("note")
            if note and unsigned(note) is None and now.cell(each.row, each.column).get("note") != note:
                found.append(steps.put_cells(now.id, each.row, each.column, [{"note": note}], "note"))
        elif each.column in hit:
            found.append(_given_back(now.id, each, then.cell(row, each.column - shifts.get(each.column, 0))))
    return found


def _given_back(sheet: int, at: Touched, cell: Cell) -> Json:
    entered = cell.get("userEnteredValue") or cell.get("effectiveValue")
    given = {"userEnteredValue": entered} if entered and "errorValue" not in entered else {}
    if "userEnteredFormat" in cell:
        given["userEnteredFormat"] = cell["userEnteredFormat"]
    return steps.put_cells(sheet, at.row, at.column, [given], f"userEnteredValue,{steps.LOOK_FIELDS}")
