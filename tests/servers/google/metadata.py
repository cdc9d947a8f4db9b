"""Developer metadata: where they are, and which ones a filter means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tests.servers.google import masks
from tests.servers.google.a1 import Area
from tests.servers.google.batch import Batch, edit
from tests.servers.google.errors import ApiError, RefusedError
from tests.servers.google.rendering import line_location, located

if TYPE_CHECKING:
    from tests.servers.google.grid import Sheet
    from tests.servers.google.store import Spreadsheet

INTERSECTING = "INTERSECTING_LOCATION"


class Found(NamedTuple):
    """One metadata and where it hangs."""

    metadata: dict[str, Any]
    siblings: list[dict[str, Any]]
    """The list that holds it."""
    kind: str
    """SPREADSHEET, SHEET, ROW or COLUMN."""
    sheet: Sheet | None
    area: Area | None
    location: dict[str, Any]

    def told(self) -> dict[str, Any]:
        """Return DeveloperMetadata."""
        return located(self.metadata, self.location)


def all_of(book: Spreadsheet) -> list[Found]:
    """Return all developer metadata of a spreadsheet."""
    whole = {"locationType": "SPREADSHEET", "spreadsheet": True}
    found = [Found(each, book.metadata, "SPREADSHEET", None, None, whole) for each in book.metadata]
    for sheet in book.sheets:
        place = {"locationType": "SHEET", "sheetId": sheet.id}
        found += [Found(each, sheet.metadata, "SHEET", sheet, Area(sheet.id), place) for each in sheet.metadata]
        for dimension, kind in (("ROWS", "ROW"), ("COLUMNS", "COLUMN")):
            for index, line in enumerate(sheet.lines(dimension)):
                if not line.metadata:
                    continue
                area = (
                    Area(sheet.id, index, index + 1) if kind == "ROW" else Area(sheet.id, left=index, right=index + 1)
                )
                place = line_location(sheet, dimension, index)
                found += [Found(each, line.metadata, kind, sheet, area, place) for each in line.metadata]
    return found


def looked_up(every: list[Found], lookup: dict[str, Any]) -> list[Found]:
    """Return what a DeveloperMetadataLookup matches; RefusedError where its fields contradict each other."""
    place = lookup.get("metadataLocation")
    strategy = lookup.get("locationMatchingStrategy", INTERSECTING)
    kind = lookup.get("locationType")
    if "locationMatchingStrategy" in lookup and place is None:
        raise RefusedError("A metadata location must be specified when specifying a location matching strategy.")
    if kind and place is not None and strategy != INTERSECTING:
        raise RefusedError("The location type must not be specified when matching the exact location.")
    matched = []
    for each in every:
        same = all(
            lookup.get(name) in {None, each.metadata.get(name)}
            for name in ("metadataId", "metadataKey", "metadataValue", "visibility")
        )
        if same and kind in {None, each.kind} and (place is None or _is_there(each, place, strategy)):
            matched.append(each)
    return matched


def _is_there(found: Found, place: dict[str, Any], strategy: str) -> bool:
    if place.get("spreadsheet"):
        return found.kind == "SPREADSHEET"
    if "dimensionRange" in place:
        told = place["dimensionRange"]
        start, end = told.get("startIndex", 0), told.get("endIndex")
        sheet_id, rows = told.get("sheetId", 0), told.get("dimension") == "ROWS"
        area = Area(sheet_id, start, end) if rows else Area(sheet_id, left=start, right=end)
    else:
        area = Area(place.get("sheetId", 0))
    if strategy != INTERSECTING:
        return found.area == area
    return found.area is not None and found.area.meets(area)


def matched_metadata(book: Spreadsheet, every: list[Found], told: dict[str, Any]) -> list[Found]:
    """Return the metadata that a DataFilter means: looked up, or within its range."""
    if "developerMetadataLookup" in told:
        return looked_up(every, told["developerMetadataLookup"])
    _, area = filtered_area(book, told)
    return [each for each in every if each.area is not None and each.area.meets(area)]


def filtered_area(book: Spreadsheet, told: dict[str, Any]) -> tuple[Sheet, Area]:
    """Return the area of a DataFilter by range."""
    if "a1Range" in told:
        return book.area(told["a1Range"])
    if "gridRange" not in told:
        raise ApiError(400, "Invalid dataFilter: No filter type specified.")
    area = Area.of_json(told["gridRange"])
    return book.sheet(area.sheet_id), area


def filtered_areas(book: Spreadsheet, filters: list[dict[str, Any]]) -> list[list[tuple[Sheet, Area]]]:
    """Return, filter by filter, the areas that are selected, cut to the grid: where the metadata are, or the range."""
    every = all_of(book)
    return [_filtered_areas(book, every, told) for told in filters]


def _filtered_areas(book: Spreadsheet, every: list[Found], told: dict[str, Any]) -> list[tuple[Sheet, Area]]:
    try:
        if "developerMetadataLookup" not in told:
            found = [filtered_area(book, told)]
        else:
            pairs = ((each.sheet, each.area) for each in looked_up(every, told["developerMetadataLookup"]))
            found = [(sheet, area) for sheet, area in pairs if sheet is not None and area is not None]
    except RefusedError as refused:
        raise ApiError(400, f"Invalid dataFilter: {refused}") from None
    return [(sheet, sheet.clip(area)) for sheet, area in found]


def _owner(batch: Batch, place: dict[str, Any]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return (the list that metadata at a location are kept in, the location as it is answered)."""
    if place.get("spreadsheet"):
        return batch.book.metadata, {"locationType": "SPREADSHEET", "spreadsheet": True}
    if "dimensionRange" in place:
        told = place["dimensionRange"]
        sheet, dimension = batch.sheet(told), told.get("dimension", "ROWS")
        start = told.get("startIndex", 0)
        lines = sheet.lines(dimension)
        if told.get("endIndex", len(lines)) - start != 1:
            raise RefusedError("The developer metadata location must be a single row or column.")
        if start >= len(lines):
            raise RefusedError(f"dimensionRange.startIndex[{start}] is outside of the grid[{len(lines)}].")
        return lines[start].metadata, line_location(sheet, dimension, start)
    if "sheetId" in place:
        sheet = batch.sheet(place)
        return sheet.metadata, {"locationType": "SHEET", "sheetId": sheet.id}
    raise RefusedError("A developer metadata location must be specified.")


