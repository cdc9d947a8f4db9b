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
    values,
)
from tests.servers.google.a1 import Area
from tests.servers.google.batch import Batch, run
from tests.servers.google.contract import contract
from tests.servers.google.errors import ApiError, RefusedError
from tests.servers.google.masks import of_answer
from tests.servers.google.protection import check, may_edit
from tests.servers.google.rendering import sheet_properties, spreadsheet

if TYPE_CHECKING:
    from collections.abc import Callable

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

WRITERS = {"owner", "writer", "organizer", "fileOrganizer"}


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
            "sheets.spreadsheets.values.get": self.values_get,
            "sheets.spreadsheets.values.update": self.values_update,
            "sheets.spreadsheets.values.append": self.values_append,
            "sheets.spreadsheets.values.clear": self.values_clear,
            "sheets.spreadsheets.values.batchGet": self.values_batch_get,
            "sheets.spreadsheets.values.batchUpdate": self.values_batch_update,
            "sheets.spreadsheets.values.batchClear": self.values_batch_clear,
            "sheets.spreadsheets.values.batchGetByDataFilter": self.values_get_by_filter,
            "sheets.spreadsheets.values.batchUpdateByDataFilter": self.values_update_by_filter,
            "sheets.spreadsheets.values.batchClearByDataFilter": self.values_clear_by_filter,
        }

    def book(self, user: str, parameters: dict[str, Any], *, to_write: bool = False) -> Spreadsheet:
        """Return the spreadsheet of a request; 404 where there is none, 403 where the user may not do that."""
        found = self.store.files.get(parameters["spreadsheetId"])
        if found is None:
            raise ApiError(404)
        role = found.role_of(user)
        if role is None or (to_write and role not in WRITERS):
            raise ApiError(403)
        return found

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
        book = self.book(user, parameters)
        areas = [book.grid_area(text) for text in parameters.get("ranges", [])]
        mask = self._mask(parameters, "Spreadsheet")
        grid = bool(parameters.get("fields")) or parameters.get("includeGridData", False)
        return self._shown(user, book, areas, mask, grid=grid, comments=_with_comments(parameters))

    def get_by_filter(self, user: str, parameters: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Return a spreadsheet, cut to what data filters select."""
        book = self.book(user, parameters)
        areas = [area for told in body.get("dataFilters", []) for area in metadata.filtered_areas(book, told)]
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
                    edit_parts.protection_seen_by(user, stored, may=may_edit(book, stored, user))
                    for stored in sheet.listed("protectedRanges")
                ]
        if comments and book.comments:
            told["comments"] = edit_comments.seen_by(user, book.comments)
        if comments:
            told["commentsViewMode"] = "COMMENTS_VIEW_MODE_INCLUDED"
        return told

    def batch_update(self, user: str, parameters: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Carry out all requests, or none."""
        book = self.book(user, parameters, to_write=True)
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
        source = self.book(user, parameters)
        target = self.book(user, {"spreadsheetId": body.get("destinationSpreadsheetId", "")}, to_write=True)
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
        book = self.book(user, parameters)
        for found in metadata.all_of(book):
            if str(found.metadata["metadataId"]) == str(parameters["metadataId"]):
                return found.told()
        raise ApiError(404, f"No developer metadata with id: {parameters['metadataId']}")

    def search_metadata(self, user: str, parameters: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Return the developer metadata that data filters match."""
        book = self.book(user, parameters)
        matched: dict[int, dict[str, Any]] = {}
        for told in body.get("dataFilters", []):
            try:
                found = metadata.matched_metadata(book, told)
            except RefusedError as refused:
                raise ApiError(400, f"Invalid dataFilter: {refused}") from None
            for each in found:
                fresh = {"developerMetadata": each.told(), "dataFilters": []}
                matched.setdefault(each.metadata["metadataId"], fresh)["dataFilters"].append(told)
        return {"matchedDeveloperMetadata": list(matched.values())} if matched else {}

    def values_get(self, user: str, parameters: dict[str, Any], _: dict[str, Any]) -> dict[str, Any]:
        """Return a range of values."""
        book = self.book(user, parameters)
        return values.read(book, *book.grid_area(parameters["range"]), parameters)

    def values_batch_get(self, user: str, parameters: dict[str, Any], _: dict[str, Any]) -> dict[str, Any]:
        """Return several ranges of values."""
        book = self.book(user, parameters)
        ranges = [values.read(book, *book.grid_area(text), parameters) for text in parameters.get("ranges", [])]
        return {"spreadsheetId": book.id, "valueRanges": ranges} if ranges else {"spreadsheetId": book.id}

    def values_get_by_filter(self, user: str, parameters: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Return the values that data filters select."""
        book = self.book(user, parameters)
        matched: dict[Area, dict[str, Any]] = {}
        for told in body.get("dataFilters", []):
            for sheet, area in metadata.filtered_areas(book, told):
                fresh = {"valueRange": values.read(book, sheet, area, body), "dataFilters": []}
                matched.setdefault(area, fresh)["dataFilters"].append(told)
        listed = {"valueRanges": list(matched.values())} if matched else {}
        return {"spreadsheetId": book.id, **listed}

    def values_update(self, user: str, parameters: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Write a range of values."""
        _same_range(parameters["range"], body)
        return self._written(user, parameters, [(parameters["range"], body)], parameters)[0]

    def values_batch_update(self, user: str, parameters: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Write several ranges of values, or none."""
        pairs = [(told.get("range", ""), told) for told in body.get("data", [])]
        answers = self._written(user, parameters, pairs, body)
        return _totals(parameters["spreadsheetId"], answers)

    def _written(
        self, user: str, parameters: dict[str, Any], pairs: list[tuple[str, dict[str, Any]]], options: dict[str, Any]
    ) -> list[dict[str, Any]]:
        book = self.book(user, parameters, to_write=True)
        places = [(*book.area(text), told) for text, told in pairs]
        return self._all_or_none(book, user, [(sheet, area, told) for sheet, area, told in places], options)

    def _all_or_none(
        self, book: Spreadsheet, user: str, places: list[tuple[Sheet, Area, dict[str, Any]]], options: dict[str, Any]
    ) -> list[dict[str, Any]]:
        saved = book.saved()
        try:
            answers = []
            for sheet, area, told in places:
                rows = values.rows_of(told)
                target = Area(
                    area.sheet_id, area.top, area.top + len(rows), area.left, area.left + max(map(len, rows), default=0)
                )
                check(book, sheet, target, user)
                answers.append(values.write_area(book, sheet, area, told, options))
        except RefusedError as refused:
            book.go_back(saved)
            raise ApiError(400, str(refused)) from None
        except ApiError:
            book.go_back(saved)
            raise
        self.store.touched(book)
        return answers

    def values_update_by_filter(self, user: str, parameters: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Write values wherever data filters match: all rows with one metadata get the same."""
        book = self.book(user, parameters, to_write=True)
        responses, places = [], []
        for told in body.get("data", []):
            data_filter = told.get("dataFilter", {})
            for sheet, area in metadata.filtered_areas(book, data_filter):
                places.append((sheet, area, told))
                responses.append(data_filter)
        answers = self._all_or_none(book, user, places, body)
        told = _totals(book.id, answers)
        for data_filter, answer in zip(responses, told.get("responses", []), strict=True):
            del answer["spreadsheetId"]
            answer["dataFilter"] = data_filter
        return told

    def values_append(self, user: str, parameters: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Append rows below a table."""
        book = self.book(user, parameters, to_write=True)
        saved = book.saved()
        try:
            answer = values.append(book, parameters["range"], body, parameters)
        except ApiError:
            book.go_back(saved)
            raise
        self.store.touched(book)
        return answer

    def _cleared(self, book: Spreadsheet, user: str, areas: list[tuple[Sheet, Area]]) -> list[str]:
        try:
            for sheet, area in areas:
                check(book, sheet, area, user)
        except RefusedError as refused:
            raise ApiError(400, str(refused)) from None
        self.store.touched(book)
        return [values.clear(sheet, area) for sheet, area in areas]

    def values_clear(self, user: str, parameters: dict[str, Any], _: dict[str, Any]) -> dict[str, Any]:
        """Clear the values of a range."""
        book = self.book(user, parameters, to_write=True)
        cleared = self._cleared(book, user, [book.grid_area(parameters["range"])])
        return {"spreadsheetId": book.id, "clearedRange": cleared[0]}

    def values_batch_clear(self, user: str, parameters: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Clear the values of several ranges."""
        book = self.book(user, parameters, to_write=True)
        cleared = self._cleared(book, user, [book.grid_area(text) for text in body.get("ranges", [])])
        return {"spreadsheetId": book.id, "clearedRanges": cleared}

    def values_clear_by_filter(self, user: str, parameters: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Clear the values that data filters select."""
        book = self.book(user, parameters, to_write=True)
        areas = [area for told in body.get("dataFilters", []) for area in metadata.filtered_areas(book, told)]
        return {"spreadsheetId": book.id, "clearedRanges": self._cleared(book, user, areas)}


def _with_comments(told: dict[str, Any]) -> bool:
    return told.get("commentsViewMode") in {
        "COMMENTS_VIEW_MODE_INCLUDED",
        "COMMENTS_VIEW_MODE_DEFAULT_FOR_CURRENT_ACCESS",
    }


def _same_range(text: str, body: dict[str, Any]) -> None:
    if body.get("range") and body["range"] != text:
        message = f"Requested writing within range [{text}], but the body has range [{body['range']}]"
        raise ApiError(400, message)


def _totals(spreadsheet_id: str, answers: list[dict[str, Any]]) -> dict[str, Any]:
    told: dict[str, Any] = {"spreadsheetId": spreadsheet_id}
    cells = sum(answer.get("updatedCells", 0) for answer in answers)
    if cells:
        told |= {
            "totalUpdatedRows": sum(answer.get("updatedRows", 0) for answer in answers),
            "totalUpdatedColumns": max(answer.get("updatedColumns", 0) for answer in answers),
            "totalUpdatedCells": cells,
            "totalUpdatedSheets": len({answer["updatedRange"].rpartition("!")[0] for answer in answers}),
        }
    return {**told, "responses": answers} if answers else told
