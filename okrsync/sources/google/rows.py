"""Where the rows and columns that were read stand now: told by what people wrote in them, never by their numbers.

Pure. Rows that hold the same are told apart by their order, and where even that is gone, not at all.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from okrsync.grid import Grid

Key = tuple[str, ...]


def row_keys(grid: Grid, ours: Collection[int]) -> list[Key]:
    """Return for each row what people wrote in it, in any order of columns, without the columns `ours`.

    What formulas come to is left out, since it changes by itself; a row of nothing else is known by it all the same.
    """
    return [_key(grid, row, ours) for row in range(len(grid.rows))]


def _key(grid: Grid, row: int, ours: Collection[int]) -> Key:
    filled = [
        (column, repr(value)) for column, value in enumerate(grid.rows[row]) if value is not None and column not in ours
    ]
    typed = [value for column, value in filled if (row, column) not in grid.formulas]
    return tuple(sorted(typed or [value for _, value in filled]))


def follow_rows(old: list[Key], new: list[Key], wish_of: Callable[[int], object]) -> dict[int, int]:
    """Return new row → old row, for every new row of which it is sure.

    A copy of a row follows it too. Where several old rows held the same, the new ones follow in their order, if there
    are as many; otherwise only if they wish for the same (`wish_of`), so that it does not matter which is which.
    """
    before, after = _places(old), _places(new)
    followed: dict[int, int] = {}
    for key, rows in after.items():
        former = before.get(key, [])
        if len(former) == len(rows):
            followed.update(zip(rows, former, strict=True))
        elif former and all(wish_of(row) == wish_of(former[0]) for row in former):
            followed.update(dict.fromkeys(rows, former[0]))
    _follow_empty(old, new, followed)
    return followed


def _places(keys: Iterable[Key]) -> dict[Key, list[int]]:
    places: defaultdict[Key, list[int]] = defaultdict(list)
    for row, key in enumerate(keys):
        if key:
            places[key].append(row)
    return places


def _follow_empty(old: list[Key], new: list[Key], followed: dict[int, int]) -> None:
    """Let an empty row follow the row below it, above which our titles may stand alone."""
    for row in range(len(new) - 1, -1, -1):
        below = followed.get(row + 1)
        if not new[row] and below is not None and below > 0 and not old[below - 1]:
            followed[row] = below - 1


def follow_columns(old: Grid, new: Grid, followed: Mapping[int, int], columns: Iterable[int]) -> dict[int, int]:
    """Return old column → new column for those of `columns` that hold the same as before in every row that followed."""
    width = max(map(len, new.rows), default=0)
    found: dict[int, int] = {}
    for column in sorted(set(columns)):
        # The nearest columns first: people insert one or two.
        for candidate in sorted(range(width), key=lambda each: abs(each - column)):
            if all(_alike(old, (former, column), new, (row, candidate)) for row, former in followed.items()):
                found[column] = candidate
                break
    return found


def _alike(old: Grid, former: tuple[int, int], new: Grid, now: tuple[int, int]) -> bool:
    if former in old.formulas:
        return now in new.formulas
    return old.at(*former) == new.at(*now) and now not in new.formulas
