"""A Google spreadsheet as a store of OKRs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.addresses import GoogleSheetAddress
from okrsync.sources.google.client import USUAL_PACE, GoogleClient, Pace
from okrsync.sources.google.typing_in import SpreadsheetCells, reading_of
from okrsync.sources.google_sheets import GoogleSheetsSource, SheetSnapshot
from okrsync.sync.sheets.sighting import Reader
from okrsync.sync.sheets.store import SheetStore

if TYPE_CHECKING:
    from okrsync.sources.base import Snapshot
    from okrsync.sync.opening import Place


class GoogleStore(SheetStore):
    """One spreadsheet, all its tabs."""

    def __init__(self, place: Place, snapshot: Snapshot | None = None, pace: Pace = USUAL_PACE) -> None:
        """Sign in; nothing is sent yet. Raises AccessError where there is no usable key."""
        address = place.address
        if not isinstance(address, GoogleSheetAddress):
            raise TypeError("not the address of a spreadsheet")
        cells = SpreadsheetCells(GoogleClient(address, place.name, pace))
        reader = Reader(place.name, GoogleSheetsSource.kind, place.manner.columns, address.hint, moves_rows=True)
        first = reading_of(snapshot.book) if isinstance(snapshot, SheetSnapshot) else None
        super().__init__(place.name, cells, reader, first)
