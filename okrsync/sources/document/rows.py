"""Rows of a sheet changed where they stand in content.xml, taken out of the repeats that they are part of."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from okrsync.sources.document.cells import row_for, splices_for
from okrsync.sources.workbook.markup import Splice, spliced

if TYPE_CHECKING:
    from collections.abc import Mapping

    from okrsync.sources.document.cells import Change
    from okrsync.sources.document.sheet import RowPlace, Sheet

_EMPTY = b"<table:table-row><table:table-cell/></table:table-row>"


def place_of(sheet: Sheet, row: int) -> RowPlace | None:
    """Return where a 0-based row stands, None behind the last one."""
    index = bisect_right(sheet.places, row, key=lambda place: place.first) - 1
    if index < 0:
        return None
    place = sheet.places[index]
    return place if row < place.first + place.repeat else None


def row_splices(xml: bytes, sheet: Sheet, changes: Mapping[int, Mapping[int, Change]]) -> list[Splice]:
    """Return what carries out `changes` (row → column → change) on a sheet; what lies behind its last row is left."""
    by_place: dict[RowPlace, list[int]] = {}
    for row in sorted(changes):
        place = place_of(sheet, row)
        if place is not None:
            by_place.setdefault(place, []).append(row)
    splices: list[Splice] = []
    for place, rows in by_place.items():
        raw = xml[place.start : place.stop]
        if place.repeat == 1:
            splices.extend(
                Splice(place.start + start, place.start + stop, new)
                for start, stop, new in splices_for(raw, changes[rows[0]])
            )
            continue
        pieces: list[bytes] = []
        at = place.first
        single = row_for(raw, 1)
        for row in rows:
            pieces += (row_for(raw, row - at), spliced(single, splices_for(single, changes[row])))
            at = row + 1
        pieces.append(row_for(raw, place.first + place.repeat - at))
        splices.append(Splice(place.start, place.stop, b"".join(pieces)))
    return splices


def rows_behind(sheet: Sheet, changes: Mapping[int, Mapping[int, Change]]) -> list[Splice]:
    """Return what adds the rows of `changes` behind the last one: few programs but LibreOffice fill a sheet."""
    if not sheet.places:
        return []
    last = sheet.places[-1]
    at, pieces = last.first + last.repeat, list[bytes]()
    for row in sorted(row for row in changes if row >= at):
        pieces += (row_for(_EMPTY, row - at), spliced(_EMPTY, splices_for(_EMPTY, changes[row])))
        at = row + 1
    return [Splice(last.stop, last.stop, b"".join(pieces))] if pieces else []
