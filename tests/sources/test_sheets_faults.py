"""Whatever goes wrong between okrsync and Google: written once, or not at all, and told in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from contract import ROWS, report_on
from google_place import QUICK

from okrsync.errors import SourceError, TransientError
from okrsync.sources.calling import Patience
from okrsync.writeback import plan_edits

if TYPE_CHECKING:
    from collections.abc import Callable

    from google_place import Google, Place

    from okrsync.sources.google.client import Pace
    from tests.servers.faults import Faults

MANY = b'{"error": {"code": 429, "message": "Quota exceeded", "status": "RESOURCE_EXHAUSTED"}}'
BROKEN = b'{"error": {"code": 500, "message": "Internal error encountered.", "status": "INTERNAL"}}'
HASTY = QUICK._replace(patience=Patience(attempts=3, request_seconds=0.5, first_wait=0.001, longest_wait=0.002))

FAULTS: dict[str, Callable[[Faults, str], None]] = {
    "429": lambda faults, kind: faults.answer(429, MANY, kind=kind),
    "429 and when to come back": lambda faults, kind: faults.answer(429, MANY, {"Retry-After": "0"}, kind=kind),
    "500": lambda faults, kind: faults.answer(500, BROKEN, kind=kind),
    "500 after it was carried out": lambda faults, kind: faults.answer(500, BROKEN, kind=kind, applied=True),
    "502 of a proxy": lambda faults, kind: faults.html(502, kind=kind),
    "503": lambda faults, kind: faults.answer(503, BROKEN, kind=kind),
    "503 and when to come back": lambda faults, kind: faults.answer(503, BROKEN, {"Retry-After": "0"}, kind=kind),
    "504 of a proxy": lambda faults, kind: faults.html(504, kind=kind),
    "a page with 200": lambda faults, kind: faults.html(200, kind=kind),
    "a reset before": lambda faults, kind: faults.reset(kind=kind),
    "a reset after it was carried out": lambda faults, kind: faults.reset(kind=kind, applied=True),
    "a reset in the body": lambda faults, kind: faults.reset_in_body(kind=kind),
    "half an answer": lambda faults, kind: faults.truncate(kind=kind),
}
SLOW: dict[str, Callable[[Faults, str], None]] = {
    "no answer": lambda faults, kind: faults.slow(2, kind=kind),
    "a slow drip": lambda faults, kind: faults.drip(0.05, kind=kind),
}


def run(place: Place, pace: Pace = QUICK) -> None:
    """Do what `okrsync run` does."""
    source = place.open(pace)
    snapshot = source.read()
    report = report_on(snapshot)
    outcome = source.write(snapshot, report.plan.tables, plan_edits(report, snapshot, "en"), "en")
    assert not outcome.skipped


def assert_all_stands(place: Place) -> None:
    """Hold the sheet against what should stand there, once."""
    place.server.log.clear()
    assert place.people.rows("Team")[2][4:] == ["60", "“Improve” does not say how far. (KR100)"]
    assert [tab.title for tab in place.people.book.sheets] == ["Team", "OKR check"]
    source = place.open()
    snapshot = source.read()
    assert plan_edits(report_on(snapshot), snapshot, "en") == []
    assert len(snapshot.grids[0].own_columns) == 2


@pytest.mark.parametrize("kind", ["token", "read", "write"])
@pytest.mark.parametrize("fault", FAULTS)
def test_one_fault_is_overcome_and_everything_stands_once(google: Google, fault: str, kind: str) -> None:
    place = google.place({"Team": ROWS})
    before = place.foreign()
    FAULTS[fault](place.server.faults, kind)
    run(place)
    assert place.server.faults.take("", "", kind) is None, "nothing met the fault"
    assert_all_stands(place)
    assert place.foreign() == before


@pytest.mark.parametrize("kind", ["read", "write"])
@pytest.mark.parametrize("fault", SLOW)
def test_a_call_that_hangs_is_given_up_and_made_again(google: Google, fault: str, kind: str) -> None:
    place = google.place({"Team": ROWS})
    SLOW[fault](place.server.faults, kind)
    run(place, HASTY)
    assert_all_stands(place)


@pytest.mark.parametrize("fault", ["429", "500", "502 of a proxy", "503", "a page with 200", "a reset before"])
def test_a_fault_that_stays_is_told_and_harms_nothing(google: Google, fault: str) -> None:
    place = google.place({"Team": ROWS})
    before = place.foreign()
    for _ in range(40):
        FAULTS[fault](place.server.faults, "write")
    with pytest.raises(TransientError) as told:
        run(place)
    assert "Team OKRs" in str(told.value)
    assert "Team OKRs" in told.value.text("fr")
    assert place.foreign() == before
    google.calm()
    run(place)
    assert_all_stands(place)


def test_a_service_that_asks_for_patience_beyond_the_run_is_told_at_once(google: Google) -> None:
    place = google.place({"Team": ROWS})
    place.server.faults.answer(429, MANY, {"Retry-After": "3600"}, kind="read")
    with pytest.raises(TransientError) as told:
        place.open(QUICK._replace(run_seconds=30, calls=90_001)).read()
    assert told.value.key == "google.quota"
    assert place.server.log.count("read") == 1


def test_a_lost_answer_never_writes_twice(google: Google) -> None:
    place = google.place({"Team": ROWS})
    run(place)
    place.server.faults.reset(kind="write", applied=True)
    place.people.set_cell("B3", "Improve the queue", "Team")
    place.server.log.clear()
    source = place.open()
    snapshot = source.read()
    report = report_on(snapshot, {4: ("How far?",)})
    source.write(snapshot, report.plan.tables, plan_edits(report, snapshot, "en"), "en")
    # Read, read again, write (the answer is lost), look: all stands.
    assert [entry.kind for entry in place.server.log.entries() if entry.kind != "token"] == [
        "read", "read", "write", "read",
    ]  # fmt: skip


def test_access_that_is_revoked_in_between_is_told(google: Google) -> None:
    place = google.place({"Team": ROWS})
    source = place.open()
    snapshot = source.read()
    report = report_on(snapshot)
    place.server.revoke(place.id)
    with pytest.raises(SourceError) as told:
        source.write(snapshot, report.plan.tables, plan_edits(report, snapshot, "en"), "en")
    assert "okrsync@okr-tests.iam.gserviceaccount.com" in str(told.value)
