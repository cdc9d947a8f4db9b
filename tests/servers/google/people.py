"""What people do in a spreadsheet while nobody looks: the same operations as the API's, without its quotas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.servers.google.a1 import Area, parse_cells
from tests.servers.google.batch import Batch, run
from tests.servers.google.calculation import Calculation
from tests.servers.google.contract import contract
from tests.servers.google.edit_places import as_range
from tests.servers.google.entering import enter
from tests.servers.google.grid import new_sheet
from tests.servers.google.reshaping import delete_lines, insert_lines, move_lines
from tests.servers.google.shown import text_of

if TYPE_CHECKING:
    from tests.servers.google.grid import Cell, Sheet
    from tests.servers.google.store import Spreadsheet, Store


class People:
    """A spreadsheet as its owner edits it. Tabs by title (None: the first); rows as people count them, from 1."""

    def __init__(self, store: Store, book: Spreadsheet) -> None:
        self.store = store
        self.book = book

    def tab(self, title: str | None = None) -> Sheet:
        """Return a tab of the store."""
        return self.book.sheets[0] if title is None else self.book.sheet(title)

    def _place(self, cell: str) -> tuple[int, int]:
        found = parse_cells(cell)
        if found is None:
            raise ValueError(cell)
        return found[0], found[2]

    def _range(self, cells: str, tab: str | None) -> dict[str, Any]:
        """Return a range in A1 notation as a GridRange."""
        sheet = self.tab(tab)
        return as_range(sheet.clip(Area(sheet.id, *(parse_cells(cells) or ()))))

    def batch(self, *requests: dict[str, Any]) -> list[dict[str, Any]]:
        """Do what requests of a batchUpdate say, as the owner."""
        with self.store.lock:
            self.store.touched(self.book)
            return run(Batch(self.store, self.book, self.book.owner, contract("sheets.v4")), list(requests))

    def cell(self, cell: str, tab: str | None = None) -> Cell:
        """Return all that was entered in a cell (as CellData has it)."""
        return self.tab(tab).cell(*self._place(cell))

    def value(self, cell: str, tab: str | None = None) -> Any:
        """Return the value of a cell, of a formula its result; None for a blank."""
        return next(iter(Calculation(self.book).effective(self.tab(tab), *self._place(cell)).values()), None)

    def note(self, cell: str, tab: str | None = None) -> str | None:
        """Return the note of a cell."""
        found: str | None = self.cell(cell, tab).get("note")
        return found

    def rows(self, tab: str | None = None) -> list[list[str]]:
        """Return all that people see, row by row, without trailing blanks."""
        sheet, calculation = self.tab(tab), Calculation(self.book)
        shown = [
            [self._shown(calculation, sheet, index, column) for column in range(len(row.cells))]
            for index, row in enumerate(sheet.rows)
        ]
        for row in shown:
            while row and not row[-1]:
                row.pop()
        while shown and not shown[-1]:
            shown.pop()
        return shown

    def _shown(self, calculation: Calculation, sheet: Sheet, row: int, column: int) -> str:
        value = calculation.effective(sheet, row, column)
        return text_of(value, calculation.number_format(sheet, row, column), self.book.locale) if value else ""

    def set_cell(self, cell: str, value: Any, tab: str | None = None, *, typed: bool = True) -> None:
        """Type a value into a cell (not `typed`: put it in as it is)."""
        with self.store.lock:
            sheet, place = self.tab(tab), self._place(cell)
            sheet.put(*place, enter(sheet.cell(*place), "" if value is None else value, self.book.locale, typed=typed))
            self.store.touched(self.book)

    def pin(self, cell: str, value: dict[str, Any], tab: str | None = None) -> None:
        """Let a formula come to an ExtendedValue, whatever it says: for functions that this server does not know."""
        with self.store.lock:
            sheet, place = self.tab(tab), self._place(cell)
            sheet.put(*place, {**sheet.cell(*place), "pinned": value})

    def set_note(self, cell: str, note: str, tab: str | None = None) -> None:
        """Write a note; an empty one takes it away."""
        self._update(cell, tab, {"note": note}, "note")

    def set_format(self, cell: str, told: dict[str, Any], tab: str | None = None) -> None:
        """Format a cell (CellFormat)."""
        self._update(cell, tab, {"userEnteredFormat": told}, "userEnteredFormat")

    def _update(self, cell: str, tab: str | None, source: dict[str, Any], fields: str) -> None:
        row, column = self._place(cell)
        start = {"sheetId": self.tab(tab).id, "rowIndex": row, "columnIndex": column}
        self.batch({"updateCells": {"start": start, "rows": [{"values": [source]}], "fields": fields}})

    def sort_rows(
        self, column: str, first: int, last: int, tab: str | None = None, *, descending: bool = False
    ) -> None:
        """Sort rows first..last by a column (its letters)."""
        sheet = self.tab(tab)
        place = {"sheetId": sheet.id, "startRowIndex": first - 1, "endRowIndex": last}
        order = "DESCENDING" if descending else "ASCENDING"
        spec = {"dimensionIndex": self._place(column + "1")[1], "sortOrder": order}
        self.batch({"sortRange": {"range": place, "sortSpecs": [spec]}})

    def insert_rows(self, before: int, count: int = 1, tab: str | None = None) -> None:
        """Insert empty rows before a row."""
        self._insert("ROWS", before - 1, count, tab)

    def insert_columns(self, before: str, count: int = 1, tab: str | None = None) -> None:
        """Insert empty columns before a column (its letters)."""
        self._insert("COLUMNS", self._place(before + "1")[1], count, tab)

    def _insert(self, dimension: str, start: int, count: int, tab: str | None) -> None:
        with self.store.lock:
            insert_lines(self.book, self.tab(tab), dimension, start, count, like=start)
            self.store.touched(self.book)

    def delete_rows(self, first: int, last: int | None = None, tab: str | None = None) -> None:
        """Delete rows first..last."""
        with self.store.lock:
            delete_lines(self.book, self.tab(tab), "ROWS", first - 1, last or first)
            self.store.touched(self.book)

    def delete_columns(self, first: str, last: str | None = None, tab: str | None = None) -> None:
        """Delete columns first..last (their letters)."""
        with self.store.lock:
            end = self._place((last or first) + "1")[1] + 1
            delete_lines(self.book, self.tab(tab), "COLUMNS", self._place(first + "1")[1], end)
            self.store.touched(self.book)

    def move_rows(self, first: int, last: int, before: int, tab: str | None = None) -> None:
        """Move rows first..last to before another row, counted before they move."""
        with self.store.lock:
            move_lines(self.book, self.tab(tab), "ROWS", first - 1, last, before - 1)
            self.store.touched(self.book)

    def move_columns(self, first: str, last: str, before: str, tab: str | None = None) -> None:
        """Move columns first..last to before another, counted before they move."""
        with self.store.lock:
            places = [self._place(letters + "1")[1] for letters in (first, last, before)]
            move_lines(self.book, self.tab(tab), "COLUMNS", places[0], places[1] + 1, places[2])
            self.store.touched(self.book)

    def copy_rows(self, first: int, last: int, to: int, tab: str | None = None) -> None:
        """Copy rows first..last over those from `to` on, formats and notes included."""
        sheet = self.tab(tab)
        source = {"sheetId": sheet.id, "startRowIndex": first - 1, "endRowIndex": last}
        target = {"sheetId": sheet.id, "startRowIndex": to - 1, "endRowIndex": to + last - first}
        self.batch({"copyPaste": {"source": source, "destination": target, "pasteType": "PASTE_NORMAL"}})

    def merge(self, cells: str, tab: str | None = None) -> None:
        """Merge a range."""
        place = self._range(cells, tab)
        self.batch({"mergeCells": {"range": place, "mergeType": "MERGE_ALL"}})

    def hide_rows(self, first: int, last: int, tab: str | None = None, *, hidden: bool = True) -> None:
        """Hide rows first..last, or show them again."""
        for row in self.tab(tab).rows[first - 1 : last]:
            row.properties["hiddenByUser"] = hidden

    def filter(self, cells: str, column: str, hidden_values: list[str], tab: str | None = None) -> None:
        """Filter a range: rows whose cell in a column shows one of the values are hidden."""
        place = self._range(cells, tab)
        index = self._place(column + "1")[1]
        specs = [{"columnIndex": index, "filterCriteria": {"hiddenValues": hidden_values}}]
        self.batch({"setBasicFilter": {"filter": {"range": place, "filterSpecs": specs}}})

    def protect(self, cells: str, tab: str | None = None) -> None:
        """Let nobody but the owner edit a range."""
        place = self._range(cells, tab)
        self.batch({"addProtectedRange": {"protectedRange": {"range": place, "editors": {}}}})

    def rename_tab(self, old: str, new: str) -> None:
        """Rename a tab."""
        properties = {"sheetId": self.tab(old).id, "title": new}
        self.batch({"updateSheetProperties": {"properties": properties, "fields": "title"}})

    def add_tab(self, title: str) -> None:
        """Add an empty tab at the end."""
        self.batch({"addSheet": {"properties": {"title": title}}})

    def add_chart_tab(self, title: str) -> None:
        """Add a tab that holds one chart and no cells."""
        with self.store.lock:
            number = self.store.number({sheet.id for sheet in self.book.sheets})
            properties = {"sheetId": number, "title": title, "index": len(self.book.sheets), "sheetType": "OBJECT"}
            self.book.sheets.append(new_sheet(properties, 0, 0))

    def delete_tab(self, title: str) -> None:
        """Delete a tab."""
        self.batch({"deleteSheet": {"sheetId": self.tab(title).id}})

    def copy_tab(self, title: str, new: str) -> None:
        """Copy a tab within the spreadsheet."""
        self.batch({"duplicateSheet": {"sourceSheetId": self.tab(title).id, "newSheetName": new}})


ACTS = frozenset(name for name in vars(People) if not name.startswith("_") and name not in {"tab", "cell"})


def act(somebody: People, name: str, told: dict[str, Any]) -> Any:
    """Let somebody do what another process asks for by name; KeyError where nobody can."""
    if name not in ACTS:
        raise KeyError(name)
    return getattr(somebody, name)(**told)
