"""References to cells as parts write them: "A1:C3", "$F$4", lists of them."""

from __future__ import annotations

import re

from okrsync.grid import Merge, place

LAST_ROW, LAST_COLUMN = 1_048_575, 16_383
_WHOLE = re.compile("([A-Z]*)([0-9]*)")


def area(reference: str) -> Merge | None:
    """Return the area of "A1:C3", "A1", "B:D" or "2:5", None where the text is none."""
    first, _, last = reference.replace("$", "").strip().upper().partition(":")
    start, stop = _corner(first, 0, 0), _corner(last or first, LAST_ROW, LAST_COLUMN)
    if start is None or stop is None:
        return None
    top, bottom = sorted((start[0], stop[0]))
    left, right = sorted((start[1], stop[1]))
    return Merge(top, left, bottom, right)


def areas(references: str) -> list[Merge]:
    """Return the areas of a list of references between spaces."""
    return [found for reference in references.split() if (found := area(reference)) is not None]


def _corner(text: str, row: int, column: int) -> tuple[int, int] | None:
    found = _WHOLE.fullmatch(text)
    if not text or found is None:
        return None
    letters, digits = found.groups()
    given_row, given_column = place(f"{letters or 'A'}{digits or 1}")
    row = given_row if digits else row
    column = given_column if letters else column
    return (row, column) if 0 <= row <= LAST_ROW and column <= LAST_COLUMN else None
