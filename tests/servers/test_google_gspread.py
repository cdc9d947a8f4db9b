"""The real gspread on the local server: what its own suite does with the real service."""

from __future__ import annotations

import re

import gspread
import pytest
from gspread.utils import ExportFormat, ValidationConditionType, ValueInputOption, ValueRenderOption

from tests.servers.google.server import GoogleServer
from tests.servers.google_client import gspread_client

FORMULA, UNFORMATTED = ValueRenderOption.formula, ValueRenderOption.unformatted


@pytest.fixture
def google():
    """Serve those only whom it knows."""
    with GoogleServer() as server:
        yield server


@pytest.fixture
def client(google, tmp_path):
    opened = gspread_client(google, google.key_file(tmp_path / "key.json"))
    yield opened
    opened.http_client.session.close()


@pytest.fixture
def book(client):
    made = client.create("Temporary")
    yield made
    client.del_spreadsheet(made.id)


@pytest.fixture
def tab(book):
    return book.sheet1


def test_files_are_created_opened_listed_copied_and_deleted(client, book):
    assert client.open("Temporary").id == book.id
    assert client.open_by_url(f"https://docs.google.com/spreadsheets/d/{book.id}/edit#gid=0").locale == "en_US"
    assert {"id", "name", "createdTime", "modifiedTime"} <= client.list_spreadsheet_files()[0].keys()

    book.sheet1.update([["a"]], "A1")
    copy = client.copy(book.id, title="Copy", copy_permissions=True, copy_comments=True)
    assert copy.fetch_sheet_metadata()["sheets"] == book.fetch_sheet_metadata()["sheets"]
    assert copy.sheet1.acell("A1").value == "a"
    assert len(client.openall()) == 2
    assert len(client.openall("Copy")) == 1
    client.del_spreadsheet(copy.id)
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open("Copy")
    with pytest.raises(gspread.SpreadsheetNotFound):
        client.open_by_key(copy.id)


def test_a_private_file_is_not_permitted(google, client):
    private = google.add_spreadsheet("Private", {"Sheet1": [[]]}, shared_with=[])

    with pytest.raises(PermissionError):
        client.open_by_key(private)


def test_a_file_is_shared_and_handed_over(google, client, book):
    book.share("grace@example.com", perm_type="user", role="writer", notify=False)
    book.share(None, perm_type="anyone", role="reader")
    roles = {each.get("emailAddress", each["type"]): each["role"] for each in book.list_permissions()}
    assert (roles["grace@example.com"], roles["anyone"]) == ("writer", "reader")

    grace = next(each for each in book.list_permissions() if each.get("emailAddress") == "grace@example.com")
    book.transfer_ownership(grace["id"])
    assert google.store.files[book.id].permissions[1]["pendingOwner"] is True
    book.remove_permissions("grace@example.com", role="any")
    assert len(client.http_client.list_permissions(book.id)) == 2


def test_a_csv_comes_in_and_goes_out(client, book):
    client.import_csv(book.id, "a1,B2\nx,12.5")

    assert client.open_by_key(book.id).sheet1.get_all_values() == [["a1", "B2"], ["x", "12.5"]]
    assert bytes(client.export(book.id, ExportFormat.CSV)) == b"a1,B2\r\nx,12.5"


def test_properties_of_a_spreadsheet_change(book):
    book.update_title("🎊 Title #123")
    book.update_timezone("Europe/Paris")
    book.update_locale("fr_FR")
    told = book.fetch_sheet_metadata()["properties"]

    assert (told["title"], told["timeZone"], told["locale"]) == ("🎊 Title #123", "Europe/Paris", "fr_FR")
    assert book.get_lastUpdateTime() > book.creationTime


def test_tabs_come_go_and_change_places(book):
    first, second = book.add_worksheet("one 1", 2, 3), book.add_worksheet("🌵", 1, 1, index=0)
    assert [each.title for each in book] == ["🌵", "Sheet1", "one 1"]
    assert (first.row_count, first.col_count) == (2, 3)

    book.reorder_worksheets([first, second])
    first.update_index(2)
    first.update_title("D3")
    assert [each.title for each in book.worksheets()] == ["🌵", "D3", "Sheet1"]
    first.update_acell("C2", "x")
    assert first.get_all_values() == [["", "", ""], ["", "", "x"]]

    copy = first.duplicate(new_sheet_name="copy")
    assert copy.acell("C2").value == "x"
    assert first.copy_to(book.id)["title"] == "Copy of D3"
    first.hide()
    assert len(book.worksheets(exclude_hidden=True)) == 4
    first.show()
    first.hide_gridlines()
    first.update_tab_color("#ff0000")
    assert book.get_worksheet_by_id(first.id).get_tab_color() == "#FF0000"
    first.clear_tab_color()
    assert book.get_worksheet_by_id(first.id).get_tab_color() is None
    book.del_worksheet(copy)
    book.del_worksheet_by_id(second.id)
    assert book.get_worksheet(0).title == "D3"


