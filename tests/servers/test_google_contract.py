"""The local server holds requests and answers to the official contract, as strictly as the real service and more."""

from __future__ import annotations

import pytest

from tests.servers.google.contract import contract
from tests.servers.google.server import GoogleServer
from tests.servers.google_client import Raw

ANYBODY = "tester@example.com"


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        (
            {"requests": [{"addSheets": {}}]},
            "requests[0]",
            "Invalid JSON payload received. Unknown name \"addSheets\" at 'requests[0]': Cannot find field.",
        ),
        (
            {"request": []},
            None,
            'Invalid JSON payload received. Unknown name "request": Cannot find field.',
        ),
        (
            {"requests": [{"deleteSheet": {"sheetId": "abc"}}]},
            "requests[0].delete_sheet.sheet_id",
            "Invalid value at 'requests[0].delete_sheet.sheet_id' (TYPE_INT32), \"abc\"",
        ),
        (
            {"requests": [{"appendDimension": {"dimension": "DIAGONALS"}}]},
            "requests[0].append_dimension.dimension",
            (
                "Invalid value at 'requests[0].append_dimension.dimension' "
                '(type.googleapis.com/google.apps.sheets.v4.Dimension), "DIAGONALS"'
            ),
        ),
        (
            {"requests": [{"addSheet": []}]},
            "requests[0].add_sheet",
            "Invalid value at 'requests[0].add_sheet' (type.googleapis.com/google.apps.sheets.v4.AddSheetRequest), []",
        ),
        (
            {"requests": [{"addSheet": {}, "deleteSheet": {}}]},
            "requests[0]",
            "Invalid value at 'requests[0]' (oneof), oneof field 'kind' is already set. Cannot set 'deleteSheet'",
        ),
    ],
)
def test_a_request_off_the_contract_is_refused_in_googles_words(sheet, body, field, message):
    said = sheet.ask("POST", ":batchUpdate", body)

    assert said.status == 400
    error = said.body["error"]
    assert (error["code"], error["status"], error["message"]) == (400, "INVALID_ARGUMENT", message)
    (violation,) = error["details"][0]["fieldViolations"]
    assert (violation.get("field"), violation["description"]) == (field, message)


def test_all_that_is_wrong_is_told_at_once(sheet):
    said = sheet.ask("POST", ":batchUpdate", {"nonsense": 1, "requests": 5})

    assert len(said.body["error"]["details"][0]["fieldViolations"]) == 2
    assert said.body["error"]["message"].count("\n") == 1


def test_values_that_are_no_lists_are_refused_as_recorded(sheet):
    said = sheet.ask("PUT", "/values/OKRs!A1", {"values": "X"}, valueInputOption="RAW")
    expected = "Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), \"X\""
    assert said.body["error"]["message"] == expected

    said = sheet.ask("PUT", "/values/OKRs!A1", {"values": [[{"a": 1}]]}, valueInputOption="RAW")
    assert "Invalid values[0][0]: struct_value" in said.body["error"]["message"]


def test_an_unknown_parameter_or_a_wrong_one_is_refused(sheet):
    said = sheet.ask("GET", "", includeGridDate="true")
    assert said.body["error"]["message"].startswith(
        'Invalid JSON payload received. Unknown name "includeGridDate": Cannot bind query parameter.'
    )

    said = sheet.ask("GET", "/values/OKRs!A1", valueRenderOption="PRETTY")
    assert said.status == 400
    assert sheet.ask("GET", "", includeGridData="perhaps").status == 400


def test_null_is_as_if_it_were_not_there(sheet):
    said = sheet.ask("POST", ":batchUpdate", {"requests": [{"deleteSheet": None, "addSheet": {"properties": None}}]})

    assert said.status == 200


def test_a_body_that_is_no_json_and_a_path_that_is_none_are_refused(sheet, session):
    answer = session.post(sheet.root + ":batchUpdate", data=b"{", headers=sheet.headers, timeout=10)
    assert (answer.status_code, answer.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")

    assert session.get(sheet.root + "/nonsense", headers=sheet.headers, timeout=10).status_code == 404


def test_a_body_over_the_limit_is_refused(google, sheet):
    google.request_limit = 1000
    said = sheet.ask("PUT", "/values/OKRs!A1", {"values": [["x" * 1000]]}, valueInputOption="RAW")

    assert (said.status, said.body["error"]["message"]) == (400, "Request payload size exceeds the limit: 1000 bytes.")


def test_the_api_that_the_repository_knows_is_the_one_that_the_tests_were_written_for():
    assert contract("sheets.v4").find("GET", "/v4/spreadsheets/x/values/Sheet1%21A1:B2")[0].id.endswith("values.get")
    assert contract("sheets.v4").find("POST", "/v4/spreadsheets/x/values/A1:append")[0].id.endswith("values.append")


def test_an_answer_off_the_contract_fails_the_test_that_got_it(session):
    server = GoogleServer(open_to_all=True)
    server.__enter__()
    sheet = Raw(server, session, server.add_spreadsheet("x", {"OKRs": [["a"]]}, shared_with=[ANYBODY]))
    server.store.files[sheet.book].properties["autoRecalc"] = "SOMETIMES"

    said = sheet.ask("GET", "")

    assert (said.status, said.body["error"]["message"].split(":")[0]) == (500, "the answer breaks the contract")
    with pytest.raises(AssertionError, match="auto_recalc"):
        server.__exit__(None, None, None)


def test_a_fault_of_the_servers_own_fails_the_test_that_met_it(session):
    server = GoogleServer(open_to_all=True)
    server.__enter__()
    sheet = Raw(server, session, server.add_spreadsheet("x", {"OKRs": [["a"]]}, shared_with=[ANYBODY]))
    server.store.files[sheet.book].sheets[0].rows = None

    assert sheet.ask("GET", "").status == 500
    with pytest.raises(AssertionError, match="TypeError"):
        server.__exit__(None, None, None)


@pytest.mark.parametrize(
    "broken",
    [
        {"spreadsheetId": 5},
        {"nonsense": 1},
        {"sheets": {}},
        {"sheets": [{"properties": {"sheetId": "0"}}]},
        {"sheets": [{"properties": {"sheetType": "PAPER"}}]},
        {"sheets": [{"properties": {"sheetId": True}}]},
        {"sheets": [{"properties": {"hidden": 1}}]},
        {"sheets": [{"properties": {"index": 1.5}}]},
        {"sheets": [{"data": [{"rowData": [{"values": [{"effectiveValue": {"numberValue": "1"}}]}]}]}]},
        {"sheets": [{"basicFilter": {"criteria": {"0": {"hiddenValues": [1]}}}}]},
    ],
)
def test_the_checker_of_answers_sees_what_is_wrong(broken):
    assert contract("sheets.v4").breaches("Spreadsheet", broken)
