"""The Sheets API: its methods, on the store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.servers.google import (
    edit_cells,
    edit_comments,
    edit_lines,
    edit_parts,
    edit_places,
    edit_tabs,
    metadata,
)
from tests.servers.google.batch import Batch, run
from tests.servers.google.contract import contract
from tests.servers.google.errors import ApiError, RefusedError
from tests.servers.google.masks import of_answer
from tests.servers.google.protection import may_edit
from tests.servers.google.rendering import sheet_properties, spreadsheet
from tests.servers.google.sheets_values import Values, book_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.google.a1 import Area
    from tests.servers.google.grid import Sheet
    from tests.servers.google.masks import Mask
    from tests.servers.google.store import Spreadsheet, Store

KINDS_OF_EDITS = (edit_cells, edit_comments, edit_lines, edit_parts, edit_places, edit_tabs, metadata)
"""The modules whose functions are in EDITS; they are here so that they are loaded."""

READS = {
    "sheets.spreadsheets.getByDataFilter",
    "sheets.spreadsheets.developerMetadata.search",
    "sheets.spreadsheets.values.batchGetByDataFilter",
}
"""Methods that are sent by POST and only read."""


class Sheets:
    """Carries out the methods of sheets.v4; each takes (user, parameters, body)."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.contract = contract("sheets.v4")
        self.methods: dict[str, Callable[[str, dict[str, Any], dict[str, Any]], Any]] = {
            "sheets.spreadsheets.create": self.create,
            "sheets.spreadsheets.get": self.get,
            "sheets.spreadsheets.getByDataFilter": self.get_by_filter,
            "sheets.spreadsheets.batchUpdate": self.batch_update,
            "sheets.spreadsheets.sheets.copyTo": self.copy_to,
            "sheets.spreadsheets.developerMetadata.get": self.metadata,
            "sheets.spreadsheets.developerMetadata.search": self.search_metadata,
            **Values(store).methods,
        }

    def _mask(self, parameters: dict[str, Any], schema: str) -> Mask:
        return of_answer(parameters["fields"], self.contract, schema) if parameters.get("fields") else {}

    def create(self, user: str, _: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Create a spreadsheet, with tabs if they are told."""
        wanted = body.get("properties", {})
        book = self.store.create(wanted.get("title", "Untitled spreadsheet"), user)
        book.locale, book.time_zone = wanted.get("locale", "en_US"), wanted.get("timeZone", "Etc/GMT")
        batch = Batch(self.store, book, user, self.contract)
        for told in body.get("sheets", []):
            properties = {"sheetId": 0, **told.get("properties", {})} if not book.sheets else told.get("properties", {})
            edit_tabs.add_sheet(batch, {"properties": properties})
        if not book.sheets:
            self.store.first_tab(book)
        return spreadsheet(book, None, {}, grid=False)

    def get(self, user: str, parameters: dict[str, Any], _: dict[str, Any]) -> dict[str, Any]:
        """Return a spreadsheet; whether cells come along is up to `fields`, and without it to includeGridData."""
        book = book_of(self.store, user, parameters)
        areas = [book.grid_area(text) for text in parameters.get("ranges", [])]
        mask = self._mask(parameters, "Spreadsheet")
        grid = bool(parameters.get("fields")) or parameters.get("includeGridData", False)
        return self._shown(user, book, areas, mask, grid=grid, comments=_with_comments(parameters))

    def get_by_filter(self, user: str, parameters: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Return a spreadsheet, cut to what data filters select."""
        book = book_of(self.store, user, parameters)
        areas = [area for found in metadata.filtered_areas(book, body.get("dataFilters", [])) for area in found]
        mask = self._mask(parameters, "Spreadsheet")
        grid = bool(parameters.get("fields")) or body.get("includeGridData", False)
        return self._shown(user, book, areas, mask, grid=grid, comments=_with_comments(body))

    def _shown(
        self, user: str, book: Spreadsheet, areas: list[tuple[Sheet, Area]], mask: Mask, *, grid: bool, comments: bool
    ) -> dict[str, Any]:
        by_sheet: dict[int, list[Area]] = {}
        for sheet, area in areas:
            by_sheet.setdefault(sheet.id, []).append(area)
        told = spreadsheet(book, by_sheet or None, mask, grid=grid)
        shown = [sheet for sheet in book.sheets if not by_sheet or sheet.id in by_sheet]
        for sheet, sheet_told in zip(shown, told["sheets"], strict=True):
            if not comments:
                sheet_told.pop("commentAnchors", None)
            if "protectedRanges" in sheet_told:
                sheet_told["protectedRanges"] = [
                    edit_parts.protection_seen_by(stored, may=may_edit(book, stored, user))
                    for stored in sheet.listed("protectedRanges")
                ]
        if comments and book.comments:
            told["comments"] = edit_comments.seen_by(user, book.comments)
        if comments:
            told["commentsViewMode"] = "COMMENTS_VIEW_MODE_INCLUDED"
        return told

    def batch_update(self, user: str, parameters: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Carry out all requests, or none."""
        book = book_of(self.store, user, parameters, to_write=True)
        requests = body.get("requests", [])
        replies = run(Batch(self.store, book, user, self.contract), requests)
        self.store.touched(book)
        answer = {"spreadsheetId": book.id, "replies": edit_comments.seen_by(user, replies)}
        if any(kind in edit_comments.KINDS for request in requests for kind in request):
            answer["commentUpdateState"] = "ALL_SAVED"
        if body.get("includeSpreadsheetInResponse"):
            areas = [book.grid_area(text) for text in body.get("responseRanges", [])]
            grid, comments = body.get("responseIncludeGridData", False), _with_comments(body)
            answer["updatedSpreadsheet"] = self._shown(user, book, areas, {}, grid=grid, comments=comments)
        return answer

    def copy_to(self, user: str, parameters: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Copy a tab to another spreadsheet."""
        source = book_of(self.store, user, parameters)
        target = book_of(self.store, user, {"spreadsheetId": body.get("destinationSpreadsheetId", "")}, to_write=True)
        found = next((each for each in source.sheets if str(each.id) == str(parameters["sheetId"])), None)
        if found is None:
            raise ApiError(400, f"The sheet ({parameters['sheetId']}) does not exist.")
        title, number = f"Copy of {found.title}", 1
        while target.sheet_named(title):
            number += 1
            title = f"Copy of {found.title} {number}"
        made = edit_tabs.copied_sheet(found, title, self.store.number({each.id for each in target.sheets}))
        made.properties["index"] = len(target.sheets)
        target.sheets.append(made)
        self.store.touched(target)
        return sheet_properties(made)

    def metadata(self, user: str, parameters: dict[str, Any], _: dict[str, Any]) -> dict[str, Any]:
        """Return one developer metadata by its id."""
        book = book_of(self.store, user, parameters)
        for found in metadata.all_of(book):
            if str(found.metadata["metadataId"]) == str(parameters["metadataId"]):
                return found.told()
        raise ApiError(404, f"No developer metadata with id: {parameters['metadataId']}")

    def search_metadata(self, user: str, parameters: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Return the developer metadata that data filters match."""
        book = book_of(self.store, user, parameters)
        matched: dict[int, dict[str, Any]] = {}
        every = metadata.all_of(book)
        for told in body.get("dataFilters", []):
            try:
                found = metadata.matched_metadata(book, every, told)
            except RefusedError as refused:
                raise ApiError(400, f"Invalid dataFilter: {refused}") from None
            for each in found:
                fresh = {"developerMetadata": each.told(), "dataFilters": []}
                matched.setdefault(each.metadata["metadataId"], fresh)["dataFilters"].append(told)
        return {"matchedDeveloperMetadata": list(matched.values())} if matched else {}


def _with_comments(told: dict[str, Any]) -> bool:
    return told.get("commentsViewMode") in {
        "COMMENTS_VIEW_MODE_INCLUDED",
        "COMMENTS_VIEW_MODE_DEFAULT_FOR_CURRENT_ACCESS",
    }
