"""Our one tab: the rows of the summary as a sheet that reads well on screen and on paper."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from okrsync.grid import Merge, address
from okrsync.sources.workbook import colours
from okrsync.sources.workbook.appearance import cell_look
from okrsync.sources.workbook.cells import Cell, cell_xml
from okrsync.sources.workbook.linking import Dialect

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from okrsync.sources.workbook.registering import WorkbookPart
    from okrsync.sources.workbook.stylesheet import Stylesheet

Row = tuple[str | float | None, ...]

_WIDTHS = (64, 12, 18, 20, 44, 48)
_SPANNED = 4
"""A text alone in its row may run over so many columns."""
_SPAN_CHARACTERS = sum(_WIDTHS[:_SPANNED])
_LONG = 56
_CODE = 5
"""Characters of a rule's code or a grade: what is so short is centred."""
_LINE, _TITLE_LINE, _GAP = 15.0, 27.0, 9.0
"""Heights in points."""
_INK, _BAND = "FF1F3A5F", "FFDCE6F1"
_GRADES = frozenset("ABCDE")
_TOP = {"vertical": "top", "wrapText": "1"}


class _Looks:
    """The few looks of the tab."""

    def __init__(self, styles: Stylesheet) -> None:
        fill = str(
            styles.add(
                "fills",
                f'<{{p}}fill><{{p}}patternFill patternType="solid"><{{p}}fgColor rgb="{_BAND}"/>'
                '<{p}bgColor indexed="64"/></{p}patternFill></{p}fill>',
            )
        )
        line = str(
            styles.add(
                "borders",
                "<{p}border><{p}left/><{p}right/><{p}top/>"
                '<{p}bottom style="hair"><{p}color rgb="FFB7C4D4"/></{p}bottom>'
                "<{p}diagonal/></{p}border>",
            )
        )
        large = styles.add(
            "fonts",
            f'<{{p}}font><{{p}}b/><{{p}}sz val="18"/><{{p}}color rgb="{_INK}"/>'
            '<{p}name val="Calibri"/><{p}family val="2"/></{p}font>',
        )
        bold = styles.bold_font("0", _INK)
        self.title = cell_look(styles, large, "0", "0", {"vertical": "center"}, base="0")
        self.heading = cell_look(styles, bold, fill, "0", {"vertical": "center", "wrapText": "1"}, base="0")
        centred = {"horizontal": "center", "vertical": "center", "wrapText": "1"}
        self.heading_centred = cell_look(styles, bold, fill, "0", centred, base="0")
        self.text = cell_look(styles, 0, "0", line, _TOP, base="0")
        self.quoted = cell_look(styles, 0, "0", line, _TOP, base="0", quoted=True)
        self.number = cell_look(styles, 0, "0", line, {"horizontal": "center", "vertical": "top"}, base="0")
        self.alone = cell_look(styles, 0, "0", "0", _TOP, base="0")