def test_the_only_tab_cannot_be_hidden(tab):
    with pytest.raises(gspread.exceptions.APIError, match="can't hide all"):
        tab.hide()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("0042", "42"), (42.01, "42.01"), ("Артур", "Артур"), ("a\nb", "a\nb"), ("= 1 / 1024", "0.0009765625"),
     ("2,000,000.01", "2,000,000.01")],
)  # fmt: skip
def test_a_typed_cell_shows_what_the_real_service_shows(tab, typed, shown):
    tab.update_cell(1, 2, typed)

    assert tab.cell(1, 2).value == shown


def test_ranges_of_cells_are_read_and_written(tab):
    cells = tab.range("A1:B3")
    for number, cell in enumerate(cells):
        cell.value = f"v{number}"
    tab.update_cells(cells)
    cells[0].value, cells[-1].value = "first", "last"
    tab.update_cells([cells[0], cells[-1]])

    assert tab.get_all_values() == [["first", "v1"], ["v2", "v3"], ["v4", "last"]]
    assert [each.value for each in tab.range("B3:A1")] == [each.value for each in tab.range(1, 1, 3, 2)]
    assert len(tab.range("A1:C")) == 3000
    assert (tab.row_values(2), tab.col_values(1)) == (["v2", "v3"], ["first", "v2", "v4"])
    assert tab.find(re.compile("^la")).address == "B3"
    assert tab.find("FIRST", case_sensitive=False).address == "A1"
    assert tab.find("nothing") is None
    assert len(tab.findall(re.compile("v"))) == 4


def test_records_are_read_in_all_renderings(tab):
    tab.resize(2, 4)
    tab.update([["=4/2", "2020-01-01", "string", 53], ["=3/2", 0.12, "1999-01-02", ""]], raw=False)

    shown, plain, entered = (
        tab.get_all_records(value_render_option=each) for each in (ValueRenderOption.formatted, UNFORMATTED, FORMULA)
    )
    assert shown == [{"2": 1.5, "2020-01-01": 0.12, "string": "1999-01-02", "53": ""}]
    assert plain == [{2: 1.5, 43831: 0.12, "string": 36162, 53: ""}]
    assert entered == [{"=4/2": "=3/2", 43831: 0.12, "string": 36162, 53: ""}]


def test_rows_are_appended_below_the_table_that_is_meant(tab):
    tab.append_row(["a", "", "c"])
    tab.append_row(["a", "", "c"])
    assert tab.row_values(2) == ["", "", "a", "", "c"]

    tab.clear()
    tab.append_row(["a", "", "c"])
    tab.append_row(["d", "", "f"], table_range="A1")
    assert tab.row_values(2) == ["d", "", "f"]

    tab.append_rows([["g"], ["h"]], value_input_option=ValueInputOption.user_entered)
    assert tab.col_values(3) == ["c", "f", "g", "h"]


def test_rows_and_columns_are_inserted_deleted_and_resized(tab):
    tab.update([["a", "b"], ["=1+1", "d"]], raw=False)
    tab.insert_row(["new", "row"], 2)
    assert tab.acell("A3", value_render_option=FORMULA).value == "=1+1"
    tab.insert_cols([["x", "y"], ["z"]], col=2)
    assert tab.get_all_values()[:2] == [["a", "x", "z", "b"], ["new", "y", "", "row"]]
    tab.delete_columns(2, 3)
    tab.delete_rows(2)
    assert tab.get_all_values() == [["a", "b"], ["2", "d"]]
    with pytest.raises(gspread.exceptions.GSpreadException):
        tab.insert_row(["x"], 1, inherit_from_before=True)

    tab.add_rows(10)
    tab.add_cols(2)
    assert (tab.row_count, tab.column_count) == (1010, 28)
    tab.freeze(2, 1)
    assert (tab.frozen_row_count, tab.frozen_col_count) == (2, 1)
    tab.freeze(0, 0)
    grid = tab.spreadsheet.fetch_sheet_metadata()["sheets"][0]["properties"]["gridProperties"]
    assert "frozenRowCount" not in grid


def test_values_are_got_updated_and_cleared_in_batches(tab):
    tab.batch_update([{"range": "A1:B1", "values": [["a", ""]]}, {"range": "A3", "values": [["c"]]}])

    assert tab.get("A1:B3") == [["a"], [], ["c"]]
    assert tab.batch_get(["A1", "A3:B3"]) == [[["a"]], [["c"]]]
    tab.batch_clear(["A1", "A3"])
    assert tab.get_all_values() == [[]]


