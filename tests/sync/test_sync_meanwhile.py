"""People who are faster than a run, and stores that make something else of a value."""

from __future__ import annotations

from pairs import Pair, once

from okrsync.sync.mirror import carry_out
from okrsync.sync.settings import Side

A, B = Side.A, Side.B


def test_a_cell_that_changed_since_it_was_listed_is_left_to_the_next_run() -> None:
    pair = Pair()
    mine, theirs = pair.linked(note="old")
    pair.a.write(mine, "note", "mine")
    prepared = pair.prepared()
    pair.b.write(theirs, "note", "theirs")
    outcome = carry_out(prepared, pair.stores, pair.ledger)
    assert theirs.fields["note"] == "theirs"
    assert [(left.field, left.why) for left in outcome.left] == [("note", "sync.changed-meanwhile")]
    assert not outcome.is_complete
    pair.sync()
    assert len(pair.conflicts) == 1


def test_a_store_that_compares_refuses_a_cell_that_changed_in_the_last_moment() -> None:
    pair = Pair()
    mine, theirs = pair.linked(note="old")
    pair.b.write(theirs, "note", "theirs")
    pair.a.tick = once("before", "update", lambda: pair.a.write(mine, "note", "mine"))
    assert [left.why for left in pair.sync().left] == ["sync.changed-meanwhile"]
    assert mine.fields["note"] == "mine"


def test_a_formula_that_was_typed_in_meanwhile_is_not_written_over() -> None:
    pair = Pair()
    mine, theirs = pair.linked(note="old")
    pair.b.write(theirs, "note", "new")
    prepared = pair.prepared()
    mine.locked = frozenset({"note"})
    carry_out(prepared, pair.stores, pair.ledger)
    assert mine.fields["note"] == "old"


def test_rows_that_were_sorted_meanwhile_are_found_again() -> None:
    pair = Pair()
    for title in ("Grow", "Save", "Learn"):
        pair.linked(title, note="old")
    pair.b.write(pair.b.rows[1], "note", "new")
    prepared = pair.prepared()
    pair.a.rows.reverse()
    carry_out(prepared, pair.stores, pair.ledger)
    assert {row.fields["title"]: row.fields["note"] for row in pair.a.rows} == {
        "Grow": "old",
        "Save": "new",
        "Learn": "old",
    }


def test_what_a_store_made_of_a_value_is_remembered_and_does_not_come_back() -> None:
    pair = Pair()
    pair.b.rounds = True
    goal, _ = pair.linked()
    mine = pair.key_result(A, "Reach 5", goal)
    pair.sync()
    pair.a.write(mine, "target", 5.5)
    pair.sync()
    assert pair.b.rows[1].fields["target"] == 5.0
    assert pair.plan() == []
    assert mine.fields["target"] == 5.5
    pair.b.write(pair.b.rows[1], "target", 7.0)
    pair.sync()
    assert mine.fields["target"] == 7.0


def test_what_a_store_made_of_a_new_record_does_not_come_back() -> None:
    pair = Pair()
    pair.b.rounds = True
    goal, _ = pair.linked()
    mine = pair.key_result(A, "Reach 5", goal, target=5.5)
    pair.sync()
    assert pair.plan() == []
    assert mine.fields["target"] == 5.5


def test_an_edit_between_our_write_and_our_reading_back_is_nobodys_rounding() -> None:
    pair = Pair()
    pair.a.answers = False
    mine, theirs = pair.linked(note="old")
    pair.b.write(theirs, "note", "new")
    pair.a.tick = once("after", "update", lambda: pair.a.write(mine, "note", "at once edited"))
    pair.sync()
    pair.sync()
    assert {mine.fields["note"], theirs.fields["note"]} == {"at once edited", "new"}
    assert len(pair.conflicts) == 1


def test_an_edit_between_creating_and_reading_back_is_nobodys_rounding() -> None:
    pair = Pair()
    pair.a.answers = False
    pair.objective(B, "Grow", note="new")
    pair.a.tick = once("after", "create", lambda: pair.a.write(pair.a.rows[0], "note", "at once edited"))
    pair.sync()
    pair.sync()
    assert [store.rows[0].fields["note"] for store in pair.stores.values()] == ["at once edited", "new"]
    assert len(pair.conflicts) == 1
