"""A1 and R1C1 notation, to areas of a sheet and back."""

from __future__ import annotations

import re
from typing import Any, NamedTuple


class Area(NamedTuple):
    """Cells from (top, left) to before (bottom, right), counted from 0; None: as far as the grid goes."""

    sheet_id: int
    top: int = 0
    bottom: int | None = None
    left: int = 0
    right: int | None = None

    @classmethod
    def of_json(cls, told: dict[str, Any]) -> Area:
        """Read a GridRange (or the like); sheet 0 is the one that goes without saying."""
        return cls(
            told.get("sheetId", 0),
            told.get("startRowIndex", 0),
            told.get("endRowIndex"),
            told.get("startColumnIndex", 0),
            told.get("endColumnIndex"),
        )

    def within(self, rows: int, columns: int) -> Area:
        """Return it cut to a grid of that size, with every edge told."""
        bottom = rows if self.bottom is None else min(self.bottom, rows)
        right = columns if self.right is None else min(self.right, columns)
        return Area(self.sheet_id, min(self.top, bottom), bottom, min(self.left, right), right)

    def meets(self, other: Area) -> bool:
        """Tell whether the two have a cell in common."""
        return (
            self.sheet_id == other.sheet_id
            and (other.bottom is None or self.top < other.bottom)
            and (self.bottom is None or other.top < self.bottom)
            and (other.right is None or self.left < other.right)
            and (self.right is None or other.left < self.right)
        )


def column_letters(index: int) -> str:
    """Return the letters of a column, counted from 0."""
    letters, number = "", index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """Return the column, counted from 0, of its letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def split_sheet(text: str) -> tuple[str | None, str]:
    """Return (title or None, the rest) of 'My ''tab'''!A1:B2."""
    quoted = re.fullmatch(r"'((?:[^']|'')*)'(?:!(.*))?", text, re.DOTALL)
    if quoted:
        return quoted[1].replace("''", "'"), quoted[2] or ""
    title, mark, rest = text.rpartition("!")
    return (title, rest) if mark else (None, text)


CORNER = re.compile(r"\$?([A-Za-z]{1,3})?\$?([1-9]\d*)?")
R1C1 = re.compile(r"[Rr](\d+)?[Cc](\d+)?")


def parse_cells(text: str) -> tuple[int, int | None, int, int | None] | None:
    """Return (top, bottom, left, right) of A1, A1:B2, A:B, 1:2, A2:B, A2:2, R1C1:R2C2; None for anything else."""
    first, _, second = text.partition(":")
    start, end = _corner(first), _corner(second or first)
    if start is None or end is None:
        return None
    if not second and None in start:
        return None  # “A” and “7” alone are names
    rows = [corner[0] for corner in (start, end) if corner[0] is not None]
    columns = [corner[1] for corner in (start, end) if corner[1] is not None]
    bottom = max(rows) + 1 if end[0] is not None else None
    right = max(columns) + 1 if end[1] is not None else None
    return min(rows, default=0), bottom, min(columns, default=0), right


def _corner(text: str) -> tuple[int | None, int | None] | None:
    numbers = R1C1.fullmatch(text)
    if numbers and (numbers[1] or numbers[2]):
        return (int(numbers[1]) - 1 if numbers[1] else None), (int(numbers[2]) - 1 if numbers[2] else None)
    found = CORNER.fullmatch(text)
    if not found or not (found[1] or found[2]):
        return None
    return (int(found[2]) - 1 if found[2] else None), (column_index(found[1]) if found[1] else None)


def quoted_title(title: str) -> str:
    """Return a title as ranges carry it: in quotes unless it is one plain word that is no cell."""
    plain = re.fullmatch(r"[A-Za-z_]\w*", title, re.ASCII) and not re.fullmatch(
        r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*", title
    )
    return title if plain else "'" + title.replace("'", "''") + "'"


def written(title: str, area: Area) -> str:
    """Return Title!A1:B2 for an area, Title!A1:B or the like where an edge is open; one cell is written as one."""
    first = f"{column_letters(area.left)}{area.top + 1}"
    last = f"{column_letters(area.right - 1) if area.right else ''}{area.bottom or ''}"
    return f"{quoted_title(title)}!{first}" + (f":{last}" if first != last else "")
