"""spreadsheets.get of the local server: exactly what is asked for, as the real service tells it."""

from __future__ import annotations

import pytest

from tests.servers.google import masks


def grid(answer):
    """Return the one GridData of an answer."""
    ((data,),) = (each["data"] for each in answer["sheets"])
    return data


def cells(answer):
    """Return the cells of an answer, row by row."""
    return [row.get("values", []) for row in grid(answer).get("rowData", [])]


def test_without_grid_data_only_properties_come(sheet):
    told = sheet.get()["sheets"]

    assert [each["properties"]["title"] for each in told] == ["OKRs", "Year 2026"]
    assert told[0]["properties"]["gridProperties"] == {"rowCount": 1000, "columnCount": 26}
    assert all("data" not in each for each in told)


@pytest.mark.parametrize("grid_data", ["true", "false"])
def test_a_mask_decides_about_cells_whatever_include_grid_data_says(sheet, grid_data):
    asked = {"includeGridData": grid_data, "ranges": "OKRs!B2"}

    answer = sheet.get(fields="sheets.data.rowData.values.formattedValue", **asked)
    assert answer == {"sheets": [{"data": [{"rowData": [{"values": [{"formattedValue": "Reduce churn"}]}]}]}]}

    assert "data" not in sheet.get(fields="sheets.properties.title", **asked)["sheets"][0]


def test_a_mask_may_be_written_with_brackets_slashes_or_a_star(sheet):
    same = ["sheets(properties(title,index))", "sheets/properties/title,sheets/properties/index"]
    told = [sheet.get(fields=each) for each in same]
    assert told[0] == told[1]
    assert told[0]["sheets"][1] == {"properties": {"title": "Year 2026", "index": 1}}

    assert "data" in sheet.get(fields="*", ranges="OKRs!A1")["sheets"][0]


@pytest.mark.parametrize(
    ("text", "mask"),
    [
        ("a,b.c", {"a": {}, "b": {"c": {}}}),
        ("a(b,c/d)", {"a": {"b": {}, "c": {"d": {}}}}),
        ("a.b,a", {"a": {}}),
        ("a,a.b", {"a": {}}),
        ("a(b),a(c)", {"a": {"b": {}, "c": {}}}),
        ("a(b,b.c)", {"a": {"b": {}}}),
        ("a.*", {"a": {}}),
        ("a(*)", {"a": {}}),
        ("*", {}),
    ],
)
def test_what_is_asked_for_as_a_whole_stays_whole(text, mask):
    assert masks.parse(text) == mask


@pytest.mark.parametrize("wrong", ["sheets.nonsense", "sheets(", "sheets.properties.title.length", ",", "a b"])
def test_a_mask_that_names_nothing_is_refused(sheet, wrong):
    said = sheet.ask("GET", "", fields=wrong)

    assert said.status == 400
    (violation,) = said.body["error"]["details"][0]["fieldViolations"]
    assert "Cannot find matching fields for path" in violation["description"]


def test_a_formula_is_told_beside_what_it_comes_to(sheet):
    sheet.write("OKRs!D2", [["=C2*2"]])
    ((cell,),) = cells(sheet.get(ranges="OKRs!D2", includeGridData="true"))

    assert cell["userEnteredValue"] == {"formulaValue": "=C2*2"}
    assert (cell["effectiveValue"], cell["formattedValue"]) == ({"numberValue": 9}, "9")


def test_rows_and_cells_end_with_the_last_that_has_anything(sheet, people):
    people.set_note("E6", "read me")
    told = cells(sheet.get(ranges="OKRs!B2:H9", fields="sheets.data.rowData.values.note"))

    assert told == [[{}, {}], [{}, {}], [{}, {}], [], [{}, {}, {}, {"note": "read me"}]]


def test_a_range_tells_where_it_starts(sheet):
    data = grid(sheet.get(ranges="OKRs!B3:C4", includeGridData="true"))

    assert (data["startRow"], data["startColumn"]) == (2, 1)
    assert (len(data["rowMetadata"]), len(data["columnMetadata"])) == (2, 2)


def test_only_tabs_that_a_range_names_come(sheet):
    assert [each["properties"]["title"] for each in sheet.get(ranges="'Year 2026'")["sheets"]] == ["Year 2026"]


