"""One answer about a spreadsheet, as tabs: a grid each, and what else must be known to write harmlessly."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from okrsync.grid import PLAIN, Grid, Merge
from okrsync.sources.google.values import is_formula, style_of, value_of

if TYPE_CHECKING:
    from okrsync.grid import CellValue, Style
    from okrsync.sources.google.values import Cell

Json = dict[str, Any]

_MARKS = "developerMetadata(metadataId,metadataKey,metadataValue)"
_CELL = (
    "values(userEnteredValue/formulaValue,effectiveValue,note,dataValidation/condition/type,effectiveFormat/numberFormat,"
    "userEnteredFormat(numberFormat,backgroundColor,backgroundColorStyle,borders(top/style,bottom/style,left/style,"
    "right/style),horizontalAlignment,verticalAlignment,wrapStrategy,textDirection,textRotation,padding/left,"
    "textFormat(bold,italic,underline,strikethrough,fontSize,fontFamily,foregroundColorStyle)))"
)
FIELDS = (
    "spreadsheetId,properties(title,locale),sheets("
    "properties(sheetId,title,sheetType,hidden,gridProperties(rowCount,columnCount)),"
    "merges,basicFilter/range,bandedRanges/range,tables/range,conditionalFormats,charts/position/overlayPosition,"
    f"protectedRanges(protectedRangeId,range,description,warningOnly,requestingUserCanEdit,unprotectedRanges),{_MARKS},"
    f"data(rowMetadata(hiddenByUser,hiddenByFilter),columnMetadata(hiddenByUser,pixelSize,{_MARKS}),rowData/{_CELL}))"
)
"""All that is read, in one call and for all tabs at once: values as they are and as people see them, notes, looks that
tell something, and everything that a cell of ours must stand clear of."""


class Mark(NamedTuple):
    """Developer metadata of a column or a tab: invisible to people, and moved along by Sheets."""

    id: int
    key: str
    value: str


class Line(NamedTuple):
    """A column: how wide it is in pixels, whether it is hidden, and the marks that it carries."""

    width: int | None
    hidden: bool
    marks: tuple[Mark, ...]


@dataclass(slots=True)
class Tab:
    """One tab with a grid. Rows and columns are 0-based."""

    id: int
    title: str
    rows: int
    columns: int
    grid: Grid
    cells: list[list[Cell]] = field(default_factory=list)
    """As the answer holds them."""
    lines: list[Line] = field(default_factory=list)
    marks: tuple[Mark, ...] = ()
    protected: list[Json] = field(default_factory=list)
    colours: list[Json] = field(default_factory=list)
    """Conditional formats in their order, by which they are addressed."""
    areas: list[Json] = field(default_factory=list)
    """Ranges of filters, bands, tables and conditional formats."""
    charts: list[int] = field(default_factory=list)
    """Columns in which charts and pictures begin."""

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell, {} where there is none."""
        line = self.cells[row] if 0 <= row < len(self.cells) else []
        return line[column] if 0 <= column < len(line) else {}

    def notes(self) -> dict[tuple[int, int], str]:
        """Return all notes."""
        return {
            (row, column): cell["note"]
            for row, line in enumerate(self.cells)
            for column, cell in enumerate(line)
            if cell.get("note")
        }

    def width(self, column: int) -> int | None:
        """Return how wide a column is, in pixels."""
        return self.lines[column].width if column < len(self.lines) else None


@dataclass(slots=True)
class Book:
    """One spreadsheet at one moment."""

    id: str
    title: str
    locale: str | None
    tabs: list[Tab]
    other_ids: frozenset[int] = frozenset()
    """Of sheets without a grid (charts, connected data): nothing of theirs is read."""
    other_titles: frozenset[str] = frozenset()

    def tab(self, sheet_id: int) -> Tab | None:
        """Return a tab by its id."""
        return next((tab for tab in self.tabs if tab.id == sheet_id), None)


