"""One row of a sheet with some of its cells set, split out of repeats or annotated; every other byte stays."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from okrsync.sources.document.sheet import CREATOR, SIGNATURE
from okrsync.sources.document.words import paragraphs
from okrsync.sources.workbook.markup import Splice, is_empty_element, parse, tag_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

LAST_COLUMN = 16_383
_CELL_DEPTH = 2
_CELLS = frozenset({"table:table-cell", "table:covered-table-cell"})
_REPEATED_COLUMNS = re.compile(rb"""\s+table:number-columns-repeated\s*=\s*(?:"\d*"|'\d*')""")
_REPEATED_ROWS = re.compile(rb"""\s+table:number-rows-repeated\s*=\s*(?:"\d*"|'\d*')""")
VALUES = re.compile(
    rb"""\s+(?:office:(?:value-type|(?:date-|time-|boolean-|string-)?value|currency)|calcext:value-type)"""
    rb"""\s*=\s*(?:"[^"]*"|'[^']*')"""
)
_PARAGRAPHS = re.compile(rb"<text:p\b[^>]*?(?:/>|>.*?</text:p>)", re.DOTALL)
ANNOTATION = re.compile(rb"<office:annotation\b.*?</office:annotation>", re.DOTALL)


@dataclass(slots=True)
class Element:
    """A cell element of a row."""

    attributes: Mapping[str, str]
    start: int
    stop: int
    column: int
    repeat: int
    covered: bool
    filled: bool
    """Whether it holds anything: a value, a formula, a note, a picture."""

    def holds(self, column: int) -> bool:
        """Tell whether it stands for the cell in a column."""
        return self.column <= column < self.column + self.repeat


@lru_cache(maxsize=16)
def elements(row: bytes) -> tuple[Element, ...]:
    """Return the cell elements of a row element, in order."""
    found: list[Element] = []
    depth = 0
    column = 0

    def start(name: str, attributes: list[str], at: int) -> None:
        nonlocal depth, column
        depth += 1
        if depth == _CELL_DEPTH and name in _CELLS:
            values = dict(zip(attributes[::2], attributes[1::2], strict=True))
            repeat = max(1, int(values.get("table:number-columns-repeated", "1") or 1))
            filled = "office:value-type" in values or "table:formula" in values
            spans = "table:number-columns-spanned" in values or "table:number-rows-spanned" in values
            covered = name != "table:table-cell" or spans
            found.append(Element(values, at, tag_end(row, at), column, repeat, covered, filled))
            column += repeat
        elif depth > _CELL_DEPTH and found:
            found[-1].filled = True

    def end(_: str, at: int) -> None:
        nonlocal depth
        if depth == _CELL_DEPTH and found and not is_empty_element(row, found[-1].start):
            found[-1].stop = row.index(b">", at) + 1
        depth -= 1

    parse(row, start, end)
    return tuple(found)


@dataclass(slots=True, frozen=True)
class Change:
    """What is to stand in one cell: a whole cell element of ours, a note within anybody's, or what a person typed."""

    cell: bytes | None = None
    note: bytes | None = None
    typed: Callable[[bytes], bytes] | None = None
    """Cell element that stands there → the one that is to stand there."""

    def on(self, raw: bytes) -> bytes:
        """Return what takes the place of a cell element that stands for one cell."""
        if self.typed is not None:
            return self.typed(raw)
        return self.cell if self.cell is not None else with_note(raw, self.note or b"")


def can_change(row: bytes, column: int) -> bool:
    """Tell whether a cell element of ours may stand at `column`: nothing is there, and no merged area covers it."""
    for element in elements(row):
        if element.holds(column):
            return not element.filled and not element.covered
    return column <= LAST_COLUMN


def splices_for(row: bytes, changes: Mapping[int, Change]) -> list[Splice]:
    """Return what carries out `changes` (0-based column → change) in a row element that does not repeat."""
    parts = elements(row)
    splices: list[Splice] = []
    for element in parts:
        stop = element.column + element.repeat
        targets = sorted(column for column in changes if element.column <= column < stop)
        if targets:
            splices.append(_in_element(row, element, {column: changes[column] for column in targets}))
    width = parts[-1].column + parts[-1].repeat if parts else 0
    beyond = {column: change for column, change in sorted(changes.items()) if column >= width}
    if beyond:
        splices.append(_behind(row, width, beyond))
    return splices


