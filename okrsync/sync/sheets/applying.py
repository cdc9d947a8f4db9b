"""What grids will look like once something is written: so that a write can be read before it is made. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from okrsync.grid import Merge
from okrsync.sources.entries import Entry, GoneRow, MovedRow, NewRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from okrsync.grid import CellValue, Grid, Style
    from okrsync.sources.entries import Act


def applied(grids: Mapping[str | None, Grid], acts: Iterable[Act]) -> list[Grid]:
    """Return copies of the grids with `acts` carried out."""
    found = dict(grids)
    for act in acts:
        grid = found[act.container]
        match act:
            case Entry():
                dressed = (
                    grid
                    if act.like is None
                    else _formatted(grid, act.row, act.column, grid.style(act.like, act.column))
                )
                found[act.container] = _put(dressed, act.row, {act.column: act.value})
            case NewRow():
                made = _moved(grid, act.row, 1) if act.shifts else grid
                found[act.container] = _put(_dressed(made, act), act.row, act.cells)
            case GoneRow():
                found[act.container] = _moved(grid, act.row, -1)
            case MovedRow():
                found[act.container] = _carried(grid, act)
    return list(found.values())


def _put(grid: Grid, row: int, cells: Mapping[int, CellValue]) -> Grid:
    rows = list(grid.rows)
    rows += [[] for _ in range(row + 1 - len(rows))]
    line = list(rows[row])
    line += [None] * (max(cells, default=-1) + 1 - len(line))
    for column, value in cells.items():
        line[column] = value
    rows[row] = line
    return replace(grid, rows=rows)


def _dressed(grid: Grid, act: NewRow) -> Grid:
    like = act.like + (act.shifts and act.like >= act.row)
    looks = {(act.row, column): look for (row, column), look in grid.styles.items() if row == like}
    dressed = replace(grid, styles={**grid.styles, **looks})
    for column, row in act.formats.items():
        style = grid.style(row + (act.shifts and row >= act.row), column)
        dressed = _formatted(dressed, act.row, column, style)
    return dressed


def _formatted(grid: Grid, row: int, column: int, like: Style) -> Grid:
    look = grid.style(row, column)._replace(number_format=like.number_format)
    return replace(grid, styles={**grid.styles, (row, column): look})


def _carried(grid: Grid, act: MovedRow) -> Grid:
    """Return a grid with a row put elsewhere."""
    order = list(range(max(len(grid.rows), act.row + 1, act.to)))
    order.insert(act.lands_at, order.pop(act.row))
    to = {old: new for new, old in enumerate(order)}
    rows = [list(grid.rows[old]) if old < len(grid.rows) else [] for old in order]
    return replace(
        grid,
        rows=rows,
        styles={(to.get(row, row), column): look for (row, column), look in grid.styles.items()},
        formulas=frozenset((to.get(row, row), column) for row, column in grid.formulas),
        merges=tuple(
            merge._replace(top=to.get(merge.top, merge.top), bottom=to.get(merge.bottom, merge.bottom))
            for merge in grid.merges
        ),
        hidden_rows=frozenset(to.get(row, row) for row in grid.hidden_rows),
    )


def _moved(grid: Grid, start: int, by: int) -> Grid:
    """Return a grid with a row put in before `start` (`by` 1), or with the row `start` taken out (-1)."""
    first = start if by > 0 else start + 1

    def to(row: int) -> int:
        return row + by if row >= first else row

    def stays(row: int) -> bool:
        return by > 0 or row != start

    rows = [*grid.rows[:start], [], *grid.rows[start:]] if by > 0 else [*grid.rows[:start], *grid.rows[start + 1 :]]
    return replace(
        grid,
        rows=rows,
        styles={(to(row), column): look for (row, column), look in grid.styles.items() if stays(row)},
        formulas=frozenset((to(row), column) for row, column in grid.formulas if stays(row)),
        merges=tuple(
            Merge(to(merge.top), merge.left, to(merge.bottom) if stays(merge.bottom) else merge.bottom - 1, merge.right)
            for merge in grid.merges
        ),
        hidden_rows=frozenset(to(row) for row in grid.hidden_rows if stays(row)),
    )
