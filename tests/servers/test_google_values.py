"""spreadsheets.values of the local server: what goes in, what comes out, and where the grid ends."""

from __future__ import annotations

import pytest

NUMBER, TEXT, TRUTH, FORMULA = "numberValue", "stringValue", "boolValue", "formulaValue"


@pytest.mark.parametrize(
    ("locale", "typed", "kind", "value", "shown"),
    [
        ("en_US", "12.5", NUMBER, 12.5, "12.5"),
        ("en_US", "1,234", NUMBER, 1234, "1,234"),
        ("en_US", "12,5", TEXT, "12,5", "12,5"),
        ("en_US", "0042", NUMBER, 42, "42"),
        ("en_US", "50%", NUMBER, 0.5, "50%"),
        ("en_US", "12.5%", NUMBER, 0.125, "12.50%"),
        ("en_US", "$1,200", NUMBER, 1200, "$1,200"),
        ("en_US", "1e5", NUMBER, 100000, "1.00E+05"),
        ("en_US", "2026-03-31", NUMBER, 46112, "2026-03-31"),
        ("en_US", "3/31/2026", NUMBER, 46112, "3/31/2026"),
        ("en_US", "31/3/2026", TEXT, "31/3/2026", "31/3/2026"),
        ("en_US", "10:30", NUMBER, 0.4375, "10:30"),
        ("en_US", "true", TRUTH, True, "TRUE"),
        ("en_US", "'007", TEXT, "007", "007"),
        ("en_US", "=1+1", FORMULA, "=1+1", "2"),
        ("en_US", "=", TEXT, "=", "="),
        ("en_US", "Raise NPS from 20 to 50", TEXT, "Raise NPS from 20 to 50", "Raise NPS from 20 to 50"),
        ("fr_FR", "12,5", NUMBER, 12.5, "12,5"),
        ("fr_FR", "12.5", TEXT, "12.5", "12.5"),
        ("fr_FR", "1 234,50", NUMBER, 1234.5, "1\u202f234,50"),
        ("fr_FR", "31/03/2026", NUMBER, 46112, "31/03/2026"),
        ("fr_FR", "VRAI", TRUTH, True, "VRAI"),
        ("fr_FR", "12 €", NUMBER, 12, "12€"),
        ("de_DE", "1.234,5", NUMBER, 1234.5, "1.234,50"),
        ("de_DE", "31.03.2026", NUMBER, 46112, "31.03.2026"),
    ],
)
def test_a_typed_value_is_taken_for_what_it_is_in_the_locale(sheet, people, locale, typed, kind, value, shown):
    people.book.locale = locale
    sheet.write("OKRs!H1", [[typed]])

    assert people.cell("H1")["userEnteredValue"] == {kind: value}
    assert sheet.read("OKRs!H1") == [[shown]]


@pytest.mark.parametrize("value", ["12.5", "=1+1", "50%", "TRUE", "'x", "2026-03-31", 3, 2.5, False])
def test_a_raw_value_stays_as_it_is(sheet, people, value):
    sheet.write("OKRs!H1", [[value]], "RAW")

    assert list(people.cell("H1")["userEnteredValue"].values()) == [value]
    assert sheet.read("OKRs!H1", valueRenderOption="UNFORMATTED_VALUE") == [[value]]


def test_null_leaves_a_cell_alone_and_an_empty_text_clears_it(sheet):
    sheet.write("OKRs!A2:C2", [[None, "", 5]], "RAW")

    assert sheet.read("OKRs!A2:C2") == [["Customers come back", "", "5"]]


def test_a_value_keeps_the_note_and_the_format_that_are_in_its_cell(sheet, people):
    people.set_note("C2", "agreed with the CFO")
    people.set_format("C2", {"numberFormat": {"type": "PERCENT", "pattern": "0.0%"}})
    sheet.write("OKRs!C2", [[0.5]], "RAW")

    assert (people.note("C2"), sheet.read("OKRs!C2")) == ("agreed with the CFO", [["50.0%"]])


def test_trailing_blanks_are_left_out_and_leading_ones_kept(sheet):
    sheet.write("OKRs!A6:C8", [["", "b", ""], ["", "", ""], ["", "", ""]], "RAW")

    assert sheet.read("OKRs!A5:D9") == [[], ["", "b"]]
    assert sheet.read("OKRs!A5:D9", majorDimension="COLUMNS") == [[], ["", "b"]]


