"""`--dry-run`: every change that would be made, cell by cell, from what to what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.grid import address
from okrsync.printable import without_control_characters
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from okrsync.model import Edit, Language
    from okrsync.pipeline import Examined

_ROLES = {"score": "okrsync_score", "warnings": "okrsync_warnings", "header": "okrsync_score"}


def described(edits: Sequence[Edit], examined: Examined, language: Language) -> Iterator[str]:
    """Yield one line for each edit: "Sheet!K7 OKR score: 65 → 72"; long texts in full, on one line."""
    columns = {
        (grid.name, role): column for grid in examined.snapshot.grids for column, role in grid.own_columns.items()
    }
    for edit in edits:
        if edit.kind == "summary":
            yield "  " + say(
                "cli.edit-summary", language, count=len(edit.value) if isinstance(edit.value, tuple) else 0
            )
        else:
            place, what = _place(edit, columns, language), say(f"cli.edit-{edit.kind}", language)
            yield f"  {place} {what}: {_shown(edit.was, language)} → {_shown(edit.value, language)}"


def _place(edit: Edit, columns: dict[tuple[str | None, str], int], language: Language) -> str:
    """Return the cell; where our columns are yet to be made, the row."""
    cell = edit.cell
    if cell is None and edit.kind in _ROLES:
        column = columns.get((edit.container, _ROLES[edit.kind]))
        cell = address(edit.row - 1, column) if column is not None else say("cli.new-column", language, row=edit.row)
    return "!".join(part for part in (edit.container, cell) if part)


def _shown(value: str | float | tuple[tuple[str | float | None, ...], ...] | None, language: Language) -> str:
    if value is None:
        return say("cli.empty-cell", language)
    if isinstance(value, tuple):
        return " | ".join(_shown(cell, language) for row in value for cell in row if cell is not None)
    if isinstance(value, float):
        return f"{value:g}"
    text = without_control_characters(str(value)).replace("\n", " ⏎ ")
    return f"“{text}”" if isinstance(value, str) else text
