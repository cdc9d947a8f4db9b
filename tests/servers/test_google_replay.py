"""What the real service answered once, the local server answers too."""

from __future__ import annotations

import pytest

from tests.servers.google_replay import conversations, replay

pytestmark = pytest.mark.needs_shared


def test_recorded_conversations_get_the_same_answers_field_by_field(google, shared):
    recordings = conversations(shared / "specs" / "recorded" / "gspread")
    assert len(recordings) >= 21

    differences = [found for each in recordings for found in replay(each, google.url, "anybody")]

    assert differences == []


def test_a_difference_is_seen(google, shared):
    recording = conversations(shared / "specs" / "recorded" / "gspread")[0]
    google.refuse(503, method="PUT")

    (difference, *_) = replay(recording, google.url, "anybody")

    assert difference.field.startswith("body.")
    assert difference.request.startswith("PUT ")


def test_the_contract_that_ships_is_the_one_that_was_measured(shared):
    from tests.servers.google.contract import DOCUMENTS  # noqa: PLC0415 - only where ../shared is

    for name in ("sheets.v4.json", "drive.v3.json"):
        theirs = (shared / "specs" / name).read_bytes()
        assert set(_schemas(theirs)) <= set(_schemas((DOCUMENTS / name).read_bytes()))


def _schemas(document: bytes):
    import json  # noqa: PLC0415 - as above

    return json.loads(document)["schemas"]
