"""Texts of ours that another program moved to the shared strings: emptied once no cell uses them any more.

They cannot be taken out, since cells count them by place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from okrsync.sources.workbook.markup import Splice, is_empty_element, local, parse, prefix_of, spliced

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
    text = package.part(part).text
    spans: list[tuple[int, int, str]] = []
    begun = 0

    def start(name: str, _: list[str], at: int) -> None:
        nonlocal begun
        if local(name) == "si":
            begun = at

    def end(name: str, at: int) -> None:
        if local(name) == "si":
            stop = at if is_empty_element(text, begun) else text.index(b">", at) + 1
            spans.append((begun, stop, prefix_of(name)))

    parse(text, start, end)
    splices = [
        Splice(spans[number][0], spans[number][1], "<{p}si><{p}t/></{p}si>".replace("{p}", spans[number][2]).encode())
        for number in sorted(unused)
        if number < len(spans)
    ]
    if splices:
        package.put(part, package.part(part).encoded(spliced(text, splices)))
