"""References in formulas, which follow the rows and columns that they look at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.servers.google.a1 import column_index, column_letters, quoted_title

if TYPE_CHECKING:
    from tests.servers.google.grid import Sheet
    from tests.servers.google.reshaping import Change
    from tests.servers.google.store import Spreadsheet

REFERENCE = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")
    |(?P<sheet>'(?:[^']|'')*'!|[^\W\d][\w.]*!)?
     (?P<first>\$?[A-Za-z]{1,3}\$?[1-9]\d*|\$?[A-Za-z]{1,3}(?=:)|\$?[1-9]\d*(?=:\$?\d))
     (?::(?P<last>\$?[A-Za-z]{1,3}\$?[1-9]\d*|\$?[A-Za-z]{1,3}|\$?[1-9]\d*))?
     (?![\w(!])""",
    re.VERBOSE,
)

CORNER = re.compile(r"(\$?)([A-Za-z]*)(\$?)(\d*)")


def follow(book: Spreadsheet, changed: Sheet, dimension: str, change: Change) -> None:
    """Rewrite the formulas of all tabs that look at lines of `changed`."""
    for sheet in book.sheets:
        for row in sheet.rows:
            for column, cell in enumerate(row.cells):
                formula = cell.get("userEnteredValue", {}).get("formulaValue")
                if formula is None:
                    continue
                new = _rewritten(formula, changed.title, dimension, change, own=sheet is changed)
                if new != formula:
                    row.cells[column] = {**cell, "userEnteredValue": {"formulaValue": new}}


def rename(book: Spreadsheet, old: str, new: str) -> None:
    """Rewrite the formulas of all tabs that look at the tab called `old`, which is about to be called `new`."""

    def renamed(found: re.Match[str]) -> str:
        if found["text"] or not found["sheet"] or _title(found["sheet"]).casefold() != old.casefold():
            return found[0]
        return f"{quoted_title(new)}!{found[0][len(found['sheet']) :]}"

    for row in (row for sheet in book.sheets for row in sheet.rows):
        for column, cell in enumerate(row.cells):
            formula = cell.get("userEnteredValue", {}).get("formulaValue")
            if formula is not None:
                row.cells[column] = {**cell, "userEnteredValue": {"formulaValue": REFERENCE.sub(renamed, formula)}}


def _title(prefix: str) -> str:
    """Return the title of the tab that a reference begins with, quotes and exclamation mark taken off."""
    bare = prefix.removesuffix("!")
    return bare[1:-1].replace("''", "'") if bare.startswith("'") else bare


def _rewritten(formula: str, title: str, dimension: str, change: Change, *, own: bool) -> str:
    def placed(found: re.Match[str]) -> str:
        if found["text"]:
            return found[0]
        prefix = found["sheet"] or ""
        if not (_title(prefix).casefold() == title.casefold() if prefix else own):
            return found[0]
        last = found["last"] or found["first"]
        first_index, last_index = _index(found["first"], dimension), _index(last, dimension)
        if first_index is None and last_index is None:
            return found[0]
        where = change.follow(first_index or 0, None if last_index is None else last_index + 1)
        if where is None:
            return "#REF!"
        new_first = _moved(found["first"], dimension, where[0] if first_index is not None else None)
        if found["last"] is None:
            return prefix + new_first
        return f"{prefix}{new_first}:{_moved(last, dimension, None if where[1] is None else where[1] - 1)}"

    return REFERENCE.sub(placed, formula)


def shifted(formula: str, rows: int, columns: int) -> str:
    """Return a formula as it is pasted elsewhere: relative references keep their distance."""

    def placed(found: re.Match[str]) -> str:
        if found["text"]:
            return found[0]
        corners = [_shifted_corner(each, rows, columns) for each in (found["first"], found["last"]) if each]
        return (found["sheet"] or "") + ":".join(corners) if None not in corners else "#REF!"

    return REFERENCE.sub(placed, formula)


def _shifted_corner(corner: str, rows: int, columns: int) -> str | None:
    fixed_column, letters, fixed_row, digits = _parts(corner)
    if letters and not fixed_column:
        index = column_index(letters) + columns
        letters = column_letters(index) if index >= 0 else ""
    if digits and not fixed_row:
        digits = str(int(digits) + rows)
    gone = (digits and int(digits) < 1) or not (letters or digits)
    return None if gone else fixed_column + letters + fixed_row + digits


def _parts(corner: str) -> tuple[str, str, str, str]:
    found = CORNER.fullmatch(corner)
    if found is None:
        raise ValueError(corner)
    fixed, letters, second, digits = found.groups()
    return (fixed, letters, second, digits) if letters else ("", "", fixed or second, digits)


def _index(corner: str, dimension: str) -> int | None:
    _, letters, _, digits = _parts(corner)
    if dimension == "ROWS":
        return int(digits) - 1 if digits else None
    return column_index(letters) if letters else None


def _moved(corner: str, dimension: str, index: int | None) -> str:
    if index is None:
        return corner
    fixed_column, letters, fixed_row, digits = _parts(corner)
    if dimension == "ROWS":
        return f"{fixed_column}{letters}{fixed_row}{index + 1}"
    return f"{fixed_column}{column_letters(index)}{fixed_row}{digits}"
