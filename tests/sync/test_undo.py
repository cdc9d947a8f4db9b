"""Taking back what a run wrote, where nobody has edited since."""

from __future__ import annotations

from typing import Any

import pytest
from model_store import TYPES, SheetModel
from pairs import KilledError, Pair, die, fail, once

from okrsync.errors import ConfigError
from okrsync.sync.settings import Side
from okrsync.sync.undo import Undone, undo

A, B = Side.A, Side.B


def take_back(pair: Pair, run: int | None = None) -> Undone:
    """Undo a run, the last one by default."""
    wanted = pair.ledger.last_run() if run is None else run
    return undo(wanted or 0, pair.stores, pair.ledger, pair.settings)


def changed(**fields: Any) -> Pair:
    """Return a pair of which a run wrote “new” over “old” on side B."""
    pair = Pair(**fields)
    mine, _ = pair.linked(note="old")
    pair.a.write(mine, "note", "new")
    pair.sync()
    return pair


def test_a_cell_gets_back_what_stood_there_and_a_person_is_asked_what_shall_be() -> None:
    pair = changed()
    undone = take_back(pair)
    assert (pair.a.rows[0].fields["note"], pair.b.rows[0].fields["note"]) == ("new", "old")
    assert (undone.outcome.cells, undone.kept) == (1, [])
    assert [(each.a, each.b) for each in pair.conflicts] == [("new", "old")]
    assert pair.plan() == []


def test_what_somebody_edited_since_stays() -> None:
    pair = changed()
    pair.b.write(pair.b.rows[0], "note", "edited")
    undone = take_back(pair)
    assert pair.b.rows[0].fields["note"] == "edited"
    assert [(kept.entry.field, kept.why) for kept in undone.kept] == [("note", "sync.edited-since")]


def test_what_somebody_edits_in_the_last_moment_stays() -> None:
    pair = Pair()
    _, theirs = pair.linked(note="old")
    pair.b.write(theirs, "note", "new")
    pair.sync()
    pair.a.tick = once("before", "update", lambda: pair.a.write(pair.a.rows[0], "note", "edited"))
    assert [kept.why for kept in take_back(pair).kept] == ["sync.edited-since"]
    assert pair.a.rows[0].fields["note"] == "edited"


def test_a_cell_that_has_become_a_formula_or_a_column_that_is_gone_stays() -> None:
    pair = changed()
    pair.b.rows[0].locked = frozenset({"note"})
    assert len(take_back(pair).kept) == 1
    pair.b.rows[0].locked = frozenset()
    pair.b.types = {"objective": {"title": TYPES[B]["objective"]["title"]}}
    assert len(take_back(pair, 1 if pair.ledger.entries(1) else 2).kept) == 1
    assert pair.b.rows[0].fields["note"] == "new"


def test_undoing_can_be_undone() -> None:
    pair = changed()
    take_back(pair)
    take_back(pair)
    assert [store.rows[0].fields["note"] for store in pair.stores.values()] == ["new", "new"]
    assert not pair.conflicts
    assert [each.settled for each in pair.ledger.conflicts()] == ["agreed"]


def test_an_open_conflict_of_the_cell_goes_on_with_the_values_that_stand_there_now() -> None:
    pair = changed()
    pair.a.write(pair.a.rows[0], "note", "newer")
    pair.b.write(pair.b.rows[0], "note", "NEW")
    pair.sync()
    (known,) = pair.conflicts
    pair.b.write(pair.b.rows[0], "note", "new")
    take_back(pair, 1 if pair.ledger.entries(1) else 2)
    assert [(each.id, each.a, each.b) for each in pair.conflicts] == [(known.id, "newer", "old")]


def test_a_record_that_a_run_created_is_taken_away_and_stays_away() -> None:
    pair = Pair()
    goal = pair.objective(A, "Grow")
    pair.key_result(A, "Reach 5", goal, target=5.0)
    pair.sync()
    undone = take_back(pair)
    assert (pair.b.rows, undone.outcome.deleted, undone.kept) == ([], 2, [])
    pair.sync()
    assert (pair.b.rows, len(pair.a.rows)) == ([], 2)


@pytest.mark.parametrize("edit", ["field", "addition", "child", "incapable"])
def test_a_created_record_that_is_somebodys_by_now_stays(edit: str) -> None:
    pair = Pair()
    pair.objective(A, "Grow")
    pair.sync()
    made = pair.b.rows[0]
    if edit == "field":
        pair.b.write(made, "title", "Grow faster")
    elif edit == "addition":
        pair.b.write(made, "note", "why")
    elif edit == "child":
        pair.key_result(B, "Reach 5", made)
    pair.b.can_delete = edit != "incapable"
    why = "sync.deletion-impossible" if edit == "incapable" else "sync.edited-since"
    assert [kept.why for kept in take_back(pair).kept] == [why]
    assert made in pair.b.rows


