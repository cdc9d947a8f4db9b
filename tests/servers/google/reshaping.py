"""Rows and columns that come, go and move, and every range that has to follow them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tests.servers.google.a1 import Area
from tests.servers.google.errors import RefusedError
from tests.servers.google.grid import EMPTY, Line, Row
from tests.servers.google.references import follow

if TYPE_CHECKING:
    from tests.servers.google.grid import Sheet
    from tests.servers.google.store import Spreadsheet

CELL_LIMIT = 10_000_000

EDGES = {"ROWS": ("startRowIndex", "endRowIndex"), "COLUMNS": ("startColumnIndex", "endColumnIndex")}


class Change(NamedTuple):
    """Lines `start`..`end` (end excluded) of one dimension are inserted, deleted, or moved to before `to`."""

    kind: str
    start: int
    end: int
    to: int = 0

    @property
    def count(self) -> int:
        """Return how many lines it is about."""
        return self.end - self.start

    def follow(self, first: int, last: int | None) -> tuple[int, int | None] | None:
        """Return where lines first..last (last excluded; None is the edge) are afterwards, None where they are gone."""
        if self.kind == "insert":
            return self._after_insert(self.start, first, last)
        if self.kind == "delete":
            return self._after_delete(first, last)
        landing = self.to if self.to <= self.start else self.to - self.count
        if self.start <= first and last is not None and last <= self.end:
            return first - self.start + landing, last - self.start + landing
        rest = self._after_delete(first, last)
        return self._after_insert(landing, *rest) if rest else None

    def _after_insert(self, at: int, first: int, last: int | None) -> tuple[int, int | None]:
        end = last if last is None or last <= at else last + self.count
        return first + self.count if first >= at else first, end

    def _after_delete(self, first: int, last: int | None) -> tuple[int, int | None] | None:
        new_first = first - max(0, min(first, self.end) - self.start)
        new_last = None if last is None else last - max(0, min(last, self.end) - self.start)
        return (new_first, new_last) if new_last is None or new_first < new_last else None


def insert_lines(book: Spreadsheet, sheet: Sheet, dimension: str, start: int, count: int, *, like: int | None) -> None:
    """Insert empty lines before `start`; their format is that of line `like` before the insertion (None: none)."""
    others = len(sheet.columns if dimension == "ROWS" else sheet.rows)
    if book.cell_count() + count * others > CELL_LIMIT:
        limit = f"above the limit of {CELL_LIMIT} cells."
        raise RefusedError(f"This action would increase the number of cells in the workbook {limit}")
    if dimension == "ROWS":
        model = sheet.rows[like] if like is not None else Row()
        sheet.rows[start:start] = [
            Row(_size(model), [], [_format_only(cell) for cell in model.cells]) for _ in range(count)
        ]
    else:
        model_line = sheet.columns[like] if like is not None else Line()
        sheet.columns[start:start] = [Line(_size(model_line)) for _ in range(count)]
        for row in sheet.rows:
            if len(row.cells) > start or (like is not None and len(row.cells) > like):
                model_cell = _format_only(row.cells[like]) if like is not None and like < len(row.cells) else EMPTY
                row.cells[start:start] = [model_cell] * count
    _all_follow(book, sheet, dimension, Change("insert", start, start + count))


def delete_lines(book: Spreadsheet, sheet: Sheet, dimension: str, start: int, end: int) -> None:
    """Delete lines start..end (end excluded)."""
    word = "rows" if dimension == "ROWS" else "columns"
    lines = sheet.lines(dimension)
    if start >= len(lines):
        tried = f"Tried to delete {word[:-1]} index {start} but there are only {len(lines)} {word}."
        raise RefusedError(f"Cannot delete a {word[:-1]} that doesn't exist. {tried}")
    grid = sheet.properties.get("gridProperties", {})
    frozen = grid.get("frozenRowCount" if dimension == "ROWS" else "frozenColumnCount", 0)
    if frozen and start <= frozen and end >= len(lines):
        raise RefusedError(f"Sorry, it is not possible to delete all non-frozen {word}.")
    if end - start >= len(lines):
        raise RefusedError(f"You can't delete all the {word} on the sheet.")
    del lines[start:end]
    if dimension == "COLUMNS":
        for row in sheet.rows:
            del row.cells[start:end]
    _all_follow(book, sheet, dimension, Change("delete", start, end))


def move_lines(book: Spreadsheet, sheet: Sheet, dimension: str, start: int, end: int, to: int) -> None:
    """Move lines start..end (end excluded) to before line `to` as it was."""
    if start < to < end:
        raise RefusedError("Destination index cannot be inside of the moved range.")
    lowest, highest = EDGES[dimension]
    for merge in sheet.listed("merges"):
        first, last = merge[lowest], merge[highest]
        if first < start < last or first < end < last or first < to < last:
            raise RefusedError(
                f"Sorry, it is not possible to move a {'row' if dimension == 'ROWS' else 'column'} to a position that "
                "crosses a merged cell. Please unmerge and try again."
            )
    lines: list[Any] = sheet.lines(dimension)
    landing = to if to <= start else to - (end - start)
    moved = lines[start:end]
    del lines[start:end]
    lines[landing:landing] = moved
    if dimension == "COLUMNS":
        for row in sheet.rows:
            row.cells.extend([EMPTY] * (len(sheet.columns) - len(row.cells)))
            cells = row.cells[start:end]
            del row.cells[start:end]
            row.cells[landing:landing] = cells
            while row.cells and not row.cells[-1]:
                row.cells.pop()
    _all_follow(book, sheet, dimension, Change("move", start, end, to))


def _size(line: Line) -> dict[str, Any]:
    return {name: value for name, value in line.properties.items() if name == "pixelSize"}


def _format_only(cell: dict[str, Any]) -> dict[str, Any]:
    return {name: cell[name] for name in ("userEnteredFormat", "dataValidation") if name in cell}


def _all_follow(book: Spreadsheet, sheet: Sheet, dimension: str, change: Change) -> None:
    """Let all ranges on the sheet, and all formulas that look at it, follow the change."""
    for part, listed in sheet.parts.items():
        sheet.parts[part] = [item for item in listed if _follow_in(item, sheet.id, dimension, change)]
    merges = sheet.listed("merges")
    merges[:] = [merge for merge in merges if not _one_cell(Area.of_json(merge))]
    if sheet.basic_filter is not None and not _follow_in(sheet.basic_filter, sheet.id, dimension, change):
        sheet.basic_filter = None
    book.named_ranges = [item for item in book.named_ranges if _follow_in(item, sheet.id, dimension, change)]
    follow(book, sheet, dimension, change)


def _one_cell(area: Area) -> bool:
    return area.bottom == area.top + 1 and area.right == area.left + 1


def _follow_in(told: dict[str, Any], sheet_id: int, dimension: str, change: Change) -> bool:
    """Change every range in `told`; False where the range that it is about is gone."""
    if "dimension" in told:
        return _follow_range(told, ("startIndex", "endIndex"), change) if told["dimension"] == dimension else True
    if any(edge in told for edges in EDGES.values() for edge in edges):
        return _follow_range(told, EDGES[dimension], change) if told.get("sheetId", 0) == sheet_id else True
    for name, inner in told.items():
        if isinstance(inner, dict) and name == "range" and not _follow_in(inner, sheet_id, dimension, change):
            return False
        if isinstance(inner, list) and name in {"ranges", "unprotectedRanges"}:
            inner[:] = [each for each in inner if _follow_in(each, sheet_id, dimension, change)]
            if name == "ranges" and not inner:
                return False
    return True


def _follow_range(told: dict[str, Any], edges: tuple[str, str], change: Change) -> bool:
    if not any(edge in told for edge in edges):
        return True  # all lines of this dimension
    placed = change.follow(told.get(edges[0], 0), told.get(edges[1]))
    if placed is None:
        return False
    for edge, value in zip(edges, placed, strict=True):
        if edge in told:
            told[edge] = value
    return True