def test_rows_hidden_by_hand_and_by_a_filter_are_told(sheet, people):
    people.hide_rows(3, 3)
    people.filter("A1:C4", "B", ["Run experiments"])
    told = grid(sheet.get(ranges="OKRs!A1:A5", fields="sheets.data.rowMetadata(hiddenByUser,hiddenByFilter)"))

    assert told["rowMetadata"] == [{}, {}, {"hiddenByUser": True}, {"hiddenByFilter": True}, {}]


def test_a_filter_by_condition_hides_what_does_not_meet_it(sheet):
    condition = {"type": "TEXT_CONTAINS", "values": [{"userEnteredValue": "run"}]}
    place = {"startRowIndex": 0, "endRowIndex": 4}
    sheet.batch({"setBasicFilter": {"filter": {"range": place, "criteria": {"1": {"condition": condition}}}}})
    told = grid(sheet.get(ranges="OKRs!A1:A4", fields="sheets.data.rowMetadata.hiddenByFilter"))

    assert told["rowMetadata"] == [{}, {"hiddenByFilter": True}, {"hiddenByFilter": True}, {}]


def test_a_range_on_the_first_tab_does_not_say_its_sheet_id(sheet, people):
    people.merge("A2:A3")
    people.merge("B1:C1", "Year 2026")
    (first, second) = sheet.get()["sheets"]

    corner = {"startRowIndex": 1, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 1}
    assert first["merges"] == [corner]
    assert second["merges"][0]["sheetId"] == second["properties"]["sheetId"]


def test_a_colour_is_told_in_both_ways(sheet, people):
    people.set_format("A1", {"backgroundColor": {"red": 1, "green": 0}, "textFormat": {"bold": True}})
    ((cell,),) = cells(
        sheet.get(ranges="OKRs!A1", fields="sheets.data.rowData.values(userEnteredFormat,effectiveFormat)")
    )

    assert cell["userEnteredFormat"] == {
        "backgroundColor": {"red": 1},
        "backgroundColorStyle": {"rgbColor": {"red": 1}},
        "textFormat": {"bold": True},
    }
    assert cell["effectiveFormat"]["textFormat"]["fontSize"] == 10
    assert cell["effectiveFormat"]["textFormat"]["bold"] is True


def test_a_link_is_told_whoever_made_it(sheet, people):
    people.set_cell("H1", '=HYPERLINK("https://example.com/a", "a")')
    people.set_format("I1", {"textFormat": {"link": {"uri": "https://example.com/b"}}})
    (row,) = cells(sheet.get(ranges="OKRs!H1:I1", fields="sheets.data.rowData.values.hyperlink"))

    assert [cell["hyperlink"] for cell in row] == ["https://example.com/a", "https://example.com/b"]


def test_a_tab_with_a_chart_has_no_cells(sheet, people):
    people.add_chart_tab("Chart")
    chart = sheet.get(includeGridData="true")["sheets"][2]

    assert chart == {
        "properties": {"sheetId": chart["properties"]["sheetId"], "title": "Chart", "index": 2, "sheetType": "OBJECT"}
    }


def test_data_filters_select_as_ranges_do(sheet):
    filters = [{"a1Range": "OKRs!B2"}, {"gridRange": {"startRowIndex": 3, "endRowIndex": 4, "endColumnIndex": 1}}]
    said = sheet.ask("POST", ":getByDataFilter", {"dataFilters": filters, "includeGridData": True})

    shown = [data["rowData"][0]["values"][0]["formattedValue"] for data in said.body["sheets"][0]["data"]]
    assert shown == ["Reduce churn", "Teams learn"]


def test_a_spreadsheet_can_be_created_with_its_tabs(sheet):
    body = {"properties": {"title": "New", "locale": "fr_FR"}, "sheets": [{"properties": {"title": "Un"}}]}
    said = sheet.ask("POST", "/v4/spreadsheets", body)

    assert said.body["properties"]["locale"] == "fr_FR"
    assert [each["properties"]["title"] for each in said.body["sheets"]] == ["Un"]
    made = sheet.ask("GET", f"/v4/spreadsheets/{said.body['spreadsheetId']}")
    assert made.body["properties"]["title"] == "New"
