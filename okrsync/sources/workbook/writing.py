"""Our columns, comments, colours and tab put into a workbook that holds nothing of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.errors import WriteRefusedError
from okrsync.grid import Merge
from okrsync.sources.workbook.appearance import Appearance
from okrsync.sources.workbook.cells import Cell, widen_dimension, write_cells
from okrsync.sources.workbook.colours import colour_scores
from okrsync.sources.workbook.columns import choose_columns
from okrsync.sources.workbook.comments import standing_comments
from okrsync.sources.workbook.linking import Linker
from okrsync.sources.workbook.marks import SCORE, SUMMARY, WARNINGS
from okrsync.sources.workbook.notes import write_notes
from okrsync.sources.workbook.refusing import has_locked_structure, is_protected
from okrsync.sources.workbook.registering import WorkbookPart, add_names, add_sheet, reference_to
from okrsync.sources.workbook.restoring import RECORD, RECORD_RELATIONSHIP, RECORD_TYPE, Draft
from okrsync.sources.workbook.sheet_map import SheetMap
from okrsync.sources.workbook.stylesheet import Stylesheet, plain_styles
from okrsync.sources.workbook.tab import tab_xml
from okrsync.sources.workbook.widths import SCORE_WIDTH, WARNINGS_WIDTH, Width, set_widths

if TYPE_CHECKING:
    from collections.abc import Mapping

    from okrsync.sources.workbook.desired import Desired, Rows, SheetWish
    from okrsync.sources.workbook.package import Package, Sheet

_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_LONGEST_SHEET_NAME = 31

Refused = dict[tuple[str | None, str, int], str]
"""(sheet, kind of edit, row) → key of the reason; kind and row may be "" and -1 for all of them."""


class Writer:
    """Carries out what is desired on a package; `refused` tells afterwards what was left out, and why."""

    def __init__(self, package: Package, tab_name: str, kept_tab: Sheet | None = None) -> None:
        """Prepare. `kept_tab` is our tab, emptied, where it stands already. Raises UnreadableError."""
        self.package = package
        self.tab_name = tab_name
        self.kept_tab = kept_tab
        self.draft = Draft(package)
        self.linker = Linker(self.draft)
        self.book = WorkbookPart(package)
        self.styles = Stylesheet(self.draft, self._styles_part(package))
        self.names: list[tuple[str, int, str]] = []
        self.refused: Refused = {}

    def write(self, wanted: Desired, right_of: Mapping[str, int], widths: Mapping[tuple[str, str], Width]) -> None:
        """Put everything in. `right_of`: sheet → last column of its tables; `widths`: (sheet, mark) → width to keep.

        Raises UnreadableError, or WriteRefusedError where a part is too odd to be sure.
        """
        by_name = {sheet.name: sheet for sheet in self.package.sheets if sheet.is_grid}
        for name, wish in wanted.sheets.items():
            if wish.cells or wish.notes:
                self._write_sheet(by_name[name], wish, right_of.get(name), widths)
        if wanted.summary is not None:
            self._write_tab(wanted.summary)
        if not self.draft.splices and not self.draft.new:
            return
        add_names(self.draft, self.book, self.names)
        self.linker.relate(self.package.workbook, RECORD_RELATIONSHIP, RECORD)
        self.linker.declare(RECORD, RECORD_TYPE)
        self.styles.settle()
        self.linker.settle()
        self.draft.settle()

    def _styles_part(self, package: Package) -> str:
        """Return the workbook's styles part, made where there is none."""
        part = package.related(package.workbook, "styles")
        if part is None:
            # Many programs look for it under this name, whatever the relationship says.
            part = "xl/styles.xml" if not package.has("xl/styles.xml") else self.linker.free_name("xl/styles{}.xml")
            used = max(max(SheetMap(package, sheet.part).looks, default=0) for sheet in package.sheets if sheet.is_grid)
            package.put(part, plain_styles(self.linker.dialect.main, used + 1))
            self.draft.add_unwritten(part)
            self.linker.relate(package.workbook, "styles", part)
            self.linker.declare(part, _STYLES_TYPE)
        return part

    def _write_sheet(
        self, sheet: Sheet, wish: SheetWish, right_of: int | None, widths: Mapping[tuple[str, str], Width]
    ) -> None:
        if sum(other.part == sheet.part for other in self.package.sheets) > 1:
            self.refused[sheet.name, "", -1] = "workbook.sheet-shared"
            return
        sheet_map = SheetMap(self.package, sheet.part)
        if max(sheet_map.looks, default=0) >= max(len(self.styles.looks), 1):
            # Cells that count looks that are not there would show ours.
            raise WriteRefusedError("workbook.odd-part", file=self.package.file, part=sheet.part)
        if is_protected(sheet_map):
            self.refused[sheet.name, "", -1] = "sources.protected-sheet"
            return
        if wish.cells:
            self._write_columns(sheet, sheet_map, wish, right_of, widths)
        if wish.notes:
            taken = standing_comments(self.package, sheet)[1]
            for cell in wish.notes.keys() & taken:
                self.refused[sheet.name, "note " + cell, -1] = "workbook.note-taken"
            free = {cell: text for cell, text in wish.notes.items() if cell not in taken}
            if free:
                write_notes(self.draft, self.linker, sheet_map, free)

    def _write_columns(
        self,
        sheet: Sheet,
        sheet_map: SheetMap,
        wish: SheetWish,
        right_of: int | None,
        widths: Mapping[tuple[str, str], Width],
    ) -> None:
        columns = wish.columns
        if len(columns) < 2:  # noqa: PLR2004 - score and warnings
            after = max(sheet_map.used_columns(), default=-1) if right_of is None else right_of
            chosen = choose_columns(self.package, sheet, sheet_map, after, wish.cells)
            if chosen is None:
                self.refused[sheet.name, "cells", -1] = "sources.no-room"
                return
            columns = {SCORE: chosen[0], WARNINGS: chosen[1]}
        self._fill(sheet, sheet_map, wish, columns)
        usual = {SCORE: Width(SCORE_WIDTH), WARNINGS: Width(WARNINGS_WIDTH)}
        own_widths = {columns[mark]: widths.get((sheet.name, mark), usual[mark]) for mark in columns}
        set_widths(self.draft, sheet_map, own_widths)
        top, bottom = min(wish.cells), max(wish.cells)
        score, warnings = columns[SCORE], columns[WARNINGS]
        colour_scores(self.draft, self.styles, sheet_map, Merge(top, score, bottom, score))
        widen_dimension(self.draft, sheet_map, Merge(top, min(score, warnings), bottom, max(score, warnings)))
        for mark in (SCORE, WARNINGS):
            reference = reference_to(sheet.name, Merge(top, columns[mark], bottom, columns[mark]))
            self.names.append((mark, sheet.index, reference))

    def _fill(self, sheet: Sheet, sheet_map: SheetMap, wish: SheetWish, columns: dict[str, int]) -> None:
        appearance = Appearance(self.styles, sheet_map, min(columns.values()))
        headers = wish.headers()
        kinds = {columns[SCORE]: "score", columns[WARNINGS]: "warnings"}
        rows: dict[int, list[Cell]] = {}
        for number, values in wish.cells.items():
            row = sheet_map.by_number.get(number)
            cells = []
            for mark in sorted(columns, key=columns.__getitem__):
                value = values.get(mark)
                is_title = number in headers
                look = appearance.of_header(row, mark) if is_title else appearance.of_value(row, mark, value)
                cells.append(Cell(columns[mark], value, look))
            rows[number] = cells
        for number, column in write_cells(self.draft, sheet_map, rows):
            self.refused[sheet.name, "header" if number in headers else kinds[column], number + 1] = "workbook.taken"

    def _write_tab(self, rows: Rows) -> None:
        if has_locked_structure(self.package):
            self.refused[None, "summary", 1] = "workbook.structure-locked"
            return
        new = tab_xml(rows, self.styles, self.book)
        if self.kept_tab is not None:
            former = self.package.part(self.kept_tab.part).text
            self.draft.splice(self.kept_tab.part, 0, len(former), new)
            return
        names = {sheet.name.lower() for sheet in self.package.sheets}
        name, number = self.tab_name[:_LONGEST_SHEET_NAME], 2
        while name.lower() in names:
            name, number = f"{self.tab_name[: _LONGEST_SHEET_NAME - 5]} ({number})", number + 1
        part = self.linker.free_name("xl/worksheets/sheet{}.xml")
        self.draft.add(part, new)
        self.linker.declare(part, _SHEET_TYPE)
        relationship = self.linker.relate(self.package.workbook, "worksheet", part)
        add_sheet(self.draft, self.book, self.linker.dialect, name, relationship)
        self.names.append((SUMMARY, len(self.package.sheets), reference_to(name, Merge(0, 0, 0, 0))))
