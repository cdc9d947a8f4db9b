"""Where the tables of a sheet are: rows of headers, what stands above them, the rows and columns below."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from okrsync.tables.folding import folded, tidy
from okrsync.tables.headers import TITLES, HeaderReading, read_header
from okrsync.tables.titles import read_title

if TYPE_CHECKING:
    from okrsync.grid import Grid

_MATCHES = 0.7
"""How well a cell must fit some role to count as a header."""
_SEARCHED = 60
"""Filled rows from the top in which any row may be a header; below, only one after a gap or like an earlier one."""
_FEW_CELLS = 2
_LONG = 90
_SHARE = 0.4
_SURE_SHARE = 0.65


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

    def texts(self, row: int) -> list[tuple[int, str]]:
        """Return the filled text cells of a row inside the table: column and tidied text."""
        return [
            (column, tidy(value))
            for column in self.columns
            if isinstance(value := self.grid.at(row, column), str) and value.strip()
        ]

    def filled(self, row: int) -> list[int]:
        """Return the columns of the table that hold something in `row`."""
        return [column for column in self.columns if is_filled(self.grid.at(row, column))]


def is_filled(value: object) -> bool:
    """Tell whether a cell holds anything but blanks."""
    return value is not None and not (isinstance(value, str) and not value.strip())


def filled_rows(grid: Grid) -> list[int]:
    """Return the rows that hold anything. A million empty ones cost next to nothing."""
    return [
        index
        for index, row in enumerate(grid.rows)
        if row and row.count(None) != len(row) and any(is_filled(value) for value in row)
    ]


def _cells(grid: Grid, row: int) -> list[tuple[int, object]]:
    return [
        (column, value)
        for column, value in enumerate(grid.rows[row])
        if is_filled(value) and column not in grid.own_columns
    ]


def header_fit(grid: Grid, row: int) -> float:
    """Return the share of a row's cells that name roles of an OKR table; 0 where it is no row of headers."""
    cells = _cells(grid, row)
    texts = [value for _, value in cells if isinstance(value, str)]
    if not texts or len(texts) < len(cells) * 0.6 or max(map(len, texts)) > _LONG:
        return 0.0
    if any(text.rstrip().endswith(":") for text in texts[:-1]) or _is_card(texts):
        return 0.0
    readings = [read_header(tidy(text)) for text in texts]
    known = [reading for reading in readings if reading.best >= _MATCHES and not _is_code(reading)]
    titled = any(role in TITLES and fit >= _MATCHES for reading in known for role, fit in reading.roles.items())
    distinct = {max(reading.roles, key=reading.roles.__getitem__) for reading in known}
    share = len(known) / len(cells)
    if len(known) < _FEW_CELLS or share < _SHARE or (not titled and (len(distinct) < 3 or share < 0.5)):
        return 0.0
    # Two words alike ("Objective" in a type column, "Objective" as title) are a row of data, not of headers.
    if len(distinct) == 1 and not all(reading.number for reading in known):
        return 0.0
    return share


def _is_code(reading: HeaderReading) -> bool:
    """Tell an objective's id ("O2") or number ("Objective 2") from a header; key results are numbered in headers too."""
    return reading.number is not None and max(reading.roles, key=reading.roles.__getitem__) == "objective"


def _is_card(texts: list[str]) -> bool:
    """Tell "Objective 1 | Every order leaves on time | Owner | Ines" from headers: a label, then its title."""
    if len(texts) < _FEW_CELLS:
        return False
    first, second = read_title(texts[0]), read_header(tidy(texts[1]))
    return first.kind == "objective" and first.code is not None and not first.text and second.best < _MATCHES


def find_headers(grid: Grid, filled: list[int], named: frozenset[str] = frozenset()) -> list[int]:
    """Return the rows that head a table. `named`: folded headers that the user's config names."""
    found: list[int] = []
    seen: list[set[str]] = []
    firsts: set[str] = set()
    before, narrow = -2, True
    for position, row in enumerate(filled):
        first = next(value for value in grid.rows[row] if is_filled(value))
        apart = row > before + 1 or narrow or not found
        likely = position < _SEARCHED or apart or (isinstance(first, str) and folded(first) in firsts)
        cells = len(_cells(grid, row)) if likely else _FEW_CELLS + 1
        if likely and isinstance(first, str) and (fit := _named_fit(grid, row, named) or header_fit(grid, row)):
            texts = {folded(str(value)) for _, value in _cells(grid, row)}
            again = any(len(texts & other) >= 0.5 * len(texts) for other in seen)
            # Below a first header the words of a row of data may happen to be those of headers: only one that stands
            # apart and has hardly anything else, or says what an earlier one said, begins a new table.
            if not found or again or (apart and fit >= _SURE_SHARE):
                found.append(row)
                seen.append(texts)
                firsts.add(folded(first))
        before, narrow = row, cells <= _FEW_CELLS
    return found


