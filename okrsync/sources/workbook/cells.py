"""Our cells, spliced into the rows of a worksheet.

The rows' own attributes stay: `spans` is a hint that readers do without (ECMA-376 part 1, 18.3.1.73), and how high a
row is, is its people's choice, even where our text would like more room.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from okrsync.grid import Merge, address
from okrsync.sources.workbook.areas import area
from okrsync.sources.workbook.markup import as_text, tag_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from okrsync.sources.workbook.restoring import Draft
    from okrsync.sources.workbook.sheet_map import Row, SheetMap

_ROW_TAG = re.compile(rb"<((?:[^\s:>/]+:)?)row")
_CONTENT = re.compile(rb"<(?:[^\s:>/]+:)?(?:v|f|is)[\s/>]")


class Cell(NamedTuple):
    """One cell to write."""

    column: int
    """0-based."""
    value: str | float | None
    look: int


def write_cells(draft: Draft, sheet_map: SheetMap, rows: Mapping[int, Iterable[Cell]]) -> list[tuple[int, int]]:
    """Put cells (row number, 0-based → cells from left to right) into the sheet.

    A blank cell gives way, one with something in it never does: return the places (row, column) that were taken.
    """
    taken: list[tuple[int, int]] = []
    new_rows: list[tuple[int, str]] = []
    for number in sorted(rows):
        row = sheet_map.by_number.get(number)
        if row is None:
            p = sheet_map.prefix
            cells = "".join(cell_xml(p, number, cell) for cell in rows[number])
            new_rows.append((number, f'<{p}row r="{number + 1}">{cells}</{p}row>'))
        elif row.empty:
            _fill_empty_row(draft, sheet_map, row, rows[number])
        else:
            taken.extend((number, column) for column in _add_to_row(draft, sheet_map, row, rows[number]))
    _add_rows(draft, sheet_map, new_rows)
    return taken


def overwrite_cells(draft: Draft, sheet_map: SheetMap, rows: Mapping[int, Iterable[Cell]]) -> None:
    """Put cells (row number, 0-based → cells) into the sheet, whatever stood in them."""
    missing: dict[int, list[Cell]] = {}
    for number, cells in rows.items():
        row = sheet_map.by_number.get(number)
        for cell in sorted(cells, key=lambda each: each.column):
            span = None if row is None or row.empty else sheet_map.cell_span(row, cell.column)
            if row is None or span is None:
                missing.setdefault(number, []).append(cell)
            else:
                draft.splice(sheet_map.part, *span, cell_xml(_prefix(sheet_map, row), number, cell))
    write_cells(draft, sheet_map, missing)


def cell_xml(prefix: str, row: int, cell: Cell) -> str:
    """Return a cell as a worksheet writes it; a text stands in the cell itself, and shared strings stay."""
    p = prefix
    head = f'<{p}c r="{address(row, cell.column)}"' + (f' s="{cell.look}"' if cell.look else "")
    if cell.value is None:
        return f"{head}/>"
    if isinstance(cell.value, str):
        return f'{head} t="inlineStr"><{p}is><{p}t xml:space="preserve">{as_text(cell.value)}</{p}t></{p}is></{p}c>'
    return f"{head}><{p}v>{cell.value:.15g}</{p}v></{p}c>"


def widen_dimension(draft: Draft, sheet_map: SheetMap, cells: Merge) -> None:
    """Let the sheet's stated extent cover our cells, where it states one that can be read."""
    for values, at in sheet_map.attributes.get("dimension", ())[:1]:
        found = area(values.get("ref", ""))
        tag = sheet_map.text[at : tag_end(sheet_map.text, at)]
        place = re.search(rb"""\bref\s*=\s*["']([^"']*)["']""", tag)
        if found is None or place is None:
            continue
        wider = Merge(
            min(found.top, cells.top),
            min(found.left, cells.left),
            max(found.bottom, cells.bottom),
            max(found.right, cells.right),
        )
        if wider != found:
            reference = f"{address(wider.top, wider.left)}:{address(wider.bottom, wider.right)}"
            draft.splice(sheet_map.part, at + place.start(1), at + place.end(1), reference)


def _prefix(sheet_map: SheetMap, row: Row) -> str:
    found = _ROW_TAG.match(sheet_map.text, row.start)
    return found.group(1).decode("utf-8") if found else sheet_map.prefix


def _fill_empty_row(draft: Draft, sheet_map: SheetMap, row: Row, cells: Iterable[Cell]) -> None:
    p = _prefix(sheet_map, row)
    stop = tag_end(sheet_map.text, row.start)
    inner = "".join(cell_xml(p, row.number, cell) for cell in cells)
    draft.splice(sheet_map.part, stop - 2, stop, f">{inner}</{p}row>")


def _add_to_row(draft: Draft, sheet_map: SheetMap, row: Row, cells: Iterable[Cell]) -> list[int]:
    taken = []
    p = _prefix(sheet_map, row)
    for cell in cells:
        at = sheet_map.cell_place(row, cell.column)
        if at is not None:
            draft.insert(sheet_map.part, at, cell_xml(p, row.number, cell))
            continue
        span = sheet_map.cell_span(row, cell.column)
        if span is None or _CONTENT.search(sheet_map.text, *span):
            taken.append(cell.column)
        else:
            draft.splice(sheet_map.part, *span, cell_xml(p, row.number, cell))
    return taken


def _add_rows(draft: Draft, sheet_map: SheetMap, rows: list[tuple[int, str]]) -> None:
    if not rows:
        return
    data = sheet_map.child("sheetData")
    p = sheet_map.prefix
    if data is None:
        inner = "".join(row for _, row in rows)
        draft.insert(sheet_map.part, sheet_map.place_for("sheetData"), f"<{p}sheetData>{inner}</{p}sheetData>")
        return
    stop = tag_end(sheet_map.text, data.start)
    if stop == data.stop:
        inner = "".join(row for _, row in rows)
        name = sheet_map.text[data.start + 1 : stop - 2].split(None, 1)[0].decode("utf-8")
        draft.splice(sheet_map.part, stop - 2, stop, f">{inner}</{name}>")
        return
    end = sheet_map.text.rindex(b"</", data.start, data.stop)
    for number, row in rows:
        at = sheet_map.row_place(number)
        draft.insert(sheet_map.part, end if at is None else at, row)
