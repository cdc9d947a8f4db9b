"""Requests of a batch that move, copy, sort and merge cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.servers.google.a1 import Area, written
from tests.servers.google.batch import Batch, edit
from tests.servers.google.calculation import Calculation
from tests.servers.google.errors import RefusedError
from tests.servers.google.filtering import hidden_rows
from tests.servers.google.grid import EMPTY
from tests.servers.google.protection import check
from tests.servers.google.references import shifted

if TYPE_CHECKING:
    from tests.servers.google.grid import Cell, Sheet
    from tests.servers.google.store import Spreadsheet

PASTED = {
    "PASTE_NORMAL": ("userEnteredValue", "userEnteredFormat", "note", "textFormatRuns", "dataValidation"),
    "PASTE_VALUES": ("userEnteredValue",),
    "PASTE_FORMAT": ("userEnteredFormat",),
    "PASTE_NO_BORDERS": ("userEnteredValue", "userEnteredFormat", "note", "textFormatRuns", "dataValidation"),
    "PASTE_FORMULA": ("userEnteredValue",),
    "PASTE_DATA_VALIDATION": ("dataValidation",),
}


def moved_cell(cell: Cell, rows: int, columns: int) -> Cell:
    """Return a cell as it is so many rows and columns further on: relative references keep their distance."""
    formula = cell.get("userEnteredValue", {}).get("formulaValue")
    if formula is None:
        return cell
    return {**cell, "userEnteredValue": {"formulaValue": shifted(formula, rows, columns)}}


def sort_rows(book: Spreadsheet, sheet: Sheet, area: Area, specs: list[dict[str, Any]]) -> None:
    """Sort the rows of an area by columns (dimensionIndex counts from the first of the sheet), blanks last.

    Rows that are hidden, by hand or by a filter, stay where they are; the others are sorted into the places left.
    """
    calculation = Calculation(book)
    unseen = hidden_rows(book, sheet)
    unseen |= {at for at, row in enumerate(sheet.rows) if row.properties.get("hiddenByUser")}
    places = [row for row in range(area.top, area.bottom or 0) if row not in unseen]
    rows = places
    for spec in reversed(specs):
        column = spec.get("dimensionIndex", 0)
        backwards = spec.get("sortOrder") == "DESCENDING"
        ranks = {row: _rank(calculation.effective(sheet, row, column)) for row in rows}
        full = sorted((row for row in rows if ranks[row]), key=lambda row: ranks[row], reverse=backwards)
        if backwards:  # equal rows keep their order, whatever the direction
            full = sorted((row for row in rows if ranks[row]), key=lambda row: ranks[row])
            groups: dict[Any, list[int]] = {}
            for row in full:
                groups.setdefault(ranks[row], []).append(row)
            full = [row for rank in reversed(groups) for row in groups[rank]]
        rows = full + [row for row in rows if not ranks[row]]
    columns = range(area.left, area.right or 0)
    old = {row: [sheet.cell(row, column) for column in columns] for row in rows}
    old_metadata = {row: sheet.rows[row].metadata for row in rows}
    for target, source in zip(places, rows, strict=True):
        for column, cell in zip(columns, old[source], strict=True):
            sheet.put(target, column, moved_cell(cell, target - source, 0))
        if not book.metadata_stays_when_sorted:
            sheet.rows[target].metadata = old_metadata[source]


def _rank(value: dict[str, Any]) -> tuple[int, Any] | None:
    """Return what a value sorts by: numbers, then texts, then booleans, then errors; None for a blank."""
    if "numberValue" in value:
        return 0, value["numberValue"]
    if "stringValue" in value:
        return (1, value["stringValue"].casefold()) if value["stringValue"] else None
    if "boolValue" in value:
        return 2, value["boolValue"]
    return (3, "") if value else None


@edit("sortRange")
def sort_range(batch: Batch, told: dict[str, Any]) -> None:
    """Sort the rows of a range."""
    sheet, area = batch.own_area(told.get("range"))
    for merge in sheet.listed("merges"):
        if Area.of_json(merge).meets(area) and merge["endRowIndex"] - merge["startRowIndex"] > 1:
            where = written(sheet.title, Area.of_json(merge)).rpartition("!")[2]
            vertical = f"There is a vertical merge at {where}"
            raise RefusedError(f"You can't sort a range containing vertical merges. {vertical}")
    sort_rows(batch.book, sheet, area, told.get("sortSpecs", []))


@edit("mergeCells")
def merge_cells(batch: Batch, told: dict[str, Any]) -> None:
    """Merge a range as a whole, or each of its columns or rows."""
    sheet, area = batch.own_area(told.get("range"))
    _whole_merges(sheet, area)
    kind = told.get("mergeType", "MERGE_ALL")
    if kind == "MERGE_COLUMNS":
        parts = [area._replace(left=left, right=left + 1) for left in range(area.left, area.right or 0)]
    elif kind == "MERGE_ROWS":
        parts = [area._replace(top=top, bottom=top + 1) for top in range(area.top, area.bottom or 0)]
    else:
        parts = [area]
    _unmerge(sheet, area)
    for part in parts:
        if part.bottom == part.top + 1 and part.right == part.left + 1:
            continue
        sheet.listed("merges").append(as_range(part))
        for row, column in sheet.places(part):
            if (row, column) != (part.top, part.left):
                kept = {name: value for name, value in sheet.cell(row, column).items() if name == "userEnteredFormat"}
                sheet.put(row, column, kept)


@edit("unmergeCells")
def unmerge_cells(batch: Batch, told: dict[str, Any]) -> None:
    """Take the merges of a range apart."""
    sheet, area = batch.own_area(told.get("range"))
    _whole_merges(sheet, area)
    _unmerge(sheet, area)


def as_range(area: Area) -> dict[str, Any]:
    """Return an area with every edge told as a GridRange."""
    rows = {"sheetId": area.sheet_id, "startRowIndex": area.top, "endRowIndex": area.bottom}
    return {**rows, "startColumnIndex": area.left, "endColumnIndex": area.right}


def _whole_merges(sheet: Sheet, area: Area) -> None:
    for merge in sheet.listed("merges"):
        other = Area.of_json(merge)
        inside = area.top <= other.top and (other.bottom or 0) <= (area.bottom or 0)
        inside = inside and area.left <= other.left and (other.right or 0) <= (area.right or 0)
        if other.meets(area) and not inside:
            raise RefusedError("You must select all cells in a merged range to merge or unmerge them.")


def _unmerge(sheet: Sheet, area: Area) -> None:
    sheet.parts["merges"] = [each for each in sheet.listed("merges") if not Area.of_json(each).meets(area)]


@edit("copyPaste")
def copy_paste(batch: Batch, told: dict[str, Any]) -> None:
    """Copy a range; a larger destination is filled with it again and again."""
    source_sheet, source = batch.area(told.get("source"))
    wanted = told.get("destination", {})
    height, width = (source.bottom or 0) - source.top, (source.right or 0) - source.left
    if told.get("pasteOrientation") == "TRANSPOSE":
        height, width = width, height
    target_sheet, target = batch.own_area(_at_least(batch, wanted, height, width))
    kind = told.get("pasteType", "PASTE_NORMAL")
    if kind not in PASTED:
        raise RefusedError(f"this server does not paste {kind}")
    copied = [[source_sheet.cell(row, column) for column in range(source.left, source.right or 0)]
              for row in range(source.top, source.bottom or 0)]  # fmt: skip
    for row, column in list(target_sheet.places(target)):
        down, across = (row - target.top) % height, (column - target.left) % width
        if told.get("pasteOrientation") == "TRANSPOSE":
            down, across = across, down
        cell = copied[down][across]
        if kind == "PASTE_VALUES":
            value = Calculation(batch.book).effective(source_sheet, source.top + down, source.left + across)
            cell = {"userEnteredValue": value} if value else {}
        cell = moved_cell(cell, row - source.top - down, column - source.left - across)
        kept = {name: value for name, value in target_sheet.cell(row, column).items() if name not in PASTED[kind]}
        target_sheet.put(row, column, kept | {name: cell[name] for name in PASTED[kind] if name in cell})
    if kind == "PASTE_NORMAL" and batch.book.metadata_is_copied and width == len(source_sheet.columns):
        for row in range(target.top, target.bottom or 0):
            copies = source_sheet.rows[source.top + (row - target.top) % height].metadata
            numbers = [batch.store.number(batch.metadata_ids()) for _ in copies]
            batch.metadata_ids().update(numbers)
            pairs = zip(copies, numbers, strict=True)
            target_sheet.rows[row].metadata = [{**each, "metadataId": number} for each, number in pairs]


def _at_least(batch: Batch, told: dict[str, Any], height: int, width: int) -> dict[str, Any]:
    """Return a destination that is at least as large as what is pasted."""
    sheet = batch.sheet(told)
    area = sheet.clip(Area.of_json(told))
    bottom = max(area.bottom or 0, area.top + height)
    right = max(area.right or 0, area.left + width)
    return as_range(area._replace(bottom=min(bottom, len(sheet.rows)), right=min(right, len(sheet.columns))))


@edit("cutPaste")
def cut_paste(batch: Batch, told: dict[str, Any]) -> None:
    """Move cells elsewhere; they leave blanks behind."""
    sheet, source = batch.own_area(told.get("source"))
    corner = told.get("destination", {})
    target_sheet = batch.sheet(corner)
    down, across = corner.get("rowIndex", 0) - source.top, corner.get("columnIndex", 0) - source.left
    cells = {at: sheet.cell(*at) for at in sheet.places(source)}
    target = Area(target_sheet.id, source.top + down, (source.bottom or 0) + down,
                  source.left + across, (source.right or 0) + across)  # fmt: skip
    if target.bottom != target_sheet.clip(target).bottom or target.right != target_sheet.clip(target).right:
        raise RefusedError("The destination is outside of the grid.")
    check(batch.book, target_sheet, target, batch.user)
    for at in cells:
        sheet.put(*at, EMPTY)
    for (row, column), cell in cells.items():
        target_sheet.put(row + down, column + across, cell)