def _lower_header(grid: Grid, header: int, following: int | None) -> bool:
    """Tell whether the row below a header holds sub-headers ("Start | Current | Target" under "Tracking")."""
    if following != header + 1:
        return False
    upper = {column for column, _ in _cells(grid, header)}
    lower = _cells(grid, following)
    if not lower or not all(isinstance(value, str) and len(value) <= _LONG for _, value in lower):
        return False
    readings = [read_header(tidy(str(value))) for _, value in lower]
    known = sum(reading.best >= _MATCHES for reading in readings)
    spanned = _spanned(grid, header)
    under_gap = sum(column not in upper or column in spanned for column, _ in lower)
    # Data under a header fills the columns that have one; sub-headers fill the gaps and the merged groups.
    return known >= max(1, len(lower) * 0.6) and under_gap >= len(lower) * 0.6


def _spanned(grid: Grid, row: int) -> dict[int, int]:
    """Return the columns that a horizontally merged cell of `row` covers, and the column that it begins in."""
    return {
        column: merge.left
        for merge in grid.merges
        if merge.top <= row <= merge.bottom and merge.right > merge.left
        for column in range(merge.left, merge.right + 1)
    }


def _group_row(grid: Grid, header: int, above: int | None) -> bool:
    """Tell whether the row above a header names groups of its columns ("Key result 1" over "Title | Target")."""
    if above != header - 1 or above is None:
        return False
    cells = _cells(grid, above)
    header_columns = [column for column, _ in _cells(grid, header)]
    if (
        len(cells) < _FEW_CELLS
        or len(cells) >= len(header_columns)
        or not all(isinstance(value, str) and len(value) <= 60 for _, value in cells)
    ):
        return False
    readings = [read_header(tidy(str(value))) for _, value in cells]
    known = sum(reading.best >= _MATCHES for reading in readings)
    merged = sum(column in _spanned(grid, above) for column, _ in cells)
    return merged >= _FEW_CELLS or known >= _FEW_CELLS


def _headers(grid: Grid, rows: tuple[int, ...]) -> dict[int, str]:
    """Return the whole header of each column: the group's name before its own."""
    width = max(len(grid.rows[row]) for row in rows)
    if len(rows) == 1:
        return {column: tidy(str(value)) for column, value in _cells(grid, rows[0])}
    upper_row, lower_row = rows
    spanned = _spanned(grid, upper_row)
    # Without merges (a CSV) a group reaches as far as its neighbours on the right are empty above and filled below.
    result: dict[int, str] = {}
    group, group_is_open = "", False
    for column in range(width):
        if column in grid.own_columns:
            continue
        upper, lower = grid.at(upper_row, column), grid.at(lower_row, column)
        if is_filled(upper):
            group, group_is_open = tidy(str(upper)), is_filled(lower)
        elif column in spanned:
            group, group_is_open = tidy(str(grid.at(upper_row, spanned[column]) or "")), True
        over = group if is_filled(upper) or (group_is_open and is_filled(lower)) else ""
        if is_filled(lower):
            result[column] = _joined(over, tidy(str(lower)))
        elif is_filled(upper):
            result[column] = group
    return result


def _joined(group: str, own: str) -> str:
    """Put a group's name before a header where that says more ("Key result 1" + "Target"), else leave it out ("Tracking")."""
    over = read_header(group) if group else HeaderReading("")
    return f"{group} – {own}" if set(over.roles) & {"objective", "key_result"} and folded(group) != folded(own) else own


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
        known = sum(reading.best >= _MATCHES for reading in readings)
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


def _named_fit(grid: Grid, row: int, named: frozenset[str]) -> float:
    """Return 1 where a row holds the headers that the config names (all of them, or two)."""
    held = named & {folded(str(value)) for _, value in _cells(grid, row)} if named else named
    return 1.0 if held and len(held) >= min(2, len(named)) else 0.0


def find_areas(grid: Grid, filled: list[int], named: frozenset[str] = frozenset()) -> list[Area]:
    """Return the tables of a sheet, from top to bottom and left to right; those without a header are not among them.

    `named`: folded headers that the user's config names; the row that holds them is a header whatever it says.
    """
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
        if above is not None and _group_row(grid, header, above) and (not starts or above not in starts[-1][1]):
            rows = (above, header)
        elif following is not None and _lower_header(grid, header, following):
            rows = (header, following)
        starts.append((places[rows[0]], rows, places[rows[-1]] + 1))
    areas: list[Area] = []
    previous_end = 0
    for number, (start, rows, first) in enumerate(starts):
        limit = starts[number + 1][0] if number + 1 < len(starts) else len(filled)
        body = filled[first:limit]
        if number + 1 < len(starts):
            body = body[: len(body) - _heading_lines(grid, body)]
        names = _headers(grid, rows)
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
    title = read_title(str(_cells(grid, row)[0][1]))
    return title.kind == "objective" and title.labelled


def _heading_lines(grid: Grid, body: list[int]) -> int:
    """Return how many of the last rows of a body head the table that follows it, not end the one that they stand in."""
    count = 0
    for position in range(len(body) - 1, -1, -1):
        row = body[position]
        if (
            (len(_cells(grid, row)) > _FEW_CELLS and not _is_titled(grid, row))
            or any(isinstance(value, date) for _, value in _cells(grid, row))
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
        (column, value), *_ = _cells(grid, row)
        title = read_title(str(value))
        merged = any(merge.top == row and merge.left == column and merge.right > column for merge in grid.merges)
        if title.kind == "objective" or grid.style(row, column).bold or merged:
            return used
    return 0
