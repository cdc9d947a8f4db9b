"""Developer metadata of the local server: where they hang, whom they follow, and what data filters find."""

from __future__ import annotations

import pytest


@pytest.fixture
def marked(sheet):
    """Mark rows 2 to 4 with the key `okr` and the values a, b, c."""
    sheet.batch(*(mark({"dimensionRange": row(at)}, value) for at, value in ((1, "a"), (2, "b"), (3, "c"))))
    return sheet


def row(index, sheet_id=0):
    return {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": index, "endIndex": index + 1}


def mark(location, value, **more):
    told = {"metadataKey": "okr", "metadataValue": value, "visibility": "DOCUMENT", "location": location}
    return {"createDeveloperMetadata": {"developerMetadata": {**told, **more}}}


def lookup(**told):
    return {"developerMetadataLookup": told}


def found(sheet, **told):
    said = sheet.ask("POST", "/developerMetadata:search", {"dataFilters": [lookup(**told)]})
    return [each["developerMetadata"] for each in said.body.get("matchedDeveloperMetadata", [])]


def rows_of(sheet):
    """Return value of the metadata → index of its row."""
    told = found(sheet, metadataKey="okr", locationType="ROW")
    return {each["metadataValue"]: each["location"]["dimensionRange"]["startIndex"] for each in told}


def test_they_come_with_their_rows(marked):
    data = marked.get(ranges="OKRs!A1:A2", fields="sheets.data.rowMetadata.developerMetadata")
    _, second = data["sheets"][0]["data"][0]["rowMetadata"]
    (told,) = second["developerMetadata"]

    assert told.pop("metadataId") > 0
    assert told == {
        "metadataKey": "okr",
        "metadataValue": "a",
        "visibility": "DOCUMENT",
        "location": {
            "locationType": "ROW",
            "dimensionRange": {"dimension": "ROWS", "startIndex": 1, "endIndex": 2},
        },
    }


@pytest.mark.parametrize(
    ("act", "rows"),
    [
        (lambda people: people.insert_rows(3, 2), {"a": 1, "b": 4, "c": 5}),
        (lambda people: people.delete_rows(3), {"a": 1, "c": 2}),
        (lambda people: people.move_rows(4, 4, 2), {"c": 1, "a": 2, "b": 3}),
        (lambda people: people.move_rows(2, 2, 11), {"b": 1, "c": 2, "a": 9}),
        (lambda people: people.sort_rows("C", 2, 4), {"a": 1, "c": 2, "b": 3}),
        (lambda people: people.copy_rows(2, 2, 10), {"a": 1, "b": 2, "c": 3}),
        (lambda people: people.insert_columns("A"), {"a": 1, "b": 2, "c": 3}),
    ],
)
def test_they_follow_their_rows(marked, people, act, rows):
    act(people)

    assert rows_of(marked) == rows


def test_they_stay_where_they_are_when_sorted_if_the_test_says_so(marked, people):
    people.book.metadata_stays_when_sorted = True
    people.sort_rows("C", 2, 4)

    assert rows_of(marked) == {"a": 1, "b": 2, "c": 3}


def test_they_are_copied_with_their_rows_if_the_test_says_so(marked, people):
    people.book.metadata_is_copied = True
    people.copy_rows(2, 2, 10)
    told = found(marked, metadataKey="okr", metadataValue="a")

    assert {each["location"]["dimensionRange"]["startIndex"] for each in told} == {1, 9}
    assert len({each["metadataId"] for each in told}) == 2


def test_values_are_written_wherever_a_filter_matches(marked, people):
    people.insert_rows(2)
    body = {
        "valueInputOption": "RAW",
        "data": [
            {"dataFilter": lookup(metadataKey="okr", metadataValue="b"), "values": [[None, None, None, "here"]]},
            {"dataFilter": lookup(metadataKey="okr", metadataValue="gone"), "values": [["nowhere"]]},
        ],
    }
    said = marked.ask("POST", "/values:batchUpdateByDataFilter", body)

    (answer,) = said.body["responses"]
    assert answer["updatedRange"] == "OKRs!A4:D4"
    assert answer["dataFilter"] == lookup(metadataKey="okr", metadataValue="b")
    assert people.rows()[3] == ["", "Raise answered calls", "80", "here"]


def test_a_filter_that_matches_several_rows_writes_them_all(marked, people):
    data = [{"dataFilter": lookup(metadataKey="okr"), "values": [["same"]]}]
    body = {"valueInputOption": "RAW", "data": data}
    marked.ask("POST", "/values:batchUpdateByDataFilter", body)

    assert [people.value(f"A{each}") for each in (2, 3, 4)] == ["same"] * 3


def test_values_are_read_and_cleared_by_filters(marked):
    filters = {"dataFilters": [lookup(metadataKey="okr", metadataValue="c"), {"a1Range": "OKRs!A1"}]}
    said = marked.ask("POST", "/values:batchGetByDataFilter", filters)
    assert [each["valueRange"]["values"][0][0] for each in said.body["valueRanges"]] == ["Teams learn", "Objective"]

    said = marked.ask("POST", "/values:batchClearByDataFilter", filters)
    assert said.body["clearedRanges"] == ["OKRs!A4:Z4", "OKRs!A1"]


def test_lookups_narrow_by_all_that_they_name(marked):
    sheet_id = marked.get()["sheets"][1]["properties"]["sheetId"]
    marked.batch(mark({"spreadsheet": True}, "whole"), mark({"sheetId": sheet_id}, "tab", visibility="PROJECT"))

    assert {each["metadataValue"] for each in found(marked, metadataKey="okr")} == {"a", "b", "c", "whole", "tab"}
    assert [each["metadataValue"] for each in found(marked, locationType="SPREADSHEET")] == ["whole"]
    assert [each["metadataValue"] for each in found(marked, visibility="PROJECT")] == ["tab"]
    place = {"dimensionRange": {"sheetId": 0, "dimension": "ROWS", "startIndex": 2, "endIndex": 9}}
    assert [each["metadataValue"] for each in found(marked, metadataLocation=place)] == ["b", "c"]
    exact = {"metadataLocation": {"dimensionRange": row(3)}, "locationMatchingStrategy": "EXACT_LOCATION"}
    assert [each["metadataValue"] for each in found(marked, **exact)] == ["c"]
    assert marked.get()["developerMetadata"][0]["location"] == {"locationType": "SPREADSHEET", "spreadsheet": True}


def test_a_tab_as_a_place_holds_its_rows_unless_the_exact_place_is_meant(marked):
    marked.batch(mark({"sheetId": 0}, "tab"))
    place = {"metadataLocation": {"sheetId": 0}}

    assert {each["metadataValue"] for each in found(marked, **place)} == {"tab", "a", "b", "c"}
    exact = found(marked, **place, locationMatchingStrategy="EXACT_LOCATION")
    assert [each["metadataValue"] for each in exact] == ["tab"]


def test_lookups_that_contradict_themselves_are_refused(marked):
    place = {"metadataLocation": {"sheetId": 0}, "locationMatchingStrategy": "EXACT_LOCATION", "locationType": "SHEET"}
    for wrong in (place, {"locationMatchingStrategy": "EXACT_LOCATION"}):
        said = marked.ask("POST", "/developerMetadata:search", {"dataFilters": [lookup(**wrong)]})
        assert (said.status, said.body["error"]["message"][:20]) == (400, "Invalid dataFilter: ")


def test_one_is_got_by_its_id(marked):
    (told,) = found(marked, metadataValue="b")

    assert marked.ask("GET", f"/developerMetadata/{told['metadataId']}").body == told
    assert marked.ask("GET", "/developerMetadata/1").status == 404


def test_they_are_changed_moved_and_deleted(marked):
    change = {
        "dataFilters": [lookup(metadataValue="a")],
        "developerMetadata": {"metadataValue": "z", "location": {"dimensionRange": row(8)}},
        "fields": "metadataValue,location",
    }
    (reply,) = marked.batch({"updateDeveloperMetadata": change})
    assert reply["updateDeveloperMetadata"]["developerMetadata"][0]["metadataValue"] == "z"
    assert rows_of(marked) == {"b": 2, "c": 3, "z": 8}

    (reply,) = marked.batch({"deleteDeveloperMetadata": {"dataFilter": lookup(metadataKey="okr")}})
    assert len(reply["deleteDeveloperMetadata"]["deletedDeveloperMetadata"]) == 3
    assert rows_of(marked) == {}


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (mark({}, "x"), "A developer metadata location must be specified."),
        (mark({"dimensionRange": {**row(1), "endIndex": 3}}, "x"), "must be a single row or column"),
        (mark({"dimensionRange": row(1000)}, "x"), "is outside of the grid[1000]"),
        (mark({"spreadsheet": True}, "x", metadataKey=""), "key must be specified"),
        (mark({"spreadsheet": True}, "x", visibility=None), "visibility must be specified"),
    ],
)
def test_metadata_that_cannot_hang_anywhere_are_refused(sheet, edit, message):
    assert message in sheet.refused(edit)


def test_an_id_is_given_once(marked):
    marked.batch(mark({"spreadsheet": True}, "x", metadataId=7))

    assert "with ID [7] because" in marked.refused(mark({"spreadsheet": True}, "y", metadataId=7))


def test_a_copied_spreadsheet_carries_them_and_a_copied_tab_does_not(marked, people):
    people.copy_tab("OKRs", "Copy")
    assert len(found(marked, metadataKey="okr")) == 3

    said = marked.ask("POST", f"/drive/v3/files/{marked.book}/copy", {"name": "Copy"})
    marked.root = f"{marked.server.url}/v4/spreadsheets/{said.body['id']}"
    assert rows_of(marked) == {"a": 1, "b": 2, "c": 3}
