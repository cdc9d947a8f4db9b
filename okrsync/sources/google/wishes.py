"""What should stand of ours in a spreadsheet: what stood there when it was read, with the edits carried out. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from okrsync.grid import place
from okrsync.sources.google.marks import SCORE, WARNINGS, is_summary, own_columns, standing_cells, unsigned

if TYPE_CHECKING:
    from collections.abc import Iterable

    from okrsync.edits import Edit
    from okrsync.sources.google.book import Book, Tab

Rows = tuple[tuple[str | float | None, ...], ...]
Value = str | float | None


class Beside(NamedTuple):
    """What should stand in our two cells of a row."""

    score: Value = None
    warnings: Value = None

    def of(self, role: str) -> Value:
        """Return the value of "score" or "warnings"."""
        return self.score if role == SCORE else self.warnings


NOTHING = Beside()


@dataclass(slots=True)
class TabWish:
    """What should stand on one tab. Rows and columns are those of the moment of reading, 0-based."""

    read: Tab
    beside: dict[int, Beside] = field(default_factory=dict)
    notes: dict[int, dict[int, str]] = field(default_factory=dict)
    """Row → column → text."""

    def put(self, row: int, role: str, value: Value) -> None:
        """Want a value beside a row, None for nothing there."""
        new = self.beside.get(row, NOTHING)._replace(**{role: None if value == "" else value})
        self.beside[row] = new
        if new == NOTHING:
            del self.beside[row]

    def put_note(self, row: int, column: int, text: str | None) -> None:
        """Want a note on a cell, None for none."""
        notes = self.notes.setdefault(row, {})
        if text is None:
            notes.pop(column, None)
        else:
            notes[column] = text

    def of_row(self, row: int) -> object:
        """Return all that is wanted for a row, to compare rows by."""
        return self.beside.get(row, NOTHING), self.notes.get(row, {})


@dataclass(slots=True)
class Wish:
    """What should stand in the whole spreadsheet."""

    tabs: dict[str | None, TabWish] = field(default_factory=dict)
    summary: Rows | None = None


def wish_for(book: Book, standing_summary: Rows | None, edits: Iterable[Edit]) -> Wish:
    """Return what should stand once `edits` are carried out on `book`, whose own columns are named in its grids."""
    wish = Wish(summary=standing_summary)
    for tab in book.tabs:
        if is_summary(tab, book.id):
            continue
        wanted = wish.tabs[tab.title] = TabWish(tab)
        columns = own_columns(tab, book.id)
        if columns is not None:
            for (row, column), value in standing_cells(tab, columns).items():
                wanted.put(row, SCORE if column == columns.score else WARNINGS, value)
        for (row, column), note in tab.notes().items():
            text = unsigned(note)
            if text is not None:
                wanted.put_note(row, column, text)
    for edit in edits:
        _carry_out(wish, edit)
    return wish


def _carry_out(wish: Wish, edit: Edit) -> None:
    if edit.kind == "summary":
        wish.summary = edit.value if isinstance(edit.value, tuple) else None
        return
    wanted = wish.tabs[edit.container]
    if edit.kind == "note":
        row, column = place(edit.cell or "")
        wanted.put_note(row, column, edit.value if isinstance(edit.value, str) else None)
    elif edit.kind == "header":
        titles = edit.value[0] if isinstance(edit.value, tuple) else (None, None)
        wanted.put(edit.row - 1, SCORE, titles[0])
        wanted.put(edit.row - 1, WARNINGS, titles[1])
    elif not isinstance(edit.value, tuple):
        wanted.put(edit.row - 1, edit.kind, edit.value)
