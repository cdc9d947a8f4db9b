"""Who the local token endpoint lets in, with the real google-auth on the other side."""

from __future__ import annotations

import json
import time

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request
from google.oauth2 import credentials, service_account

from tests.servers.google.server import ROBOT, GoogleServer
from tests.servers.google_client import SHEETS, Raw, gspread_client


@pytest.fixture
def google():
    """Serve those only whom it knows."""
    with GoogleServer() as server:
        yield server


def refreshed(key, session, *scopes):
    told = service_account.Credentials.from_service_account_file(str(key), scopes=scopes or (SHEETS,))
    told.refresh(Request(session))
    return told


def test_a_known_key_gets_a_token_that_opens_what_is_shared(google, session, tmp_path):
    told = refreshed(google.key_file(tmp_path / "key.json"), session)
    book = google.add_spreadsheet("OKRs", {"OKRs": [["a"]]})

    assert Raw(google, session, book, told.token).read("OKRs!A1") == [["a"]]
    assert google.log.entries("read")[0].user == ROBOT


def test_an_unknown_key_gets_none(google, session, tmp_path):
    with pytest.raises(RefreshError, match="account not found"):
        refreshed(google.key_file(tmp_path / "key.json", registered=False), session)


def test_a_signature_by_another_key_gets_none(google, session, tmp_path):
    path = google.key_file(tmp_path / "key.json")
    google.tokens.keys[ROBOT] = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()

    with pytest.raises(RefreshError, match="Invalid JWT Signature"):
        refreshed(path, session)


@pytest.mark.parametrize("hours", [-2, 2])
def test_a_wrong_clock_gets_none(google, session, tmp_path, hours):
    google.tokens.clock = lambda: time.time() + hours * 3600

    with pytest.raises(RefreshError) as error:
        refreshed(google.key_file(tmp_path / "key.json"), session)
    assert error.value.args[1]["error"] == "invalid_grant"
    assert "reasonable timeframe" in error.value.args[1]["error_description"]


def test_without_scopes_there_is_no_token(google, session, tmp_path):
    told = service_account.Credentials.from_service_account_file(str(google.key_file(tmp_path / "key.json")), scopes=())

    with pytest.raises(RefreshError, match="invalid_scope"):
        told.refresh(Request(session))


def test_an_assertion_for_somebody_else_gets_none(google, session, tmp_path):
    told = service_account.Credentials.from_service_account_file(
        str(google.key_file(tmp_path / "key.json")), scopes=(SHEETS,), additional_claims={"aud": "https://example.com"}
    )

    with pytest.raises(RefreshError, match="audience"):
        told.refresh(Request(session))


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": "no.jwt.atall"}, "invalid_grant"),
        ({"grant_type": "refresh_token", "refresh_token": "unknown"}, "invalid_grant"),
    ],
)
def test_other_grants_are_refused(google, session, form, error):
    answer = session.post(google.token_uri, data=form, timeout=10)

    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_a_person_comes_in_with_a_refresh_token(google, session, tmp_path):
    path = google.authorized_user_file(tmp_path / "person.json", "grace@example.com")
    stored = json.loads(path.read_text())
    del stored["type"]
    # `from_authorized_user_file` would go to Google whatever the token_uri of the file says
    told = credentials.Credentials(None, scopes=[SHEETS], **stored)
    told.refresh(Request(session))
    book = google.add_spreadsheet("OKRs", {"OKRs": [["a"]]}, shared_with=["grace@example.com"])

    assert Raw(google, session, book, told.token).read("A1") == [["a"]]


def test_without_a_token_nothing_opens(google, session):
    said = Raw(google, session, "x").ask("GET", "")

    assert (said.status, said.body["error"]["status"]) == (401, "UNAUTHENTICATED")


def test_the_real_client_gets_a_new_token_when_the_old_one_is_too_old(google, tmp_path):
    book = google.add_spreadsheet("OKRs", {"OKRs": [["a"]]})
    client = gspread_client(google, google.key_file(tmp_path / "key.json"))
    opened = client.open_by_key(book)
    google.tokens.expire_all()

    assert opened.sheet1.acell("A1").value == "a"
    assert google.log.count("token") == 2
    assert 401 in {entry.status for entry in google.log.entries("read")}


@pytest.mark.parametrize(
    ("scope", "reading", "writing"),
    [
        ("https://www.googleapis.com/auth/spreadsheets.readonly", 200, 403),
        ("https://www.googleapis.com/auth/drive.metadata.readonly", 403, 403),
        ("https://spreadsheets.google.com/feeds", 200, 200),
    ],
)
def test_a_scope_opens_what_it_says(google, session, tmp_path, scope, reading, writing):
    told = refreshed(google.key_file(tmp_path / "key.json"), session, scope)
    raw = Raw(google, session, google.add_spreadsheet("OKRs", {"OKRs": [["a"]]}), told.token)

    assert raw.ask("GET", "").status == reading
    said = raw.ask("PUT", "/values/A1", {"values": [["b"]]}, valueInputOption="RAW")
    assert said.status == writing
    if writing == 403:
        assert said.body["error"]["details"][0]["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"


def test_what_is_not_shared_stays_shut(google, session, tmp_path):
    token = refreshed(
        google.key_file(tmp_path / "key.json"), session, SHEETS, "https://www.googleapis.com/auth/drive"
    ).token
    raw = Raw(google, session, google.add_spreadsheet("OKRs", {"OKRs": [["a"]]}), token)
    assert raw.ask("GET", "").status == 200

    google.revoke(raw.book)
    said = raw.ask("GET", "")
    assert (said.status, said.body["error"]["message"]) == (403, "The caller does not have permission")
    assert raw.ask("GET", f"/drive/v3/files/{raw.book}").body["error"]["errors"][0]["reason"] == "notFound"
    assert raw.ask("GET", "/v4/spreadsheets/nothing").body["error"]["status"] == "NOT_FOUND"


def test_a_reader_reads_and_writes_nothing(google, session, tmp_path):
    token = refreshed(google.key_file(tmp_path / "key.json"), session).token
    raw = Raw(google, session, google.add_spreadsheet("OKRs", {"OKRs": [["a"]]}, role="reader"), token)

    assert raw.read("A1") == [["a"]]
    assert raw.ask("POST", ":batchUpdate", {"requests": [{"addSheet": {}}]}).status == 403
