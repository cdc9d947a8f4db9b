"""Requests of a batch that write cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.servers.google import masks
from tests.servers.google.a1 import Area
from tests.servers.google.batch import Batch, edit
from tests.servers.google.entering import check_length, enter
from tests.servers.google.errors import RefusedError
from tests.servers.google.formats import both_colors, both_masks
from tests.servers.google.grid import ENTERED
from tests.servers.google.protection import check
from tests.servers.google.references import shifted

if TYPE_CHECKING:
    from tests.servers.google.grid import Cell, Sheet

BORDERS = ("top", "bottom", "left", "right")


def changed_cell(cell: Cell, source: dict[str, Any], mask: masks.Mask) -> Cell:
    """Return `cell` with the fields of `mask` as `source` (CellData) has them; those it lacks are cleared."""
    full = {name: {} for name in ENTERED} if not mask else both_masks({n: m for n, m in mask.items() if n in ENTERED})
    new = masks.change(cell, both_colors({name: source[name] for name in ENTERED if name in source}), full)
    if "userEnteredValue" in full:
        new.pop("pinned", None)
        entered = new.get("userEnteredValue", {})
        check_length(entered.get("stringValue", "") + entered.get("formulaValue", ""))
        if entered in ({}, {"stringValue": ""}):
            new.pop("userEnteredValue", None)
        if "errorValue" in entered:
            raise RefusedError("Cannot set an error value.")
    return {name: value for name, value in new.items() if value not in ("", {}, None)}


@edit("updateCells")
def update_cells(batch: Batch, told: dict[str, Any]) -> None:
    """Write cells from a corner on, or in a range, of which the rest is cleared."""
    mask = masks.of_update(told.get("fields"), batch.contract, "CellData")
    rows = told.get("rows", [])
    widest = max((len(row.get("values", [])) for row in rows), default=0)
    if "start" in told:
        sheet, area = _from_start(batch, told["start"], len(rows), widest)
    else:
        sheet, area = batch.own_area(told.get("range"))
        height, width = (area.bottom or 0) - area.top, (area.right or 0) - area.left
        if len(rows) > height:
            last = f"beyond the last requested row of: {(area.bottom or 0) - 1}"
            raise RefusedError(f"Attempting to write row: {area.bottom}, {last}")
        if widest > width:
            last = f"beyond the last requested column of: {(area.right or 0) - 1}"
            raise RefusedError(f"Attempting to write column: {area.right}, {last}")
    for row, column in sheet.places(area):
        down, across = row - area.top, column - area.left
        values = rows[down].get("values", []) if down < len(rows) else []
        if "start" in told and across >= len(values):
            continue
        source = values[across] if across < len(values) else {}
        sheet.put(row, column, changed_cell(sheet.cell(row, column), source or {}, mask))


def _from_start(batch: Batch, start: dict[str, Any], height: int, width: int) -> tuple[Sheet, Area]:
    sheet = batch.sheet(start)
    top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
    if top + height > len(sheet.rows):
        last = f"beyond the last requested row of: {len(sheet.rows) - 1}"
        raise RefusedError(f"Attempting to write row: {len(sheet.rows)}, {last}")
    if left + width > len(sheet.columns):
        last = f"beyond the last requested column of: {len(sheet.columns) - 1}"
        raise RefusedError(f"Attempting to write column: {len(sheet.columns)}, {last}")
    area = Area(sheet.id, top, top + height, left, left + width)
    check(batch.book, sheet, area, batch.user)
    return sheet, area


@edit("repeatCell")
def repeat_cell(batch: Batch, told: dict[str, Any]) -> None:
    """Write one cell into a whole range; formulas keep their distance."""
    mask = masks.of_update(told.get("fields"), batch.contract, "CellData")
    sheet, area = batch.own_area(told.get("range"))
    source = told.get("cell", {})
    formula = source.get("userEnteredValue", {}).get("formulaValue")
    for row, column in sheet.places(area):
        if formula is not None:
            moved = shifted(formula, row - area.top, column - area.left)
            source = {**source, "userEnteredValue": {"formulaValue": moved}}
        sheet.put(row, column, changed_cell(sheet.cell(row, column), source, mask))


@edit("appendCells")
def append_cells(batch: Batch, told: dict[str, Any]) -> None:
    """Write cells below the last row that has any."""
    mask = masks.of_update(told.get("fields"), batch.contract, "CellData")
    sheet = batch.sheet(told)
    rows = told.get("rows", [])
    top = max((index + 1 for index, row in enumerate(sheet.rows) if row.cells), default=0)
    sheet.grow(top + len(rows), max((len(row.get("values", [])) for row in rows), default=0))
    for down, row in enumerate(rows):
        for across, source in enumerate(row.get("values", [])):
            sheet.put(top + down, across, changed_cell(sheet.cell(top + down, across), source, mask))


@edit("setDataValidation")
def set_data_validation(batch: Batch, told: dict[str, Any]) -> None:
    """Set, or without a rule take away, what may be entered."""
    sheet, area = batch.own_area(told.get("range"))
    source = {"dataValidation": told["rule"]} if told.get("rule") else {}
    for row, column in sheet.places(area):
        sheet.put(row, column, changed_cell(sheet.cell(row, column), source, {"dataValidation": {}}))


@edit("updateBorders")
def update_borders(batch: Batch, told: dict[str, Any]) -> None:
    """Draw the borders around, and within, a range."""
    sheet, area = batch.own_area(told.get("range"))
    edges = {"top": ("row", area.top), "bottom": ("row", (area.bottom or 0) - 1)}
    edges |= {"left": ("column", area.left), "right": ("column", (area.right or 0) - 1)}
    for row, column in sheet.places(area):
        borders = dict(sheet.cell(row, column).get("userEnteredFormat", {}).get("borders", {}))
        for side in BORDERS:
            axis, edge = edges[side]
            inner = "innerHorizontal" if axis == "row" else "innerVertical"
            border = told.get(side if (row if axis == "row" else column) == edge else inner)
            if border is not None:
                borders[side] = border
        source = {"userEnteredFormat": {"borders": borders}}
        mask = {"userEnteredFormat": {"borders": {}}}
        sheet.put(row, column, changed_cell(sheet.cell(row, column), source, mask))


@edit("findReplace")
def find_replace(batch: Batch, told: dict[str, Any]) -> dict[str, Any]:
    """Replace a text in values (and formulas) and count what was done."""
    places = _searched(batch, told)
    find = told.get("find", "")
    if not find:
        raise RefusedError("Find string cannot be empty.")
    pattern = find if told.get("searchByRegex") else re.escape(find)
    expression = re.compile(pattern, 0 if told.get("matchCase") else re.IGNORECASE)
    replacement = told.get("replacement", "").replace("\\", "\\\\")
    counts = dict.fromkeys(("valuesChanged", "formulasChanged", "occurrencesChanged"), 0)
    rows, sheets = set(), set()
    for sheet, row, column in places:
        entered = sheet.cell(row, column).get("userEnteredValue", {})
        kind = "formulaValue" if "formulaValue" in entered else "stringValue"
        if kind not in entered or (kind == "formulaValue" and not told.get("includeFormulas")):
            continue
        if told.get("matchEntireCell") and not expression.fullmatch(entered[kind]):
            continue
        new, times = expression.subn(replacement, entered[kind])
        if not times:
            continue
        check(batch.book, sheet, Area(sheet.id, row, row + 1, column, column + 1), batch.user)
        sheet.put(row, column, enter(sheet.cell(row, column), new, batch.book.locale, typed=True))
        counts["formulasChanged" if kind == "formulaValue" else "valuesChanged"] += 1
        counts["occurrencesChanged"] += times
        rows.add((sheet.id, row))
        sheets.add(sheet.id)
    totals = {**counts, "rowsChanged": len(rows), "sheetsChanged": len(sheets)}
    return {name: count for name, count in totals.items() if count}


def _searched(batch: Batch, told: dict[str, Any]) -> list[tuple[Sheet, int, int]]:
    if told.get("allSheets"):
        areas = [(sheet, sheet.whole()) for sheet in batch.book.sheets]
    elif "range" in told:
        areas = [batch.area(told["range"])]
    else:
        sheet = batch.sheet(told)
        areas = [(sheet, sheet.whole())]
    return [(sheet, row, column) for sheet, area in areas for row, column in sheet.places(area)]
