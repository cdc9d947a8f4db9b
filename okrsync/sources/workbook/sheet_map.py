"""Where things stand in a worksheet's part, to the byte, so that a cell can be spliced in and nothing else move."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, NamedTuple

from okrsync.grid import place
from okrsync.sources.workbook.areas import area, areas
from okrsync.sources.workbook.markup import (
    DamagedPartError,
    feed,
    is_empty_element,
    local,
    new_parser,
    prefix_of,
    tag_end,
    unreadable,
)

if TYPE_CHECKING:
    from okrsync.grid import Merge
    from okrsync.sources.workbook.package import Package

ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "drawingHF", "legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
)  # fmt: skip
"""Order of a worksheet's children: CT_Worksheet, ECMA-376 part 1, 18.3.1.99."""
_LISTS = frozenset({
    "cols", "protectedRanges", "mergeCells", "conditionalFormatting", "dataValidations", "hyperlinks", "extLst",
})  # fmt: skip
"""Children whose inner tags are noted too."""
_CHILD, _ROW, _CELL = 2, 3, 4
"""Depths below the root."""
_RANK = {name: rank for rank, name in enumerate(ORDER)}


class Child(NamedTuple):
    """One child of the root: its local name (of what is inside, for an mc:AlternateContent) and its bytes."""

    name: str
    start: int
    stop: int


class Row(NamedTuple):
    """One row: its number (0-based), its bytes, and which of the map's cells are its own."""

    number: int
    start: int
    stop: int
    """Offset of its end tag; behind it where it is an empty element."""
    first: int
    last: int
    empty: bool


class SheetMap:
    """A worksheet's part: children, rows, and where each cell begins."""

    def __init__(self, package: Package, part: str) -> None:
        """Go once through the part. Raises UnreadableError."""
        self.package, self.part = package, part
        self.text = package.part(part).text
        walk = _Walk(self.text)
        try:
            walk.go()
        except (DamagedPartError, ValueError, OverflowError):
            raise unreadable(package.file, part) from None
        self.root, self.root_stop, self.root_attributes = walk.root, walk.root_stop, walk.root_attributes
        self.children, self.rows, self.attributes = walk.children, walk.rows, walk.attributes
        self.columns, self.starts, self.looks = walk.columns, walk.starts, walk.looks
        self.by_number = {row.number: row for row in reversed(self.rows)}

    @property
    def prefix(self) -> str:
        """Prefix of the root's namespace, with its colon."""
        return prefix_of(self.root)

    def child(self, name: str) -> Child | None:
        """Return the first child of that name."""
        return next((child for child in self.children if child.name == name), None)

    def place_for(self, name: str) -> int:
        """Return the offset where a new child of that name belongs."""
        rank = _RANK[name]
        for child in self.children:
            if _RANK.get(child.name, -1) > rank:
                return child.start
        return self.root_stop

    def cell_place(self, row: Row, column: int) -> int | None:
        """Return the offset where a new cell of that column belongs in the row, None where a cell stands already."""
        for index in range(row.first, row.last):
            if self.columns[index] == column:
                return None
            if self.columns[index] > column:
                return int(self.starts[index])
        return row.stop

    def cell_span(self, row: Row, column: int) -> tuple[int, int] | None:
        """Return the bytes of a cell, None where there is none."""
        for index in range(row.first, row.last):
            if self.columns[index] == column:
                start = int(self.starts[index])
                if is_empty_element(self.text, start):
                    return start, tag_end(self.text, start)
                name = self.text[start + 1 : tag_end(self.text, start)].split(None, 1)[0].rstrip(b">")
                return start, self.text.index(b">", self.text.index(b"</" + name, start)) + 1
        return None

    def row_place(self, number: int) -> int | None:
        """Return the offset before which a new row of that number belongs; None for the end of the rows."""
        later = [row for row in self.rows if row.number > number]
        return min(later, key=lambda row: row.start).start if later else None

    def used_columns(self) -> set[int]:
        """Return every column in which any cell stands, filled or not."""
        return set(self.columns)

    def merges(self) -> list[Merge]:
        """Return the merged areas."""
        found = (area(values.get("ref", "")) for values, _ in self.attributes.get("mergeCell", ()))
        return [merge for merge in found if merge is not None]

    def references(self, tag: str) -> list[Merge]:
        """Return the areas of `sqref` or `ref` of every such tag."""
        return [
            found
            for values, _ in self.attributes.get(tag, ())
            for found in areas(values.get("sqref", values.get("ref", "")))
        ]


class _Walk:
    """Collects what a `SheetMap` knows while the part goes by."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.parser = new_parser()
        self.root, self.root_stop = "", 0
        self.root_attributes: dict[str, str] = {}
        self.children: list[Child] = []
        self.rows: list[Row] = []
        self.attributes: dict[str, list[tuple[dict[str, str], int]]] = {}
        """Local name → attributes and offset, for the tags outside of the cells."""
        self.columns, self.starts, self.looks = array("H"), array("L"), array("L")
        self.depth = 0
        self.child, self.child_start, self.in_cells = "", 0, False
        self.row, self.row_start, self.first, self.column = -1, 0, 0, -1
        self.known_letters: dict[str, int] = {}

    def go(self) -> None:
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        feed(self.parser, self.text)

    def start(self, name: str, attributes: list[str]) -> None:
        self.depth += 1
        if self.in_cells:
            if self.depth == _CELL:
                self._cell(attributes)
            elif self.depth < _CELL:
                number = attributes[attributes.index("r") + 1] if "r" in attributes[::2] else ""
                self.row = int(number) - 1 if number.isdecimal() else self.row + 1
                self.row_start, self.first, self.column = self.parser.CurrentByteIndex, len(self.columns), -1
            return
        tag, at = local(name), self.parser.CurrentByteIndex
        if self.depth == 1:
            self.root = name
            self.root_attributes = dict(zip(attributes[::2], attributes[1::2], strict=True))
            return
        if self.depth == _CHILD:
            self.child, self.child_start, self.in_cells = tag, at, tag == "sheetData"
        elif self.child == "AlternateContent" and tag in _RANK:
            self.child = tag
        # Controls and views of single people repeat names of tags ("col", "autoFilter") in other meanings.
        if self.depth == _CHILD or self.child in _LISTS:
            values = dict(zip(attributes[::2], attributes[1::2], strict=True))
            self.attributes.setdefault(tag, []).append((values, at))

    def _cell(self, attributes: list[str]) -> None:
        self.column += 1
        look = 0
        for index in range(0, len(attributes), 2):
            key = attributes[index]
            if key == "r":
                letters = attributes[index + 1].rstrip("0123456789")
                if letters not in self.known_letters:
                    self.known_letters[letters] = place(f"{letters.upper()}1")[1]
                self.column = self.known_letters[letters]
            elif key == "s":
                look = int(attributes[index + 1] or 0)
        self.columns.append(self.column)
        self.starts.append(self.parser.CurrentByteIndex)
        self.looks.append(look)

    def end(self, _: str) -> None:
        self.depth -= 1
        if self.depth > _CHILD:
            return
        at = self.parser.CurrentByteIndex
        if self.depth == _CHILD and self.in_cells:
            empty = self.first == len(self.columns) and is_empty_element(self.text, self.row_start)
            self.rows.append(Row(self.row, self.row_start, at, self.first, len(self.columns), empty))
        elif self.depth == 1:
            stop = at if is_empty_element(self.text, self.child_start) else self.text.index(b">", at) + 1
            self.children.append(Child(self.child, self.child_start, stop))
            self.in_cells = False
        elif self.depth == 0:
            self.root_stop = at