def book_of(answer: Json) -> Book:
    """Return the spreadsheet that an answer (of `FIELDS`) describes."""
    sheets = answer.get("sheets", [])
    other = [sheet["properties"] for sheet in sheets if not _is_grid(sheet)]
    properties = answer.get("properties", {})
    locale = properties.get("locale")
    return Book(
        answer["spreadsheetId"],
        properties.get("title", ""),
        locale.partition("_")[0] if locale else None,
        [_tab(sheet) for sheet in sheets if _is_grid(sheet)],
        frozenset(each["sheetId"] for each in other),
        frozenset(each["title"] for each in other),
    )


def _is_grid(sheet: Json) -> bool:
    return bool(sheet["properties"].get("sheetType", "GRID") == "GRID")


def _tab(sheet: Json) -> Tab:
    properties = sheet["properties"]
    size = properties.get("gridProperties", {})
    data = (sheet.get("data") or [{}])[0]
    cells = [row.get("values", []) for row in data.get("rowData", [])]
    lines = [
        Line(each.get("pixelSize"), bool(each.get("hiddenByUser")), _marks(each))
        for each in data.get("columnMetadata", [])
    ]
    grid = _grid(properties, sheet, data, cells)
    colours = sheet.get("conditionalFormats", [])
    areas = [each["range"] for kind in ("bandedRanges", "tables") for each in sheet.get(kind, []) if "range" in each]
    areas += [area for rule in colours for area in rule.get("ranges", [])]
    if "range" in sheet.get("basicFilter", {}):
        areas.append(sheet["basicFilter"]["range"])
    corners = [chart.get("position", {}).get("overlayPosition", {}) for chart in sheet.get("charts", [])]
    return Tab(
        properties.get("sheetId", 0),
        properties["title"],
        size.get("rowCount", len(cells)),
        size.get("columnCount", len(lines)),
        grid,
        cells,
        lines,
        _marks(sheet),
        sheet.get("protectedRanges", []),
        colours,
        areas,
        [corner.get("anchorCell", {}).get("columnIndex", 0) for corner in corners],
    )


def _grid(properties: Json, sheet: Json, data: Json, cells: list[list[Cell]]) -> Grid:
    rows: list[list[CellValue]] = []
    styles: dict[tuple[int, int], Style] = {}
    formulas: set[tuple[int, int]] = set()
    for row, line in enumerate(cells):
        values = [value_of(cell) for cell in line]
        while values and values[-1] is None:
            values.pop()
        rows.append(values)
        for column, value in enumerate(values):
            cell = line[column]
            if is_formula(cell):
                formulas.add((row, column))
            if value is not None:
                style = style_of(cell)
                if style is not PLAIN and style != PLAIN:
                    styles[row, column] = style
    while rows and not rows[-1]:
        rows.pop()
    return Grid(
        name=properties["title"],
        rows=rows,
        styles=styles,
        merges=tuple(_merge(area) for area in sheet.get("merges", [])),
        formulas=frozenset(formulas),
        hidden_rows=_hidden(data.get("rowMetadata", []), len(rows)),
        hidden_columns=_hidden(data.get("columnMetadata", []), max(map(len, rows), default=0)),
        hidden=bool(properties.get("hidden")),
    )


def _hidden(lines: list[Json], used: int) -> frozenset[int]:
    return frozenset(
        number for number, line in enumerate(lines[:used]) if line.get("hiddenByUser") or line.get("hiddenByFilter")
    )


def _merge(area: Json) -> Merge:
    return Merge(
        area.get("startRowIndex", 0),
        area.get("startColumnIndex", 0),
        area.get("endRowIndex", 1) - 1,
        area.get("endColumnIndex", 1) - 1,
    )


def _marks(held: Json) -> tuple[Mark, ...]:
    return tuple(
        Mark(each["metadataId"], each.get("metadataKey", ""), each.get("metadataValue", ""))
        for each in held.get("developerMetadata", [])
    )
