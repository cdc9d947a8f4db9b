"""What a test can switch on: quotas, Google's errors, people who edit in between, another process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import requests

from tests.servers.google_client import Raw
from tests.servers.quota import Clock

ROOT = Path(__file__).resolve().parents[2]


def test_sixty_reads_and_sixty_writes_a_minute_are_allowed(google, sheet):
    clock = Clock()
    google.limit(clock=clock)

    assert {sheet.ask("GET", "", fields="spreadsheetId").status for _ in range(60)} == {200}
    said = sheet.ask("GET", "", fields="spreadsheetId")
    assert said.status == 429
    assert said.body["error"]["status"] == "RESOURCE_EXHAUSTED"
    assert said.body["error"]["details"][0]["metadata"]["quota_limit"] == "ReadRequestsPerMinutePerUser"

    sheet.write("OKRs!H1", [["writes are counted apart"]])
    clock.forward(60)
    assert sheet.ask("GET", "").status == 200


def test_a_429_tells_when_to_come_back_only_if_the_test_says_so(google, sheet, session):
    google.limit(reads=0, clock=Clock())
    assert "Retry-After" not in session.get(sheet.root, headers=sheet.headers, timeout=10).headers

    google.limit(reads=1, clock=Clock())
    google.tells_when_to_retry = True
    answers = [session.get(sheet.root, headers=sheet.headers, timeout=10) for _ in range(2)]
    assert answers[1].headers["Retry-After"] == "60"


@pytest.mark.parametrize(
    ("method", "path", "body", "kind"),
    [
        ("GET", "", None, "read"),
        ("GET", "/values/A1", None, "read"),
        ("POST", "/developerMetadata:search", {"dataFilters": []}, "read"),
        ("POST", ":getByDataFilter", {"dataFilters": []}, "read"),
        ("POST", "/values:batchGetByDataFilter", {"dataFilters": []}, "read"),
        ("POST", ":batchUpdate", {"requests": []}, "write"),
        ("POST", "/values/A1:clear", None, "write"),
        ("GET", "/drive/v3/files", None, "drive"),
    ],
)
def test_a_call_is_a_read_or_a_write(google, sheet, method, path, body, kind):
    sheet.ask(method, path, body)

    assert [entry.kind for entry in google.log.entries()] == [kind]


def test_google_refuses_with_its_own_body(google, sheet):
    google.refuse(503, times=2, kind="read")
    google.refuse(403, "Google Sheets API has not been used in project 1 before or it is disabled.", kind="write")

    said = [sheet.ask("GET", "") for _ in range(3)]
    assert [each.status for each in said] == [503, 503, 200]
    assert said[0].body["error"]["message"] == "The service is currently unavailable."
    said = sheet.ask("POST", ":batchUpdate", {"requests": []})
    assert said.body["error"]["message"].endswith("it is disabled.")


def test_a_proxy_answers_with_a_page(google, sheet):
    google.faults.html(502)

    assert b"Error 502" in sheet.ask("GET", "").body


def test_an_acknowledgement_is_lost_and_the_write_is_there(google, sheet, people):
    google.faults.reset(applied=True, kind="write")

    with pytest.raises(requests.ConnectionError):
        sheet.write("OKRs!H1", [["written"]])
    assert people.value("H1") == "written"


def test_somebody_inserts_a_row_between_reading_and_writing(google, sheet, people):
    google.moments.add(lambda: people.insert_rows(2), after=True, method="GET")

    assert sheet.read("OKRs!B2") == [["Reduce churn"]]
    assert sheet.read("OKRs!B2:B3") == [[], ["Reduce churn"]]


def test_somebody_acts_before_the_request_that_the_test_names(google, sheet, people):
    google.moments.add(lambda: people.rename_tab("OKRs", "Goals"), number=2)

    assert sheet.ask("GET", "/values/OKRs!A1").status == 200
    assert sheet.ask("GET", "/values/OKRs!A1").status == 400


def test_people_do_what_people_do(people):
    people.set_cell("A3", "Customers come back")
    people.set_cell("D2", "50%")
    people.sort_rows("C", 2, 4, descending=True)
    people.hide_rows(2, 2)
    people.hide_rows(2, 2, hidden=False)
    people.insert_columns("A")
    people.delete_columns("A")
    people.add_tab("Notes")
    people.delete_tab("Notes")
    people.set_note("B4", "ask Ada")

    assert people.rows()[1:] == [
        ["Customers come back", "Raise answered calls", "80"],
        ["Teams learn", "Run experiments", "12"],
        ["Customers come back", "Reduce churn", "4.5", "50%"],
    ]
    assert people.note("B4") == "ask Ada"
    assert (people.value("D4"), people.value("Z9")) == (0.5, None)


@pytest.fixture
def alone(tmp_path):
    """Start a server in a process of its own, as from a terminal; return (its address, the id of its example)."""
    command = [sys.executable, "-m", "tests.servers.google", "--port", "0", "--key-file", str(tmp_path / "key.json")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            url, example = (process.stdout.readline().strip() for _ in range(2))
            yield url, example.rpartition("/")[2]
        finally:
            process.terminate()


def test_it_serves_alone_and_takes_orders_from_another_process(alone, session, google, tmp_path):
    url, example = alone

    def order(command, **content):
        answer = session.post(f"{url}/__admin__/{command}", json=content, timeout=10)
        assert answer.status_code == 200
        return answer.json()

    assert (tmp_path / "key.json").is_file()
    order("act", id=example, do="insert_rows", **{"with": {"before": 1}})
    rows = order("act", id=example, do="rows")["result"]
    assert (rows[0], rows[1][0]) == ([], "Objective")
    made = order("add", title="New", tabs={"Un": [["a"]]}, locale="fr_FR")["id"]
    assert order("act", id=made, do="value", **{"with": {"cell": "A1"}}) == {"result": "a"}
    order("limit", reads=0)
    order("fault", status=503, times=1)
    google.url  # noqa: B018 - another server, in this process, does not mind
    assert Raw(google, session, made).ask("GET", "").status == 404
    assert session.get(f"{url}/v4/spreadsheets/{made}", timeout=10).status_code == 503
    assert session.get(f"{url}/v4/spreadsheets/{made}", timeout=10).status_code == 401
    assert [entry["status"] for entry in order("log")] == [503, 401]
    assert order("key")["client_email"].endswith("gserviceaccount.com")
    order("revoke", id=made)
    order("expire")
    order("forget")
    assert order("log") == []
    assert session.post(f"{url}/__admin__/act", json={"id": made, "do": "tab"}, timeout=10).status_code == 404
