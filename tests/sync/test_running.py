"""A whole run of a pair on a real database."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from pairs import Pair, once

from okrsync.errors import BusyError, StateError
from okrsync.state.database import Database, open_database
from okrsync.sync.conflicts import take
from okrsync.sync.mirror import carry_out, prepare
from okrsync.sync.plan import Create
from okrsync.sync.running import keep_in_step, ledger_of, rehearse
from okrsync.sync.settings import Side
from okrsync.sync.undo import undo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from okrsync.sync.outcome import Outcome
    from okrsync.sync.plan import Plan

A, B = Side.A, Side.B


@pytest.fixture
def database(state_url: str) -> Iterator[Database]:
    opened = open_database(state_url)
    yield opened
    opened.close()


def run(database: Database, pair: Pair, *, agreed: bool = True) -> Outcome | None:
    return keep_in_step(database, "pair", pair.stores, pair.settings, holder="me", agreed=lambda _: agreed)


def test_a_first_run_asks_and_later_ones_do_not(database: Database) -> None:
    pair = Pair()
    pair.objective(A, "Grow")
    shown: list[Plan] = []

    def no(plan: Plan) -> bool:
        shown.append(plan)
        return False

    assert keep_in_step(database, "pair", pair.stores, pair.settings, holder="me", agreed=no) is None
    assert shown == [rehearse(database, "pair", pair.stores, pair.settings)]
    assert [type(step) for step in shown[0].steps] == [Create]
    assert pair.b.rows == []
    assert run(database, pair) is not None
    pair.objective(B, "Save")
    outcome = run(database, pair, agreed=False)
    assert outcome is not None
    assert (outcome.run, outcome.created) == (2, 1)


def test_a_dry_run_leaves_no_trace(database: Database) -> None:
    pair = Pair()
    pair.objective(A, "Grow")
    rehearse(database, "pair", pair.stores, pair.settings)
    with ledger_of(database, "pair", "me") as ledger:
        assert ledger.load().is_new
        assert ledger.begin() == 1


def test_markers_of_two_states_never_look_alike(database: Database) -> None:
    markers = set()
    for name in ("one", "other"):
        pair = Pair()
        pair.objective(A, "Grow")
        keep_in_step(database, name, pair.stores, pair.settings, holder="me", agreed=lambda _: True)
        markers.add(pair.b.rows[0].marker)
    assert len(markers) == 2


def test_a_conflict_is_settled_and_a_run_taken_back_on_the_database(database: Database) -> None:
    pair = Pair()
    mine, theirs = (pair.objective(side, "Grow", note="old") for side in (A, B))
    run(database, pair)
    pair.a.write(mine, "note", "mine")
    pair.b.write(theirs, "note", "theirs")
    run(database, pair)
    with ledger_of(database, "pair", "me") as ledger:
        (conflict,) = ledger.load().conflicts.values()
        take(ledger, conflict.id, A)
    outcome = run(database, pair)
    assert outcome is not None
    assert theirs.fields["note"] == "mine"
    with ledger_of(database, "pair", "me") as ledger:
        undo(outcome.run or 0, pair.stores, ledger, pair.settings)
        assert [each.settled for each in ledger.conflicts()] == ["a", None]
    assert (mine.fields["note"], theirs.fields["note"]) == ("mine", "theirs")


def test_two_runs_of_a_pair_never_meet(database: Database) -> None:
    pair = Pair()
    pair.objective(A, "Grow")
    met: list[str] = []

    def another() -> None:
        try:
            run(database, pair)
        except BusyError as busy:
            met.append(str(busy))

    pair.b.tick = once("before", "create", another)
    run(database, pair)
    assert len(met) == 1
    assert "Another run (me) is under way" in met[0]
    assert run(database, pair) is not None


def test_where_nothing_can_be_remembered_nothing_is_written_to_a_store(tmp_path: Path) -> None:
    path = tmp_path / "state.db"
    database = open_database(path, busy_timeout=0.05)
    pair = Pair()
    pair.objective(A, "Grow")
    with ledger_of(database, "pair", "me") as ledger:
        prepared = prepare(pair.stores, ledger, pair.settings)
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(StateError, match="for too long"):
            carry_out(prepared, pair.stores, ledger)
        holder.close()
    assert pair.b.rows == []
    database.close()
