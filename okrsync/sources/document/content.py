"""The sheets of an OpenDocument spreadsheet: one pass over content.xml that keeps where each row stands in it.

ODF 1.3 part 3, 9 (tables). Cells and rows that repeat are kept as repeats as long as they are empty: a sheet has
1,048,576 rows of nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice, product
from typing import TYPE_CHECKING

from okrsync.errors import UnreadableError
from okrsync.grid import PLAIN, Grid, Merge, place
from okrsync.sources.document.looks import Looks
from okrsync.sources.document.sheet import CREATOR, SIGNATURE, Note, RowPlace, Sheet
from okrsync.sources.document.words import Words, as_read, value_of
from okrsync.sources.workbook.markup import is_empty_element, parse, tag_end

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.grid import CellValue, Style

_MOST_CELLS = 20_000_000
_MOST_REPEATS = 10_000
"""Cells alike of which each is told apart by style, note and formula: people repeat less, fillers hold none."""
_MOST_BLANKS = 100
"""Blank cells alike of which the format is told: beyond stand the formatted rows of nothing that end a sheet."""
_ADDRESS = re.compile("[A-Z]{1,3}[0-9]+")
_SHEET_DEPTH = 4
_SPREADSHEET = "office:spreadsheet"
_CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})
_LITERALS = {"text:s": " ", "text:tab": "\t", "text:line-break": "\n"}


@dataclass(slots=True)
class _Cell:
    """The cell that is being read."""

    attributes: dict[str, str]
    depth: int
    repeat: int
    paragraphs: list[str] = field(default_factory=list)
    creator: str = ""
    note: list[str] | None = None
    holds_more: bool = False
    """A note, a picture: something beside its value."""
    reaches: int = 0
    """Columns up to where its pictures reach."""


class Content:
    """All sheets of content.xml."""

    def __init__(self, xml: bytes, styles: bytes, file: str) -> None:
        """Read both parts. Raises DamagedPartError for what is no XML, UnreadableError for what is no spreadsheet."""
        self.xml = xml
        self.styles = styles
        self.file = file
        self.sheets: list[Sheet] = []
        self.looks = Looks()
        body = xml.find(b"<office:body")
        if body < 0 or b"<office:spreadsheet" not in xml:
            raise UnreadableError("sources.unreadable-document", file=file, part="content.xml")
        self.looks.learn(styles)
        self.looks.learn(xml[:body] + b"</office:document-content>")
        _Reader(self).read()


class _Reader:
    """Builds the sheets as the parser meets their elements."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.path: list[str] = []
        self.sheet: Sheet | None = None
        self.row: list[CellValue] | None = None
        self.row_style: str | None = None
        self.row_start = 0
        self.row_repeat = 1
        self.row_index = 0
        self.column = 0
        self.column_index = 0
        self.cell: _Cell | None = None
        self.words: Words | None = None
        self.words_depth = 0
        self.in_creator = False
        self.hidden_rows: list[range] = []
        self.hidden_columns: list[range] = []
        self.formulas: set[tuple[int, int]] = set()
        self.merges: list[Merge] = []
        self.cells = 0

    def read(self) -> None:
        parse(self.content.xml, self._start, self._end, self._text)

    def _start(self, name: str, attributes: list[str], at: int) -> None:
        path = self.path
        path.append(name)
        if self.cell is not None:
            self._start_in_cell(self.cell, name, attributes)
        elif self.sheet is None:
            if name == "table:table" and len(path) == _SHEET_DEPTH and path[-2] == _SPREADSHEET:
                self._open_sheet(_paired(attributes), at)
        elif name in _CELLS and self.row is not None:
            values = _paired(attributes)
            self.cell = _Cell(values, len(path), _count(values, "table:number-columns-repeated"))
        elif name == "table:table-row":
            values = _paired(attributes)
            self.row, self.column, self.row_start = [], 0, at
            self.row_style = values.get("table:default-cell-style-name")
            self.row_repeat = _count(values, "table:number-rows-repeated")
            if values.get("table:visibility", "visible") != "visible":
                self.hidden_rows.append(range(self.row_index, self.row_index + self.row_repeat))
        elif name == "table:table-column":
            self._column(_paired(attributes))

    def _start_in_cell(self, cell: _Cell, name: str, attributes: list[str]) -> None:
        depth = len(self.path) - cell.depth
        in_note = cell.note is not None and self.path[cell.depth] == "office:annotation"
        if self.words is not None:
            if name in _LITERALS:
                self.words.add(_LITERALS[name], _count(_paired(attributes), "text:c"))
        elif name == "text:p" and depth == 1 + in_note:
            self.words, self.words_depth = Words(), len(self.path)
        elif depth == 1:
            cell.holds_more = True
            if name == "office:annotation":
                cell.note = []
            else:
                cell.reaches = max(cell.reaches, _column_of(_paired(attributes).get("table:end-cell-address", "")))
        elif in_note and name == "dc:creator":
            self.in_creator = True

    def _text(self, text: str) -> None:
        if self.words is not None:
            self.words.text(text)
        elif self.in_creator and self.cell is not None:
            self.cell.creator += text

    def _end(self, name: str, at: int) -> None:
        depth = len(self.path)
        self.path.pop()
        sheet, row = self.sheet, self.row
        if sheet is None:
            return
        if row is None:
            if name == "table:table" and depth == _SHEET_DEPTH:
                self._close_sheet(sheet, at)
        elif self.cell is not None:
            self._end_in_cell(self.cell, name, depth)
            if depth == self.cell.depth:
                self._close_cell(self.cell, sheet, row)
                self.cell = None
        elif name == "table:table-row":
            self._close_row(sheet, row, at)

    def _end_in_cell(self, cell: _Cell, name: str, depth: int) -> None:
        if self.words is not None and depth == self.words_depth:
            (cell.paragraphs if cell.note is None or self.path[-1] != "office:annotation" else cell.note).append(
                self.words.said()
            )
            self.words = None
        elif name == "dc:creator":
            self.in_creator = False

    def _open_sheet(self, values: dict[str, str], at: int) -> None:
        style = values.get("table:style-name")
        grid = Grid(values.get("table:name", ""), [], hidden=style in self.content.looks.hidden_tables)
        self.sheet = Sheet(grid, protected=values.get("table:protected") == "true", start=at)
        self.row_index = self.column_index = 0
        self.hidden_rows, self.hidden_columns = [], []
        self.formulas, self.merges = set(), []

    def _column(self, values: dict[str, str]) -> None:
        span = range(self.column_index, self.column_index + _count(values, "table:number-columns-repeated"))
        self.column_index = span.stop
        if self.sheet is not None:
            self.sheet.columns.append((span.start, span.stop, values.get("table:default-cell-style-name")))
        if values.get("table:visibility", "visible") != "visible":
            self.hidden_columns.append(span)

    def _close_cell(self, cell: _Cell, sheet: Sheet, row: list[CellValue]) -> None:
        value = value_of(cell.attributes, cell.paragraphs)
        start, stop = self.column, self.column + cell.repeat
        self.column = stop
        if cell.note is not None:
            sheet.notes.update(dict.fromkeys(self._alike(start, stop), _note(cell)))
        if "table:formula" in cell.attributes:
            self.formulas.update(self._alike(start, stop))
        across = _count(cell.attributes, "table:number-columns-spanned")
        down = _count(cell.attributes, "table:number-rows-spanned")
        if across > 1 or down > 1:
            self.merges.append(Merge(self.row_index, start, self.row_index + down - 1, start + across - 1))
            sheet.width = max(sheet.width, start + across)
        if cell.holds_more or "table:formula" in cell.attributes:
            sheet.width = max(sheet.width, stop, cell.reaches)
        if value is None:
            self._style_of_blanks(cell, sheet, start, stop)
            return
        sheet.width = max(sheet.width, stop)
        row.extend([None] * (start - len(row)))
        row.extend([value] * cell.repeat)
        self._count_cells(len(row))
        self._style(cell, sheet, start, stop)

    def _look(self, cell: _Cell, sheet: Sheet, start: int) -> Style:
        name = cell.attributes.get("table:style-name") or self.row_style or sheet.style_of(start)
        return self.content.looks.of(name)

    def _style_of_blanks(self, cell: _Cell, sheet: Sheet, start: int, stop: int) -> None:
        """Tell how a number would be shown in blank cells; nothing else of their look means anything."""
        style = self._look(cell, sheet, start)
        if style.number_format != PLAIN.number_format:
            alike = islice(self._alike(start, stop), _MOST_BLANKS)
            sheet.grid.styles.update(dict.fromkeys(alike, PLAIN._replace(number_format=style.number_format)))

    def _style(self, cell: _Cell, sheet: Sheet, start: int, stop: int) -> None:
        style = self._look(cell, sheet, start)
        number_format = _number_format(cell.attributes)
        if number_format is not None:
            style = style._replace(number_format=number_format)
        if style != PLAIN:
            sheet.grid.styles.update(dict.fromkeys(self._alike(start, stop), style))

    def _alike(self, start: int, stop: int) -> Iterator[tuple[int, int]]:
        """Yield the places for which the cell stands that is being read."""
        rows = range(self.row_index, self.row_index + self.row_repeat)
        return islice(product(rows, range(start, stop)), _MOST_REPEATS)

    def _close_row(self, sheet: Sheet, row: list[CellValue], at: int) -> None:
        xml = self.content.xml
        empty = is_empty_element(xml, self.row_start)
        stop = tag_end(xml, self.row_start) if empty else xml.index(b">", at) + 1
        sheet.places.append(RowPlace(self.row_index, self.row_repeat, self.row_start, stop))
        if row:
            rows = sheet.grid.rows
            # Rows of nothing before this one share one empty list: there may be a million of them.
            rows.extend([[]] * (self.row_index - len(rows)))
            self._count_cells(len(row) * (self.row_repeat - 1))
            rows.extend([row] * self.row_repeat)
        self.row_index += self.row_repeat
        self.row = None

    def _count_cells(self, number: int) -> None:
        self.cells += number
        if self.cells > _MOST_CELLS:
            raise UnreadableError("sources.too-many-cells", file=self.content.file, limit=_MOST_CELLS)

    def _close_sheet(self, sheet: Sheet, at: int) -> None:
        sheet.stop = self.content.xml.index(b">", at) + 1
        used = len(sheet.grid.rows)
        sheet.grid.merges = tuple(self.merges)
        sheet.grid.formulas = frozenset(self.formulas)
        sheet.grid.hidden_rows = frozenset(row for span in self.hidden_rows for row in span if row < used)
        sheet.grid.hidden_columns = frozenset(
            column for span in self.hidden_columns for column in span if column < sheet.width
        )
        self.content.sheets.append(sheet)
        self.sheet = None


def _note(cell: _Cell) -> Note:
    lines = list(cell.note or ())
    signed = bool(lines) and lines[-1] == SIGNATURE
    text = "\n".join(lines[:-1] if signed else lines)
    return Note(as_read(text), is_ours=signed or cell.creator.strip() == CREATOR)


def _column_of(cell: str) -> int:
    """Return the number of the column, from 1, in an address like “$Sheet.$D$7”; 0 where it is none."""
    corner = cell.rpartition(".")[2].replace("$", "")
    return place(corner)[1] + 1 if _ADDRESS.fullmatch(corner) else 0


def _paired(attributes: list[str]) -> dict[str, str]:
    return dict(zip(attributes[::2], attributes[1::2], strict=True))


def _count(values: dict[str, str], name: str) -> int:
    text = values.get(name)
    return max(1, int(text)) if text is not None and text.isdecimal() else 1


def _number_format(values: dict[str, str]) -> str | None:
    kind = values.get("office:value-type")
    if kind == "percentage":
        return "0.00%"
    if kind == "currency":
        return f'#,##0.00 "{_SIGNS.get(values.get("office:currency", ""), values.get("office:currency", ""))}"'
    return None


_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}
