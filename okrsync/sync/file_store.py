"""A file of tables as a store of OKRs: a workbook, an OpenDocument spreadsheet, a text table."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from okrsync.addresses import FileAddress
from okrsync.sources.recognition import kind_of_file
from okrsync.sync.opening import Maker
from okrsync.sync.sheets.sighting import Reader
from okrsync.sync.sheets.store import SheetStore

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from okrsync.sources.base import Snapshot
    from okrsync.sources.file_cells import FileCells, FileReading
    from okrsync.sources.recognition import FileKind
    from okrsync.sync.opening import Place

CELLS: Mapping[FileKind, Maker] = {
    "excel": Maker("okrsync.sources.workbook.typing_in", "WorkbookCells"),
    "delimited": Maker("okrsync.sources.records.typing_in", "DelimitedCells"),
    "opendocument": Maker("okrsync.sources.document.typing_in", "DocumentCells"),
}
"""Kind of file → what reads and writes people's cells in it, loaded only when it is asked for."""


class FileStore(SheetStore):
    """One file, all its sheets."""

    def __init__(self, place: Place, snapshot: Snapshot | None = None) -> None:
        """Look what kind of file it is. Raises TerminalError where it is missing, UnreadableError where it is none."""
        address = place.address
        if not isinstance(address, FileAddress):
            raise TypeError("not the address of a file")
        maker = CELLS[kind_of_file(address.path)]
        make: Callable[..., FileCells[FileReading]] = getattr(import_module(maker.module), maker.made_by)
        cells = make(address.path, backup=place.backup, known=snapshot)
        columns, hint = place.manner.columns, address.hint
        super().__init__(place.name, cells, Reader(place.name, cells.kind, columns, hint, moves_rows=cells.shifts_rows))
