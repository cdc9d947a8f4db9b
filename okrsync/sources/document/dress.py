"""How our cells look in a document: styles of our own, so that they never wear somebody's percent sign or date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from okrsync.sources.document.cells import number_cell, text_cell
from okrsync.sources.workbook.colours import FAIR, GOOD
from okrsync.sources.workbook.markup import Splice

if TYPE_CHECKING:
    from collections.abc import Sequence

_USUAL = "Default"
_TITLE, _HEADING, _WRAPPED = "okrsync-title", "okrsync-heading", "okrsync-wrapped"
_WIDE, _NARROW = "okrsync-wide", "okrsync-narrow"
_COLOURS = {"okrsync-good": "#c6efce", "okrsync-fair": "#ffeb9c", "okrsync-poor": "#ffc7ce"}
_CLOSING = b"</office:automatic-styles>"
_EMPTY = re.compile(rb"<office:automatic-styles\s*/>")


class Dress:
    """The styles that our cells wear in one document; where it has no place for styles, the usual one."""

    def __init__(self, xml: bytes) -> None:
        """Look for the place of automatic styles in content.xml."""
        head = xml[: xml.find(b"<office:body")]
        empty = _EMPTY.search(head)
        closing = head.find(_CLOSING)
        self._place = empty.span() if empty else (closing, closing)
        self._is_empty = empty is not None
        self._stands = b'style:name="' + _TITLE.encode() + b'"' in head
        declared = all(b"xmlns:" + prefix + b"=" in head for prefix in (b"style", b"fo"))
        self._dressed = self._stands or (declared and self._place[0] >= 0)

    def splices(self) -> list[Splice]:
        """Return what adds our styles."""
        if self._stands or not self._dressed:
            return []
        inner = _styles().encode()
        if self._is_empty:
            inner = b"<office:automatic-styles>" + inner + _CLOSING
        return [Splice(*self._place, inner)]

    def style_of(self, value: str | float, *, is_title: bool) -> str:
        """Return the style of one of our cells beside an OKR."""
        if not self._dressed:
            return _USUAL
        if is_title:
            return _TITLE
        if isinstance(value, str):
            return _USUAL
        return "okrsync-good" if value >= GOOD else "okrsync-fair" if value >= FAIR else "okrsync-poor"

    def tab(self, name: str, rows: Sequence[Sequence[str | float | None]]) -> bytes:
        """Return our tab: headings in bold, cells of lists wrapped, sentences running on to the right."""
        width = max((len(row) for row in rows), default=1)
        first, others = (f' table:style-name="{style}"' if self._dressed else "" for style in (_WIDE, _NARROW))
        columns = f"<table:table-column{first}/>" + f"<table:table-column{others}/>" * (width - 1)
        lines = [
            _line(row, self._style_of_row(row, is_heading=number == 0 or not rows[number - 1]))
            for number, row in enumerate(rows)
        ]
        head = f"<table:table table:name={quoteattr(name)}>{columns}".encode()
        return head + b"".join(lines) + b"</table:table>"

    def _style_of_row(self, row: Sequence[object], *, is_heading: bool) -> str:
        if not self._dressed:
            return _USUAL
        return _HEADING if is_heading else _WRAPPED if len(row) > 1 else _USUAL


def _line(row: Sequence[str | float | None], style: str) -> bytes:
    cells = [
        b"<table:table-cell/>"
        if value is None
        else text_cell(value, style)
        if isinstance(value, str)
        else number_cell(value, style)
        for value in row
    ]
    return b"<table:table-row>" + (b"".join(cells) or b"<table:table-cell/>") + b"</table:table-row>"


def _styles() -> str:
    def cell(name: str, inner: str) -> str:
        return (
            f'<style:style style:name="{name}" style:family="table-cell" style:parent-style-name="{_USUAL}">'
            f"{inner}</style:style>"
        )

    def column(name: str, width: str) -> str:
        return (
            f'<style:style style:name="{name}" style:family="table-column">'
            f'<style:table-column-properties style:column-width="{width}"/></style:style>'
        )

    bold = '<style:text-properties fo:font-weight="bold"/>'
    band = '<style:table-cell-properties fo:background-color="#dde8f0"/>'
    wrapped = '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/>'
    colours = (
        cell(name, f'<style:table-cell-properties fo:background-color="{colour}"/>')
        for name, colour in _COLOURS.items()
    )
    return "".join(
        (
            cell(_TITLE, bold),
            cell(_HEADING, band + bold),
            cell(_WRAPPED, wrapped),
            *colours,
            column(_WIDE, "12cm"),
            column(_NARROW, "4cm"),
        )
    )
