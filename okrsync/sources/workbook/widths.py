"""Widths of columns: read, set on ours, and taken away again."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from okrsync.sources.workbook.markup import as_attribute, element_stop, local, parse, tag_end

if TYPE_CHECKING:
    from collections.abc import Iterable

    from okrsync.sources.workbook.restoring import Draft
    from okrsync.sources.workbook.sheet_map import SheetMap

SCORE_WIDTH, WARNINGS_WIDTH = "11.7109375", "60.7109375"
"""In characters; Excel itself adds the 5 pixels of padding that make .7109375 (ECMA-376 part 1, 18.3.1.13)."""
_WIDEST_SPAN = 50
"""A width for so many columns is the sheet's usual one, not theirs."""


def bounds(values: dict[str, str]) -> tuple[int, int]:
    """Return first and last column (0-based) of a <col>."""
    first, last = values.get("min", ""), values.get("max", "")
    left = int(first) - 1 if first.isdecimal() else 0
    return left, int(last) - 1 if last.isdecimal() else left


_NUMBER = re.compile(r"\d+(\.\d+)?")


class _EnoughError(Exception):
    """The columns have gone by."""


class Width(NamedTuple):
    """How wide a column is, in characters as written, and whether somebody has hidden it."""

    characters: str
    hidden: bool = False


def widths_in(text: bytes) -> dict[int, Width]:
    """Return the widths of columns (see `widths_of`) from the head of a worksheet's part, the rest unread."""
    stated: list[dict[str, str]] = []

    def start(name: str, attributes: list[str], _: int) -> None:
        if local(name) == "col":
            stated.append(dict(zip(attributes[::2], attributes[1::2], strict=True)))
        elif local(name) == "sheetData":
            raise _EnoughError

    with suppress(_EnoughError):
        parse(text, start)
    return widths_of(stated)


def widths_of(stated: Iterable[dict[str, str]]) -> dict[int, Width]:
    """Return the widths of columns that have one of their own, as written; `stated` holds the attributes of each <col>.

    Widths for many columns are left out.
    """
    found: dict[int, Width] = {}
    for values in stated:
        first, last = bounds(values)
        if _NUMBER.fullmatch(values.get("width", "")) and last - first < _WIDEST_SPAN:
            width = Width(values["width"], values.get("hidden") in {"1", "true"})
            found.update(dict.fromkeys(range(first, last + 1), width))
    return found


def set_widths(draft: Draft, sheet_map: SheetMap, widths: dict[int, Width]) -> None:
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
        first, last = bounds(values)
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
        later = [at for values, at in existing if bounds(values)[0] > column]
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
        first, last = bounds(values)
        if set(range(first, min(last, first + _WIDEST_SPAN) + 1)) <= columns:
            leaving.append(at)
    child = sheet_map.child("cols")
    if child is not None and leaving and len(leaving) == len(existing):
        draft.splice(sheet_map.part, child.start, child.stop, "")
        return
    for at in leaving:
        name = sheet_map.text[at + 1 : tag_end(sheet_map.text, at)].split(None, 1)[0].decode("utf-8")
        draft.splice(sheet_map.part, at, element_stop(sheet_map.text, at, name), "")


def _col(name: str, values: dict[str, str], first: int, last: int, width: Width | None = None) -> str:
    kept = dict(values) | {"min": str(first + 1), "max": str(last + 1)}
    if width is not None:
        kept.pop("hidden", None)
        kept.pop("bestFit", None)
        kept |= {"width": width.characters, "customWidth": "1"} | ({"hidden": "1"} if width.hidden else {})
    return f"<{name} " + " ".join(f"{key}={as_attribute(value)}" for key, value in kept.items()) + "/>"
