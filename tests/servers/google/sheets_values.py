"""The methods of the Sheets API about values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.servers.google import metadata, values
from tests.servers.google.a1 import Area, parse_cells, split_sheet
from tests.servers.google.errors import ApiError, RefusedError
from tests.servers.google.protection import check

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.google.grid import Sheet
    from tests.servers.google.store import Spreadsheet, Store

    Place = tuple[Sheet, Area]

WRITERS = {"owner", "writer", "organizer", "fileOrganizer"}


def book_of(store: Store, user: str, parameters: dict[str, Any], *, to_write: bool = False) -> Spreadsheet:
    """Return the spreadsheet of a request; 404 where there is none, 403 where the user may not do that."""
    found = store.files.get(parameters["spreadsheetId"])
    if found is None:
        raise ApiError(404)
    role = found.role_of(user)
    if role is None or (to_write and role not in WRITERS):
        raise ApiError(403)
    return found


def numbered(name: str, texts: list[str], find: Callable[[str], Place]) -> list[Place]:
    """Return the place of every range; RefusedError tells by its number which there is none for."""
    found = []
    for index, text in enumerate(texts):
        try:
            found.append(find(text))
        except RefusedError as refused:
            raise RefusedError(f"Invalid {name}[{index}]: {refused}") from None
    return found


class Values:
    """Carries out sheets.spreadsheets.values.*; each method takes (user, parameters, body)."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.methods: dict[str, Callable[[str, dict[str, Any], dict[str, Any]], Any]] = {
            "sheets.spreadsheets.values.get": self.get,
            "sheets.spreadsheets.values.update": self.update,
            "sheets.spreadsheets.values.append": self.append,
            "sheets.spreadsheets.values.clear": self.clear,
            "sheets.spreadsheets.values.batchGet": self.batch_get,
            "sheets.spreadsheets.values.batchUpdate": self.batch_update,
            "sheets.spreadsheets.values.batchClear": self.batch_clear,
            "sheets.spreadsheets.values.batchGetByDataFilter": self.get_by_filter,
            "sheets.spreadsheets.values.batchUpdateByDataFilter": self.update_by_filter,
            "sheets.spreadsheets.values.batchClearByDataFilter": self.clear_by_filter,
        }

    def get(self, user: str, parameters: dict[str, Any], _: dict[str, Any]) -> dict[str, Any]:
        """Return a range of values."""
        book = book_of(self.store, user, parameters)
        return values.read(book, *book.grid_area(parameters["range"]), parameters)

    def batch_get(self, user: str, parameters: dict[str, Any], _: dict[str, Any]) -> dict[str, Any]:
        """Return several ranges of values."""
        book = book_of(self.store, user, parameters)
        ranges = [values.read(book, *book.grid_area(text), parameters) for text in parameters.get("ranges", [])]
        return {"spreadsheetId": book.id, "valueRanges": ranges} if ranges else {"spreadsheetId": book.id}

    def get_by_filter(self, user: str, parameters: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Return the values that data filters select."""
        book = book_of(self.store, user, parameters)
        matched: dict[Area, dict[str, Any]] = {}
        filters = body.get("dataFilters", [])
        for told, areas in zip(filters, metadata.filtered_areas(book, filters), strict=True):
            for sheet, area in areas:
                fresh = {"valueRange": values.read(book, sheet, area, body), "dataFilters": []}
                matched.setdefault(area, fresh)["dataFilters"].append(told)
        listed = {"valueRanges": list(matched.values())} if matched else {}
        return {"spreadsheetId": book.id, **listed}

    def update(self, user: str, parameters: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Write a range of values."""
        _same_range(parameters["range"], body)
        book = book_of(self.store, user, parameters, to_write=True)
        saved = book.saved()
        try:
            answer = self._written(book, user, (*book.area(parameters["range"]), body), parameters)
        except RefusedError:
            book.go_back(saved)
            raise
        self.store.touched(book)
        return answer

    def batch_update(self, user: str, parameters: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Write several ranges of values, or none."""
        book = book_of(self.store, user, parameters, to_write=True)
        texts = [told.get("range", "") for told in body.get("data", [])]
        found = numbered("data", texts, book.area)
        places = [(*place, told) for place, told in zip(found, body.get("data", []), strict=True)]
        return _totals(book.id, self._all_or_none(book, user, places, body))

    def _all_or_none(
        self, book: Spreadsheet, user: str, places: list[tuple[Sheet, Area, dict[str, Any]]], options: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Write all, or none; RefusedError tells by its number which could not be."""
        saved = book.saved()
        answers = []
        for index, (sheet, area, told) in enumerate(places):
            try:
                answers.append(self._written(book, user, (sheet, area, told), options))
            except RefusedError as refused:
                book.go_back(saved)
                raise RefusedError(f"Invalid data[{index}]: {refused}") from None
        self.store.touched(book)
        return answers

    def _written(
        self, book: Spreadsheet, user: str, place: tuple[Sheet, Area, dict[str, Any]], options: dict[str, Any]
    ) -> dict[str, Any]:
        sheet, area, told = place
        rows = values.rows_of(told)
        right = area.left + max(map(len, rows), default=0)
        check(book, sheet, Area(area.sheet_id, area.top, area.top + len(rows), area.left, right), user)
        return values.write_area(book, sheet, area, told, options)

    def update_by_filter(self, user: str, parameters: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Write values wherever data filters match: all rows with one metadata get the same."""
        book = book_of(self.store, user, parameters, to_write=True)
        data = body.get("data", [])
        filters = [told.get("dataFilter", {}) for told in data]
        found = list(zip(data, filters, metadata.filtered_areas(book, filters), strict=True))
        places = [(sheet, area, told) for told, _, areas in found for sheet, area in areas]
        responses = [data_filter for _, data_filter, areas in found for _ in areas]
        answers = self._all_or_none(book, user, places, body)
        told = _totals(book.id, answers)
        for data_filter, answer in zip(responses, told.get("responses", []), strict=True):
            del answer["spreadsheetId"]
            answer["dataFilter"] = data_filter
        return told

    def append(self, user: str, parameters: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Append rows below a table."""
        book = book_of(self.store, user, parameters, to_write=True)
        saved = book.saved()
        try:
            answer = values.append(book, parameters["range"], body, parameters)
        except RefusedError:
            book.go_back(saved)
            raise
        self.store.touched(book)
        return answer

    def _cleared(self, book: Spreadsheet, user: str, areas: list[tuple[Sheet, Area]]) -> list[str]:
        for sheet, area in areas:
            check(book, sheet, area, user)
        self.store.touched(book)
        return [values.clear(sheet, area) for sheet, area in areas]

    def clear(self, user: str, parameters: dict[str, Any], _: dict[str, Any]) -> dict[str, Any]:
        """Clear the values of a range."""
        book = book_of(self.store, user, parameters, to_write=True)
        cleared = self._cleared(book, user, [book.grid_area(parameters["range"])])
        return {"spreadsheetId": book.id, "clearedRange": cleared[0]}

    def batch_clear(self, user: str, parameters: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Clear the values of several ranges."""
        book = book_of(self.store, user, parameters, to_write=True)
        cleared = self._cleared(book, user, numbered("range", body.get("ranges", []), book.grid_area))
        return {"spreadsheetId": book.id, "clearedRanges": cleared}

    def clear_by_filter(self, user: str, parameters: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
        """Clear the values that data filters select."""
        book = book_of(self.store, user, parameters, to_write=True)
        areas = [area for found in metadata.filtered_areas(book, body.get("dataFilters", [])) for area in found]
        return {"spreadsheetId": book.id, "clearedRanges": self._cleared(book, user, areas)}


def _same_range(text: str, body: dict[str, Any]) -> None:
    if body.get("range") and body["range"] != text:
        message = f"Requested writing within range [{text}], but the body has range [{body['range']}]"
        raise ApiError(400, message)


def _totals(spreadsheet_id: str, answers: list[dict[str, Any]]) -> dict[str, Any]:
    told: dict[str, Any] = {"spreadsheetId": spreadsheet_id}
    ranges = [split_sheet(answer["updatedRange"]) for answer in answers if answer.get("updatedCells")]
    areas = [(title, Area(0, *(parse_cells(rest) or ()))) for title, rest in ranges]
    cells = sum(answer.get("updatedCells", 0) for answer in answers)
    if cells:
        told |= {
            "totalUpdatedRows": len({(title, row) for title, area in areas for row in range(area.top, area.bottom)}),
            "totalUpdatedColumns": len({(title, at) for title, area in areas for at in range(area.left, area.right)}),
            "totalUpdatedCells": cells,
            "totalUpdatedSheets": len({title for title, _ in areas}),
        }
    return {**told, "responses": answers} if answers else told