def test_a_create_that_nobody_answered_stays() -> None:
    pair = Pair()
    pair.objective(A, "Grow")
    pair.b.tick = once("after", "create", die)
    with pytest.raises(KilledError):
        pair.sync()
    assert [kept.why for kept in take_back(pair).kept] == ["sync.outcome-unknown"]


def test_a_deletion_is_for_the_trash_to_give_back() -> None:
    pair = Pair(deletes=True)
    pair.linked("Stays")
    mine, _ = pair.linked("Goes")
    pair.a.remove(mine)
    pair.sync()
    assert {kept.why for kept in take_back(pair).kept} == {"sync.deletion-stays"}


def test_a_record_that_is_gone_by_now_is_told() -> None:
    pair = changed()
    pair.objective(B, "Another")
    pair.b.rows.pop(0)
    assert [kept.why for kept in take_back(pair).kept] == ["sync.edited-since"]


def test_where_the_counterpart_is_gone_the_cell_alone_is_taken_back() -> None:
    pair = changed()
    pair.objective(A, "Another")
    pair.a.rows.pop(0)
    take_back(pair)
    assert pair.b.rows[0].fields["note"] == "old"
    assert not pair.conflicts


def test_a_store_that_is_down_is_told() -> None:
    pair = changed()
    pair.b.tick = once("before", "update", fail)
    pair.b.compares = True
    assert [failure.key for failure in take_back(pair).outcome.failures] == ["sync.down"]


def test_a_run_that_wrote_nothing_cannot_be_taken_back() -> None:
    with pytest.raises(ConfigError, match="Run 7 wrote nothing"):
        take_back(Pair(), 7)


def killed(pair: Pair, moment: str) -> None:
    """Take the last run back in a process that dies before or after its first write."""
    pair.b.tick = once(moment, "update", die)
    with pytest.raises(KilledError):
        take_back(pair)
    pair.b.tick = lambda *_: None


def test_what_a_killed_undo_took_back_is_not_carried_over_to_the_other_side() -> None:
    pair = changed()
    killed(pair, "after")
    pair.sync()
    assert (pair.a.rows[0].fields["note"], pair.b.rows[0].fields["note"]) == ("new", "old")
    assert [(each.a, each.b) for each in pair.conflicts] == [("new", "old")]
    assert pair.plan() == []


def test_what_a_killed_undo_did_not_come_to_is_in_step_as_before() -> None:
    pair = changed()
    killed(pair, "before")
    pair.sync()
    assert (pair.a.rows[0].fields["note"], pair.b.rows[0].fields["note"]) == ("new", "new")
    assert not pair.conflicts


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_killed_undo_is_gone_on_with_by_naming_its_run_once_more(moment: str) -> None:
    pair = changed()
    run = pair.ledger.last_run()
    killed(pair, moment)
    assert take_back(pair, run).kept == []
    assert pair.b.rows[0].fields["note"] == "old"
    assert [(each.a, each.b) for each in pair.conflicts] == [("new", "old")]
    pair.sync()
    assert (pair.a.rows[0].fields["note"], pair.b.rows[0].fields["note"]) == ("new", "old")


def test_a_killed_undo_writes_over_nothing_that_differed_before_it() -> None:
    pair = changed()
    run = pair.ledger.last_run()
    pair.a.write(pair.a.rows[0], "note", "mine")
    pair.b.write(pair.b.rows[0], "note", "theirs")
    pair.sync()
    pair.b.write(pair.b.rows[0], "note", "new")
    pair.b.tick = once("after", "update", die)
    with pytest.raises(KilledError):
        take_back(pair, run)
    pair.sync()
    assert (pair.a.rows[0].fields["note"], pair.b.rows[0].fields["note"]) == ("mine", "old")
    assert [(each.a, each.b) for each in pair.conflicts] == [("mine", "old")]


def test_what_many_records_of_a_sheet_got_is_taken_back_in_one_write() -> None:
    pair = Pair()
    pair.a = pair.stores[A] = SheetModel(A, "Sheet")
    for title in ("Grow", "Save", "Learn"):
        pair.linked(title, note="old")
    for row in pair.b.rows:
        pair.b.write(row, "note", "new")
    pair.sync()
    pair.a.write(pair.a.rows[1], "note", "edited since")
    pair.a.writes = 0
    undone = take_back(pair)
    assert [row.fields["note"] for row in pair.a.rows] == ["old", "edited since", "old"]
    assert (pair.a.writes, undone.outcome.cells) == (1, 2)
    assert [(kept.entry.field, kept.why) for kept in undone.kept] == [("note", "sync.edited-since")]
