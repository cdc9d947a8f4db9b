"""The run as a whole: dry runs, lost states, the journal, runs that were overtaken."""

from __future__ import annotations

from typing import Any

import pytest
from model_store import TYPES
from pairs import KilledError, Pair, die, once

from okrsync.errors import BusyError
from okrsync.sync.mirror import carry_out
from okrsync.sync.settings import Side
from okrsync.sync.stores import RecordGoneError, RecordRefusedError
from okrsync.sync.values import FieldKind, FieldType, Records

A, B = Side.A, Side.B


def test_a_run_that_was_overtaken_stops_before_its_next_write() -> None:
    pair = Pair()
    mine, theirs = pair.linked(note="old")
    pair.a.write(mine, "note", "new")
    prepared = pair.prepared()
    pair.ledger.is_overtaken = True
    with pytest.raises(BusyError):
        carry_out(prepared, pair.stores, pair.ledger)
    assert theirs.fields["note"] == "old"


def test_a_dry_run_writes_nothing_anywhere_and_is_what_the_next_run_does() -> None:
    pair = Pair()
    pair.objective(A, "Grow")
    first, second = pair.plan(), pair.plan()
    assert first == second
    assert (pair.b.rows, pair.links, pair.ledger.last_run()) == ([], [], None)


def test_when_there_is_nothing_to_do_no_run_is_counted() -> None:
    pair = Pair()
    pair.linked()
    assert pair.sync().run is None


def test_without_its_state_a_pair_loses_nothing_and_differences_become_conflicts() -> None:
    pair = Pair(deletes=True)
    pair.linked("Stays", note="same")
    mine, theirs = pair.linked("Differs", note="old")
    gone, _ = pair.linked("Deleted")
    pair.ledger = type(pair.ledger)()
    pair.a.write(mine, "note", "mine")
    pair.a.remove(gone)
    pair.sync()
    assert (mine.fields["note"], theirs.fields["note"]) == ("mine", "old")
    assert sorted(pair.titles(A)) == sorted(pair.titles(B)) == ["Deleted", "Differs", "Stays"]
    assert len(pair.conflicts) == 1


def test_what_was_written_is_in_the_journal_as_it_was_read_back() -> None:
    pair = Pair()
    pair.b.rounds = True
    goal, _ = pair.linked()
    mine = pair.key_result(A, "Reach 5", goal, target=4.5)
    run = pair.sync().run
    assert run is not None
    told = {(each.act, each.field): (each.record, each.before, each.after) for each in pair.ledger.entries(run)}
    assert told["create", "target"] == ("b2", None, 4.0)
    pair.a.write(mine, "target", 6.5)
    run = pair.sync().run
    assert run is not None
    assert [(each.act, each.before, each.after) for each in pair.ledger.entries(run)] == [("update", 4.0, 6.0)]


def test_what_a_crash_cut_short_is_in_the_journal_as_it_was_meant() -> None:
    pair = Pair()
    mine, _ = pair.linked(note="old")
    pair.a.write(mine, "note", "new")
    pair.b.tick = once("after", "update", die)
    with pytest.raises(KilledError):
        pair.sync()
    assert [(each.before, each.after) for each in pair.ledger.entries(pair.ledger.last_run() or 0)] == [("old", "new")]
    assert pair.sync().cells == 0


def test_a_store_that_lists_a_record_twice_is_not_trusted() -> None:
    pair = Pair()
    pair.linked()
    pair.a.rows.append(pair.a.rows[0])
    with pytest.raises(Exception, match="twice"):
        pair.sync()


def test_a_record_that_went_missing_while_it_was_written_is_left() -> None:
    pair = Pair()
    mine, theirs = pair.linked(note="old")
    pair.a.write(mine, "note", "new")
    prepared = pair.prepared()
    pair.b.remove(theirs)
    assert [left.why for left in carry_out(prepared, pair.stores, pair.ledger).left] == ["sync.changed-meanwhile"]
    with pytest.raises(RecordGoneError):
        pair.b.fetch(theirs.id)


def test_links_between_objectives_that_come_over_in_the_same_run_are_made_by_the_next_at_the_latest() -> None:
    pair = Pair()
    types: dict[Any, Any] = {"objective": {**TYPES[A]["objective"], "parents": FieldType(FieldKind.RECORDS)}}
    pair.a.types = pair.b.types = types
    high, low = pair.objective(A, "Company"), pair.objective(A, "Team")
    for row, other in ((low, high), (high, low)):
        pair.a.write(row, "parents", Records((other.id,)))
    pair.sync()
    pair.sync()
    assert [row.fields["parents"] for row in pair.b.rows] == [Records(("b2",)), Records(("b1",))]
    assert pair.plan() == []


def test_records_that_cannot_be_written_never_keep_others_waiting() -> None:
    pair = Pair()
    linked = [pair.linked(f"Objective {number}", note="old") for number in range(5)]
    for mine, _ in linked:
        pair.a.write(mine, "note", "new")
    refused = iter(range(4))

    def refuse(when: str, what: str) -> None:
        if (when, what) == ("at", "update") and next(refused, None) is not None:
            raise RecordRefusedError("sync.no-place", store="Notion")

    pair.b.tick = refuse
    pair.b.compares = False
    outcome = pair.sync()
    assert len(outcome.failures) == 4
    assert [theirs.fields["note"] for _, theirs in linked].count("new") == 1
