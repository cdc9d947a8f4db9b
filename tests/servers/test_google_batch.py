"""batchUpdate of the local server: all requests or none; tabs and cells."""

from __future__ import annotations

import pytest

from tests.servers.google_ranges import area, texts


def test_one_bad_request_undoes_all_before_it(sheet, people):
    good = {"updateCells": {"range": area(1, 2, 1, 2), "rows": texts("changed"), "fields": "userEnteredValue"}}
    message = sheet.refused(good, {"deleteSheet": {"sheetId": 999}})

    assert message == "Invalid requests[1].deleteSheet: No sheet with id: 999"
    assert people.value("B2") == "Reduce churn"


def test_a_batch_without_requests_is_refused(sheet):
    assert sheet.refused() == "Must specify at least one request."
    assert sheet.refused({}) == "Invalid requests[0]: No request set."


def test_what_the_server_does_not_do_it_says(sheet):
    assert sheet.ask("POST", ":batchUpdate", {"requests": [{"addChart": {}}]}).status == 501


def test_the_spreadsheet_can_come_with_the_answer(sheet):
    body = {
        "requests": [{"addSheet": {"properties": {"title": "New"}}}],
        "includeSpreadsheetInResponse": True,
        "responseRanges": ["OKRs!B2"],
        "responseIncludeGridData": True,
    }
    updated = sheet.ask("POST", ":batchUpdate", body).body["updatedSpreadsheet"]

    assert updated["sheets"][0]["data"][0]["rowData"][0]["values"][0]["formattedValue"] == "Reduce churn"


# Tabs


def test_tabs_are_added_renamed_moved_hidden_copied_and_deleted(sheet):
    (added,) = sheet.batch({"addSheet": {"properties": {"title": "Log", "index": 0, "tabColor": {"red": 1}}}})
    made = added["addSheet"]["properties"]
    assert (made["title"], made["index"], made["tabColorStyle"]) == ("Log", 0, {"rgbColor": {"red": 1}})

    properties = {"sheetId": made["sheetId"], "title": "Journal", "index": 3, "hidden": True}
    sheet.batch({"updateSheetProperties": {"properties": properties, "fields": "title,index,hidden"}})
    copy = {"sourceSheetId": 0, "insertSheetIndex": 1, "newSheetName": "OKRs 2"}
    sheet.batch({"duplicateSheet": copy})
    assert [each["properties"]["title"] for each in sheet.get()["sheets"]] == ["OKRs", "OKRs 2", "Year 2026", "Journal"]
    assert sheet.read("OKRs 2!B2") == [["Reduce churn"]]

    sheet.batch({"deleteSheet": {"sheetId": made["sheetId"]}})
    assert [each["properties"]["index"] for each in sheet.get()["sheets"]] == [0, 1, 2]


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (
            {"addSheet": {"properties": {"title": "okrs"}}},
            'Invalid requests[0].addSheet: A sheet with the name "okrs" already exists. Please enter another name.',
        ),
        ({"addSheet": {"properties": {"sheetId": 0}}}, "Another sheet already has the ID 0"),
        (
            {"addSheet": {"properties": {"gridProperties": {"rowCount": 1_000_000, "columnCount": 10}}}},
            "above the limit of 10000000 cells.",
        ),
        ({"updateSheetProperties": {"properties": {"sheetId": 0, "title": "x"}}}, "At least one field must be listed"),
        ({"updateSheetProperties": {"properties": {}, "fields": "colour"}}, "Invalid field: colour"),
        (
            {"updateSheetProperties": {"properties": {"title": "Year 2026"}, "fields": "title"}},
            "already exists",
        ),
    ],
)
def test_a_tab_that_cannot_be_is_refused(sheet, edit, message):
    assert message in sheet.refused(edit)


def test_the_last_tab_stays_and_is_seen(sheet, people):
    people.delete_tab("Year 2026")

    assert "You can't remove all the sheets" in sheet.refused({"deleteSheet": {"sheetId": 0}})
    hide = {"updateSheetProperties": {"properties": {"sheetId": 0, "hidden": True}, "fields": "hidden"}}
    assert "You can't hide all the sheets" in sheet.refused(hide)


def test_title_locale_and_time_zone_can_change(sheet):
    properties = {"title": "Objectifs", "locale": "fr_FR", "timeZone": "Europe/Paris"}
    sheet.batch({"updateSpreadsheetProperties": {"properties": properties, "fields": "title,locale,timeZone"}})

    assert properties.items() <= sheet.get()["properties"].items()
    assert sheet.read("OKRs!C2") == [["4,5"]]


# Cells


def test_only_the_fields_that_are_named_change(sheet, people):
    people.set_note("B2", "old")
    cell = {"note": "new", "userEnteredValue": {"stringValue": "not this"}}
    sheet.batch({"updateCells": {"range": area(1, 2, 1, 2), "rows": [{"values": [cell]}], "fields": "note"}})
    assert (people.value("B2"), people.note("B2")) == ("Reduce churn", "new")

    sheet.batch({"updateCells": {"range": area(1, 2, 1, 2), "rows": [{"values": [{}]}], "fields": "note"}})
    assert people.note("B2") is None


