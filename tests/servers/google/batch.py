"""spreadsheets.batchUpdate: all requests, or none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.servers.google.a1 import Area
from tests.servers.google.errors import ApiError, RefusedError
from tests.servers.google.protection import check

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.google.contract import Contract
    from tests.servers.google.grid import Sheet
    from tests.servers.google.store import Spreadsheet, Store

    Edit = Callable[["Batch", dict[str, Any]], dict[str, Any] | None]

EDITS: dict[str, Edit] = {}
"""Kind of request → what carries it out and returns its reply, if it has one."""


def edit(kind: str) -> Callable[[Edit], Edit]:
    """Name the kind of request that a function carries out."""

    def named(function: Edit) -> Edit:
        EDITS[kind] = function
        return function

    return named


@dataclass(slots=True)
class Batch:
    """What the requests of one batch share."""

    store: Store
    book: Spreadsheet
    user: str
    contract: Contract
    _metadata_ids: set[int] | None = None

    def sheet(self, told: dict[str, Any]) -> Sheet:
        """Return the tab that a range or request names by its id."""
        return self.book.sheet(told.get("sheetId", 0))

    def area(self, told: dict[str, Any] | None) -> tuple[Sheet, Area]:
        """Return the tab and area of a GridRange; it must begin in the grid, and is cut where it goes on beyond."""
        if told is None:
            raise RefusedError("Range is required.")
        sheet = self.sheet(told)
        return sheet, sheet.started_in(Area.of_json(told))

    def own_area(self, told: dict[str, Any] | None) -> tuple[Sheet, Area]:
        """Return as `area` does; RefusedError where the user may not edit all of it."""
        sheet, area = self.area(told)
        check(self.book, sheet, area, self.user)
        return sheet, area

    def whole_sheet(self, sheet: Sheet) -> None:
        """Refuse what changes a tab that is protected as a whole."""
        check(self.book, sheet, sheet.whole(), self.user, only_whole=True)

    def ids(self, *parts: str) -> set[int]:
        """Return the ids of the parts of these kinds on all tabs, so that a new one differs."""
        names = {"protectedRanges": "protectedRangeId", "bandedRanges": "bandedRangeId", "filterViews": "filterViewId"}
        return {item[names[part]] for sheet in self.book.sheets for part in parts for item in sheet.listed(part)}

    def metadata_ids(self) -> set[int]:
        """Return the ids of all developer metadata; whoever makes one adds its id."""
        if self._metadata_ids is None:
            lines = [line for sheet in self.book.sheets for line in (sheet, *sheet.rows, *sheet.columns)]
            self._metadata_ids = {each["metadataId"] for owner in (self.book, *lines) for each in owner.metadata}
        return self._metadata_ids


def run(batch: Batch, requests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Carry out all requests, or none; return their replies. Raises ApiError that names the one which is refused."""
    if not requests:
        raise ApiError(400, "Must specify at least one request.")
    saved = batch.book.saved()
    try:
        return [_carried_out(batch, index, request) for index, request in enumerate(requests)]
    except ApiError:
        batch.book.go_back(saved)
        raise


def _carried_out(batch: Batch, index: int, request: dict[str, Any]) -> dict[str, Any]:
    kind = next((name for name, told in request.items() if told is not None), None)
    if kind is None:
        raise ApiError(400, f"Invalid requests[{index}]: No request set.")
    if kind not in EDITS:
        raise ApiError(501, f"Invalid requests[{index}].{kind}: this server does not do that.")
    try:
        reply = EDITS[kind](batch, request[kind])
    except RefusedError as refused:
        raise ApiError(400, f"Invalid requests[{index}].{kind}: {refused}") from None
    return {kind: reply} if reply else {}
