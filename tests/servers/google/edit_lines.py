"""Requests of a batch about rows and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.servers.google import masks
from tests.servers.google.a1 import Area
from tests.servers.google.batch import Batch, edit
from tests.servers.google.errors import RefusedError
from tests.servers.google.grid import EMPTY, Line, Row
from tests.servers.google.protection import check
from tests.servers.google.rendering import outward
from tests.servers.google.reshaping import CELL_LIMIT, delete_lines, insert_lines, move_lines

if TYPE_CHECKING:
    from tests.servers.google.grid import Sheet

GROUPS = {"ROWS": "rowGroups", "COLUMNS": "columnGroups"}


def _lines(batch: Batch, told: dict[str, Any] | None, *, own: bool = True) -> tuple[Sheet, str, int, int]:
    """Return (tab, dimension, start, end) of a DimensionRange."""
    if told is None or told.get("dimension") not in {"ROWS", "COLUMNS"}:
        raise RefusedError("Dimension must be specified (ROWS or COLUMNS).")
    sheet, dimension = batch.sheet(told), told["dimension"]
    start = told.get("startIndex", 0)
    end = told.get("endIndex", len(sheet.lines(dimension)))
    if end <= start or start < 0:
        raise RefusedError(f"range.endIndex[{end}] must be greater than range.startIndex[{start}]")
    if own:
        area = Area(sheet.id, start, end) if dimension == "ROWS" else Area(sheet.id, left=start, right=end)
        check(batch.book, sheet, area, batch.user)
    return sheet, dimension, start, end


@edit("appendDimension")
def append_dimension(batch: Batch, told: dict[str, Any]) -> None:
    """Add rows or columns at the end."""
    sheet = batch.sheet(told)
    lines: list[Any] = sheet.lines(told["dimension"])
    lines.extend((Row if told["dimension"] == "ROWS" else Line)() for _ in range(told.get("length", 0)))
    if batch.book.cell_count() > CELL_LIMIT:
        limit = f"above the limit of {CELL_LIMIT} cells."
        raise RefusedError(f"This action would increase the number of cells in the workbook {limit}")


@edit("insertDimension")
def insert_dimension(batch: Batch, told: dict[str, Any]) -> None:
    """Insert rows or columns, formatted as those before or after."""
    sheet, dimension, start, end = _lines(batch, told.get("range"), own=False)
    before, size = told.get("inheritFromBefore", False), len(sheet.lines(dimension))
    if before and start == 0:
        raise RefusedError("inheritFromBefore cannot be true if inserting at the start of the sheet")
    if start > size:
        raise RefusedError(f"range.startIndex is larger than current grid size ({size})")
    if not before and start >= size:
        limit = f"must be less than the grid size ({size}) if inheritFromBefore is false."
        raise RefusedError(f"range.startIndex {limit}")
    batch.whole_sheet(sheet)
    insert_lines(batch.book, sheet, dimension, start, end - start, like=start - 1 if before else start)


@edit("deleteDimension")
def delete_dimension(batch: Batch, told: dict[str, Any]) -> None:
    """Delete rows or columns."""
    sheet, dimension, start, end = _lines(batch, told.get("range"))
    delete_lines(batch.book, sheet, dimension, start, end)


@edit("moveDimension")
def move_dimension(batch: Batch, told: dict[str, Any]) -> None:
    """Move rows or columns to before another."""
    sheet, dimension, start, end = _lines(batch, told.get("source"))
    to = told.get("destinationIndex", 0)
    if max(end, to) > len(sheet.lines(dimension)):
        raise RefusedError(f"destinationIndex[{to}] is outside of the grid.")
    move_lines(batch.book, sheet, dimension, start, end, to)


@edit("updateDimensionProperties")
def update_dimension_properties(batch: Batch, told: dict[str, Any]) -> None:
    """Hide, show or size rows or columns."""
    mask = masks.of_update(told.get("fields"), batch.contract, "DimensionProperties")
    sheet, dimension, start, end = _lines(batch, told.get("range"))
    wanted = told.get("properties", {})
    full = mask or masks.all_of(("hiddenByUser", "pixelSize"))
    if "developerMetadata" in full or "hiddenByFilter" in full:
        raise RefusedError("Only hiddenByUser and pixelSize can be changed.")
    for line in sheet.lines(dimension)[start:end]:
        line.properties = masks.change(line.properties, wanted, full)


@edit("autoResizeDimensions")
def auto_resize_dimensions(batch: Batch, told: dict[str, Any]) -> None:
    """Fit rows or columns to what is in them: about seven pixels a character."""
    sheet, dimension, start, end = _lines(batch, told.get("dimensions"))
    for index, line in list(enumerate(sheet.lines(dimension)))[start:end]:
        if dimension == "ROWS":
            line.properties.pop("pixelSize", None)
            continue
        texts = [str(next(iter(row.cells[index].get("userEnteredValue", {"": ""}).values())))
                 for row in sheet.rows if index < len(row.cells)]  # fmt: skip
        line.properties["pixelSize"] = max(21, 7 * max(map(len, texts), default=0) + 6)


@edit("insertRange")
def insert_range(batch: Batch, told: dict[str, Any]) -> None:
    """Insert cells; those below or to the right make room."""
    sheet, area = batch.own_area(told.get("range"))
    height, width = (area.bottom or 0) - area.top, (area.right or 0) - area.left
    if told.get("shiftDimension") == "COLUMNS":
        _shift(sheet, area, height=0, width=width)
    else:
        _shift(sheet, area, height=height, width=0)


@edit("deleteRange")
def delete_range(batch: Batch, told: dict[str, Any]) -> None:
    """Delete cells; those below or to the right close the gap."""
    sheet, area = batch.own_area(told.get("range"))
    height, width = (area.bottom or 0) - area.top, (area.right or 0) - area.left
    if told.get("shiftDimension") == "COLUMNS":
        _shift(sheet, area, height=0, width=-width)
    else:
        _shift(sheet, area, height=-height, width=0)


def _shift(sheet: Sheet, area: Area, *, height: int, width: int) -> None:
    """Shift the cells of the area, and all below (or to the right of) it; the grid grows where they would fall off."""
    bottom = len(sheet.rows) if height else area.bottom or 0
    right = len(sheet.columns) if width else area.right or 0
    moved = Area(sheet.id, area.top, bottom, area.left, right)
    cells = {at: sheet.cell(*at) for at in sheet.places(moved)}
    used = [at for at, cell in cells.items() if cell]
    last = (max((at[0] for at in used), default=-1) + 1 + height, max((at[1] for at in used), default=-1) + 1 + width)
    sheet.grow(last[0] if height > 0 else 0, last[1] if width > 0 else 0)
    for at in cells:
        sheet.put(*at, EMPTY)
    for (row, column), cell in cells.items():
        target = (row + height, column + width)
        if cell and target[0] >= area.top and target[1] >= area.left:
            sheet.put(*target, cell)


@edit("addDimensionGroup")
def add_dimension_group(batch: Batch, told: dict[str, Any]) -> dict[str, Any]:
    """Group rows or columns; within another group they lie deeper."""
    sheet, dimension, start, end = _lines(batch, told.get("range"))
    groups = sheet.listed(GROUPS[dimension])
    around = [each for each in groups if each["range"]["startIndex"] <= start and end <= each["range"]["endIndex"]]
    place = {"sheetId": sheet.id, "dimension": dimension, "startIndex": start, "endIndex": end}
    groups.append({"range": place, "depth": 1 + len(around)})
    control = "rowGroupControlAfter" if dimension == "ROWS" else "columnGroupControlAfter"
    sheet.properties.setdefault("gridProperties", {})[control] = True
    return {"dimensionGroups": outward(groups)}


@edit("deleteDimensionGroup")
def delete_dimension_group(batch: Batch, told: dict[str, Any]) -> dict[str, Any]:
    """Take the deepest group of these rows or columns away."""
    sheet, dimension, start, end = _lines(batch, told.get("range"))
    groups = sheet.listed(GROUPS[dimension])
    same = [each for each in groups if (each["range"]["startIndex"], each["range"]["endIndex"]) == (start, end)]
    if not same:
        raise RefusedError("There is no group over that range.")
    groups.remove(same[-1])
    return {"dimensionGroups": outward(groups)} if groups else {}


@edit("updateDimensionGroup")
def update_dimension_group(batch: Batch, told: dict[str, Any]) -> None:
    """Open or close a group."""
    wanted = told.get("dimensionGroup", {})
    sheet, dimension, start, end = _lines(batch, wanted.get("range"))
    for group in sheet.listed(GROUPS[dimension]):
        place = (group["range"]["startIndex"], group["range"]["endIndex"])
        if place == (start, end) and group["depth"] == wanted.get("depth"):
            group["collapsed"] = wanted.get("collapsed", False)
            for line in sheet.lines(dimension)[start:end]:
                line.properties["hiddenByUser"] = group["collapsed"]
            return
    raise RefusedError("There is no group over that range at that depth.")