class _Tab:
    """Builds the sheet row by row."""

    def __init__(self, rows: Sequence[Row], sheets: Collection[str], styles: Stylesheet) -> None:
        self.rows, self.sheets, self.styles = rows, sheets, styles
        self.looks = _Looks(styles)
        self.lines: list[str] = []
        self.merges: list[str] = []
        self.links: list[str] = []
        self.scores: list[int] = []
        self._build()

    def _build(self) -> None:
        section: Row = ()
        for number, row in enumerate(self.rows):
            if not row:
                self._line(number, "", _GAP)
            elif number == 0:
                self._line(number, cell_xml("", number, Cell(0, row[0], self.looks.title)), _TITLE_LINE)
            elif not self.rows[number - 1]:
                section = row
                self._heading(number, row)
            elif len(row) == 1 and isinstance(row[0], str) and len(section) <= 1:
                self._text_alone(number, row[0])
            else:
                self._record(number, row, len(section))

    def _line(self, number: int, cells: str, height: float | None = None) -> None:
        fixed = f' ht="{height:g}" customHeight="1"' if height else ""
        self.lines.append(f'<row r="{number + 1}"{fixed}>{cells}</row>')

    def _heading(self, number: int, row: Row) -> None:
        wide = max(len(row), _SPANNED)
        values = [*row, *[None] * (wide - len(row))]
        cells = "".join(
            cell_xml("", number, Cell(column, value, self._heading_look(number, column)))
            for column, value in enumerate(values)
        )
        self._line(number, cells, _LINE + 6)

    def _heading_look(self, number: int, column: int) -> int:
        """Return the look of a title: above numbers or codes it is centred like them."""
        below = self.rows[number + 1] if number + 1 < len(self.rows) else ()
        value = below[column] if column < len(below) else None
        short = isinstance(value, int | float) or (isinstance(value, str) and len(value) <= _CODE)
        return self.looks.heading_centred if column and short else self.looks.heading

    def _text_alone(self, number: int, text: str) -> None:
        if len(text) <= _LONG:
            self._line(number, cell_xml("", number, Cell(0, text, self.looks.alone)))
            return
        lines = ceil(len(text) / (_SPAN_CHARACTERS - 6))
        self.merges.append(f"{address(number, 0)}:{address(number, _SPANNED - 1)}")
        cells = [
            Cell(0, text, self.looks.alone),
            *(Cell(column, None, self.looks.alone) for column in range(1, _SPANNED)),
        ]
        self._line(number, "".join(cell_xml("", number, cell) for cell in cells), _LINE * lines + 1)

    def _record(self, number: int, row: Row, width: int) -> None:
        values = [*row, *[None] * (width - len(row))]
        cells = "".join(
            cell_xml("", number, Cell(column, value, self._look(column, value))) for column, value in enumerate(values)
        )
        needed = max(
            (
                sum(ceil(max(len(piece), 1) / (_WIDTHS[min(column, 5)] * 1.12)) for piece in value.split("\n"))
                for column, value in enumerate(values)
                if isinstance(value, str)
            ),
            default=1,
        )
        self._line(number, cells, needed * _LINE + 1)
        if len(row) == 3 and isinstance(row[1], int | float) and row[2] in _GRADES:  # noqa: PLR2004 - name, score, grade
            self.scores.append(number)
        if len(row) > 3 and row[2] in self.sheets and isinstance(row[3], int | float):  # noqa: PLR2004 - sheet and row
            target = "'" + str(row[2]).replace("'", "''") + f"'!A{int(row[3])}"
            self.links.append(f'<hyperlink ref="{address(number, 3)}" location={quoteattr(target)}/>')

    def _look(self, column: int, value: str | float | None) -> int:
        if isinstance(value, int | float) or (column and isinstance(value, str) and len(value) <= _CODE):
            return self.looks.number
        if isinstance(value, str) and value.startswith(("=", "+", "-", "@")):
            return self.looks.quoted
        return self.looks.text

    def inner(self, *, has_views: bool) -> str:
        """Return the children of the worksheet."""
        widths = "".join(
            f'<col min="{place}" max="{place}" width="{width}.7109375" customWidth="1"/>'
            for place, width in enumerate(_WIDTHS, start=1)
        )
        pieces = [
            f'<sheetPr><tabColor rgb="{_INK}"/><pageSetUpPr fitToPage="1"/></sheetPr>',
            f'<dimension ref="A1:F{max(len(self.rows), 1)}"/>',
            '<sheetViews><sheetView showGridLines="0" workbookViewId="0"/></sheetViews>' if has_views else "",
            '<sheetFormatPr defaultRowHeight="15"/>',
            f"<cols>{widths}</cols>",
            f"<sheetData>{''.join(self.lines)}</sheetData>",
        ]
        if self.merges:
            areas = "".join(f'<mergeCell ref="{merge}"/>' for merge in self.merges)
            pieces.append(f'<mergeCells count="{len(self.merges)}">{areas}</mergeCells>')
        if self.scores:
            pieces.append(colours.rules("", self.styles, Merge(self.scores[0], 1, self.scores[-1], 1), 1))
        if self.links:
            pieces.append(f"<hyperlinks>{''.join(self.links)}</hyperlinks>")
        pieces.append('<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>')
        pieces.append('<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>')
        return "".join(pieces)


def tab_xml(rows: Sequence[Row], styles: Stylesheet, book: WorkbookPart) -> str:
    """Return the worksheet part of our tab; rows that name one of the book's sheets and a row number link there."""
    sheets = {sheet.name for sheet in book.package.sheets}
    namespace = Dialect(book.package).main
    # A view of a sheet counts the windows of the workbook, and there may be none.
    inner = _Tab(rows, sheets, styles).inner(has_views=book.child("bookViews") is not None)
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<worksheet xmlns="{namespace}">{inner}</worksheet>'
