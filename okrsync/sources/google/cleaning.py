"""Every trace of ours taken out of a spreadsheet, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.sources.google import steps
from okrsync.sources.google.marks import (
    KEY,
    Columns,
    is_our_protection,
    is_summary,
    lone_columns,
    own_columns,
    read_mark,
    standing_cells,
    unsigned,
)

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from okrsync.sources.google.book import Book, Json, Tab


def cleaning_steps(book: Book) -> list[Json]:
    """Return the steps that take everything of ours out; none where nothing is."""
    found: list[Json] = []
    for tab in book.tabs:
        if is_summary(tab, book.id):
            found.append({"deleteSheet": {"sheetId": tab.id}})
            continue
        columns = own_columns(tab, book.id)
        if columns is not None:
            found += without_columns(tab, columns, book.id)
        found += without_lone_columns(tab, book.id)
        found += _dead_marks(tab, {*lone_columns(tab, book.id), *(columns[:2] if columns else ())})
        for (row, column), note in tab.notes().items():
            if unsigned(note) is not None:
                found.append(steps.put_cells(tab.id, row, column, [{}], "note"))
    return found


def without_columns(tab: Tab, columns: Columns, spreadsheet: str) -> list[Json]:
    """Return the steps that take our two columns out of a tab: values, looks, colours, protection, width and marks.

    Columns that we added to the tab stay as empty ones until `shrinking_steps`. What somebody wrote into them stays.
    """
    return _without(tab, columns[:2], standing_cells(tab, columns), spreadsheet)


def without_lone_columns(tab: Tab, spreadsheet: str) -> list[Json]:
    """Return the steps that take out what is left of a pair of ours of which somebody deleted one column."""
    lone = lone_columns(tab, spreadsheet)
    ours = {(row, column) for row in range(len(tab.grid.rows)) for column in lone if tab.grid.at(row, column)}
    return _without(tab, lone, ours, spreadsheet) if lone else []


def _without(tab: Tab, columns: Sequence[int], ours: Container[tuple[int, int]], spreadsheet: str) -> list[Json]:
    found: list[Json] = []
    for column in columns:
        our = read_mark(tab.lines[column].marks if column < len(tab.lines) else (), spreadsheet)
        rows = range(len(tab.cells))
        values = [row for row in rows if (row, column) in ours]
        found += [steps.empty(tab.id, run, column, "userEnteredValue") for run in steps.runs(values)]
        if our is not None and our.dressed:
            cells = {row: tab.cell(row, column) for row in rows}
            bare = {row for row, cell in cells.items() if (row, column) in ours or not cell.get("effectiveValue")}
            looks = [row for row in bare if cells[row].get("userEnteredFormat")]
            found += [steps.empty(tab.id, run, column, steps.LOOK_FIELDS) for run in steps.runs(looks)]
        if our is not None and our.width is not None and not our.grown:
            found.append(steps.set_width(tab.id, column, our.width))
    for protected in tab.protected:
        area = protected.get("range", {})
        reach = range(area.get("startColumnIndex", 0), area.get("endColumnIndex", 0))
        if is_our_protection(protected) and not set(columns).isdisjoint(reach):
            found.append({"deleteProtectedRange": {"protectedRangeId": protected["protectedRangeId"]}})
    # From the last on: taking one away renumbers those behind it.
    numbers = sorted({number for column in columns for number in our_colours(tab, column)}, reverse=True)
    found += [{"deleteConditionalFormatRule": {"sheetId": tab.id, "index": number}} for number in numbers]
    gone = set(columns) - _grown(tab, spreadsheet).keys()
    return [*found, *_dead_marks(tab, set(range(len(tab.lines))) - gone)]


def our_colours(tab: Tab, column: int) -> Iterator[int]:
    """Yield the numbers of our conditional formats: they test as ours do, and colour nothing but our scores."""
    for number, rule in enumerate(tab.colours):
        condition = rule.get("booleanRule", {}).get("condition", {})
        values = [value.get("userEnteredValue") for value in condition.get("values", [])]
        areas = rule.get("ranges", [])
        if not areas or any(
            area.get("startColumnIndex") != column or area.get("endColumnIndex") != column + 1 for area in areas
        ):
            continue
        tests = steps.tests_of_tones(areas[0].get("startRowIndex", 0), column)
        if len(values) == 1 and values[0] in tests:
            yield number


def shrinking_steps(book: Book) -> list[Json]:
    """Return the steps that take away the empty columns that we once added at the end of tabs.

    A column is addressed by its number, and people may insert one at any moment. So the batch asks for something that
    cannot be if it has hit another column than ours: a new mark with the id of ours, which goes with its column. Then
    Google refuses the batch as a whole.
    """
    deleted: list[Json] = []
    guards: list[Json] = []
    settled: list[Json] = []
    for tab in book.tabs:
        # From the last on: deleting one moves those behind it.
        for column, mark in sorted(_grown(tab, book.id).items(), reverse=True):
            settled.append(steps.unmark(mark))
            if any(tab.cell(row, column) for row in range(len(tab.cells))):
                continue
            where = {"sheetId": tab.id, "dimension": "COLUMNS", "startIndex": column, "endIndex": column + 1}
            again = {
                "metadataId": mark,
                "metadataKey": KEY,
                "visibility": "DOCUMENT",
                "location": {"spreadsheet": True},
            }
            deleted.append({"deleteDimension": {"range": where}})
            guards.append({"createDeveloperMetadata": {"developerMetadata": again}})
    return [*deleted, *guards, *settled]


def _grown(tab: Tab, spreadsheet: str) -> dict[int, int]:
    """Return the columns that we added → id of their mark."""
    found = {}
    for column, line in enumerate(tab.lines):
        our = read_mark(line.marks, spreadsheet)
        if our is not None and our.grown:
            found[column] = next(mark.id for mark in line.marks if mark.key == KEY and read_mark((mark,), spreadsheet))
    return found


def _dead_marks(tab: Tab, keep: Container[int]) -> list[Json]:
    return [
        steps.unmark(mark.id)
        for column, line in enumerate(tab.lines)
        if column not in keep
        for mark in line.marks
        if mark.key == KEY
    ]
