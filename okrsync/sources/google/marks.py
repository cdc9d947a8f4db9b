"""How okrsync finds again what it made: developer metadata that Sheets moves along, else our titles.

Each of our columns, and our tab, carries a mark that names the spreadsheet: in a copy, marks that came along say that
they belong elsewhere, and our titles count. Our notes carry a first line with a check figure of what follows, so that a
note of ours into which somebody wrote is theirs from then on.
"""

from __future__ import annotations

import json
import re
import zlib
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from okrsync.grid import address
from okrsync.sources.base import Standing
from okrsync.sources.titles import every_title
from okrsync.wording import languages, say

if TYPE_CHECKING:
    from okrsync.grid import Grid
    from okrsync.sources.google.book import Book, Json, Mark, Tab

KEY = "okrsync"
SCORE, WARNINGS, SUMMARY = "score", "warnings", "summary"
ROLES = (SCORE, WARNINGS)
_HIGHEST_SCORE = 100
_CODE = re.compile(r"\([A-Z]{2}\d{3}\)$", re.MULTILINE)
"""How a remark ends."""
_SIGNATURE = re.compile(r"okrsync ([0-9a-f]{4}):\n(.*)", re.DOTALL)


class Our(NamedTuple):
    """What a mark of ours says."""

    role: str
    width: int | None = None
    """Of the column before us, in pixels."""
    grown: bool = False
    """We added the column to the sheet."""
    dressed: bool = False
    """No cell of the column had a look of its own, so that ours have one."""


class Columns(NamedTuple):
    """Our two columns on one tab."""

    score: int
    warnings: int
    top: int
    """First and last row of what is ours in them."""
    bottom: int

    def of(self, role: str) -> int:
        """Return the column of "score" or "warnings"."""
        return self.score if role == SCORE else self.warnings


def written_mark(our: Our, spreadsheet: str) -> str:
    """Return the text of a mark."""
    return json.dumps({"spreadsheet": spreadsheet, **our._asdict()}, separators=(",", ":"))


def read_mark(marks: tuple[Mark, ...], spreadsheet: str) -> Our | None:
    """Return what our mark among `marks` says; None where there is none, or where it came with a copy."""
    for mark in marks:
        if mark.key != KEY:
            continue
        try:
            said = json.loads(mark.value)
            if said.pop("spreadsheet") == spreadsheet:
                return Our(**said)
        except (ValueError, TypeError, KeyError, AttributeError):
            continue
    return None


def signed(text: str) -> str:
    """Return a note of ours with its first line."""
    return f"okrsync {zlib.crc32(text.encode()) & 0xFFFF:04x}:\n{text}"


def unsigned(note: str) -> str | None:
    """Return the text of a note of ours; None where it is somebody's, or somebody has written into it."""
    found = _SIGNATURE.fullmatch(note)
    return found[2] if found and signed(found[2]) == note else None


def own_columns(tab: Tab, spreadsheet: str) -> Columns | None:
    """Return our columns: those with our marks that still look like ours, else those under our titles."""
    marked: dict[str, list[int]] = {SCORE: [], WARNINGS: []}
    for column, line in enumerate(tab.lines):
        our = read_mark(line.marks, spreadsheet)
        if our is not None and our.role in marked:
            marked[our.role].append(column)
    for score in marked[SCORE]:
        # A column that was copied may carry its mark along: the warnings nearest to the scores are theirs.
        for warnings in sorted(marked[WARNINGS], key=lambda column: abs(column - score - 1)):
            if _is_ours(tab.grid, score, SCORE) and _is_ours(tab.grid, warnings, WARNINGS):
                return _reach(tab.grid, score, warnings)
    return _titled(tab.grid)


def columns_of_ours(tab: Tab, spreadsheet: str) -> set[int]:
    """Return all columns in which nothing but ours stands."""
    columns = own_columns(tab, spreadsheet)
    return {*(columns[:2] if columns else ()), *lone_columns(tab, spreadsheet)}


def lone_columns(tab: Tab, spreadsheet: str) -> list[int]:
    """Return columns with our mark and nothing but ours in them that are not our pair: its other half was deleted."""
    columns = own_columns(tab, spreadsheet)
    pair = columns[:2] if columns else ()
    return [
        column
        for column, line in enumerate(tab.lines)
        if column not in pair
        and (our := read_mark(line.marks, spreadsheet)) is not None
        and our.role in ROLES
        and all(_fits(tab.grid, row, column, our.role) for row in range(len(tab.grid.rows)))
    ]


