"""A Google spreadsheet as a store, on the local server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import sheet_places
from sheet_places import TAB, GoogleWorkplace, go_on_moving
from store_contract import CALLS, CHURN, CUSTOMERS, TogetherContract, by_title, remembered, reopened

from okrsync.errors import AccessError, TransientError
from okrsync.pipeline import Job, Manner, corrections, examine_source, write
from okrsync.sources.entries import MovedError
from okrsync.sync.google_store import GoogleStore
from okrsync.sync.stores import OBJECTIVE_FIELD, Change, Draft, Record, RecordChangedError, Whereabouts
from okrsync.sync.values import Records
from tests.sources.google_place import QUICK

if TYPE_CHECKING:
    from tests.sources.google_place import Google


class TestGoogleStore(TogetherContract):
    @pytest.fixture(params=[True, False], ids=["repeated", "blank below"])
    def workplace(self, google: Google, request: pytest.FixtureRequest) -> GoogleWorkplace:
        return GoogleWorkplace.make(google, repeated=request.param)


@pytest.fixture
def sheet(google: Google) -> GoogleWorkplace:
    return GoogleWorkplace.make(google)


def calls_of(sheet: GoogleWorkplace) -> Record:
    return by_title(sheet.open())[CALLS]


MEANWHILE = {
    "a row is put in above": lambda people: people.insert_rows(2, 1, TAB),
    "rows are moved": lambda people: people.move_rows(2, 2, 5, TAB),
    "a row is deleted": lambda people: people.delete_rows(2, None, TAB),
    "rows are sorted": lambda people: people.sort_rows("B", 2, 4, TAB, descending=True),
    "a column is put in": lambda people: people.insert_columns("C", 1, TAB),
    "a column is put in right there": lambda people: people.insert_columns("E", 1, TAB),
    "columns are moved": lambda people: people.move_columns("E", "E", "C", TAB),
}


@pytest.mark.parametrize("happens", MEANWHILE)
def test_what_a_write_hits_while_somebody_moves_things_is_given_back_and_written_where_it_belongs(
    google: Google, happens: str
) -> None:
    sheet, twin = GoogleWorkplace.make(google), GoogleWorkplace.make(google)
    store = sheet.open()
    record = by_title(store)[CALLS]
    MEANWHILE[happens](twin.place.people)
    google.server.moments.add(lambda: MEANWHILE[happens](sheet.place.people), after=False, method="POST")
    google.server.log.clear()
    assert store.update(record.id, {"target": Change(80.0, 85.0)})["target"] == 85.0
    assert google.server.log.count("write") == 3
    new = {"80": "85", "20": "25"}
    wanted = [
        [new.get(value, value) if CALLS in row else value for value in row] for row in twin.place.people.rows(TAB)
    ]
    assert sheet.place.people.rows(TAB) == wanted


def test_where_people_go_on_moving_rows_everything_is_given_back_and_said(google: Google) -> None:
    sheet, twin = GoogleWorkplace.make(google), GoogleWorkplace.make(google)
    store = sheet.open()
    record = by_title(store)[CALLS]
    moved = go_on_moving(google, sheet, twin)
    with pytest.raises(MovedError):
        store.update(record.id, {"target": Change(80.0, 85.0)})
    assert len(moved) == 6
    assert sheet.place.people.rows(TAB) == twin.place.people.rows(TAB)


@pytest.mark.parametrize("happens", ["a row is put in above", "rows are moved", "a row is deleted"])
def test_a_row_that_came_to_stand_elsewhere_is_taken_out_again_and_made_where_it_belongs(
    google: Google, happens: str
) -> None:
    sheet, twin = GoogleWorkplace.make(google), GoogleWorkplace.make(google)
    store = sheet.open()
    within = Records((by_title(store)[CUSTOMERS].id,))
    draft = Draft("key_result", {"title": "Win back", OBJECTIVE_FIELD: within})
    MEANWHILE[happens](twin.place.people)
    google.server.moments.add(lambda: MEANWHILE[happens](sheet.place.people), after=False, method="POST")
    assert store.create(draft, "mark")["title"] == "Win back"
    twin.open().create(draft, "mark")
    assert sheet.place.people.rows(TAB) == twin.place.people.rows(TAB)


def test_many_new_rows_are_one_call_each(google: Google, sheet: GoogleWorkplace) -> None:
    store = sheet.open()
    within = Records((by_title(store)[CUSTOMERS].id,))
    google.server.log.clear()
    for number in range(5):
        store.create(Draft("key_result", {"title": f"Win back {number}", OBJECTIVE_FIELD: within}), "mark")
    assert (google.server.log.count("read"), google.server.log.count("write")) == (1, 5)


@pytest.mark.parametrize("later", [False, True], ids=["before it is marked", "before it is deleted"])
@pytest.mark.parametrize("happens", ["a row is put in above", "rows are moved", "a row is deleted"])
def test_no_other_row_is_deleted_though_rows_move_in_that_moment(google: Google, happens: str, *, later: bool) -> None:
    sheet, twin = GoogleWorkplace.make(google), GoogleWorkplace.make(google)
    store = sheet.open()
    record = by_title(store)[CALLS]
    MEANWHILE[happens](twin.place.people)
    moments = google.server.moments

    def act() -> None:
        MEANWHILE[happens](sheet.place.people)

    moments.add((lambda: moments.add(act, method="POST")) if later else act, method="POST")
    with pytest.raises(MovedError):
        store.delete(record.id)
    assert sheet.place.people.rows(TAB) == twin.place.people.rows(TAB)
    assert not any(row[1] for row in sheet.state()[0][1]), "a mark was left"


def test_a_deleted_row_leaves_no_mark(sheet: GoogleWorkplace) -> None:
    store = sheet.open()
    store.delete(by_title(store)[CALLS].id)
    assert len(sheet.rows()) == 3
    assert not any(row[1] for row in sheet.state()[0][1])
    assert sheet.place.people.book.metadata == []


def test_an_update_whose_answer_was_lost_is_found_to_be_done(google: Google, sheet: GoogleWorkplace) -> None:
    store = sheet.open()
    record = by_title(store)[CALLS]
    google.server.faults.reset(applied=True, kind="write")
    assert store.update(record.id, {"target": Change(80.0, 85.0)})["target"] == 85.0
    assert google.server.log.count("write") == 1


def test_a_create_whose_answer_was_lost_is_found_and_not_done_twice(google: Google, sheet: GoogleWorkplace) -> None:
    store = sheet.open()
    within = Records((by_title(store)[CUSTOMERS].id,))
    google.server.faults.reset(applied=True, kind="write")
    made = store.create(Draft("key_result", {"title": "Win back", OBJECTIVE_FIELD: within}), "mark")
    assert made["title"] == "Win back"
    assert [row[1] for row in sheet.rows()].count("Win back") == 1


def test_a_write_that_never_arrived_is_an_error(google: Google, sheet: GoogleWorkplace) -> None:
    store = sheet.open()
    listed = by_title(store)
    before = sheet.state()
    for act in (
        lambda: store.update(listed[CALLS].id, {"target": Change(80.0, 85.0)}),
        lambda: store.create(
            Draft("key_result", {"title": "Win back", OBJECTIVE_FIELD: Records((listed[CUSTOMERS].id,))}), "mark"
        ),
    ):
        google.server.faults.reset(kind="write")
        with pytest.raises(TransientError):
            act()
        google.server.faults.clear()
    assert sheet.state() == before


def test_a_formula_is_locked_and_so_is_what_is_protected(sheet: GoogleWorkplace) -> None:
    sheet.place.people.set_cell("E3", "=40*2", TAB)
    sheet.place.people.protect("G3", TAB)
    record = calls_of(sheet)
    assert record.locked == {"target", "progress"}
    with pytest.raises(RecordChangedError):
        sheet.open().update(record.id, {"progress": Change(25.0, 30.0)})


def test_our_own_columns_are_no_content(sheet: GoogleWorkplace) -> None:
    before = sheet.open()
    fields, listed = before.capabilities().fields, before.listing()
    source = sheet.place.open()
    job = Job(sheet.place.address, "Sheet", Manner())
    examined = examine_source(source, job)
    assert write(examined, corrections(examined)).written
    after = sheet.open()
    assert list(after.listing()) == list(listed)
    assert after.capabilities().fields == fields


def test_of_two_rows_that_say_the_same_none_is_written(sheet: GoogleWorkplace) -> None:
    store = sheet.open()
    record, known = by_title(store)[CALLS], remembered(store)
    sheet.copy(CALLS)
    before = sheet.state()
    later = reopened(sheet, known)
    later.listing()
    with pytest.raises(RecordChangedError):
        later.update(record.id, {"target": Change(80.0, 85.0)})
    with pytest.raises(RecordChangedError):
        later.delete(record.id)
    assert sheet.state() == before


def test_a_row_that_may_be_any_of_several_is_never_taken_for_deleted(sheet: GoogleWorkplace) -> None:
    store = sheet.open()
    record, known = by_title(store)[CALLS], remembered(store)
    sheet.copy(CALLS)
    for row, title in ((3, "Raise answered calls a"), (4, "Raise answered calls b")):
        sheet.put(row, 2, title)
    later = reopened(sheet, known)
    listed = by_title(later)
    assert record.id not in {each.id for each in listed.values()}
    assert later.whereabouts(record.id) is Whereabouts.HIDDEN


def test_lost_access_is_an_error_and_no_empty_list(google: Google, sheet: GoogleWorkplace) -> None:
    google.server.revoke(sheet.place.id)
    with pytest.raises(AccessError):
        sheet.open().listing()


def test_a_record_costs_one_read_and_one_write(google: Google, sheet: GoogleWorkplace) -> None:
    store = sheet.open()
    listed = by_title(store)
    google.server.log.clear()
    for title, target in ((CALLS, 80.0), (CHURN, 4.5)):
        store.fetch(listed[title].id)
        store.update(
            listed[title].id, {"target": Change(target, target + 1), "owners": Change(listed[title]["owners"], "Eve")}
        )
    assert (google.server.log.count("read"), google.server.log.count("write")) == (2, 2)


def test_a_listing_right_after_the_lint_run_reads_nothing_again(google: Google, sheet: GoogleWorkplace) -> None:
    snapshot = sheet.place.open().read()
    google.server.log.clear()
    place = sheet_places.job(sheet.place.address, "Sheet")
    store = GoogleStore(place, snapshot, QUICK)
    assert by_title(store).keys() == by_title(sheet.open()).keys()
    assert google.server.log.count("read") == 1
