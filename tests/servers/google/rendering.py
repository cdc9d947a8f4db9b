"""A spreadsheet as spreadsheets.get answers it."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from tests.servers.google.a1 import Area
from tests.servers.google.calculation import Calculation
from tests.servers.google.filtering import hidden_rows
from tests.servers.google.formats import DEFAULT_FORMAT, THEME, merged
from tests.servers.google.grid import ENTERED
from tests.servers.google.shown import text_of

if TYPE_CHECKING:
    from tests.servers.google.grid import Cell, Line, Sheet
    from tests.servers.google.masks import Mask
    from tests.servers.google.store import Spreadsheet


def outward(told: Any) -> Any:
    """Return stored ranges as they are answered: sheet 0 goes without saying."""
    if isinstance(told, list):
        return [outward(item) for item in told]
    if not isinstance(told, dict):
        return told
    is_range = "dimension" in told or any(name.endswith(("RowIndex", "ColumnIndex")) for name in told)
    return {name: outward(value) for name, value in told.items() if not (is_range and name == "sheetId" and value == 0)}


def sheet_properties(sheet: Sheet) -> dict[str, Any]:
    """Return SheetProperties."""
    properties = copy.deepcopy(sheet.properties)
    grid = properties.pop("gridProperties", {})
    if properties["sheetType"] != "GRID":
        return properties
    size = {"rowCount": len(sheet.rows), "columnCount": len(sheet.columns)}
    kept = {name: value for name, value in grid.items() if value}
    return {**properties, "gridProperties": {**size, **kept}}


def spreadsheet_properties(book: Spreadsheet) -> dict[str, Any]:
    """Return SpreadsheetProperties."""
    return {
        "title": book.title,
        "locale": book.locale,
        "autoRecalc": "ON_CHANGE",
        "timeZone": book.time_zone,
        "defaultFormat": DEFAULT_FORMAT,
        "spreadsheetTheme": THEME,
        **book.properties,
    }


def spreadsheet(book: Spreadsheet, areas: dict[int, list[Area]] | None, mask: Mask, *, grid: bool) -> dict[str, Any]:
    """Return a Spreadsheet: all tabs, or those of `areas` (sheet id → areas); cells where `grid` says so.

    What `mask` leaves out is not worked out; the caller still applies it.
    """
    sheets = [sheet for sheet in book.sheets if areas is None or sheet.id in areas]
    told: dict[str, Any] = {"spreadsheetId": book.id, "properties": spreadsheet_properties(book)}
    cells = _wanted(mask, "sheets", "data")
    told["sheets"] = [
        _sheet(
            book,
            sheet,
            areas[sheet.id] if areas else [sheet.whole()],
            mask_of(mask, "sheets", "data"),
            grid=grid and cells,
        )
        for sheet in sheets
    ]
    if book.named_ranges:
        told["namedRanges"] = outward(book.named_ranges)
    told["spreadsheetUrl"] = f"https://docs.google.com/spreadsheets/d/{book.id}/edit"
    if book.metadata:
        told["developerMetadata"] = [
            located(each, {"locationType": "SPREADSHEET", "spreadsheet": True}) for each in book.metadata
        ]
    if book.comments and "comments" in mask:
        told["comments"] = book.comments
    return told


def _wanted(mask: Mask, *path: str) -> bool:
    for name in path:
        if not mask:
            return True
        if name not in mask:
            return False
        mask = mask[name]
    return True


def mask_of(mask: Mask, *path: str) -> Mask:
    """Return the mask below `path`; the empty one (all) where it is not narrowed."""
    for name in path:
        mask = mask.get(name, {})
    return mask


def located(metadata: dict[str, Any], location: dict[str, Any]) -> dict[str, Any]:
    """Return developer metadata with where it is."""
    head = {name: metadata[name] for name in ("metadataId", "metadataKey", "metadataValue") if name in metadata}
    return {**head, "location": outward(location), "visibility": metadata["visibility"]}


def line_location(sheet: Sheet, dimension: str, index: int) -> dict[str, Any]:
    """Return the location of a row or column."""
    place = {"sheetId": sheet.id, "dimension": dimension, "startIndex": index, "endIndex": index + 1}
    return {"locationType": "ROW" if dimension == "ROWS" else "COLUMN", "dimensionRange": place}


def _sheet(book: Spreadsheet, sheet: Sheet, areas: list[Area], mask: Mask, *, grid: bool) -> dict[str, Any]:
    told: dict[str, Any] = {"properties": sheet_properties(sheet)}
    if grid and sheet.properties["sheetType"] == "GRID":
        told["data"] = [_grid_data(book, sheet, sheet.clip(area), mask) for area in areas]
    for part, listed in sheet.parts.items():
        shown = listed
        if part == "merges":  # only those that an area which was asked for touches
            shown = [each for each in listed if any(Area.of_json(each).meets(area) for area in areas)]
        if shown:
            told[part] = outward(shown)
    if sheet.basic_filter is not None:
        told["basicFilter"] = outward(sheet.basic_filter)
    if sheet.metadata:
        location = {"locationType": "SHEET", "sheetId": sheet.id}
        told["developerMetadata"] = [located(each, location) for each in sheet.metadata]
    return told


def _grid_data(book: Spreadsheet, sheet: Sheet, area: Area, mask: Mask) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if area.top:
        told["startRow"] = area.top
    if area.left:
        told["startColumn"] = area.left
    if _wanted(mask, "rowData", "values"):
        rows = _row_data(book, sheet, area, mask_of(mask, "rowData", "values"))
        if rows:
            told["rowData"] = rows
    if _wanted(mask, "rowMetadata"):
        hidden = hidden_rows(book, sheet)
        rows_told = [_line(sheet, "ROWS", row, hidden=row in hidden) for row in range(area.top, area.bottom or 0)]
        told["rowMetadata"] = rows_told
    if _wanted(mask, "columnMetadata"):
        told["columnMetadata"] = [_line(sheet, "COLUMNS", each) for each in range(area.left, area.right or 0)]
    return told


def _line(sheet: Sheet, dimension: str, index: int, *, hidden: bool = False) -> dict[str, Any]:
    line: Line = sheet.lines(dimension)[index]
    told: dict[str, Any] = {"pixelSize": 21 if dimension == "ROWS" else 100, **line.properties}
    if hidden:
        told["hiddenByFilter"] = True
    if line.metadata:
        told["developerMetadata"] = [located(each, line_location(sheet, dimension, index)) for each in line.metadata]
    return {name: value for name, value in told.items() if value is not False}


def _row_data(book: Spreadsheet, sheet: Sheet, area: Area, mask: Mask) -> list[dict[str, Any]]:
    calculation = Calculation(book)
    rows: list[dict[str, Any]] = []
    for index in range(area.top, area.bottom or 0):
        cells = sheet.rows[index].cells[area.left : area.right]
        while cells and not cells[-1]:
            cells.pop()
        told = [
            cell_data(calculation, sheet, index, area.left + offset, cell, mask) for offset, cell in enumerate(cells)
        ]
        rows.append({"values": told} if told else {})
    while rows and not rows[-1]:
        rows.pop()
    return rows


def cell_data(calculation: Calculation, sheet: Sheet, row: int, column: int, cell: Cell, mask: Mask) -> dict[str, Any]:
    """Return CellData, as far as `mask` asks for it."""
    told = {name: cell[name] for name in ENTERED if name in cell and (not mask or name in mask)}
    entered = cell.get("userEnteredValue")
    if entered is not None and (not mask or "effectiveValue" in mask or "formattedValue" in mask):
        value = calculation.effective(sheet, row, column)
        told["effectiveValue"] = value
        number_format = calculation.number_format(sheet, row, column)
        shown = text_of(value, number_format, calculation.book.locale)
        if shown:
            told["formattedValue"] = shown
    if (not mask or "hyperlink" in mask) and calculation.hyperlink(cell):
        told["hyperlink"] = calculation.hyperlink(cell)
    if (not mask or "effectiveFormat" in mask) and (entered is not None or "userEnteredFormat" in cell):
        effective = merged(DEFAULT_FORMAT, cell.get("userEnteredFormat", {}))
        told["effectiveFormat"] = {**effective, "hyperlinkDisplayType": "PLAIN_TEXT"}
    return told
