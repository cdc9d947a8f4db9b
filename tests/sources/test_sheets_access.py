"""Signing in, finding the spreadsheet, and what is said where one of it fails."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING

import pytest
from contract import ROWS
from google_place import QUICK

from okrsync.addresses import GoogleAccess, GoogleSheetAddress
from okrsync.errors import AccessError, SourceError, TerminalError, UnreadableError
from okrsync.sources.google_sheets import GoogleSheetsSource

if TYPE_CHECKING:
    from pathlib import Path

    from google_place import Google

ROBOT = "okrsync@okr-tests.iam.gserviceaccount.com"
GONE = "gone@okr-tests.iam.gserviceaccount.com"


def opened(google: Google, spreadsheet: str, credentials: str | None = None) -> GoogleSheetsSource:
    """Return the source of a spreadsheet named as in the config."""
    access = GoogleAccess(credentials or f"file:{google.key}", google.server.url)
    return GoogleSheetsSource(GoogleSheetAddress(spreadsheet, access), "Team OKRs", QUICK)


def refused(source: GoogleSheetsSource) -> SourceError:
    """Return why it cannot be read."""
    with pytest.raises(SourceError) as told:
        source.read()
    assert told.value.text("fr") != told.value.text("en")
    return told.value


def test_a_sheet_is_found_by_its_key(google: Google) -> None:
    place = google.place({"Team": ROWS})
    assert opened(google, place.id).read().grids[0].rows[0] == ROWS[0]


def test_a_sheet_is_found_by_its_title(google: Google) -> None:
    google.place({"Team": ROWS}, file_id=None)
    google.server.add_spreadsheet("Zoë’s OKRs \\ ‘26'", {"Team": ROWS})
    assert opened(google, "Zoë’s OKRs \\ ‘26'").read().grids[0].rows[0] == ROWS[0]
    assert google.server.log.count("drive") == 1


def test_a_title_that_several_sheets_have_is_refused_with_their_links(google: Google) -> None:
    one, other = (google.server.add_spreadsheet("Twice", {"Team": ROWS}) for _ in range(2))
    error = refused(opened(google, "Twice"))
    assert isinstance(error, TerminalError)
    assert f"/d/{one}" in str(error)
    assert f"/d/{other}" in str(error)


def test_a_title_that_nothing_has_says_whom_to_share_with(google: Google) -> None:
    error = refused(opened(google, "Nowhere"))
    assert "Nowhere" in str(error)
    assert ROBOT in str(error)


def test_a_sheet_that_is_not_shared_says_with_whom_to_share_it(google: Google) -> None:
    place = google.place({"Team": ROWS}, shared_with=[])
    error = refused(place.open())
    assert isinstance(error, AccessError)
    assert f"add {ROBOT} as Editor" in str(error) or f"with {ROBOT} as Editor" in str(error)


def test_a_sheet_that_may_only_be_read_is_read_and_says_what_writing_needs(google: Google) -> None:
    place = google.place({"Team": ROWS}, role="reader")
    from test_sheets_faults import run  # noqa: PLC0415 - the same run, in another file of tests

    with pytest.raises(AccessError) as told:
        run(place)
    assert told.value.key == "google.read-only"
    assert f"make {ROBOT} an Editor" in str(told.value)


def test_a_deleted_sheet_is_told(google: Google) -> None:
    place = google.place({"Team": ROWS})
    del google.server.store.files[place.id]
    assert refused(place.open()).key == "google.not-found"


def test_a_person_signs_in_with_what_the_browser_gave(google: Google, tmp_path: Path) -> None:
    place = google.place({"Team": ROWS}, shared_with=[])
    key = google.server.authorized_user_file(tmp_path / "me.json")
    source = opened(google, place.id, f"file:{key}")
    snapshot = source.read()
    assert snapshot.grids[0].rows[0] == ROWS[0]
    assert source.account() is None


def test_a_person_without_access_is_not_asked_to_share_with_nobody(google: Google, tmp_path: Path) -> None:
    place = google.place({"Team": ROWS}, shared_with=[], owner="somebody@example.com")
    key = google.server.authorized_user_file(tmp_path / "me.json")
    error = refused(opened(google, place.id, f"file:{key}"))
    assert error.key.endswith("-person")


def test_a_key_in_an_environment_variable_opens_the_sheet(google: Google, monkeypatch: pytest.MonkeyPatch) -> None:
    place = google.place({"Team": ROWS})
    monkeypatch.setenv("OKR_KEY", google.key.read_text())
    source = opened(google, place.id, "env:OKR_KEY")
    source.read()
    assert source.account() == ROBOT


def test_what_the_computer_signs_in_with_opens_the_sheet(google: Google, monkeypatch: pytest.MonkeyPatch) -> None:
    place = google.place({"Team": ROWS})
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(google.key))
    address = GoogleSheetAddress(place.id, GoogleAccess(None, google.server.url))
    source = GoogleSheetsSource(address, "Team OKRs", QUICK)
    source.read()
    assert source.account() == ROBOT


def test_a_computer_without_any_account_is_told(google: Google, monkeypatch: pytest.MonkeyPatch) -> None:
    place = google.place({"Team": ROWS})
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", "/nowhere/key.json")
    address = GoogleSheetAddress(place.id, GoogleAccess(None, google.server.url))
    assert refused(GoogleSheetsSource(address, "Team OKRs", QUICK)).key == "google.no-credentials"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("not json", "google.key-not-json"),
        ("[1, 2]", "google.key-not-json"),
        ('{"type": "service_account"}', "google.key-damaged"),
        (
            '{"type": "service_account", "private_key": "x", "client_email": "a@b", "token_uri": "u"}',
            "google.key-damaged",
        ),
        ('{"type": "authorized_user"}', "google.key-damaged"),
        ('{"installed": {"client_id": "x"}}', "google.key-of-a-program"),
        ('{"type": "something_else"}', "google.key-of-another-kind"),
        ('{"type": "external_account"}', "google.key-damaged"),
    ],
)
def test_what_is_no_key_is_refused_by_its_reference(google: Google, tmp_path: Path, content: str, key: str) -> None:
    file = tmp_path / "key.json"
    file.write_text(content)
    error = refused(opened(google, "1" * 44, f"file:{file}"))
    assert error.key == key
    assert f"file:{file}" in str(error)


def test_a_key_that_was_deleted_is_told(google: Google, tmp_path: Path) -> None:
    place = google.place({"Team": ROWS})
    key = google.server.key_file(tmp_path / "old.json", GONE, registered=False)
    error = refused(opened(google, place.id, f"file:{key}"))
    assert error.key == "google.key-refused"
    assert GONE in str(error)


def test_one_sign_in_does_for_all_sheets_of_a_key(google: Google) -> None:
    for place in [google.place({"Team": ROWS}), google.place({"Team": ROWS})]:
        opened(google, place.id).read()
    assert google.server.log.count("token") == 1


def test_a_sign_in_that_has_expired_is_renewed(google: Google) -> None:
    place = google.place({"Team": ROWS})
    source = place.open()
    source.read()
    google.server.tokens.expire_all()
    assert source.read().grids[0].rows[0] == ROWS[0]


API_OFF = {
    "error": {
        "code": 403,
        "message": "Google Sheets API has not been used in project 1234567 before or it is disabled.",
        "status": "PERMISSION_DENIED",
        "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "SERVICE_DISABLED"}],
    }
}
OFFICE = {"error": {"code": 400, "message": "This operation is not supported for this document", "status": "X"}}


def test_an_api_that_is_switched_off_is_told_with_the_link_that_switches_it_on(google: Google) -> None:
    place = google.place({"Team": ROWS})
    google.server.faults.answer(403, json.dumps(API_OFF).encode(), kind="read")
    error = refused(place.open())
    assert "https://console.cloud.google.com/apis/library/sheets.googleapis.com?project=1234567" in str(error)


def test_an_excel_file_in_drive_is_told(google: Google) -> None:
    place = google.place({"Team": ROWS})
    google.server.faults.answer(400, json.dumps(OFFICE).encode(), kind="read")
    error = refused(place.open())
    assert isinstance(error, UnreadableError)
    assert error.key == "google.office-file"


def test_a_wrong_clock_is_told_by_how_much(google: Google, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = google.place({"Team": ROWS})
    key = google.server.key_file(tmp_path / "old.json", GONE, registered=False)
    source = opened(google, place.id, f"file:{key}")
    monkeypatch.setattr("tests.servers.serving.BaseHTTPRequestHandler.date_time_string", _an_hour_ago)
    error = refused(source)
    assert error.key == "google.clock"
    assert error.values["minutes"] in {59, 60, 61}


def _an_hour_ago(_handler: object, timestamp: float | None = None) -> str:
    import time  # noqa: PLC0415 - for this one function
    from email.utils import formatdate  # noqa: PLC0415 - as above

    return formatdate((timestamp or time.time()) - 3600, usegmt=True)


def test_no_secret_is_logged_or_told(google: Google, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    place = google.place({"Team": ROWS})
    key = json.loads(google.key.read_text())
    place.open().read()
    gone = google.server.key_file(tmp_path / "old.json", GONE, registered=False)
    told = [refused(opened(google, place.id, f"file:{gone}"))]
    damaged = tmp_path / "damaged.json"
    damaged.write_text(json.dumps({**key, "private_key": key["private_key"][:200]}))
    told.append(refused(opened(google, place.id, f"file:{damaged}")))
    said = caplog.text + "".join(str(error) + repr(error) + repr(error.__cause__) for error in told)
    secret = "".join(key["private_key"].splitlines()[1:3])[:60]
    assert secret not in said.replace("\\n", "").replace("\n", "")
    assert "Improve the service" not in said
    assert "BEGIN PRIVATE KEY" not in said