@pytest.mark.parametrize(
    ("cells", "rows"),
    [
        ("OKRs!A1:B2", [["Objective", "Key result"], ["Customers come back", "Reduce churn"]]),
        ("OKRs!B2:A1", [["Objective", "Key result"], ["Customers come back", "Reduce churn"]]),
        ("OKRs!C:C", [["Target"], ["4.5"], ["80"], ["12"]]),
        ("OKRs!2:2", [["Customers come back", "Reduce churn", "4.5"]]),
        ("OKRs!B3:C", [["Raise answered calls", "80"], ["Run experiments", "12"]]),
        ("OKRs!B3:3", [["Raise answered calls", "80"]]),
        ("C4", [["12"]]),
        ("okrs!$C$4", [["12"]]),
        ("OKRs!R4C3", [["12"]]),
        ("'Year 2026'!A1:C3", []),
        ("Year 2026", []),
    ],
)
def test_a_range_can_be_told_in_many_ways(sheet, cells, rows):
    assert sheet.read(cells) == rows


def test_a_tab_whose_title_has_quotes_is_found_by_its_quoted_title(sheet, people):
    people.rename_tab("Year 2026", "Ada's year")
    answer = sheet.write("'Ada''s year'!B2", [["x"]])

    assert answer["updatedRange"] == "'Ada''s year'!B2"


def test_a_named_range_is_a_range(sheet):
    corner = {"startRowIndex": 1, "endRowIndex": 4, "startColumnIndex": 2, "endColumnIndex": 3}
    sheet.batch({"addNamedRange": {"namedRange": {"name": "targets", "range": corner}}})

    assert sheet.read("targets") == [["4.5"], ["80"], ["12"]]


def test_what_is_no_range_is_refused(sheet):
    said = sheet.ask("GET", "/values/Nowhere!A1")

    assert said.status == 400
    assert said.body["error"]["message"] == "Unable to parse range: Nowhere!A1"
    assert said.body["error"]["status"] == "INVALID_ARGUMENT"


def test_writing_beyond_the_grid_is_refused_and_reading_is_cut_to_it(sheet):
    said = sheet.ask("PUT", "/values/OKRs!A1001", {"values": [["x"]]}, valueInputOption="RAW")
    assert said.body["error"]["message"] == "Range (OKRs!A1001) exceeds grid limits. Max rows: 1000, max columns: 26"

    said = sheet.ask("GET", "/values/OKRs!AB1:AC2")
    assert said.body["error"]["message"] == "Range (OKRs!AB1:AC2) exceeds grid limits. Max rows: 1000, max columns: 26"

    assert sheet.ask("GET", "/values/OKRs!Y999:AC1010").body["range"] == "OKRs!Y999:Z1000"


def test_more_values_than_the_grid_has_rows_are_refused(sheet):
    said = sheet.ask("PUT", "/values/OKRs!A999", {"values": [["x"]] * 3}, valueInputOption="RAW")

    expected = "Requested writing within range ['OKRs'!A999], but tried writing to row [1001]"
    assert said.body["error"]["message"] == expected


def test_the_range_of_several_that_is_refused_is_named(sheet):
    said = sheet.ask("POST", "/values:batchClear", {"ranges": ["OKRs!A1", "OKRs!A1001:ZZ"]})
    message = "Invalid range[1]: Range (OKRs!A1001:ZZ) exceeds grid limits. Max rows: 1000, max columns: 26"
    assert said.body["error"]["message"] == message

    data = [{"range": "OKRs!A1", "values": [["x"]]}, {"range": "Nowhere!A1", "values": [["x"]]}]
    said = sheet.ask("POST", "/values:batchUpdate", {"valueInputOption": "RAW", "data": data})
    assert said.body["error"]["message"] == "Invalid data[1]: Unable to parse range: Nowhere!A1"


def test_more_values_than_the_range_has_cells_are_refused(sheet):
    said = sheet.ask("PUT", "/values/OKRs!A1:B1", {"values": [["a"], ["b"]]}, valueInputOption="RAW")
    assert said.body["error"]["message"].endswith("but tried writing to row [2]")

    said = sheet.ask("PUT", "/values/OKRs!A1:B1", {"values": [["a", "b", "c"]]}, valueInputOption="RAW")
    assert said.body["error"]["message"].endswith("but tried writing to column [C]")


def test_a_cell_holds_fifty_thousand_characters_and_no_more(sheet):
    sheet.write("OKRs!H1", [["x" * 50_000]], "RAW")
    said = sheet.ask("PUT", "/values/OKRs!H1", {"values": [["x" * 50_001]]}, valueInputOption="RAW")

    assert said.status == 400
    assert "maximum of 50000 characters in a single cell" in said.body["error"]["message"]


def test_several_ranges_are_written_all_or_none(sheet):
    data = [{"range": "OKRs!H1", "values": [["new"]]}, {"range": "OKRs!AZ1", "values": [["outside"]]}]
    said = sheet.ask("POST", "/values:batchUpdate", {"valueInputOption": "RAW", "data": data})

    assert (said.status, sheet.read("OKRs!H1")) == (400, [])


