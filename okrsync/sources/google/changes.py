"""The steps from what stands in a spreadsheet now to what should: none where it does so already. Pure.

Steps are always computed from a complete, fresh reading, so that it never matters what an earlier batch did or did not
do, nor who moved which row meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from okrsync.grid import address
from okrsync.sources.google import steps
from okrsync.sources.google.cleaning import without_columns, without_lone_columns
from okrsync.sources.google.columns import choose_place, may_write
from okrsync.sources.google.marks import (
    KEY,
    ROLES,
    Columns,
    Our,
    columns_of_ours,
    own_columns,
    read_mark,
    signed,
    standing_cells,
    unsigned,
)
from okrsync.sources.google.rows import follow_columns, follow_rows, row_keys
from okrsync.sources.google.summary_tab import summary_steps
from okrsync.sources.google.wishes import NOTHING, Beside, TabWish, Wish
from okrsync.sources.titles import every_title

if TYPE_CHECKING:
    from collections.abc import Mapping

    from okrsync.sources.google.book import Book, Json, Tab

_WEIGHT_OF_A_CELL = 60
"""Bytes of a cell beside its text."""


class Touched(NamedTuple):
    """A cell that a step writes to, by its place at the moment of reading."""

    sheet: int
    row: int
    column: int
    is_note: bool


class Step(NamedTuple):
    """One request, and the cells of people's sheets that it would hit if they had moved meanwhile."""

    request: Json
    touched: tuple[Touched, ...] = ()


@dataclass(slots=True)
class Changes:
    """What is to be done, and what cannot be."""

    steps: list[Step] = field(default_factory=list)
    refused: dict[tuple[object, ...], str] = field(default_factory=dict)
    """(tab,), (tab, row), (tab, row, kind) or (tab, "note", cell), as they were read → key of the reason."""


def changes(book: Book, wish: Wish, right_of: Mapping[str | None, int], language: str) -> Changes:
    """Return the steps from `book` to `wish`; `right_of`: tab → last column of its tables when they were read."""
    found = Changes()
    for title, wanted in wish.tabs.items():
        tab = book.tab(wanted.read.id)
        if tab is None:
            found.refused[title,] = "google.tab-gone"
        else:
            _TabChanges(found, book, tab, wanted, language).find(right_of.get(title))
    found.steps += [Step(request) for request in summary_steps(book, wish.summary, language)]
    return found


