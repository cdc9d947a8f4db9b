"""A workbook file as a store of OKRs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.addresses import FileAddress
from okrsync.errors import TerminalError
from okrsync.sources.excel import ExcelSource
from okrsync.sources.recognition import kind_of_file
from okrsync.sources.workbook.typing_in import WorkbookCells
from okrsync.sync.sheets.sighting import Reader
from okrsync.sync.sheets.store import SheetStore

if TYPE_CHECKING:
    from okrsync.sources.base import Snapshot
    from okrsync.sync.opening import Place


class FileStore(SheetStore):
    """One workbook, all its sheets."""

    def __init__(self, place: Place, snapshot: Snapshot | None = None) -> None:
        """Look what kind of file it is. Raises TerminalError where it is missing, or no workbook."""
        address = place.address
        if not isinstance(address, FileAddress):
            raise TypeError("not the address of a file")
        if kind_of_file(address.path) != ExcelSource.kind:
            raise TerminalError("sync.table-file", store=place.name, file=address.path.name)
        cells = WorkbookCells(address.path, backup=place.backup, known=snapshot)
        reader = Reader(place.name, ExcelSource.kind, place.manner.columns, address.hint)
        super().__init__(place.name, cells, reader)
