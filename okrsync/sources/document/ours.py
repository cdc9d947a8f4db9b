"""What is okrsync's own in a document: told from it, taken out of it, and put into it."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

from okrsync.grid import address
from okrsync.sources.document.cells import (
    Change,
    emptied,
    note_element,
    number_cell,
    text_cell,
    with_note,
)
from okrsync.sources.document.content import Content
from okrsync.sources.document.dress import Dress
from okrsync.sources.document.rows import row_splices
from okrsync.sources.document.splicing import taken_back, with_record, without_record
from okrsync.sources.titles import every_title
from okrsync.sources.workbook.markup import Splice, spliced
from okrsync.wording import languages, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.grid import Grid
    from okrsync.model import Language
    from okrsync.sources.document.sheet import Sheet

SummaryRows = tuple[tuple[str | float | None, ...], ...]


@dataclass(slots=True)
class SheetOurs:
    """What is ours on one sheet. Rows are 0-based."""

    column: int
    """Of the scores; the warnings are in the next one."""
    cells: dict[tuple[int, int], str | float] = field(default_factory=dict)
    """(row, 0 for the score or 1 for the warnings) → value."""


@dataclass(slots=True)
class Ours:
    """All that is ours in a document."""

    sheets: dict[str, SheetOurs] = field(default_factory=dict)
    notes: dict[tuple[str, tuple[int, int]], str] = field(default_factory=dict)
    summary: SummaryRows | None = None
    tab: str | None = None

    def __len__(self) -> int:
        """Return how many cells, notes and tabs there are."""
        return sum(len(sheet.cells) for sheet in self.sheets.values()) + len(self.notes) + (self.summary is not None)


def find_ours(content: Content) -> Ours:
    """Return what is ours: two columns under our titles, notes with our name, the tab that says what it is."""
    ours = Ours()
    for sheet in content.sheets:
        grid, name = sheet.grid, sheet.grid.name or ""
        if is_summary(grid):
            ours.tab = name
            ours.summary = tuple(_trimmed(row) for row in grid.rows)
            continue
        column = _own_column(grid)
        if column is not None:
            found = ours.sheets[name] = SheetOurs(column)
            for row, line in enumerate(grid.rows):
                for part, value in enumerate(line[column : column + 2]):
                    at = (row, column + part)
                    if isinstance(value, str | float) and value != "" and at not in grid.formulas:
                        found.cells[row, part] = value
        ours.notes.update({(name, at): note.text for at, note in sheet.notes.items() if note.is_ours})
    return ours


def is_summary(grid: Grid) -> bool:
    """Tell whether the sheet is our tab: it has its name, and says so in its first cell."""
    names = {say("writeback.summary-tab", language) for language in languages()}
    return (grid.name or "").partition(" (")[0] in names and grid.at(0, 0) in names


def peoples_sheets(content: Content, ours: Ours) -> list[Sheet]:
    """Return all sheets but our tab, our columns named in their grids."""
    sheets = [sheet for sheet in content.sheets if not is_summary(sheet.grid)]
    for sheet in sheets:
        own = ours.sheets.get(sheet.grid.name or "")
        if own is not None:
            sheet.grid.own_columns = {own.column: "okrsync_score", own.column + 1: "okrsync_warnings"}
    return sheets


def base_of(content: Content, ours: Ours) -> Content:
    """Return the document as it was before us."""
    return Content(without_ours(content, ours), content.styles, content.file) if len(ours) else content


def without_ours(content: Content, ours: Ours) -> bytes:
    """Return content.xml as it was before us.

    To the byte where nobody has saved the document since; else our values, notes and tab go and empty cells stay.
    """
    former = taken_back(content.xml)
    if former is not None:
        return former
    splices: list[Splice] = []
    for sheet in content.sheets:
        name = sheet.grid.name or ""
        if name == ours.tab and is_summary(sheet.grid):
            splices.append(Splice(sheet.start, sheet.stop, b""))
            continue
        own = ours.sheets.get(name)
        columns = frozenset({own.column, own.column + 1}) if own else frozenset()
        for place in sheet.places:
            rows = range(place.first, place.first + place.repeat)
            notes = frozenset(at[1] for at, note in sheet.notes.items() if note.is_ours and at[0] == place.first)
            if notes or (own and any((row, part) in own.cells for row in rows for part in (0, 1))):
                raw = content.xml[place.start : place.stop]
                splices.extend(
                    Splice(place.start + start, place.start + stop, new)
                    for start, stop, new in emptied(raw, columns, notes)
                )
    return without_record(spliced(content.xml, splices))


def with_ours(base: Content, ours: Ours, language: Language) -> bytes:
    """Return content.xml with everything of `ours` in it, and the record of how to take it out again."""
    dress = Dress(base.xml)
    splices = dress.splices()
    for sheet in base.sheets:
        splices.extend(row_splices(base.xml, sheet, _changes(sheet, ours, dress)))
    if ours.summary is not None and base.sheets:
        name = ours.tab or _free_name(base, language)
        at = base.sheets[-1].stop
        splices.append(Splice(at, at, dress.tab(name, ours.summary)))
    return with_record(base.xml, splices)


def _changes(sheet: Sheet, ours: Ours, dress: Dress) -> dict[int, dict[int, Change]]:
    name = sheet.grid.name or ""
    changes: dict[int, dict[int, Change]] = {}
    own = ours.sheets.get(name)
    if own is not None:
        for (row, part), value in own.cells.items():
            titles = (own.cells.get((row, 0)), own.cells.get((row, 1)))
            style = dress.style_of(value, is_title=titles in every_title())
            cell = text_cell(value, style) if isinstance(value, str) else number_cell(value, style)
            changes.setdefault(row, {})[own.column + part] = Change(cell=cell)
    for (container, (row, column)), text in ours.notes.items():
        if container == name:
            note = note_element(text)
            there = changes.setdefault(row, {}).get(column, Change())
            changes[row][column] = Change(with_note(there.cell, note) if there.cell else None, note)
    return changes


def addresses(ours: Ours) -> dict[tuple[str | None, str], str | float]:
    """Return our cells by sheet and address."""
    return {
        (name, address(row, sheet.column + part)): value
        for name, sheet in ours.sheets.items()
        for (row, part), value in sheet.cells.items()
    }


def _own_column(grid: Grid) -> int | None:
    pairs = every_title()
    for row in grid.rows:
        for column, value in enumerate(row[:-1]):
            follows = row[column + 1]
            if isinstance(value, str) and isinstance(follows, str) and (value, follows) in pairs:
                return column
    return None


def _trimmed(row: Sequence[object]) -> tuple[str | float | None, ...]:
    kept = [value if isinstance(value, str | float) else None for value in row]
    while kept and kept[-1] is None:
        kept.pop()
    return tuple(kept)


def _free_name(base: Content, language: Language) -> str:
    taken = {(sheet.grid.name or "").casefold() for sheet in base.sheets}
    name = say("writeback.summary-tab", language)
    candidates = (name if number == 1 else f"{name} ({number})" for number in count(1))
    return next(candidate for candidate in candidates if candidate.casefold() not in taken)
