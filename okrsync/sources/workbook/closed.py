"""Cells of people's own that cannot be written without harm, whoever asks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from okrsync.grid import Merge
from okrsync.sources.workbook.areas import area
from okrsync.sources.workbook.refusing import is_protected
from okrsync.sources.workbook.sheet_map import SheetMap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.sources.workbook.package import Package, Sheet

EVERYWHERE = Merge(0, 0, 1 << 30, 1 << 30)
_SPREAD = re.compile(rb"""<(?:\w+:)?f\b[^>]*\bt=["'](?:array|dataTable)["'][^>]*>""")
_REFERENCE = re.compile(rb"""\bref=["']([^"']+)["']""")


def closed_areas(package: Package, sheet: Sheet) -> Iterator[Merge]:
    """Yield the closed areas of a sheet: protected, behind a merge, of one formula, or below a table object."""
    sheet_map = SheetMap(package, sheet.part)
    if is_protected(sheet_map):
        yield EVERYWHERE
    for merge in sheet_map.merges():
        if merge.right > merge.left:
            yield merge._replace(left=merge.left + 1)
        if merge.bottom > merge.top:
            yield merge._replace(top=merge.top + 1)
    for formula in _SPREAD.findall(sheet_map.text):
        reference = _REFERENCE.search(formula)
        spread = area(reference[1].decode()) if reference else None
        if spread is not None:
            yield spread
    yield from _below_tables(package, sheet)


def _below_tables(package: Package, sheet: Sheet) -> Iterator[Merge]:
    """Yield the row below each table object: what is written there would look like a row of the table, and be none."""
    ties = [tie for tie in package.relationships(sheet.part) if tie.kind == "table" and not tie.external]
    for tie in ties:
        for tag in package.tags(tie.target, "table") if package.has(tie.target) else ():
            table = area(tag.attributes.get("ref", ""))
            if table is not None:
                yield table._replace(top=table.bottom + 1, bottom=table.bottom + 1)
