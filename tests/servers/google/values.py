"""spreadsheets.values: reading and writing ranges of values."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.servers.google.a1 import Area, column_letters, written
from tests.servers.google.calculation import Calculation
from tests.servers.google.entering import enter
from tests.servers.google.errors import RefusedError
from tests.servers.google.reshaping import insert_lines
from tests.servers.google.shown import text_of

if TYPE_CHECKING:
    from tests.servers.google.grid import Sheet
    from tests.servers.google.store import Spreadsheet

DATES = {"DATE", "TIME", "DATE_TIME"}


def read(book: Spreadsheet, sheet: Sheet, area: Area, options: dict[str, Any]) -> dict[str, Any]:
    """Return the ValueRange of an area in the grid; trailing blank cells and rows are left out, as Google does."""
    calculation = Calculation(book)
    rows = [
        [_rendered(calculation, sheet, row, column, options) for column in range(area.left, area.right or 0)]
        for row in range(area.top, area.bottom or 0)
    ]
    dimension = options.get("majorDimension") or "ROWS"
    if dimension == "COLUMNS":
        rows = [list(column) for column in zip(*rows, strict=True)]
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    told: dict[str, Any] = {"range": written(sheet.title, area), "majorDimension": dimension}
    if rows:
        told["values"] = [["" if value is None else value for value in row] for row in rows]
    return told


def _rendered(calculation: Calculation, sheet: Sheet, row: int, column: int, options: dict[str, Any]) -> Any:
    """Return a value as valueRenderOption and dateTimeRenderOption want it; None for a blank cell."""
    entered = sheet.cell(row, column).get("userEnteredValue")
    if entered is None:
        return None
    how = options.get("valueRenderOption") or "FORMATTED_VALUE"
    if how == "FORMULA" and "formulaValue" in entered:
        return entered["formulaValue"]
    value = calculation.effective(sheet, row, column)
    number_format = calculation.number_format(sheet, row, column)
    dated = (number_format or {}).get("type") in DATES and options.get("dateTimeRenderOption") == "FORMATTED_STRING"
    if how == "FORMATTED_VALUE" or "errorValue" in value or (dated and "numberValue" in value):
        return text_of(value, number_format, calculation.book.locale)
    return next(iter(value.values()))


def write(book: Spreadsheet, text: str, told: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    """Write a ValueRange to a range; return the UpdateValuesResponse."""
    sheet, whole = book.area(text)
    return write_area(book, sheet, whole, told, options)


def write_area(
    book: Spreadsheet, sheet: Sheet, area: Area, told: dict[str, Any], options: dict[str, Any]
) -> dict[str, Any]:
    """Write a ValueRange to an area of a sheet; return the UpdateValuesResponse."""
    rows = rows_of(told)
    height, width = len(rows), max(map(len, rows), default=0)
    _check_place(sheet, area, height, width)
    changed = Area(sheet.id, area.top, area.top + max(height, 1), area.left, area.left + max(width, 1))
    cells = put(book, sheet, changed, rows, options)
    answer: dict[str, Any] = {"spreadsheetId": book.id, "updatedRange": written(sheet.title, changed)}
    if cells:
        answer |= {"updatedRows": height, "updatedColumns": width, "updatedCells": cells}
    if options.get("includeValuesInResponse"):
        answer["updatedData"] = read(book, sheet, changed, _response_options(options))
    return answer


def put(book: Spreadsheet, sheet: Sheet, area: Area, rows: list[list[Any]], options: dict[str, Any]) -> int:
    """Put rows of values into the grid from the corner of `area` on (null skips a cell); return how many there were."""
    option = options.get("valueInputOption") or "INPUT_VALUE_OPTION_UNSPECIFIED"
    if option not in {"RAW", "USER_ENTERED"}:
        raise RefusedError("'valueInputOption' is required but not specified")
    count = 0
    for down, row in enumerate(rows):
        for across, value in enumerate(row):
            if value is None:
                continue
            at = (area.top + down, area.left + across)
            sheet.put(*at, enter(sheet.cell(*at), value, book.locale, typed=option == "USER_ENTERED"))
            count += 1
    return count


def rows_of(told: dict[str, Any]) -> list[list[Any]]:
    """Return the rows of a ValueRange, whatever its major dimension; RefusedError for a value that is no scalar."""
    lines: list[list[Any]] = told.get("values") or []
    for down, line in enumerate(lines):
        for across, value in enumerate(line):
            if isinstance(value, dict | list):
                kind = "struct_value" if isinstance(value, dict) else "list_value"
                raise RefusedError(f"Invalid values[{down}][{across}]: {kind} {json.dumps(value)}")
    if told.get("majorDimension") == "COLUMNS":
        height = max(map(len, lines), default=0)
        return [[line[at] if at < len(line) else None for line in lines] for at in range(height)]
    return lines


def _check_place(sheet: Sheet, area: Area, height: int, width: int) -> None:
    """Raise RefusedError where values do not fit: from one cell on they may go as far as the grid does."""
    inside = sheet.started_in(area)
    single = area.bottom == area.top + 1 and area.right == area.left + 1
    last = sheet.whole() if single else inside
    where = written(sheet.title, area).rpartition("!")[2]
    title = sheet.title.replace("'", "''")
    within = f"Requested writing within range ['{title}'!{where}], but tried writing to"
    if area.top + height > (last.bottom or 0):
        raise RefusedError(f"{within} row [{(last.bottom or 0) + 1}]")
    if area.left + width > (last.right or 0):
        raise RefusedError(f"{within} column [{column_letters(last.right or 0)}]")


def append(book: Spreadsheet, text: str, told: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
    """Append below the last table that meets the range; return the AppendValuesResponse."""
    sheet, area = book.grid_area(text)
    rows = rows_of(told)
    table = _table(sheet, area)
    top, left = (table.bottom or 0, table.left) if table else (area.top, area.left)
    height, width = len(rows), max(map(len, rows), default=0)
    if table and options.get("insertDataOption") == "INSERT_ROWS" and top < len(sheet.rows):
        insert_lines(book, sheet, "ROWS", top, height, like=top - 1)
    sheet.grow(top + height, left + width)
    target = Area(sheet.id, top, top + max(height, 1), left, left + max(width, 1))
    answer: dict[str, Any] = {"spreadsheetId": book.id}
    if table:
        answer["tableRange"] = written(sheet.title, table)
    return {**answer, "updates": write_area(book, sheet, target, told, options)}


def _table(sheet: Sheet, area: Area) -> Area | None:
    """Return the last block of cells with values that meets `area`: grown until blanks surround it."""
    filled = [(row, column) for row, column in sheet.places(area) if sheet.cell(row, column).get("userEnteredValue")]
    if not filled:
        return None
    row, column = filled[-1]
    block = Area(sheet.id, row, row + 1, column, column + 1)
    while True:
        around = sheet.clip(
            Area(
                sheet.id, max(0, block.top - 1), (block.bottom or 0) + 1, max(0, block.left - 1), (block.right or 0) + 1
            )
        )
        near = [at for at in sheet.places(around) if sheet.cell(*at).get("userEnteredValue")]
        rows, columns = [at[0] for at in near], [at[1] for at in near]
        grown = Area(
            sheet.id,
            min(block.top, *rows),
            max(block.bottom or 0, max(rows) + 1),
            min(block.left, *columns),
            max(block.right or 0, max(columns) + 1),
        )
        if grown == block:
            return block
        block = grown


def clear(sheet: Sheet, area: Area) -> str:
    """Clear the values of an area, not their formats and notes; return the range that was cleared."""
    for row, column in sheet.places(area):
        cell = sheet.cell(row, column)
        if "userEnteredValue" in cell:
            left = {name: value for name, value in cell.items() if name not in {"userEnteredValue", "pinned"}}
            sheet.put(row, column, left)
    return written(sheet.title, sheet.clip(area))


def _response_options(options: dict[str, Any]) -> dict[str, Any]:
    return {
        "valueRenderOption": options.get("responseValueRenderOption"),
        "dateTimeRenderOption": options.get("responseDateTimeRenderOption"),
    }
