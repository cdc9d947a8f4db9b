"""Which columns drawings lie above: charts, pictures, shapes, form controls."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from okrsync.sources.workbook.markup import local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.sources.workbook.package import Package

_COLUMN_IN_EMU = 609_600
"""Width of a column of usual width, in English metric units: 64 pixels."""
_CLIENT_DATA = re.compile(
    rb"""<(?:\w+:)?ClientData\s+ObjectType\s*=\s*["'](\w+)["'](.*?)</(?:\w+:)?ClientData""", re.DOTALL
)
_ANCHOR = re.compile(rb"Anchor>\s*(\d+)\s*,[^<,]*,[^<,]*,[^<,]*,\s*(\d+)\s*,")


def drawing_columns(package: Package, part: str) -> Iterator[tuple[int, int]]:
    """Yield first and last column (0-based) under each shape of a drawing. Raises UnreadableError."""
    reader = _Anchors()
    package.parse(part, reader.start, reader.end, reader.text)
    for columns in reader.found:
        if columns:
            yield min(columns), max(columns)


def shape_columns(content: bytes) -> Iterator[tuple[int, int]]:
    """Yield first and last column (0-based) under each VML shape that is no comment: buttons and the like."""
    for kind, inner in _CLIENT_DATA.findall(content):
        anchor = _ANCHOR.search(inner)
        if kind != b"Note" and anchor:
            yield int(anchor.group(1)), int(anchor.group(2))


class _Anchors:
    """Collects the columns of anchors while a drawing goes by."""

    def __init__(self) -> None:
        self.found: list[list[int]] = []
        self.path: list[str] = [""]

    def start(self, name: str, attributes: list[str], _: int) -> None:
        tag = local(name)
        parent = self.path[-1]
        self.path.append(tag)
        if tag.endswith("CellAnchor"):
            self.found.append([])
        elif tag == "ext" and parent == "oneCellAnchor" and self.found[-1]:
            width = dict(zip(attributes[::2], attributes[1::2], strict=True)).get("cx", "")
            if width.isdecimal():
                self.found[-1].append(self.found[-1][0] + int(width) // _COLUMN_IN_EMU + 1)

    def end(self, _name: str, _at: int) -> None:
        self.path.pop()

    def text(self, piece: str) -> None:
        if self.path[-1] == "col" and self.path[-2] in {"from", "to"} and self.found and piece.strip().isdecimal():
            self.found[-1].append(int(piece))