class _TabChanges:
    """Finds the steps for one tab."""

    def __init__(self, found: Changes, book: Book, tab: Tab, wanted: TabWish, language: str) -> None:
        self.found, self.book, self.tab, self.wanted, self.language = found, book, tab, wanted, language
        self.columns = own_columns(tab, book.id)
        old = row_keys(wanted.read.grid, columns_of_ours(wanted.read, book.id))
        new = row_keys(tab.grid, columns_of_ours(tab, book.id))
        self.followed = follow_rows(old, new, wanted.of_row)
        """Row now → row as it was read."""

    def find(self, right_of: int | None) -> None:
        """Add the tab's steps to what was found."""
        self._add(*without_lone_columns(self.tab, self.book.id))
        still = set(self.followed.values())
        for row in self.wanted.beside.keys() | {row for row, notes in self.wanted.notes.items() if notes}:
            if row not in still:
                self._refuse("google.row-changed", row + 1)
        if not self.wanted.beside:
            if self.columns is not None:
                self._add(*without_columns(self.tab, self.columns, self.book.id))
        elif self.columns is not None:
            self._find_cells(self.columns)
        elif all(row in still for row, beside in self.wanted.beside.items() if beside in every_title()):
            self._make_columns(right_of)
        else:
            self._refuse("google.row-changed")
        self._find_notes(first=self.columns is None and bool(self.wanted.beside))

    def _refuse(self, reason: str, *where: object) -> None:
        self.found.refused[self.wanted.read.title, *where] = reason

    def _add(self, *requests: Json) -> None:
        self.found.steps += [Step(request) for request in requests]

    def _make_columns(self, right_of: int | None) -> None:
        """Make our two columns, empty: only the answer tells whether they are where they should be."""
        wanted = {row: beside for row, former in self.followed.items() if (beside := self._wanted(former)) != NOTHING}
        after = max(map(len, self.tab.grid.rows), default=0) - 1
        if right_of is not None:
            after = follow_columns(self.wanted.read.grid, self.tab.grid, self.followed, [right_of]).get(right_of, after)
        place = choose_place(self.tab, after, wanted)
        if place is None:
            self._refuse("sources.no-room")
            return
        if any(not may_write(self.tab, row, column) for row in wanted for column in (place.score, place.score + 1)):
            self._refuse("sources.protected-sheet")
            return
        self._add(*steps.new_columns(self.tab, place, self.book.id, self.language))

    def _find_cells(self, columns: Columns) -> None:
        standing = standing_cells(self.tab, columns)
        for role in ROLES:
            column = columns.of(role)
            mark = read_mark(self.tab.lines[column].marks if column < len(self.tab.lines) else (), self.book.id)
            if mark is None:
                self._mark_again(role, column)
            cells: dict[int, str | float | None] = {}
            for row in self.followed.keys() | {row for row, at in standing if at == column}:
                wanted = self._wanted(self.followed[row]).of(role) if row in self.followed else None
                stands = standing.get((row, column))
                if wanted == stands or (row not in self.followed and stands in _TITLES):
                    continue
                if (row, column) in self.tab.grid.formulas:
                    reason = "google.taken"
                elif not may_write(self.tab, row, column):
                    reason = "google.protected-range"
                else:
                    cells[row] = wanted
                    continue
                if row in self.followed:
                    self._refuse(reason, self.followed[row] + 1, role)
                    self._refuse(reason, self.followed[row] + 1, "header")
            self._put(column, role, cells, dressed=mark is not None and mark.dressed)

    def _mark_again(self, role: str, column: int) -> None:
        """Mark a column that we know by its title only: in a copy, or in a sheet that came from elsewhere."""
        if column < len(self.tab.lines):
            dead = [mark.id for mark in self.tab.lines[column].marks if mark.key == KEY]
            self._add(*map(steps.unmark, dead))
        self._add(steps.mark_column(self.tab.id, column, Our(role), self.book.id))

    def _wanted(self, former: int) -> Beside:
        return self.wanted.beside.get(former, NOTHING)

    def _put(self, column: int, role: str, cells: Mapping[int, str | float | None], *, dressed: bool) -> None:
        self._put_cells(column, {row: steps.entered(value) for row, value in cells.items()}, "userEnteredValue")
        if not dressed:
            return
        looks: dict[str, list[int]] = {}
        for row, value in cells.items():
            kind = "bare" if value is None else "title" if value in _TITLES else "value"
            looks.setdefault(kind, []).append(row)
        for kind, rows in looks.items():
            look = {} if kind == "bare" else steps.look_of(role)
            lacking = [row for row in rows if not steps.looks_like(self.tab.cell(row, column), look)]
            for run in steps.runs(lacking):
                if kind == "title":
                    look = steps.look_of(role, self._title_beside(run[0], column))
                self._touch(steps.dress(self.tab.id, run[0], run[-1], column, look), run, column)

    def _put_cells(self, column: int, cells: Mapping[int, Json], fields: str) -> None:
        weights = {row: _WEIGHT_OF_A_CELL + len(str(cell)) for row, cell in cells.items()}
        for run in steps.runs(cells, weights):
            request = steps.put_cells(self.tab.id, run[0], column, [cells[row] for row in run], fields)
            self._touch(request, run, column, is_note=fields == "note")

    def _touch(self, request: Json, rows: list[int], column: int, *, is_note: bool = False) -> None:
        touched = tuple(Touched(self.tab.id, row, column, is_note) for row in rows)
        self.found.steps.append(Step(request, touched))

    def _title_beside(self, row: int, column: int) -> Json:
        """Return the look of the nearest title left of ours."""
        line = self.tab.cells[row][:column] if row < len(self.tab.cells) else []
        looks = [cell.get("userEnteredFormat") for cell in line if cell.get("effectiveValue")]
        return (looks[-1] if looks else None) or {}

    def _find_notes(self, *, first: bool) -> None:
        """Find the steps for notes; where our columns are made `first`, only what cannot be written is found."""
        standing = self.tab.notes()
        places = follow_columns(
            self.wanted.read.grid,
            self.tab.grid,
            self.followed,
            {column for notes in self.wanted.notes.values() for column in notes},
        )
        wanted: dict[tuple[int, int], str] = {}
        for row, former in self.followed.items():
            for column, text in self.wanted.notes.get(former, {}).items():
                if column in places:
                    self._want_note(wanted, standing, (row, places[column]), text, address(former, column))
                else:
                    self._refuse("google.row-changed", "note", address(former, column))
        if first:
            return
        removed = [at for at, note in standing.items() if at not in wanted and unsigned(note) is not None]
        by_column: dict[int, dict[int, Json]] = {}
        for row, column in removed:
            by_column.setdefault(column, {})[row] = {}
        for (row, column), text in wanted.items():
            if standing.get((row, column)) != signed(text):
                by_column.setdefault(column, {})[row] = {"note": signed(text)}
        for column, cells in by_column.items():
            self._put_cells(column, cells, "note")

    def _want_note(
        self,
        wanted: dict[tuple[int, int], str],
        standing: Mapping[tuple[int, int], str],
        at: tuple[int, int],
        text: str,
        cell: str,
    ) -> None:
        there = standing.get(at)
        if there is not None and unsigned(there) is None:
            self._refuse("google.note-taken", "note", cell)
        elif not may_write(self.tab, *at):
            self._refuse("google.protected-range", "note", cell)
        else:
            wanted[at] = text


_TITLES = frozenset(title for pair in every_title() for title in pair)
