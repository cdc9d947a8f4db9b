"""People's own cells of a workbook, spliced in place: the cell keeps its look, every other byte stays as it is."""

from __future__ import annotations

from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from okrsync.errors import WriteRefusedError
from okrsync.grid import Merge
from okrsync.sources.entries import Entry, NewRow
from okrsync.sources.file_cells import FileCells
from okrsync.sources.files import fingerprint
from okrsync.sources.workbook.cells import Cell, overwrite_cells, widen_dimension, write_cells
from okrsync.sources.workbook.closed import EVERYWHERE, closed_areas
from okrsync.sources.workbook.markup import attribute, tag_end
from okrsync.sources.workbook.package import Package
from okrsync.sources.workbook.reading import read_grids
from okrsync.sources.workbook.refusing import refuse_if_sealed
from okrsync.sources.workbook.restoring import Draft
from okrsync.sources.workbook.sheet_map import SheetMap
from okrsync.sources.workbook.standing import read_standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.grid import CellValue, Grid
    from okrsync.sources.base import Snapshot
    from okrsync.sources.entries import Act

_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's days have no time zone
_DAYS_TO_1904 = 1462
_SECONDS = 86_400


class WorkbookReading:
    """A workbook at one moment, without our summary."""

    def __init__(self, content: bytes, file: str, known: Snapshot | None = None) -> None:
        """Read it; where `known` is a snapshot of the same bytes, its grids are taken. Raises UnreadableError."""
        self.fingerprint = fingerprint(content)
        self.package = Package(content, file)
        if known is not None and known.fingerprint == self.fingerprint:
            self.grids: list[Grid] = list(known.grids)
        else:
            grids = read_grids(self.package)
            read_standing(self.package, grids)
            self.grids = list(grids.values())

    def may_write(self, container: str | None, row: int, column: int) -> bool:
        """Tell whether a cell can be written without harm."""
        return not any(
            closed.top <= row <= closed.bottom and closed.left <= column <= closed.right
            for closed in self._closed.get(container or "", (EVERYWHERE,))
        )

    @cached_property
    def _closed(self) -> dict[str, list[Merge]]:
        parts = [sheet.part for sheet in self.package.sheets]
        return {
            sheet.name: list(closed_areas(self.package, sheet))
            for sheet in self.package.sheets
            if sheet.is_grid and parts.count(sheet.part) == 1
        }


class WorkbookCells(FileCells[WorkbookReading]):
    """The cells of one workbook file."""

    kind = "excel"
    reads = WorkbookReading
    shifts_rows = False
    """Formulas, formats, drawings and names count rows: none is ever put in between others."""

    def _understood(self, content: bytes) -> WorkbookReading:
        return WorkbookReading(content, str(self._path), self._known)

    def _typed(self, reading: WorkbookReading, content: bytes, acts: Sequence[Act]) -> bytes:
        recalculate = any(grid.formulas for grid in reading.grids)
        return typed(Package(content, str(self._path)), acts, recalculate=recalculate)


def typed(package: Package, acts: Sequence[Act], *, recalculate: bool) -> bytes:
    """Return the workbook with `acts` carried out. Raises WriteRefusedError, UnreadableError."""
    refuse_if_sealed(package)
    draft = Draft(package)
    since_1904 = any(
        attribute(tag, "date1904") in {"1", "true"} for tag in package.tags(package.workbook, "workbookPr")
    )
    by_sheet: dict[str | None, list[Act]] = {}
    for act in acts:
        by_sheet.setdefault(act.container, []).append(act)
    for sheet in package.sheets:
        if sheet.name in by_sheet:
            _type_into(draft, SheetMap(package, sheet.part), by_sheet[sheet.name], since_1904=since_1904)
    if recalculate:
        _recalculate(draft)
    draft.settle(record=False)
    return package.packed()


def _type_into(draft: Draft, sheet_map: SheetMap, acts: Sequence[Act], *, since_1904: bool) -> None:
    typed_in: dict[int, list[Cell]] = {}
    places: list[tuple[int, int]] = []
    for act in acts:
        if isinstance(act, Entry):
            look = _look(sheet_map, act.row if act.like is None else act.like, act.column)
            typed_in.setdefault(act.row, []).append(Cell(act.column, _stored(act.value, since_1904=since_1904), look))
            places.append((act.row, act.column))
        elif isinstance(act, NewRow):
            looks = _looks(sheet_map, act.like)
            looks |= {column: _look(sheet_map, row, column) for column, row in act.formats.items()}
            values = {column: _stored(value, since_1904=since_1904) for column, value in act.cells.items()}
            columns = sorted(looks.keys() | values.keys())
            cells = [Cell(column, values.get(column), looks.get(column, 0)) for column in columns]
            if write_cells(draft, sheet_map, {act.row: cells}):
                raise WriteRefusedError("workbook.taken", file=draft.package.file)
            places += [(act.row, column) for column in values]
    overwrite_cells(draft, sheet_map, typed_in)
    rows, across = zip(*places, strict=True)
    widen_dimension(draft, sheet_map, Merge(min(rows), min(across), max(rows), max(across)))


def _looks(sheet_map: SheetMap, number: int) -> dict[int, int]:
    """Return the look of every cell of a row."""
    row = sheet_map.by_number.get(number)
    cells = range(row.first, row.last) if row else range(0)
    return {sheet_map.columns[at]: sheet_map.looks[at] for at in cells}


def _look(sheet_map: SheetMap, number: int, column: int) -> int:
    """Return the look of a cell, which is its column's where it does not stand there yet."""
    own = _looks(sheet_map, number).get(column)
    if own is not None:
        return own
    for values, _ in sheet_map.attributes.get("col", ()):
        if int(values.get("min", 0)) <= column + 1 <= int(values.get("max", 0)):
            return int(values.get("style", 0))
    return 0


def _stored(value: CellValue, *, since_1904: bool) -> str | float | None:
    if isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)  # noqa: DTZ001 - as above
        days = (moment.replace(tzinfo=None) - _DAY_ZERO).total_seconds() / _SECONDS
        return days - _DAYS_TO_1904 if since_1904 else days
    return value if value is None or isinstance(value, int | float) else str(value)


def _recalculate(draft: Draft) -> None:
    """Let the next program that opens the file count its formulas anew: what is stored with them was counted before."""
    workbook = draft.package.workbook
    for tag in draft.package.tags(workbook, "calcPr")[:1]:
        if tag.attributes.get("fullCalcOnLoad") not in {"1", "true"}:
            text = draft.package.part(workbook).text
            stop = tag_end(text, tag.start)
            at = stop - (2 if text[stop - 2 : stop - 1] == b"/" else 1)
            if "fullCalcOnLoad" not in tag.attributes:
                draft.insert(workbook, at, ' fullCalcOnLoad="1"')
