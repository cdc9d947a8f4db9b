"""What stands above a table: the sheet's title, notes, "Owner: Jane", and in blocks the objective itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from okrsync.tables.asides import aside
from okrsync.tables.folding import fold, tidy
from okrsync.tables.header_rows import is_filled
from okrsync.tables.headers import OBJECTIVE, read_header
from okrsync.tables.lexicon import sheet_words
from okrsync.tables.periods import find_period
from okrsync.tables.titles import read_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.grid import Grid
    from okrsync.tables.records import Cell

_LABEL = re.compile(r"^\s*([^:]{1,40}?)\s*:\s*(.+)$", re.DOTALL)
_SURE = 0.9
_LABELLED = frozenset(
    {
        "owner",
        "team",
        "period",
        "level",
        "progress",
        "score",
        "status",
        "confidence",
        "description",
        "weight",
        "due",
        "parent",
        "check_in",
        "comment",
        "id",
    }
)


@dataclass(slots=True)
class Heading:
    """The lines above one table, read."""

    title: str = ""
    title_cell: Cell | None = None
    code: str | None = None
    labelled: bool = False
    """The title carries a label that says it is an objective."""
    fields: dict[str, Cell] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    """Field → its text, for those that share a cell with their label."""
    free: list[tuple[Cell, str]] = field(default_factory=list)
    """Lines that are neither: titles and notes of the sheet."""
    period: str | None = None
    bold: set[int] = field(default_factory=set)


def _field(cells: Sequence[tuple[int, object]], row: int, heading: Heading) -> int:
    """Read "Owner | Jane" and "Owner: Jane" from the left of `cells`; return how many cells that took."""
    column, value = cells[0]
    text = tidy(str(value))
    if len(cells) > 1 and isinstance(value, str):
        reading = read_header(text.rstrip(" :"))
        role = max(reading.roles, key=reading.roles.__getitem__, default="")
        if reading.best >= _SURE and role in _LABELLED and not is_label_only(str(cells[1][1])):
            heading.fields.setdefault(role, (row, cells[1][0]))
            return 2
    found = _LABEL.match(text)
    if found:
        reading = read_header(found[1])
        role = max(reading.roles, key=reading.roles.__getitem__, default="")
        if reading.best >= _SURE and role in _LABELLED:
            heading.fields.setdefault(role, (row, column))
            heading.texts.setdefault(role, found[2].strip())
            return 1
    return 0


def is_label_only(text: str) -> bool:
    """Tell whether a text is nothing but a label: "Owner:", "Objective 1"."""
    return text.rstrip().endswith(":") or (
        read_header(tidy(text)).best >= 1.0 and len(fold(text)) <= 2 and not read_title(text).text
    )


def read_heading(grid: Grid, rows: Sequence[int]) -> Heading:
    """Read the lines above a table, the nearest objective label winning."""
    heading = Heading()
    for row in rows:
        cells = [(column, value) for column, value in enumerate(grid.rows[row]) if is_filled(value)]
        while cells:
            taken = _objective(cells, row, heading) or _field(cells, row, heading)
            if not taken:
                column, value = cells[0]
                if isinstance(value, str):
                    heading.free.append(((row, column), tidy(value)))
                    if grid.style(row, column).bold:
                        heading.bold.add(row)
                taken = 1
            cells = cells[taken:]
    _find_period(heading)
    return heading


def _objective(cells: Sequence[tuple[int, object]], row: int, heading: Heading) -> int:
    column, value = cells[0]
    if not isinstance(value, str):
        return 0
    title = read_title(value)
    if title.kind != OBJECTIVE:
        return 0
    if title.text:
        if not title.labelled and not title.code:
            return 0
        heading.title, heading.title_cell, heading.code, heading.labelled = title.text, (row, column), title.code, True
        _forget(heading)
        return 1
    if (
        len(cells) > 1
        and isinstance(cells[1][1], str)
        and not aside(cells[1][1])
        and read_header(tidy(cells[1][1])).best < _SURE
    ):
        beside = read_title(cells[1][1])
        heading.title, heading.title_cell, heading.code, heading.labelled = (
            beside.text,
            (row, cells[1][0]),
            title.code,
            True,
        )
        _forget(heading)
        return 2
    return 0


def _forget(heading: Heading) -> None:
    """Fields above an objective are the sheet's (period, team), not the objective's own."""
    for role in ("owner", "progress", "score", "status", "confidence", "weight", "due"):
        heading.fields.pop(role, None)
        heading.texts.pop(role, None)


def _find_period(heading: Heading) -> None:
    for _, text in reversed(heading.free):
        found = find_period(text)
        if found and (found.start or heading.period is None):
            heading.period = found.text
            if found.start:
                return
    if heading.title and heading.period is None and (found := find_period(heading.title)) and not heading.labelled:
        heading.period = found.text


def unlabelled_title(heading: Heading, *, several: bool) -> tuple[str, Cell] | None:
    """Return the line that must be the objective of a table of key results though no label says so.

    `several`: more tables like it stand on the sheet, so each must have its own heading.
    """
    lines = [(cell, text) for cell, text in heading.free if not aside(text)]
    if not lines:
        return None
    (cell, text) = lines[-1]
    plain = find_period(text) is None and not sheet_words().speaks_of_okrs(text)
    if several or (plain and (len(lines) > 1 or cell[0] in heading.bold)):
        return (read_title(text).text or text, cell) if plain or len(lines) > 1 else None
    return None