def test_the_answer_of_several_writes_counts_them(sheet):
    data = [{"range": "OKRs!H1:I1", "values": [["a", "b"]]}, {"range": "Year 2026!A1", "values": [["c"], ["d"]]}]
    said = sheet.ask("POST", "/values:batchUpdate", {"valueInputOption": "RAW", "data": data})

    totals = {name: value for name, value in said.body.items() if name.startswith("total")}
    assert totals == {
        "totalUpdatedRows": 3,
        "totalUpdatedColumns": 3,
        "totalUpdatedCells": 4,
        "totalUpdatedSheets": 2,
    }
    assert [each["updatedRange"] for each in said.body["responses"]] == ["OKRs!H1:I1", "'Year 2026'!A1:A2"]


def test_what_was_written_comes_back_where_it_is_asked_for(sheet):
    options = {"includeValuesInResponse": "true", "responseValueRenderOption": "UNFORMATTED_VALUE"}
    answer = sheet.write("OKRs!H1", [["50%"]], **options)

    assert answer["updatedData"]["values"] == [[0.5]]


def test_appending_goes_below_the_last_table_and_the_grid_grows(sheet, people):
    body = {"values": [["Teams learn more", "Share results", 3]]}
    said = sheet.ask("POST", "/values/OKRs:append", body, valueInputOption="RAW")
    assert said.body["tableRange"] == "OKRs!A1:C4"
    assert said.body["updates"]["updatedRange"] == "OKRs!A5:C5"

    sheet.write("OKRs!A1000", [["last"]])
    sheet.ask("POST", "/values/OKRs!A1000:append", {"values": [["beyond"]]}, valueInputOption="RAW")
    assert people.value("A1001") == "beyond"


def test_appending_can_push_what_stands_below_down(sheet, people):
    sheet.write("OKRs!E5", [["a remark"]])
    options = {"valueInputOption": "RAW", "insertDataOption": "INSERT_ROWS"}
    sheet.ask("POST", "/values/OKRs!A1:C4:append".replace("A1:C4", "A1%3AC4"), {"values": [["new"]]}, **options)

    assert (people.value("A5"), people.value("E6")) == ("new", "a remark")


def test_clearing_takes_values_and_leaves_notes_and_formats(sheet, people):
    people.set_note("C2", "stays")
    said = sheet.ask("POST", "/values/OKRs!C2:C4:clear".replace("C2:C4", "C2%3AC4"))

    assert said.body["clearedRange"] == "OKRs!C2:C4"
    assert (sheet.read("OKRs!C:C"), people.note("C2")) == ([["Target"]], "stays")


def test_dates_come_as_numbers_or_as_people_see_them(sheet):
    sheet.write("OKRs!H1", [["2026-03-31"]])

    assert sheet.read("OKRs!H1", valueRenderOption="UNFORMATTED_VALUE") == [[46112]]
    options = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "FORMATTED_STRING"}
    assert sheet.read("OKRs!H1", **options) == [["2026-03-31"]]
    assert sheet.read("OKRs!H1", valueRenderOption="FORMULA") == [[46112]]


@pytest.mark.parametrize(
    ("number", "kind", "pattern", "shown"),
    [
        (0.1 + 0.2, None, None, "0.3"),
        (1 / 3, None, None, "0.3333333333"),
        (1e20, None, None, "1E+20"),
        (1234.567, "NUMBER", "#,##0.00", "1,234.57"),
        (0.125, "NUMBER", "0.00", "0.13"),
        (-0.001, "NUMBER", "0.0", "0.0"),
        (1234.5, "NUMBER", '#,##0.## "users"', "1,234.5 users"),
        (-5, "NUMBER", "0;(0)", "(5)"),
        (0.66, "PERCENT", "", "66.00%"),
        (12, "CURRENCY", "[$€]#,##0", "€12"),
        (46112, "DATE", "", "3/31/2026"),
        (46112, "DATE", "dd.mm.yy", "31.03.26"),
        (46112.75, "DATE_TIME", "d mmm yyyy hh:mm am/pm", "31 Mar 2026 06:00 PM"),
        (46112.52, "TIME", "h:mm:ss", "12:28:48"),
    ],
)
def test_a_number_is_shown_in_its_format(sheet, people, number, kind, pattern, shown):
    people.set_cell("H1", number, typed=False)
    if kind:
        people.set_format("H1", {"numberFormat": {"type": kind, "pattern": pattern}})

    assert sheet.read("OKRs!H1") == [[shown]]
