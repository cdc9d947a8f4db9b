"""Where the tables of a sheet are: rows of headers, what stands above them, the rows and columns below."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from okrsync.tables.folding import tidy
from okrsync.tables.header_rows import (
    FEW_CELLS,
    MATCHES,
    cells_in,
    find_headers,
    is_filled,
    is_group_row,
    is_lower_header,
    whole_headers,
)
from okrsync.tables.headers import TITLES, read_header
from okrsync.tables.titles import read_title

if TYPE_CHECKING:
    from okrsync.grid import Grid

_HEADER_ROWS = 2
"""What stands above two rows of headers only groups groups."""


@dataclass(slots=True)
class Area:
    """One table as it lies on its sheet. Rows and columns are 0-based."""

    grid: Grid
    header_rows: tuple[int, ...]
    columns: tuple[int, ...]
    headers: dict[int, str]
    rows: list[int]
    above: list[int] = field(default_factory=list)
    """Filled rows between the table before (or the top) and this header."""

    def text_at(self, cell: tuple[int, int]) -> str:
        """Return the text of any cell of the sheet, "" where it holds none."""
        value = self.grid.at(*cell)
        return tidy(value) if isinstance(value, str) else ""

    def filled(self, row: int) -> list[int]:
        """Return the columns of the table that hold something in `row`."""
        return [column for column in self.columns if is_filled(self.grid.at(row, column))]


def _segments(grid: Grid, headers: dict[int, str], rows: list[int]) -> list[list[int]]:
    """Cut the columns where one or more are empty from header to foot: beside the table may stand a legend."""
    if not headers:
        return []
    used = set(headers)
    for row in rows[:200]:
        used.update(
            column for column, value in enumerate(grid.rows[row]) if is_filled(value) and column not in grid.own_columns
        )
    first, last = min(headers), max(headers)
    segments: list[list[int]] = [[]]
    for column in range(first, last + 2):
        if column in used:
            segments[-1].append(column)
        elif segments[-1]:
            segments.append([])
    # A column of data just left of the first header belongs to it too (numbers without a header).
    if first - 1 in used and segments[0]:
        segments[0].insert(0, first - 1)
    return [segment for segment in segments if any(column in headers for column in segment)]


def _main_columns(headers: dict[int, str], segments: list[list[int]]) -> list[list[int]]:
    """Join a segment that only carries fields (a spacer column before "Owner | Target") to the table on its left."""
    joined: list[list[int]] = []
    for segment in segments:
        readings = [read_header(headers[column]) for column in segment if column in headers]
        known = sum(reading.best >= MATCHES for reading in readings)
        titled = any(
            role in TITLES and fit >= 0.9
            for reading in readings
            for role, fit in reading.roles.items()
            if not reading.number
        )
        if joined and not titled and known >= max(1, len(readings) * 0.5):
            joined[-1].extend(segment)
        else:
            joined.append(list(segment))
    return joined


def _database(grid: Grid, filled: list[int]) -> Area:
    """Return the one table of a database: named columns, then nothing but rows."""
    headers = {column: tidy(str(grid.at(0, column))) for column in grid.column_names}
    return Area(grid, (0,), tuple(headers), headers, [row for row in filled if row])


def find_areas(grid: Grid, filled: list[int], named: frozenset[str] = frozenset()) -> list[Area]:
    """Return the tables of a sheet, from top to bottom and left to right; those without a header are not among them.

    `named`: folded headers that the user's config names; the row that holds them is a header whatever it says.
    """
    if grid.column_names:
        return [_database(grid, filled)]
    headers = find_headers(grid, filled, named) or (filled[:1] if named else [])
    places = {row: position for position, row in enumerate(filled)}
    starts: list[tuple[int, tuple[int, ...], int]] = []
    for header in headers:
        position = places[header]
        if starts and header in starts[-1][1]:
            continue
        above = filled[position - 1] if position else None
        following = filled[position + 1] if position + 1 < len(filled) else None
        rows: tuple[int, ...] = (header,)
        if following is not None and is_lower_header(grid, header, following):
            rows = (header, following)
        if above is not None and is_group_row(grid, header, above) and (not starts or above not in starts[-1][1]):
            rows = (above, *rows)
        starts.append((places[rows[0]], rows, places[rows[-1]] + 1))
    areas: list[Area] = []
    previous_end = 0
    for number, (start, rows, first) in enumerate(starts):
        limit = starts[number + 1][0] if number + 1 < len(starts) else len(filled)
        body = filled[first:limit]
        if number + 1 < len(starts):
            body = body[: len(body) - _heading_lines(grid, body)]
        names = whole_headers(grid, rows[-_HEADER_ROWS:])
        segments = _main_columns(names, _segments(grid, names, body))
        areas.extend(
            Area(
                grid,
                rows,
                tuple(segment),
                {column: names[column] for column in segment if column in names},
                _inside(grid, body, segment),
                filled[previous_end:start],
            )
            for segment in segments
        )
        previous_end = first + len(body)
    return areas


def _inside(grid: Grid, body: list[int], columns: list[int]) -> list[int]:
    return [row for row in body if any(is_filled(grid.at(row, column)) for column in columns)]


def _is_titled(grid: Grid, row: int) -> bool:
    """Tell whether a row begins with an objective's label: "Objective 2 | People like it here | Owner | Omar"."""
    title = read_title(str(cells_in(grid, row)[0][1]))
    return title.kind == "objective" and title.labelled


def _heading_lines(grid: Grid, body: list[int]) -> int:
    """Return how many of the last rows of a body head the table that follows it, not end the one that they stand in."""
    count = 0
    for position in range(len(body) - 1, -1, -1):
        row = body[position]
        if (
            (len(cells_in(grid, row)) > FEW_CELLS and not _is_titled(grid, row))
            or any(isinstance(value, date) for _, value in cells_in(grid, row))
            or count >= 5
        ):
            break
        gap_below = count and body[position + 1] > row + 1
        if gap_below:
            break
        count += 1
    if count == len(body) or not count:
        return count if count < len(body) else max(0, count - 1)
    top = body[len(body) - count]
    before = body[len(body) - count - 1]
    return count if top > before + 1 else _styled_lines(grid, body, count)


def _styled_lines(grid: Grid, body: list[int], count: int) -> int:
    """Without a blank row between, a heading is told by its label or its look."""
    for used in range(1, count + 1):
        row = body[len(body) - used]
        (column, value), *_ = cells_in(grid, row)
        title = read_title(str(value))
        merged = any(merge.top == row and merge.left == column and merge.right > column for merge in grid.merges)
        if title.kind == "objective" or grid.style(row, column).bold or merged:
            return used
    return 0
