"""Where our two columns go on a sheet, and how wide they are.

They stand in the first two neighbouring columns right of the tables that are wholly free: no cell (a blank one with a
format is somebody's too), no merged area, no drawing above, no list of allowed values prepared, nobody's comment. One
column is left empty behind a table object, because such a table grows into what is typed right beside it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from okrsync.sources.workbook.areas import LAST_COLUMN, area, areas
from okrsync.sources.workbook.comments import comments_of
from okrsync.sources.workbook.markup import as_attribute, element_stop, local, tag_end

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.sources.workbook.package import Package, Sheet
    from okrsync.sources.workbook.restoring import Draft
    from okrsync.sources.workbook.sheet_map import SheetMap

SCORE_WIDTH, WARNINGS_WIDTH = 11.7109375, 60.7109375
"""In characters; Excel itself adds the 5 pixels of padding that make .7109375 (ECMA-376 part 1, 18.3.1.13)."""
_WIDE = 50
"""A format over so many columns is meant for the whole sheet, not prepared for these."""
_COLUMN_IN_EMU = 609_600
_SQREF_TEXT = re.compile(rb"sqref>([^<]*)<")
_SHAPE_ANCHOR = re.compile(rb"""ObjectType\s*=\s*["'](\w+)["'].*?Anchor>\s*(\d+)\s*,[^<]*?,[^<]*?,[^<]*?,\s*(\d+)\s*,""", re.DOTALL)  # fmt: skip


def choose_columns(package: Package, sheet: Sheet, sheet_map: SheetMap, after: int) -> tuple[int, int] | None:
    """Return score and warnings column (0-based) right of column `after`; None where there is no room.

    Raises UnreadableError.
    """
    taken = sheet_map.used_columns()
    for left, right in _occupied(package, sheet, sheet_map):
        taken.update(range(left, min(right, LAST_COLUMN) + 1))
    for column in range(after + 1, LAST_COLUMN):
        if column not in taken and column + 1 not in taken:
            return column, column + 1
    return None


def _occupied(package: Package, sheet: Sheet, sheet_map: SheetMap) -> Iterator[tuple[int, int]]:
    """Yield first and last column of everything but cells."""
    for merge in sheet_map.merges():
        yield merge.left, merge.right
    for tag in ("dataValidation", "conditionalFormatting", "autoFilter", "hyperlink", "protectedRange"):
        for found in sheet_map.references(tag):
            if found.right - found.left < _WIDE:
                yield found.left, found.right
    extensions = sheet_map.child("extLst")
    if extensions is not None:
        for text in _SQREF_TEXT.findall(sheet_map.text[extensions.start : extensions.stop]):
            for found in areas(text.decode("utf-8")):
                if found.right - found.left < _WIDE:
                    yield found.left, found.right
    for values, _ in sheet_map.attributes.get("col", ()):
        first, last = _bounds(values)
        if values.get("hidden") in {"1", "true"} and last < LAST_COLUMN:
            yield first, last
    for comment in comments_of(package, sheet):
        found = area(comment.cell)
        if found is not None:
            yield found.left, found.right
    yield from _neighbours(package, sheet)


def _neighbours(package: Package, sheet: Sheet) -> Iterator[tuple[int, int]]:
    """Yield the columns of table objects, pivot tables and drawings."""
    for relationship in package.relationships(sheet.part):
        if relationship.external or not package.has(relationship.target):
            continue
        if relationship.kind == "table":
            for tag in package.tags(relationship.target, "table"):
                found = area(tag.attributes.get("ref", ""))
                if found is not None:
                    yield found.left, found.right + 1
        elif relationship.kind == "pivotTable":
            for tag in package.tags(relationship.target, "location"):
                found = area(tag.attributes.get("ref", ""))
                if found is not None:
                    yield found.left, found.right + 1
        elif relationship.kind == "drawing":
            yield from _anchors(package, relationship.target)
        elif relationship.kind == "vmlDrawing":
            for kind, left, right in _SHAPE_ANCHOR.findall(package.content(relationship.target)):
                if kind != b"Note":
                    yield int(left), int(right)


def _anchors(package: Package, drawing: str) -> Iterator[tuple[int, int]]:
    found: list[list[int]] = []
    inside: list[str] = []

    def start(name: str, attributes: list[str], _: int) -> None:
        tag = local(name)
        if tag.endswith("CellAnchor"):
            found.append([])
        inside.append(tag)
        if tag == "ext" and inside[-2].endswith("CellAnchor"):
            width = dict(zip(attributes[::2], attributes[1::2], strict=True)).get("cx", "")
            if width.isdigit() and found[-1]:
                found[-1].append(found[-1][0] + int(width) // _COLUMN_IN_EMU + 1)

    def end(_name: str, _at: int) -> None:
        inside.pop()

    def text(piece: str) -> None:
        if inside and inside[-1] == "col" and found and inside[-2] in {"from", "to"} and piece.strip().isdigit():
            found[-1].append(int(piece))

    package.parse(drawing, start, end, text)
    for columns in found:
        if columns:
            yield min(columns), max(columns)


def _bounds(values: dict[str, str]) -> tuple[int, int]:
    """Return first and last column (0-based) of a <col>."""
    first, last = values.get("min", ""), values.get("max", "")
    left = int(first) - 1 if first.isdigit() else 0
    return left, int(last) - 1 if last.isdigit() else left


def widths_of(sheet_map: SheetMap) -> dict[int, str]:
    """Return the widths of columns that have one of their own, as written; wide spans are left out."""
    found = {}
    for values, _ in sheet_map.attributes.get("col", ()):
        first, last = _bounds(values)
        if "width" in values and last - first < _WIDE:
            found.update(dict.fromkeys(range(first, last + 1), values["width"]))
    return found


def set_widths(draft: Draft, sheet_map: SheetMap, widths: dict[int, str]) -> None:
    """Give columns (0-based) their widths; a <col> over more columns is split, and its look kept on every piece."""
    part, text = sheet_map.part, sheet_map.text
    columns = sorted(widths)
    existing = sheet_map.attributes.get("col", [])
    if not existing:
        p = sheet_map.prefix
        new = "".join(_col(f"{p}col", {}, column, column, widths[column]) for column in columns)
        child = sheet_map.child("cols")
        if child is None:
            draft.insert(part, sheet_map.place_for("cols"), f"<{p}cols>{new}</{p}cols>")
        else:
            draft.splice(part, child.start, child.stop, f"<{p}cols>{new}</{p}cols>")
        return
    left_over = set(columns)
    name = text[existing[0][1] + 1 : tag_end(text, existing[0][1])].split(None, 1)[0].decode("utf-8")
    for values, at in existing:
        first, last = _bounds(values)
        inside = [column for column in columns if first <= column <= last]
        if not inside:
            continue
        left_over.difference_update(inside)
        stop = element_stop(text, at, name)
        pieces = []
        for column in inside:
            if first < column:
                pieces.append(_col(name, values, first, column - 1))
            pieces.append(_col(name, values, column, column, widths[column]))
            first = column + 1
        if first <= last:
            pieces.append(_col(name, values, first, last))
        draft.splice(part, at, stop, "".join(pieces))
    for column in sorted(left_over):
        later = [at for values, at in existing if _bounds(values)[0] > column]
        if later:
            at = min(later)
        else:
            last_at = max(at for _, at in existing)
            at = element_stop(text, last_at, name)
        draft.insert(part, at, _col(name, {}, column, column, widths[column]))


def drop_widths(draft: Draft, sheet_map: SheetMap, columns: set[int]) -> None:
    """Take away the widths of columns that were ours; those that share a <col> with others keep it."""
    existing = sheet_map.attributes.get("col", [])
    leaving = []
    for values, at in existing:
        first, last = _bounds(values)
        if set(range(first, min(last, first + _WIDE) + 1)) <= columns:
            leaving.append(at)
    child = sheet_map.child("cols")
    if child is not None and leaving and len(leaving) == len(existing):
        draft.splice(sheet_map.part, child.start, child.stop, "")
        return
    for at in leaving:
        name = sheet_map.text[at + 1 : tag_end(sheet_map.text, at)].split(None, 1)[0].decode("utf-8")
        draft.splice(sheet_map.part, at, element_stop(sheet_map.text, at, name), "")


def _col(name: str, values: dict[str, str], first: int, last: int, width: str = "") -> str:
    kept = dict(values) | {"min": str(first + 1), "max": str(last + 1)}
    if width:
        kept.pop("hidden", None)
        kept.pop("bestFit", None)
        kept |= {"width": width, "customWidth": "1"}
    return f"<{name} " + " ".join(f"{key}={as_attribute(value)}" for key, value in kept.items()) + "/>"
