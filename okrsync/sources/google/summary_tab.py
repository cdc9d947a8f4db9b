"""Our one tab: the rows of the summary, so that it reads well on screen."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from okrsync.sources.google import steps
from okrsync.sources.google.marks import SUMMARY, Our, is_summary, summary_rows
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Collection

    from okrsync.sources.google.book import Book, Json
    from okrsync.sources.google.wishes import Rows, Value

_WIDTHS = (420, 90, 130, 140, 300, 330)
"""In pixels."""
_INK, _BAND = "1F3A5F", "DCE6F1"
_CODE = 5
"""Characters of a rule's code or a grade: what is so short is centred."""
_LONGEST_TITLE = 100


def summary_steps(book: Book, rows: Rows | None, language: str) -> list[Json]:
    """Return the steps after which our tab holds `rows`; none where it does already, or where neither is there."""
    tab = next((tab for tab in book.tabs if is_summary(tab, book.id)), None)
    if rows is None:
        return [] if tab is None else [{"deleteSheet": {"sheetId": tab.id}}]
    if tab is not None:
        if summary_rows(tab.grid) == rows:
            return []
        room = [
            {"appendDimension": {"sheetId": tab.id, "dimension": dimension, "length": lacks}}
            for dimension, lacks in (("ROWS", len(rows) - tab.rows), ("COLUMNS", _width(rows) - tab.columns))
            if lacks > 0
        ]
        return [*room, _filled(tab.id, rows)]
    sheet = _free_id(book)
    properties = {
        "sheetId": sheet,
        "title": _free_title(book, say("writeback.summary-tab", language)),
        "gridProperties": {"rowCount": len(rows) + 1, "columnCount": _width(rows), "hideGridlines": True},
        "tabColorStyle": steps.colour(_INK),
    }
    return [
        {"addSheet": {"properties": properties}},
        steps.mark_tab(sheet, Our(SUMMARY), book.id),
        steps.protect({"sheetId": sheet}, language),
        *(steps.set_width(sheet, column, pixels) for column, pixels in enumerate(_WIDTHS)),
        _filled(sheet, rows),
    ]


def _width(rows: Rows) -> int:
    return max(len(_WIDTHS), *(len(row) for row in rows))


def _filled(sheet: int, rows: Rows) -> Json:
    """Fill the whole tab, emptying what the rows do not reach."""
    lines = []
    section = 0
    for number, row in enumerate(rows):
        is_heading = bool(row) and number > 0 and not rows[number - 1]
        section = len(row) if is_heading else section
        lines.append(
            {"values": [_cell(number, column, row, section, is_heading=is_heading) for column in range(len(row))]}
        )
    return {"updateCells": {"range": {"sheetId": sheet}, "rows": lines, "fields": "userEnteredValue,userEnteredFormat"}}


def _cell(number: int, column: int, row: tuple[Value, ...], section: int, *, is_heading: bool) -> Json:
    value = row[column]
    cell = steps.entered(value)
    short = column > 0 and (isinstance(value, int | float) or (isinstance(value, str) and len(value) <= _CODE))
    look: Json = {"verticalAlignment": "TOP", "wrapStrategy": "WRAP"}
    if number == 0:
        look["textFormat"] = {"bold": True, "fontSize": 18, "foregroundColorStyle": steps.colour(_INK)}
        look["wrapStrategy"] = "OVERFLOW_CELL"
    elif is_heading:
        look["textFormat"] = {"bold": True, "foregroundColorStyle": steps.colour(_INK)}
        look["backgroundColorStyle"] = steps.colour(_BAND)
    elif len(row) == 1 and section <= 1:
        # A text alone in its row may run over what is empty beside it.
        look["wrapStrategy"] = "OVERFLOW_CELL"
    if short:
        look["horizontalAlignment"] = "CENTER"
    return {**cell, "userEnteredFormat": look}


def _free_id(book: Book) -> int:
    taken: Collection[int] = {tab.id for tab in book.tabs} | book.other_ids
    number = zlib.crc32(f"okrsync {book.id}".encode()) & 0x7FFFFFFF
    while number in taken:
        number = (number + 1) & 0x7FFFFFFF
    return number


def _free_title(book: Book, wanted: str) -> str:
    taken = {title.casefold() for title in ({tab.title for tab in book.tabs} | book.other_titles)}
    title, number = wanted[:_LONGEST_TITLE], 2
    while title.casefold() in taken:
        title, number = f"{wanted[: _LONGEST_TITLE - 5]} ({number})", number + 1
    return title
