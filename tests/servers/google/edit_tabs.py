"""Requests of a batch that add, delete, copy or change tabs."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from tests.servers.google import masks
from tests.servers.google.batch import Batch, edit
from tests.servers.google.errors import RefusedError
from tests.servers.google.formats import both_colors, both_masks
from tests.servers.google.grid import Line, Row, Sheet, new_sheet
from tests.servers.google.references import rename
from tests.servers.google.rendering import sheet_properties
from tests.servers.google.reshaping import CELL_LIMIT, delete_lines

if TYPE_CHECKING:
    from tests.servers.google.store import Spreadsheet


def _free_title(book: Spreadsheet, title: str) -> None:
    if book.sheet_named(title) is not None:
        raise RefusedError(f'A sheet with the name "{title}" already exists. Please enter another name.')


def _numbered(book: Spreadsheet) -> None:
    for index, sheet in enumerate(book.sheets):
        sheet.properties["index"] = index


def _new_id(batch: Batch, wanted: int | None) -> int:
    taken = {sheet.id for sheet in batch.book.sheets}
    if wanted is None:
        return batch.store.number(taken)
    if wanted in taken:
        raise RefusedError(f"Another sheet already has the ID {wanted}. Please use another one.")
    return wanted


def _insert(book: Spreadsheet, sheet: Sheet, index: int | None) -> None:
    at = len(book.sheets) if index is None else index
    if at > len(book.sheets):
        raise RefusedError(f"Sheet index {at} is too high.")
    book.sheets.insert(at, sheet)
    _numbered(book)


@edit("addSheet")
def add_sheet(batch: Batch, told: dict[str, Any]) -> dict[str, Any]:
    """Add an empty tab."""
    wanted = both_colors(copy.deepcopy(told.get("properties", {})))
    number = len(batch.book.sheets) + 1
    while "title" not in wanted:
        title = f"Sheet{number}"
        number += 1
        if batch.book.sheet_named(title) is None:
            wanted["title"] = title
    _free_title(batch.book, wanted["title"])
    grid = wanted.pop("gridProperties", {})
    rows, columns = grid.pop("rowCount", 1000), grid.pop("columnCount", 26)
    if batch.book.cell_count() + rows * columns > CELL_LIMIT:
        limit = f"above the limit of {CELL_LIMIT} cells."
        raise RefusedError(f"This action would increase the number of cells in the workbook {limit}")
    head = {"sheetId": _new_id(batch, wanted.get("sheetId")), "title": wanted["title"], "index": 0}
    properties = {**head, "sheetType": wanted.get("sheetType", "GRID"), **_rest(wanted)}
    if grid:
        properties["gridProperties"] = grid
    sheet = new_sheet(properties, rows, columns)
    _insert(batch.book, sheet, wanted.get("index"))
    return {"properties": sheet_properties(sheet)}


def _rest(properties: dict[str, Any]) -> dict[str, Any]:
    known = {"sheetId", "title", "index", "sheetType", "gridProperties"}
    return {name: value for name, value in properties.items() if name not in known}


@edit("deleteSheet")
def delete_sheet(batch: Batch, told: dict[str, Any]) -> None:
    """Delete a tab, never the last one."""
    wanted = told.get("sheetId", 0)
    sheet = next((each for each in batch.book.sheets if each.id == wanted), None)
    if sheet is None:
        raise RefusedError(f"No sheet with id: {wanted}")
    if len(batch.book.sheets) == 1:
        raise RefusedError("You can't remove all the sheets in a document.")
    batch.whole_sheet(sheet)
    batch.book.sheets.remove(sheet)
    batch.book.named_ranges = [each for each in batch.book.named_ranges if each["range"].get("sheetId", 0) != wanted]
    _numbered(batch.book)


@edit("duplicateSheet")
def duplicate_sheet(batch: Batch, told: dict[str, Any]) -> dict[str, Any]:
    """Copy a tab within the spreadsheet."""
    source = batch.book.sheet(told.get("sourceSheetId", 0))
    title = told.get("newSheetName")
    if not title:
        number = 1
        title = f"Copy of {source.title}"
        while batch.book.sheet_named(title):
            number += 1
            title = f"Copy of {source.title} {number}"
    _free_title(batch.book, title)
    made = copied_sheet(source, title, _new_id(batch, told.get("newSheetId")))
    _new_part_ids(batch, made)
    _insert(batch.book, made, told.get("insertSheetIndex", 0))
    return {"properties": sheet_properties(made)}


def copied_sheet(source: Sheet, title: str, sheet_id: int) -> Sheet:
    """Return a copy of a tab under another title and id; developer metadata stay behind."""
    made = source.copied()
    made.properties |= {"title": title, "sheetId": sheet_id}
    made.metadata = []
    for line in (*made.rows, *made.columns):
        line.metadata = []
    made.parts.pop("commentAnchors", None)
    _renumber([made.parts, made.basic_filter], sheet_id)
    return made


def _renumber(told: Any, sheet_id: int) -> None:
    for inner in told.values() if isinstance(told, dict) else told if isinstance(told, list) else []:
        _renumber(inner, sheet_id)
    if isinstance(told, dict) and "sheetId" in told:
        told["sheetId"] = sheet_id


def _new_part_ids(batch: Batch, sheet: Sheet) -> None:
    for part, name in (("protectedRanges", "protectedRangeId"), ("bandedRanges", "bandedRangeId")):
        for item in sheet.listed(part):
            item[name] = batch.store.number(batch.ids(part))


@edit("updateSheetProperties")
def update_sheet_properties(batch: Batch, told: dict[str, Any]) -> None:
    """Change title, place, size, colour and the like of a tab."""
    wanted = both_colors(told.get("properties", {}))
    wanted_id = wanted.get("sheetId", 0)
    sheet = next((each for each in batch.book.sheets if each.id == wanted_id), None)
    if sheet is None:
        raise RefusedError(f"No sheet with id: {wanted_id}")
    mask = masks.of_update(told.get("fields"), batch.contract, "SheetProperties")
    mask = both_masks(mask or masks.all_of(wanted))
    mask.pop("sheetId", None)
    if "title" in mask and wanted.get("title", "").casefold() != sheet.title.casefold():
        if not wanted.get("title"):
            raise RefusedError("Sheet name cannot be empty.")
        _free_title(batch.book, wanted["title"])
        rename(batch.book, sheet.title, wanted["title"])
    batch.whole_sheet(sheet)
    visible = [each for each in batch.book.sheets if not each.properties.get("hidden")]
    if "hidden" in mask and wanted.get("hidden") and visible == [sheet]:
        raise RefusedError("You can't hide all the sheets in a document.")
    if "gridProperties" in mask:
        _resize(batch.book, sheet, wanted.get("gridProperties", {}), mask["gridProperties"])
    changed = masks.change(sheet.properties, wanted, mask)
    for size in ("rowCount", "columnCount"):
        changed.get("gridProperties", {}).pop(size, None)
    sheet.properties = changed
    if "index" in mask:
        _move(batch.book, sheet, wanted.get("index", 0))


def _resize(book: Spreadsheet, sheet: Sheet, wanted: dict[str, Any], mask: dict[str, Any]) -> None:
    for dimension, name in (("ROWS", "rowCount"), ("COLUMNS", "columnCount")):
        lines: list[Any] = sheet.lines(dimension)
        if name not in wanted or (mask and name not in mask):
            continue
        size = wanted[name]
        if size < 1:
            raise RefusedError(f"Invalid grid size: {name} must be at least 1.")
        if size < len(lines):
            delete_lines(book, sheet, dimension, size, len(lines))
        lines.extend((Row if dimension == "ROWS" else Line)() for _ in range(size - len(lines)))
    if book.cell_count() > CELL_LIMIT:
        limit = f"above the limit of {CELL_LIMIT} cells."
        raise RefusedError(f"This action would increase the number of cells in the workbook {limit}")


def _move(book: Spreadsheet, sheet: Sheet, index: int) -> None:
    """Move a tab before the one that stood at `index`, counted with the tab still where it was."""
    old = book.sheets.index(sheet)
    if index > len(book.sheets):
        raise RefusedError(f"Sheet index {index} is too high.")
    book.sheets.remove(sheet)
    book.sheets.insert(index - 1 if index > old else index, sheet)
    _numbered(book)


@edit("updateSpreadsheetProperties")
def update_spreadsheet_properties(batch: Batch, told: dict[str, Any]) -> None:
    """Change title, locale, time zone and the like."""
    wanted = told.get("properties", {})
    mask = masks.of_update(told.get("fields"), batch.contract, "SpreadsheetProperties") or masks.all_of(wanted)
    book = batch.book
    book.title = wanted.get("title", "") if "title" in mask else book.title
    book.locale = wanted.get("locale", "en_US") if "locale" in mask else book.locale
    book.time_zone = wanted.get("timeZone", "Etc/GMT") if "timeZone" in mask else book.time_zone
    rest = {name: inner for name, inner in mask.items() if name not in {"title", "locale", "timeZone"}}
    if rest:
        book.properties = masks.change(book.properties, wanted, rest)
