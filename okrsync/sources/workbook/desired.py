"""What should stand in a workbook of ours: what stands there already, with the edits carried out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from okrsync.grid import place
from okrsync.sources.workbook.marks import ROLES, SCORE, WARNINGS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from okrsync.edits import Edit
    from okrsync.sources.base import Snapshot

Rows = tuple[tuple[str | float | None, ...], ...]
_NAMES = {role: name for name, role in ROLES.items()}


@dataclass(slots=True)
class SheetWish:
    """What should stand of ours on one sheet; rows are 0-based."""

    columns: dict[str, int] = field(default_factory=dict)
    """Where our columns stand already: mark → column."""
    cells: dict[int, dict[str, str | float]] = field(default_factory=dict)
    """Row → mark → value."""
    notes: dict[str, str] = field(default_factory=dict)
    """Cell → text."""

    def headers(self) -> set[int]:
        """Return the rows with our titles: only there is text in the score column."""
        return {row for row, values in self.cells.items() if isinstance(values.get(SCORE), str)}

    def put(self, row: int, mark: str, value: object) -> None:
        """Want a value, or nothing any more."""
        if isinstance(value, str | int | float) and value != "":
            self.cells.setdefault(row, {})[mark] = value
        elif row in self.cells:
            self.cells[row].pop(mark, None)
            if not self.cells[row]:
                del self.cells[row]


@dataclass(slots=True)
class Desired:
    """What should stand of ours in the whole workbook."""

    sheets: dict[str, SheetWish] = field(default_factory=dict)
    summary: Rows | None = None

    def is_empty(self) -> bool:
        """Tell whether nothing of ours should stand there."""
        return self.summary is None and not any(wish.cells or wish.notes for wish in self.sheets.values())


def desired(snapshot: Snapshot, edits: Iterable[Edit]) -> Desired:
    """Return what should stand there once `edits` are carried out."""
    wanted = Desired(summary=snapshot.standing.summary)
    for grid in snapshot.grids:
        columns = {_NAMES[role]: column for column, role in grid.own_columns.items()}
        wanted.sheets[grid.name or ""] = SheetWish(columns)
    for (container, cell), value in snapshot.standing.cells.items():
        row, column = place(cell)
        wish = wanted.sheets[container or ""]
        mark = next(mark for mark, own in wish.columns.items() if own == column)
        wish.put(row, mark, value)
    for (container, cell), text in snapshot.standing.notes.items():
        wanted.sheets[container or ""].notes[cell] = text
    for edit in edits:
        _carry_out(wanted, edit)
    return wanted


def _carry_out(wanted: Desired, edit: Edit) -> None:
    if edit.kind == "summary":
        wanted.summary = edit.value if isinstance(edit.value, tuple) else None
        return
    wish = wanted.sheets.setdefault(edit.container or "", SheetWish())
    if edit.kind == "note":
        if edit.cell and isinstance(edit.value, str):
            wish.notes[edit.cell] = edit.value
        elif edit.cell:
            wish.notes.pop(edit.cell, None)
    elif edit.kind == "header":
        titles = edit.value[0] if isinstance(edit.value, tuple) else (None, None)
        for mark, title in zip((SCORE, WARNINGS), titles, strict=False):
            wish.put(edit.row - 1, mark, title)
    else:
        wish.put(edit.row - 1, SCORE if edit.kind == "score" else WARNINGS, edit.value)