def test_what_a_range_has_no_values_for_is_cleared(sheet, people):
    sheet.batch({"updateCells": {"range": area(1, 4, 1, 3), "rows": texts("kept"), "fields": "userEnteredValue"}})

    assert people.rows() == [
        ["Objective", "Key result", "Target"],
        ["Customers come back", "kept"],
        [],
        ["Teams learn"],
    ]


def test_from_a_corner_on_nothing_else_is_cleared(sheet, people):
    start = {"sheetId": 0, "rowIndex": 1, "columnIndex": 1}
    sheet.batch({"updateCells": {"start": start, "rows": texts("new"), "fields": "userEnteredValue"}})

    assert people.rows()[1] == ["Customers come back", "new", "4.5"]


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (
            {"range": area(0, 1, 0, 1), "rows": texts("a", "b"), "fields": "note"},
            "beyond the last requested column of: 0",
        ),
        ({"range": area(0, 1, 0, 1), "rows": texts("a") * 2, "fields": "note"}, "beyond the last requested row of: 0"),
        (
            {"range": area(1000, None, 0, 2), "fields": "note"},
            "Range (OKRs!A1001:B) exceeds grid limits. Max rows: 1000, max columns: 26",
        ),
        ({"range": area(0, 2, 26, None), "fields": "note"}, "Range (OKRs!AA1:2) exceeds grid limits."),
        ({"start": {"rowIndex": 1000}, "rows": texts("a"), "fields": "note"}, "beyond the last requested row of: 999"),
        (
            {"start": {"columnIndex": 26}, "rows": texts("a"), "fields": "note"},
            "beyond the last requested column of: 25",
        ),
        ({"range": area(0, 1, 0, 1), "fields": "values"}, "Invalid field: values"),
        ({"fields": "note"}, "Range is required."),
        ({"range": area(0, 1, 0, 1, 77), "fields": "note"}, "No grid with id: 77"),
        ({"range": area(0, 1, 0, 1), "rows": texts("x" * 50_001), "fields": "*"}, "maximum of 50000 characters"),
    ],
)
def test_cells_that_cannot_be_written_are_refused(sheet, edit, message):
    assert message in sheet.refused({"updateCells": edit})


def test_a_range_is_taken_as_far_as_the_grid_goes(sheet, people):
    cell = {"note": "at the edge"}
    sheet.batch({"repeatCell": {"range": area(999, 1003, 25, 28), "cell": cell, "fields": "note"}})

    assert people.note("Z1000") == "at the edge"
    assert len(people.tab().rows) == 1000


def test_a_repeated_formula_keeps_its_distance(sheet, people):
    cell = {"userEnteredValue": {"formulaValue": "=C2*2"}}
    sheet.batch({"repeatCell": {"range": area(1, 4, 3, 4), "cell": cell, "fields": "userEnteredValue"}})

    assert [people.value(f"D{row}") for row in (2, 3, 4)] == [9, 160, 24]


def test_a_colour_written_in_one_way_replaces_both(sheet, people):
    people.set_format("A1", {"backgroundColorStyle": {"rgbColor": {"green": 1}}, "wrapStrategy": "WRAP"})
    cell = {"userEnteredFormat": {"backgroundColor": {"red": 1}}}
    fields = "userEnteredFormat.backgroundColor"
    sheet.batch({"repeatCell": {"range": area(0, 1, 0, 1), "cell": cell, "fields": fields}})

    told = people.cell("A1")["userEnteredFormat"]
    assert told["backgroundColorStyle"] == {"rgbColor": {"red": 1}}
    assert told["wrapStrategy"] == "WRAP"


def test_cells_are_appended_below_all_others(sheet, people):
    sheet.batch({"appendCells": {"sheetId": 0, "rows": texts("new"), "fields": "*"}})

    assert people.value("A5") == "new"


def test_borders_are_drawn_around_and_within(sheet, people):
    line = {"style": "SOLID"}
    sheet.batch({"updateBorders": {"range": area(0, 2, 0, 2), "top": line, "innerVertical": line}})

    assert set(people.cell("A1")["userEnteredFormat"]["borders"]) == {"top", "right"}
    assert set(people.cell("B2")["userEnteredFormat"]["borders"]) == {"left"}


def test_a_validation_is_set_and_taken_away(sheet, people):
    rule = {"condition": {"type": "BOOLEAN"}, "strict": True}
    sheet.batch({"setDataValidation": {"range": area(1, 2, 3, 4), "rule": rule}})
    assert people.cell("D2")["dataValidation"] == rule

    sheet.batch({"setDataValidation": {"range": area(1, 2, 3, 4)}})
    assert people.cell("D2") == {}


def test_texts_are_found_and_replaced_and_counted(sheet, people):
    (reply,) = sheet.batch({"findReplace": {"find": "CALLS", "replacement": "mails", "allSheets": True}})
    assert reply["findReplace"] == {
        "valuesChanged": 1, "occurrencesChanged": 1, "rowsChanged": 1, "sheetsChanged": 1,
    }  # fmt: skip
    assert people.value("B3") == "Raise answered mails"

    whole = {"find": "R.*", "searchByRegex": True, "matchEntireCell": True, "matchCase": True, "sheetId": 0}
    sheet.batch({"findReplace": {**whole, "replacement": "x"}})
    assert [people.value(f"B{row}") for row in range(1, 5)] == ["Key result", "x", "x", "x"]
