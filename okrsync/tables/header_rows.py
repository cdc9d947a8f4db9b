"""Which rows of a sheet are headers, and what the whole header of each column says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.tables.folding import fold, folded, tidy
from okrsync.tables.headers import TITLES, HeaderReading, read_header
from okrsync.tables.lexicon import sheet_words
from okrsync.tables.titles import read_title

if TYPE_CHECKING:
    from okrsync.grid import Grid

MATCHES = 0.7
"""How well a cell must fit some role to count as a header."""
FEW_CELLS = 2
_SEARCHED = 60
"""Filled rows from the top in which any row may be a header; below, only one after a gap or like an earlier one."""
_LONG = 90
_WELL = 0.9
"""How well the only two headers that are known in a longer row must fit."""
_SHARE = 0.4
_SURE_SHARE = 0.65


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


def cells_in(grid: Grid, row: int) -> list[tuple[int, object]]:
    """Return the filled cells of a row, okrsync's own left out."""
    return [
        (column, value)
        for column, value in enumerate(grid.rows[row])
        if is_filled(value) and column not in grid.own_columns
    ]


def header_fit(grid: Grid, row: int) -> float:
    """Return the share of a row's cells that name roles of an OKR table; 0 where it is no row of headers."""
    cells = cells_in(grid, row)
    texts = [value for _, value in cells if isinstance(value, str)]
    if not texts or len(texts) < len(cells) * 0.6 or max(map(len, texts)) > _LONG:
        return 0.0
    if any(text.rstrip().endswith(":") for text in texts[:-1]) or _is_card(texts):
        return 0.0
    readings = [read_header(tidy(text)) for text in texts]
    dates = sum(fold(text) in sheet_words().rows["date"] for text in texts)
    known = [reading for reading in readings if reading.best >= MATCHES and not _is_code(reading)]
    titled = any(role in TITLES and fit >= MATCHES for reading in known for role, fit in reading.roles.items())
    distinct = {max(reading.roles, key=reading.roles.__getitem__) for reading in known}
    share = (len(known) + dates) / len(cells)
    if len(known) == FEW_CELLS < len(cells) - 1 and min(reading.best for reading in known) < _WELL:
        return 0.0
    if len(known) < FEW_CELLS or share < _SHARE or (not titled and (len(distinct) < 3 or share < 0.5)):
        return 0.0
    # Two words alike ("Objective" as type, "Objective" as title) are a row of data, not of headers.
    if len(distinct) == 1 and not all(reading.number for reading in known):
        return 0.0
    return share


def _is_code(reading: HeaderReading) -> bool:
    """Tell an objective's id or number ("O2", "Objective 2") from a header: key results may be numbered there."""
    return reading.number is not None and max(reading.roles, key=reading.roles.__getitem__) == "objective"


def _is_card(texts: list[str]) -> bool:
    """Tell "Objective 1 | Every order leaves on time | Owner | Ines" from headers: a label, then its title."""
    if len(texts) < FEW_CELLS:
        return False
    first, second = read_title(texts[0]), read_header(tidy(texts[1]))
    return first.kind == "objective" and first.code is not None and not first.text and second.best < MATCHES


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
        cells = len(cells_in(grid, row)) if likely else FEW_CELLS + 1
        if likely and isinstance(first, str) and (fit := _named_fit(grid, row, named) or header_fit(grid, row)):
            texts = {folded(str(value)) for _, value in cells_in(grid, row)}
            again = any(len(texts & other) >= 0.5 * len(texts) for other in seen)
            # Below a first header the words of a row of data may happen to be those of headers: only one that stands
            # apart and has hardly anything else, or says what an earlier one said, begins a new table.
            if not found or again or (apart and fit >= _SURE_SHARE):
                found.append(row)
                seen.append(texts)
                firsts.add(folded(first))
        before, narrow = row, cells <= FEW_CELLS
    return found


def _named_fit(grid: Grid, row: int, named: frozenset[str]) -> float:
    """Return 1 where a row holds the headers that the config names (all of them, or two)."""
    held = named & {folded(str(value)) for _, value in cells_in(grid, row)} if named else named
    return 1.0 if held and len(held) >= min(2, len(named)) else 0.0


def is_lower_header(grid: Grid, header: int, following: int | None) -> bool:
    """Tell whether the row below a header holds sub-headers ("Start | Current | Target" under "Tracking")."""
    if following != header + 1:
        return False
    upper = {column for column, _ in cells_in(grid, header)}
    lower = cells_in(grid, following)
    if not lower or not all(isinstance(value, str) and len(value) <= _LONG for _, value in lower):
        return False
    readings = [read_header(tidy(str(value))) for _, value in lower]
    known = sum(reading.best >= MATCHES for reading in readings)
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


def is_group_row(grid: Grid, header: int, above: int | None) -> bool:
    """Tell whether the row above a header names groups of its columns ("Key result 1" over "Title | Target")."""
    if above != header - 1 or above is None:
        return False
    cells = cells_in(grid, above)
    header_columns = [column for column, _ in cells_in(grid, header)]
    if (
        len(cells) < FEW_CELLS
        or len(cells) >= len(header_columns)
        or not all(isinstance(value, str) and len(value) <= 60 for _, value in cells)
    ):
        return False
    readings = [read_header(tidy(str(value))) for _, value in cells]
    known = sum(reading.best >= MATCHES for reading in readings)
    merged = sum(column in _spanned(grid, above) for column, _ in cells)
    return merged >= FEW_CELLS or known >= FEW_CELLS


def whole_headers(grid: Grid, rows: tuple[int, ...]) -> dict[int, str]:
    """Return the whole header of each column: the group's name before its own."""
    width = max(len(grid.rows[row]) for row in rows)
    if len(rows) == 1:
        return {column: tidy(str(value)) for column, value in cells_in(grid, rows[0])}
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
    """Put a group's name before a header where it says more ("Key result 1" + "Target"), else leave it out."""
    over = read_header(group) if group else HeaderReading("")
    return f"{group} – {own}" if set(over.roles) & {"objective", "key_result"} and folded(group) != folded(own) else own
