"""Tables that have no objectives or no key results yet: where they would go, told by reading a row of samples. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from okrsync.alike import alike
from okrsync.tables.header_rows import cells_in, filled_rows
from okrsync.tables.headers import KEY_RESULT, OBJECTIVE, role_of
from okrsync.tables.overrides import roles_named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from okrsync.grid import CellValue, Grid

_SAMPLES = {OBJECTIVE: "An objective in place of others", KEY_RESULT: "A key result in place of others, from 10 to 20"}
_MOST_HEADERS = 50
"""Filled rows among which a header is looked for."""


def with_samples(
    grids: Sequence[Grid], columns: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str | None, int, list[Grid]]]:
    """Yield (sheet, row, grids): each sheet with a header for both kinds, with a sample of each in its first free row.

    `columns` is what the config says about roles: role → headers.
    """
    named = roles_named(columns)
    for grid in grids:
        filled = [] if grid.hidden else filled_rows(grid)
        headers = (_places(grid, row, named) for row in filled[:_MOST_HEADERS])
        where = next((each for each in headers if each.keys() >= _SAMPLES.keys()), None)
        if where is None:
            continue
        free = filled[-1] + 1
        sample: list[CellValue] = [None] * (max(where.values()) + 1)
        for role, text in _SAMPLES.items():
            sample[where[role]] = text
        sown = replace(grid, rows=[*grid.rows[:free], sample])
        yield grid.name, free, [sown if each is grid else each for each in grids]


def _places(grid: Grid, row: int, named: Mapping[str, str]) -> dict[str, int]:
    """Return role → column, as a row of headers has them."""
    return {role: column for column, value in cells_in(grid, row) if (role := _role(value, named))}


def _role(header: object, named: Mapping[str, str]) -> str | None:
    return (named.get(alike(header)) or role_of(header)) if isinstance(header, str) else None
