"""Cells of people's own in a document that cannot be written without harm, whoever asks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from okrsync.grid import Merge, place
from okrsync.sources.document.cells import elements
from okrsync.sources.document.rows import place_of
from okrsync.sources.document.typed_cell import holds_link_beside_words
from okrsync.sources.workbook.markup import tags

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from okrsync.sources.document.content import Content
    from okrsync.sources.document.sheet import RowPlace, Sheet

_AREA = re.compile(r"(.+)\.\$?([A-Z]{1,3})\$?(\d+):(?:.+)?\.\$?([A-Z]{1,3})\$?(\d+)")
_UNNAMED = "__Anonymous"
"""How LibreOffice calls the area of a filter that somebody switched on: such an area grows with what is typed below."""


class Closed:
    """Tells which cells of a document stay as they are."""

    def __init__(self, content: Content) -> None:
        """Take it as it stands now."""
        self._xml = content.xml
        self._sheets = {sheet.grid.name: sheet for sheet in content.sheets}
        self._tracked = b"<table:tracked-changes" in content.xml
        self._rows: dict[int, list[range]] = {}
        self._areas: dict[str | None, list[Merge]] = {}
        for name, area in _named_areas(content.xml):
            self._areas.setdefault(name, []).append(area)
        for sheet in content.sheets:
            self._areas.setdefault(sheet.grid.name, []).extend(_spread(content.xml, sheet))

    def is_open(self, container: str | None, row: int, column: int) -> bool:
        """Tell whether a cell can be written: not protected, covered, part of a formula, or below a named table."""
        sheet = self._sheets.get(container)
        if sheet is None or self._tracked or sheet.protected or _is_fetched(self._xml, sheet):
            # Where changes are recorded for somebody to accept, ours would not be; a linked sheet is fetched anew.
            return False
        areas = self._areas.get(container, ())
        if any(a.top <= row <= a.bottom and a.left <= column <= a.right for a in areas):
            return False
        where = place_of(sheet, row)
        if where is None:
            return True
        return not any(column in span for span in self._spans(where))

    def _spans(self, where: RowPlace) -> list[range]:
        """Return the columns of a row that stay as they are; a row is asked about once for each of its cells."""
        if where.start not in self._rows:
            raw = self._xml[where.start : where.stop]
            self._rows[where.start] = [
                range(element.column, element.column + element.repeat)
                for element in elements(raw)
                if _stays(raw[element.start : element.stop], element.attributes)
            ]
        return self._rows[where.start]


def _stays(cell: bytes, attributes: Mapping[str, str]) -> bool:
    return cell.startswith(b"<table:covered") or "table:formula" in attributes or holds_link_beside_words(cell)


def _is_fetched(xml: bytes, sheet: Sheet) -> bool:
    first = sheet.places[0].start if sheet.places else sheet.stop
    return b"<table:table-source" in xml[sheet.start : first]


def _spread(xml: bytes, sheet: Sheet) -> Iterator[Merge]:
    """Yield the areas that are filled by one cell: a formula of many cells, a range fetched from another file."""
    for where in sheet.places:
        raw = xml[where.start : where.stop]
        if b"table:number-matrix-" not in raw and b"<table:cell-range-source" not in raw:
            continue
        for element in elements(raw):
            sizes = [(element.attributes.get(f"table:number-matrix-{way}-spanned", "1")) for way in ("rows", "columns")]
            for tag in tags(raw[element.start : element.stop], "cell-range-source"):
                sizes = [tag.attributes.get(f"table:last-{way}-spanned", "1") for way in ("row", "column")]
            down, across = map(int, sizes)
            if down > 1 or across > 1:
                yield Merge(where.first, element.column, where.first + down - 1, element.column + across - 1)


def _named_areas(xml: bytes) -> Iterator[tuple[str, Merge]]:
    """Yield sheet and area of each pivot table, and the row below each named table: it would not be part of it."""
    for tag in tags(xml, "database-range", "data-pilot-table"):
        found = _AREA.fullmatch(tag.attributes.get("table:target-range-address", ""))
        if found is None:
            continue
        name = found[1].removeprefix("$")
        name = name[1:-1].replace("''", "'") if name.startswith("'") else name
        (top, left), (bottom, right) = (place(found[at] + found[at + 1]) for at in (2, 4))
        if tag.name.endswith("data-pilot-table"):
            yield name, Merge(top, left, bottom, right)
        elif not tag.attributes.get("table:name", _UNNAMED).startswith(_UNNAMED):
            yield name, Merge(bottom + 1, left, bottom + 1, right)
