"""Texts of ours that another program moved to the shared strings: emptied once no cell uses them any more.

They cannot be taken out, since cells count them by place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from okrsync.sources.workbook.restoring import Draft

if TYPE_CHECKING:
    from okrsync.sources.workbook.package import Package

_STRING_CELL = re.compile(
    rb"""<(?:[^\s:>/]+:)?c\s[^>]*?\bt\s*=\s*["']s["'][^>]*>\s*<(?:[^\s:>/]+:)?v[^>]*>\s*(\d+)\s*<"""
)


def string_numbers(text: bytes) -> set[int]:
    """Return the numbers of the shared strings that cells in this piece of a worksheet show."""
    return {int(number) for number in _STRING_CELL.findall(text)}


def blank_strings(package: Package, loose: set[int]) -> None:
    """Empty the shared strings `loose`, save those that a cell still shows. Raises UnreadableError."""
    part = package.related(package.workbook, "sharedStrings")
    if part is None:
        return
    unused = set(loose)
    for sheet in package.sheets:
        if sheet.is_grid:
            unused -= string_numbers(package.part(sheet.part).text)
    draft = Draft(package)
    strings = [element for element in package.elements(part, 2) if element.tag == "si"]
    for number, string in enumerate(strings):
        if number in unused:
            p = string.prefix
            draft.splice(part, string.start, string.stop, f"<{p}si><{p}t/></{p}si>")
    draft.settle(record=False)
