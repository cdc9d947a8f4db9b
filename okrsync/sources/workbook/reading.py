"""One worksheet as a grid: values by calamine, and from the part itself what calamine does not tell."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import unescape

from python_calamine import CalamineWorkbook

from okrsync.grid import CellValue, Grid, Merge, Style, place
from okrsync.sources.workbook.areas import LAST_COLUMN, area
from okrsync.sources.workbook.looks import looks
from okrsync.sources.workbook.markup import DamagedPartError, feed, new_parser, unreadable
from okrsync.sources.workbook.values import sparse_values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.sources.workbook.package import Package, Sheet

WIDEST_SPREAD = 4_000_000
"""Cells of the area that calamine would lay out in full; a sparser sheet is read cell by cell."""
_CONTENTS = frozenset({"v", "is", "f"})
_LETTERS = re.compile("[A-Z]+")
_ERROR_TEXT = re.compile(rb"<[^<>]*>([^<]*)<")


def read_grids(package: Package) -> dict[str, Grid]:
    """Return the grid of every worksheet by name, in the workbook's order.

    Formula cells give the value that was stored with them, None where there is none; cells with an error its text
    ("#N/A"). Dates follow the workbook's system (1900 or 1904). Raises UnreadableError.
    """
    styles = looks(package)
    scans = {sheet.name: scan(package, sheet, styles) for sheet in package.sheets if sheet.is_grid}
    values = _Values(package)
    return {
        sheet.name: _grid(sheet, scans[sheet.name], values.of(sheet, scans[sheet.name]))
        for sheet in package.sheets
        if sheet.is_grid
    }


@dataclass(slots=True)
class Scan:
    """What one worksheet's part tells beside the values."""

    styles: dict[tuple[int, int], Style] = field(default_factory=dict)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    errors: dict[tuple[int, int], int] = field(default_factory=dict)
    """Cell with an error → byte offset of its value's tag."""
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    filled: int = 0
    """Cells with something in them."""
    bottom: int = -1
    right: int = -1


def scan(package: Package, sheet: Sheet, styles: Sequence[Style | None]) -> Scan:
    """Go once through the start tags of a worksheet. Raises UnreadableError."""
    scanner = _Scanner(styles)
    scanner.parser.StartElementHandler = scanner.start
    try:
        feed(scanner.parser, package.part(sheet.part).text)
    except DamagedPartError:
        raise unreadable(package.file, sheet.part) from None
    found = scanner.found
    found.hidden_rows = {hidden for hidden in found.hidden_rows if hidden <= found.bottom}
    return found


class _Scanner:
    """Fills a `Scan` while a worksheet's start tags go by."""

    __slots__ = ("column", "found", "has_content", "is_error", "known_letters", "look", "parser", "row", "styles")

    def __init__(self, styles: Sequence[Style | None]) -> None:
        self.parser = new_parser()
        self.found = Scan()
        self.styles = styles
        self.known_letters: dict[str, int] = {}
        self.row = self.column = -1
        self.look: Style | None = None
        self.is_error = self.has_content = False

    def start(self, name: str, attributes: list[str]) -> None:
        """Take in one start tag: the loop that decides how fast a workbook is read."""
        tag = name.rpartition(":")[2] if ":" in name else name
        if tag == "c":
            self._cell(attributes)
        elif tag in _CONTENTS:
            if tag == "f":
                self.found.formulas.add((self.row, self.column))
            elif self.is_error:
                self.found.errors[self.row, self.column] = self.parser.CurrentByteIndex
            if not self.has_content:
                self._filled()
        elif tag == "row":
            values = dict(zip(attributes[::2], attributes[1::2], strict=True))
            number = values.get("r", "")
            self.row = int(number) - 1 if number.isdigit() else self.row + 1
            self.column = -1
            if values.get("hidden") in {"1", "true"}:
                self.found.hidden_rows.add(self.row)
        elif tag in {"col", "mergeCell"}:
            _note_area(self.found, tag, dict(zip(attributes[::2], attributes[1::2], strict=True)))

    def _cell(self, attributes: list[str]) -> None:
        self.look, self.is_error, self.has_content = None, False, False
        self.column += 1
        values = iter(attributes)
        for key in values:
            value = next(values)
            if key == "r":
                letters = value.rstrip("0123456789")
                column = self.known_letters.get(letters)
                if column is None:
                    column = self.known_letters[letters] = _column(letters)
                self.column = column
            elif key == "s":
                self.look = self.styles[int(value)] if value.isdigit() and int(value) < len(self.styles) else None
            elif key == "t":
                self.is_error = value == "e"

    def _filled(self) -> None:
        """Note that there is something in the cell."""
        found, row, column = self.found, self.row, self.column
        self.has_content = True
        found.filled += 1
        if row > found.bottom:  # noqa: PLR1730 - asked for every cell: max() would cost three times as much
            found.bottom = row
        if column > found.right:  # noqa: PLR1730 - as above
            found.right = column
        if self.look is not None:
            found.styles[row, column] = self.look


def _note_area(found: Scan, tag: str, values: dict[str, str]) -> None:
    if tag == "mergeCell":
        merge = area(values.get("ref", ""))
        if merge is not None:
            found.merges.append(merge)
    elif (
        values.get("hidden") in {"1", "true"}
        and values.get("min", "").isdecimal()
        and values.get("max", "").isdecimal()
    ):
        last = min(int(values["max"]), LAST_COLUMN + 1)
        found.hidden_columns.update(range(int(values["min"]) - 1, last))


def _column(letters: str) -> int:
    letters = letters.upper()
    return place(f"{letters}1")[1] if _LETTERS.fullmatch(letters) else 0


class _Values:
    """Hands out the values of sheets; calamine opens the workbook once, where a sheet is dense enough."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.book: Any = None

    def of(self, sheet: Sheet, scanned: Scan) -> list[list[CellValue]]:
        """Return the rows from A1 on."""
        if not scanned.filled:
            return []
        area_of_values = (scanned.bottom + 1) * (scanned.right + 1)
        if area_of_values > max(WIDEST_SPREAD, 10 * scanned.filled):
            return sparse_values(self.package, sheet)
        try:
            if self.book is None:
                self.book = CalamineWorkbook.from_filelike(BytesIO(self.package.archive.data))
            rows = self.book.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        except BaseException as error:
            # A fault inside calamine comes as pyo3's PanicException, which is no Exception.
            if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
                raise
            return sparse_values(self.package, sheet)
        rows = [[None if value == "" else value for value in row] for row in rows]
        return _with_errors(self.package, sheet, scanned, rows)


def _grid(sheet: Sheet, scanned: Scan, rows: list[list[CellValue]]) -> Grid:
    return Grid(
        name=sheet.name,
        rows=rows,
        styles=scanned.styles,
        merges=tuple(scanned.merges),
        formulas=frozenset(scanned.formulas),
        hidden_rows=frozenset(scanned.hidden_rows),
        hidden_columns=frozenset(scanned.hidden_columns),
        hidden=sheet.hidden,
    )


def _with_errors(package: Package, sheet: Sheet, scanned: Scan, rows: list[list[CellValue]]) -> list[list[CellValue]]:
    """Return `rows` with the errors that cells hold ("#N/A"), which calamine leaves empty."""
    text = package.part(sheet.part).text
    for (row, column), at in scanned.errors.items():
        found = _ERROR_TEXT.match(text, at)
        if found and row < len(rows) and column < len(rows[row]):
            rows[row][column] = unescape(found.group(1).decode("utf-8")) or None
    return rows
