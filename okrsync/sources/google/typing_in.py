"""People's own cells of a spreadsheet, written as if a person typed: in one atomic batch, seen in its answer."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from okrsync.errors import WriteRefusedError
from okrsync.sources.entries import Entry, GoneRow, MovedError, MovedRow, NewRow
from okrsync.sources.google import steps
from okrsync.sources.google.book import Book, book_of
from okrsync.sources.google.columns import may_write
from okrsync.sources.google.giving_back import given_back, key_at
from okrsync.sources.google.marks import columns_of_ours, is_summary, standing
from okrsync.sources.google.rows import row_keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from okrsync.grid import CellValue, Grid
    from okrsync.sources.entries import Act, Reading
    from okrsync.sources.google.book import Json, Tab
    from okrsync.sources.google.client import GoogleClient

_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's days have no time zone
_SECONDS = 86_400
_VALUE = "userEnteredValue"


@dataclass(slots=True)
class BookReading:
    """A spreadsheet at one moment, without our summary."""

    book: Book
    grids: list[Grid] = field(default_factory=list)

    def may_write(self, container: str | None, row: int, column: int) -> bool:
        """Tell whether no protected range closes a cell to us."""
        return may_write(_tab(self.book, container), row, column)


def reading_of(book: Book) -> BookReading:
    """Return a spreadsheet as people see it, our columns named."""
    standing(book)
    return BookReading(book, [tab.grid for tab in book.tabs if not is_summary(tab, book.id)])


class SpreadsheetCells:
    """The cells of one spreadsheet."""

    shifts_rows = True

    def __init__(self, client: GoogleClient) -> None:
        """Take who talks to Google."""
        self._client = client

    def read(self) -> BookReading:
        """Read all tabs, in one call. Raises AccessError, UnreadableError, TransientError."""
        return reading_of(book_of(self._client.read()[0]))

    def write(self, reading: Reading, acts: Sequence[Act]) -> BookReading:
        """Write in one call; where rows or columns moved in the moment before it, give back what was hit.

        Raises MovedError then; WriteRefusedError, AccessError, TransientError.
        """
        if not isinstance(reading, BookReading):
            raise TypeError("a spreadsheet is written from a reading of its own")
        before = reading.book
        if isinstance(acts[0], GoneRow):
            return reading_of(self._without(before, acts[0]))
        after = book_of(self._client.update([request for act in acts for request in _requests(before, act)]))
        back = given_back(before, after, acts)
        if back:
            self._client.update(back)
            raise MovedError("sync.moved-meanwhile", name=self._client.name)
        return reading_of(after)

    def _without(self, before: Book, act: GoneRow) -> Book:
        """Take a row out; a row that was taken out by mistake could not be put back as it was.

        So the row gets a mark first, whose answer shows whether it is the right one; and the batch that takes it out
        makes another mark of the same id, which Google refuses, with the whole batch, unless the first went along.
        """
        tab, number = _tab(before, act.container), secrets.randbits(31)
        marked = book_of(self._client.update([steps.mark_row(tab.id, act.row, number)]))
        now = marked.tab(tab.id)
        old, new = (row_keys(each.grid, columns_of_ours(each, before.id)) for each in (tab, now or tab))
        gone = {"deleteDimension": {"range": steps.row_area(tab.id, act.row)}}
        batch = [gone, steps.mark_book(number), steps.unmark(number)]
        is_right = now is not None and key_at(old, act.row) == key_at(new, act.row)
        if is_right:
            with suppress(WriteRefusedError):
                return book_of(self._client.update(batch))
        self._client.update([steps.unmark(number)])
        raise MovedError("sync.moved-meanwhile", name=self._client.name)


def _tab(book: Book, container: str | None) -> Tab:
    return next(tab for tab in book.tabs if tab.title == container)


def _requests(book: Book, act: Act) -> Iterator[Json]:
    tab = _tab(book, act.container)
    match act:
        case Entry():
            yield _put(tab, (act.row, act.column), act.value, act.like)
        case NewRow():
            yield {"insertDimension": {"range": steps.row_area(tab.id, act.row), "inheritFromBefore": act.row > 0}}
            like = act.like + (act.like >= act.row)
            if like != act.row - 1:
                where = {"source": _line(tab, like), "destination": _line(tab, act.row), "pasteType": "PASTE_FORMAT"}
                yield {"copyPaste": where}
            for column, value in act.cells.items():
                yield _put(tab, (act.row, column), value, act.formats.get(column))
        case MovedRow():
            yield steps.move_row(tab.id, act.row, act.to)
        case GoneRow():
            raise NotImplementedError("a row is taken out by a batch of its own")


def _put(tab: Tab, place: tuple[int, int], value: CellValue, like: int | None) -> Json:
    """Return the request that puts a value into a cell; with the number format of another row, where one is named."""
    cell = _cell(value)
    if like is None:
        return steps.put_cells(tab.id, *place, [cell], _VALUE)
    shown = tab.cell(like, place[1]).get("userEnteredFormat", {}).get("numberFormat")
    if shown:
        cell["userEnteredFormat"] = {"numberFormat": shown}
    return steps.put_cells(tab.id, *place, [cell], f"{_VALUE},userEnteredFormat.numberFormat")


def _line(tab: Tab, row: int) -> Json:
    return {
        "sheetId": tab.id, "startRowIndex": row, "endRowIndex": row + 1, "startColumnIndex": 0,
        "endColumnIndex": tab.columns,
    }  # fmt: skip


def _cell(value: CellValue) -> Json:
    if value is None:
        return {}
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001 - as above
        return {_VALUE: {"numberValue": (moment.replace(tzinfo=None) - _DAY_ZERO).total_seconds() / _SECONDS}}
    if isinstance(value, int | float):
        return {_VALUE: {"numberValue": value}}
    return {_VALUE: {"stringValue": str(value)}}