@edit("createDeveloperMetadata")
def create_developer_metadata(batch: Batch, told: dict[str, Any]) -> dict[str, Any]:
    """Hang metadata on a row, a column, a tab or the spreadsheet."""
    wanted = told.get("developerMetadata", {})
    if not wanted.get("metadataKey"):
        raise RefusedError("A developer metadata key must be specified.")
    if wanted.get("visibility") not in {"DOCUMENT", "PROJECT"}:
        raise RefusedError("A developer metadata visibility must be specified.")
    taken = batch.metadata_ids()
    if wanted.get("metadataId") in taken:
        clash = f"Cannot add developer metadata with ID [{wanted['metadataId']}]"
        raise RefusedError(f"{clash} because developer metadata with that ID already exists.")
    siblings, location = _owner(batch, wanted.get("location", {}))
    made = {"metadataId": wanted.get("metadataId") or batch.store.number(taken)}
    made |= {name: wanted[name] for name in ("metadataKey", "metadataValue", "visibility") if name in wanted}
    siblings.append(made)
    taken.add(made["metadataId"])
    return {"developerMetadata": located(made, location)}


@edit("updateDeveloperMetadata")
def update_developer_metadata(batch: Batch, told: dict[str, Any]) -> dict[str, Any]:
    """Change, or move, all metadata that the filters match."""
    wanted = told.get("developerMetadata", {})
    fields = masks.of_update(told.get("fields"), batch.contract, "DeveloperMetadata") or masks.all_of(wanted)
    if not told.get("dataFilters"):
        raise RefusedError("At least one data filter must be specified.")
    every, updated = all_of(batch.book), {}
    for data_filter in told["dataFilters"]:
        for found in matched_metadata(batch.book, every, data_filter):
            updated[found.metadata["metadataId"]] = found
    answers = []
    for found in updated.values():
        new = masks.change(
            found.metadata, wanted, {n: m for n, m in fields.items() if n not in {"location", "metadataId"}}
        )
        siblings, location = (
            _owner(batch, wanted["location"]) if "location" in fields else (found.siblings, found.location)
        )
        found.siblings[:] = [each for each in found.siblings if each is not found.metadata]
        siblings.append(new)
        answers.append(located(new, location))
    return {"developerMetadata": answers} if answers else {}


@edit("deleteDeveloperMetadata")
def delete_developer_metadata(batch: Batch, told: dict[str, Any]) -> dict[str, Any]:
    """Take all metadata away that the filter matches."""
    found = matched_metadata(batch.book, all_of(batch.book), told.get("dataFilter", {}))
    for each in found:
        each.siblings[:] = [other for other in each.siblings if other is not each.metadata]
    return {"deletedDeveloperMetadata": [each.told() for each in found]} if found else {}