def _in_element(row: bytes, element: Element, changes: Mapping[int, Change]) -> Splice:
    raw = row[element.start : element.stop]
    only = next(iter(changes.values())).note
    if element.repeat == 1 and only is not None and not is_empty_element(raw, 0):
        # The note goes inside; the cell's own bytes stay where they are.
        at = element.start + tag_end(raw, 0)
        return Splice(at, at, only)
    pieces: list[bytes] = []
    at = element.column
    for column, change in changes.items():
        pieces.append(_repeated(raw, column - at))
        pieces.append(change.on(_repeated(raw, 1)))
        at = column + 1
    pieces.append(_repeated(raw, element.column + element.repeat - at))
    return Splice(element.start, element.stop, b"".join(pieces))


def _behind(row: bytes, width: int, changes: Mapping[int, Change]) -> Splice:
    """Return what adds cells behind the row's last one."""
    empty = b"<table:table-cell/>"
    pieces: list[bytes] = []
    at = width
    for column, change in changes.items():
        pieces.append(_repeated(empty, column - at))
        pieces.append(change.on(empty))
        at = column + 1
    new = b"".join(pieces)
    if is_empty_element(row, 0):
        tag = row[: tag_end(row, 0)]
        return Splice(0, len(row), tag[:-2].rstrip() + b">" + new + b"</table:table-row>")
    end = row.rindex(b"</")
    return Splice(end, end, new)


def _repeated(raw: bytes, times: int) -> bytes:
    """Return the cell element standing for `times` cells; nothing for none."""
    if times <= 0:
        return b""
    stop = tag_end(raw, 0)
    tag = _REPEATED_COLUMNS.sub(b"", raw[:stop])
    if times > 1:
        name = re.match(rb"<[^\s/>]+", tag)
        at = name.end() if name else 0
        tag = tag[:at] + b' table:number-columns-repeated="%d"' % times + tag[at:]
    return tag + raw[stop:]


def with_note(raw: bytes, note: bytes) -> bytes:
    """Return the cell element with a note in it."""
    stop = tag_end(raw, 0)
    if is_empty_element(raw, 0):
        name = raw[1:stop].split(maxsplit=1)[0].rstrip(b"/>")
        return raw[: stop - 2].rstrip() + b">" + note + b"</" + name + b">"
    return raw[:stop] + note + raw[stop:]


def row_for(row: bytes, times: int) -> bytes:
    """Return the row element standing for `times` rows; nothing for none."""
    if times <= 0:
        return b""
    stop = tag_end(row, 0)
    tag = _REPEATED_ROWS.sub(b"", row[:stop])
    if times > 1:
        at = len(b"<table:table-row")
        tag = tag[:at] + b' table:number-rows-repeated="%d"' % times + tag[at:]
    return tag + row[stop:]


def text_cell(text: str, style: str) -> bytes:
    """Return a cell element that holds text, never a formula."""
    return _cell(style, 'office:value-type="string"', paragraphs(text))


def number_cell(number: float, style: str) -> bytes:
    """Return a cell element that holds a number."""
    return _cell(style, f'office:value-type="float" office:value="{number:g}"', f"<text:p>{number:g}</text:p>")


def note_element(text: str) -> bytes:
    """Return a comment of ours."""
    signed = paragraphs(f"{text}\n{SIGNATURE}")
    return f"<office:annotation><dc:creator>{escape(CREATOR)}</dc:creator>{signed}</office:annotation>".encode()


def emptied(row: bytes, columns: frozenset[int], notes: frozenset[int]) -> Iterator[Splice]:
    """Yield what takes our values out of `columns` and our notes off the cells in `notes`; looks stay.

    For documents that another program has saved since: our cells then are cells like any other.
    """
    for element in elements(row):
        inside = frozenset(range(element.column, element.column + element.repeat))
        raw = row[element.start : element.stop]
        new = raw
        if element.column in notes:
            new = ANNOTATION.sub(b"", new, count=1)
        if inside <= columns and b"table:formula" not in raw[: tag_end(raw, 0)]:
            stop = tag_end(new, 0)
            rest = new[stop:]
            note = ANNOTATION.search(rest)
            kept = note.group() if note else b""
            rest = rest.replace(kept, b"") if kept else rest
            new = VALUES.sub(b"", new[:stop]) + kept + _PARAGRAPHS.sub(b"", rest)
        if new != raw:
            yield Splice(element.start, element.stop, new)


def _cell(style: str, kind: str, inner: str) -> bytes:
    return f'<table:table-cell table:style-name="{style}" {kind}>{inner}</table:table-cell>'.encode()
