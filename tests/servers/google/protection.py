"""Ranges that only some people may edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.servers.google.a1 import Area
from tests.servers.google.errors import RefusedError

if TYPE_CHECKING:
    from tests.servers.google.grid import Sheet
    from tests.servers.google.store import Spreadsheet

REFUSAL = (
    "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove protection if "
    "you need to edit."
)


def may_edit(book: Spreadsheet, protected: dict[str, object], user: str) -> bool:
    """Tell whether a user is an editor of a protected range; the owner of the file always is."""
    editors = protected.get("editors", {})
    users = editors.get("users", []) if isinstance(editors, dict) else []
    return bool(protected.get("warningOnly")) or user == book.owner or user in users


def check(book: Spreadsheet, sheet: Sheet, area: Area, user: str, *, only_whole: bool = False) -> None:
    """Raise RefusedError where `area` meets a range that `user` may not edit (with `only_whole`: a protected tab)."""
    for protected in sheet.listed("protectedRanges"):
        if may_edit(book, protected, user):
            continue
        range_told = protected.get("range", {"sheetId": sheet.id})
        if only_whole and len(range_told) > 1:
            continue
        free = [Area.of_json(each) for each in protected.get("unprotectedRanges", [])]
        if Area.of_json(range_told).meets(area) and not any(_inside(area, each) for each in free):
            raise RefusedError(REFUSAL)


def _inside(area: Area, outer: Area) -> bool:
    below = outer.bottom is None or (area.bottom is not None and area.bottom <= outer.bottom)
    right = outer.right is None or (area.right is not None and area.right <= outer.right)
    return outer.top <= area.top and outer.left <= area.left and below and right