def _titled(grid: Grid) -> Columns | None:
    firsts = {first for first, _ in every_title()}
    for line in grid.rows:
        for column, value in enumerate(line[:-1]):
            if isinstance(value, str) and value in firsts and (value, line[column + 1]) in every_title():
                return _reach(grid, column, column + 1)
    return None


def _is_ours(grid: Grid, column: int, role: str) -> bool:
    """Tell whether a marked column still is ours: under our title, or with nothing else in it than ours.

    Somebody may have given it another title; where that is all there is, it has become theirs.
    """
    filled = [row for row in range(len(grid.rows)) if grid.at(row, column) is not None]
    if any(grid.at(row, column) in _titles(role) for row in filled):
        return True
    if filled and not _fits(grid, filled[0], column, role):
        del filled[0]
        return bool(filled) and all(_fits(grid, row, column, role) for row in filled)
    return all(_fits(grid, row, column, role) for row in filled)


def _fits(grid: Grid, row: int, column: int, role: str) -> bool:
    """Tell whether a cell is empty, or holds what we write into such a column."""
    value = grid.at(row, column)
    if value is None or value in _titles(role):
        return True
    if (row, column) in grid.formulas or isinstance(value, bool):
        return False
    if role == WARNINGS:
        return isinstance(value, str) and _CODE.search(value) is not None
    return isinstance(value, int | float) and 0 <= value <= _HIGHEST_SCORE


@cache
def _titles(role: str) -> frozenset[str]:
    return frozenset(pair[ROLES.index(role)] for pair in every_title())


def _reach(grid: Grid, score: int, warnings: int) -> Columns:
    """Return two columns with the rows that are ours in them: from the first to the last title, score or remark."""
    ours = [
        row
        for row in range(len(grid.rows))
        for column, role in ((score, SCORE), (warnings, WARNINGS))
        if grid.at(row, column) is not None and _fits(grid, row, column, role)
    ]
    return Columns(score, warnings, ours[0], ours[-1]) if ours else Columns(score, warnings, 0, -1)


def is_summary(tab: Tab, spreadsheet: str) -> bool:
    """Tell whether the tab is ours: by its mark, else by its name and by what it says of itself in its first cell."""
    our = read_mark(tab.marks, spreadsheet)
    if our is not None and our.role == SUMMARY:
        return True
    names = {say("writeback.summary-tab", language) for language in languages()}
    return tab.title.partition(" (")[0] in names and tab.grid.at(0, 0) in names


def is_our_protection(protected: Json) -> bool:
    """Tell whether it is the warning that we put on our columns and our tab."""
    words = {say("google.protection", language) for language in languages()}
    return bool(protected.get("warningOnly")) and protected.get("description") in words


def standing(book: Book) -> Standing:
    """Return what is ours in a spreadsheet, and name our columns in their grids."""
    found = Standing()
    cells: dict[tuple[str | None, str], str | float] = {}
    notes: dict[tuple[str | None, str], str] = {}
    taken: set[tuple[str | None, str]] = set()
    for tab in book.tabs:
        if is_summary(tab, book.id):
            found.summary = found.summary or summary_rows(tab.grid)
            continue
        columns = own_columns(tab, book.id)
        if columns is not None:
            tab.grid.own_columns = {columns.score: "okrsync_score", columns.warnings: "okrsync_warnings"}
            for place, value in standing_cells(tab, columns).items():
                cells[tab.title, address(*place)] = value
        for place, note in tab.notes().items():
            text = unsigned(note)
            if text is None:
                taken.add((tab.title, address(*place)))
            else:
                notes[tab.title, address(*place)] = text
    found.cells, found.notes, found.taken = cells, notes, frozenset(taken)
    return found


def standing_cells(tab: Tab, columns: Columns) -> dict[tuple[int, int], str | float]:
    """Return (row, column) → value of what is ours in our columns."""
    return {
        (row, column): value
        for column in (columns.score, columns.warnings)
        for row in range(columns.top, columns.bottom + 1)
        if isinstance(value := tab.grid.at(row, column), str | int | float) and (row, column) not in tab.grid.formulas
    }


def summary_rows(grid: Grid) -> tuple[tuple[str | float | None, ...], ...]:
    """Return the rows of our tab as they were written."""
    return tuple(tuple(value if isinstance(value, str | int | float) else None for value in row) for row in grid.rows)