def test_rows_are_sorted_with_the_frozen_ones_left_out(tab):
    tab.resize(3, 2)
    tab.update([["h", "9"], ["a", "1"], ["b", "2"]])
    tab.freeze(1)
    tab.sort((2, "des"))

    assert tab.get_all_values() == [["h", "9"], ["b", "2"], ["a", "1"]]


def test_notes_are_written_read_and_cleared(tab):
    tab.update_notes({"A1": "one", "C2": "two"})
    assert tab.get_notes() == [["one"], ["", "", "two"]]
    assert tab.get_notes(grid_range="B2:C2") == [["", "two"]]
    tab.clear_notes(["A1", "C2"])
    assert tab.get_note("A1") == ""


def test_formats_merges_and_filters_are_set(tab):
    tab.format("A2:B2", {"textFormat": {"bold": True}, "horizontalAlignment": "CENTER"})
    tab.batch_format([{"range": "A1", "format": {"wrapStrategy": "WRAP"}}])
    fields = "sheets.data.rowData.values.userEnteredFormat"
    told = tab.spreadsheet.fetch_sheet_metadata({"fields": fields, "ranges": "A2"})
    expected = {"textFormat": {"bold": True}, "horizontalAlignment": "CENTER"}
    assert told["sheets"][0]["data"][0]["rowData"][0]["values"][0]["userEnteredFormat"] == expected

    tab.update([["1", "", "2"], ["", "", "3"]], "A1:C2")
    tab.merge_cells("A1:B2")
    assert tab.get_values("A1:C2", combine_merged_cells=True) == [["1", "1", "2"], ["1", "1", "3"]]
    tab.unmerge_cells("A1:B2")
    tab.batch_merge([{"range": "A1:A2"}, {"range": "B1:C1"}])
    tab.set_basic_filter("B1:C2")
    told = tab.spreadsheet.fetch_sheet_metadata()["sheets"][0]
    assert len(told["merges"]) == 2
    corner = {"startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 1, "endColumnIndex": 3}
    assert told["basicFilter"]["range"] == corner
    tab.clear_basic_filter()
    assert "basicFilter" not in tab.spreadsheet.fetch_sheet_metadata()["sheets"][0]


def test_ranges_are_named_protected_validated_and_grouped(book, tab):
    named = tab.define_named_range("A1:C3", "name")["replies"][0]["addNamedRange"]["namedRange"]
    assert [each["name"] for each in book.list_named_ranges()] == ["name"]
    assert len(book.named_range("name")) == 9
    tab.delete_named_range(named["namedRangeId"])

    tab.add_protected_range("A1:B2", description="ours")
    (protected,) = book.list_protected_ranges(tab.id)
    assert protected["description"] == "ours"
    tab.delete_protected_range(protected["protectedRangeId"])
    assert book.list_protected_ranges(tab.id) == []

    tab.add_validation("A1", ValidationConditionType.one_of_list, ["yes", "no"], strict=True, showCustomUi=True)
    tab.add_dimension_group_rows(1, 3)
    tab.add_dimension_group_columns(1, 3)
    assert [each["depth"] for each in tab.list_dimension_group_rows()] == [1]
    tab.delete_dimension_group_columns(1, 3)
    assert tab.list_dimension_group_columns() == []


def test_cells_are_copied_cut_hidden_and_fitted(tab):
    tab.update([["A1"], ["A2" * 99]], "A1:A2")
    tab.copy_range("A1:A2", "B1:B2")
    tab.cut_range("A1:A2", "C1")
    assert tab.get("A1:C1") == [["", "A1", "A1"]]
    assert tab.expand("B1") == [["A1", "A1"], ["A2" * 99, "A2" * 99]]

    tab.hide_rows(0, 1)
    tab.unhide_rows(0, 1)
    tab.hide_columns(0, 1)
    tab.columns_auto_resize(1, 2)
    fields = "sheets.data.columnMetadata(pixelSize,hiddenByUser)"
    columns = tab.spreadsheet.fetch_sheet_metadata({"fields": fields})["sheets"][0]["data"][0]["columnMetadata"]
    assert (columns[0]["hiddenByUser"], columns[1]["pixelSize"] > 100) == (True, True)


def test_an_error_is_told_with_its_code_and_words(tab):
    with pytest.raises(gspread.exceptions.APIError) as error:
        tab.update([["x"]], "ZZ1")

    assert error.value.code == 400
    assert "exceeds grid limits. Max rows: 1000, max columns: 26" in str(error.value)
