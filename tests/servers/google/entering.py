"""A value that is put into a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.servers.google import typed as typing_in
from tests.servers.google.errors import RefusedError

if TYPE_CHECKING:
    from tests.servers.google.grid import Cell

TEXT_LIMIT = 50_000


def enter(cell: Cell, value: Any, locale: str, *, typed: bool) -> Cell:
    """Return `cell` with `value` (a JSON scalar) in it: as it is, or as if a person had typed it.

    An empty text clears the value. Formats, notes and validation stay. Raises RefusedError over 50,000 characters.
    """
    kept = {name: told for name, told in cell.items() if name not in {"userEnteredValue", "textFormatRuns", "pinned"}}
    if value == "":
        return kept
    if isinstance(value, bool):
        return {**kept, "userEnteredValue": {"boolValue": value}}
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # Google's JSON has 3 for 3.0
    if isinstance(value, int | float):
        return {**kept, "userEnteredValue": {"numberValue": value}}
    check_length(value)
    number_format = cell.get("userEnteredFormat", {}).get("numberFormat", {})
    if not typed or (number_format.get("type") == "TEXT" and not value.startswith("=")):
        return {**kept, "userEnteredValue": {"stringValue": value}}
    entered, new_format = typing_in.read(value, locale)
    if new_format and not number_format:
        kept["userEnteredFormat"] = {**cell.get("userEnteredFormat", {}), "numberFormat": new_format}
    return {**kept, "userEnteredValue": entered}


def check_length(text: str) -> None:
    """Raise RefusedError for a text that no cell can hold."""
    if len(text.encode("utf-16-le")) // 2 > TEXT_LIMIT:
        raise RefusedError(f"Your input contains more than the maximum of {TEXT_LIMIT} characters in a single cell.")
