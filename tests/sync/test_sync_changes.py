"""What changed on one side, on both, and where a person decides."""

from __future__ import annotations

import pytest
from model_store import TYPES
from pairs import KilledError, Pair, conflicting, die, fail, once

from okrsync.sync.conflicts import take
from okrsync.sync.plan import Merge
from okrsync.sync.settings import Direction, FieldRule, Policy, Side
from okrsync.sync.values import FieldKind, FieldType, Records

A, B = Side.A, Side.B


def test_a_change_goes_to_the_other_side_and_is_no_echo_afterwards() -> None:
    pair = Pair()
    mine, theirs = pair.linked(note="old")
    pair.b.write(theirs, "note", "new")
    pair.sync()
    assert mine.fields["note"] == "new"
    assert pair.plan() == []


def test_clearing_a_cell_clears_the_other_one() -> None:
    pair = Pair()
    mine, theirs = pair.linked(note="old")
    pair.a.write(mine, "note", None)
    pair.sync()
    assert "note" not in theirs.fields


def test_what_both_changed_stays_on_both_sides_as_one_conflict() -> None:
    pair = Pair()
    mine, theirs = pair.linked(note="old")
    pair.a.write(mine, "note", "mine")
    pair.b.write(theirs, "note", "theirs")
    pair.sync()
    pair.sync()
    assert (mine.fields["note"], theirs.fields["note"]) == ("mine", "theirs")
    assert [(each.a, each.b) for each in pair.conflicts] == [("mine", "theirs")]


@pytest.mark.parametrize("side", [A, B])
def test_a_person_settles_a_conflict_by_editing_either_side(side: Side) -> None:
    pair = conflicting()
    pair.stores[side].write(pair.stores[side].rows[0], "note", "right")
    pair.sync()
    assert [store.rows[0].fields["note"] for store in pair.stores.values()] == ["right", "right"]
    assert not pair.conflicts
    assert [each.settled for each in pair.ledger.conflicts()] == [side.value]


def test_a_conflict_ends_when_both_sides_come_to_agree() -> None:
    pair = conflicting()
    pair.a.write(pair.a.rows[0], "note", "theirs")
    pair.sync()
    assert [each.settled for each in pair.ledger.conflicts()] == ["agreed"]


@pytest.mark.parametrize(("side", "stands"), [(A, "mine"), (B, "theirs")])
def test_a_person_takes_one_side_of_a_conflict(side: Side, stands: str) -> None:
    pair = conflicting()
    take(pair.ledger, 1, side)
    pair.sync()
    assert [store.rows[0].fields["note"] for store in pair.stores.values()] == [stands, stands]
    (settled,) = pair.ledger.conflicts()
    assert (settled.settled, settled.a, settled.b) == (side.value, "mine", "theirs")


def test_a_conflict_stays_open_until_what_was_taken_is_written() -> None:
    pair = conflicting()
    take(pair.ledger, 1, A)
    pair.b.tick = once("before", "update", fail)
    assert pair.sync().failures
    assert [each.choice for each in pair.conflicts] == [A]
    pair.sync()
    assert pair.b.rows[0].fields["note"] == "mine"
    assert not pair.conflicts


def test_an_edit_after_a_side_was_taken_counts_more() -> None:
    pair = conflicting()
    take(pair.ledger, 1, A)
    pair.b.write(pair.b.rows[0], "note", "after all")
    pair.sync()
    assert pair.a.rows[0].fields["note"] == "after all"


def test_both_edited_again_is_the_same_conflict_with_other_values() -> None:
    pair = conflicting()
    take(pair.ledger, 1, A)
    pair.a.write(pair.a.rows[0], "note", "x")
    pair.b.write(pair.b.rows[0], "note", "y")
    pair.sync()
    assert [(each.id, each.a, each.b, each.choice) for each in pair.conflicts] == [(1, "x", "y", None)]


def test_a_side_that_wins_writes_over_the_other_and_keeps_what_gave_way() -> None:
    pair = Pair(fields={"note": FieldRule(policy=Policy.B_WINS)})
    mine, theirs = pair.linked(note="old")
    pair.a.write(mine, "note", "mine")
    pair.b.write(theirs, "note", "theirs")
    pair.sync()
    assert mine.fields["note"] == "theirs"
    assert [(each.a, each.b, each.settled, each.run) for each in pair.ledger.conflicts()] == [
        ("mine", "theirs", "b", 2)
    ]


@pytest.mark.parametrize("chosen", [False, True])
def test_what_gives_way_is_kept_before_it_is_written_over(*, chosen: bool) -> None:
    pair = Pair(fields={"note": FieldRule(Direction.TO_B, Policy.A_WINS)})
    _, theirs = pair.linked(note="old")
    if chosen:
        pair.ledger = type(pair.ledger)()
        pair.b.write(theirs, "note", "conflict")
        pair.sync()
        assert pair.conflicts
    pair.b.write(theirs, "note", "theirs")
    pair.b.tick = once("after", "update", die)
    with pytest.raises(KilledError):
        pair.sync()
    assert theirs.fields["note"] == "old"
    assert "theirs" in {each.b for each in pair.ledger.conflicts()}


def test_a_field_of_one_direction_never_flows_back() -> None:
    pair = Pair(fields={"note": FieldRule(Direction.TO_B)})
    mine, theirs = pair.linked(note="old")
    pair.b.write(theirs, "note", "drifted")
    pair.sync()
    assert (mine.fields["note"], theirs.fields["note"]) == ("old", "drifted")
    assert len(pair.conflicts) == 1
    pair.a.write(mine, "note", "new")
    pair.sync()
    assert theirs.fields["note"] == "new"


def test_fields_that_are_left_out_are_never_touched() -> None:
    pair = Pair(fields={"title": FieldRule()}, others=None)
    pair.objective(A, "Grow", note="mine")
    pair.objective(B, "Grow", note="theirs")
    pair.sync()
    assert not pair.conflicts
    assert not pair.ledger.load().bases.keys() - {(1, "title")}


def test_a_cell_with_a_formula_is_read_and_never_written() -> None:
    pair = Pair()
    mine, theirs = pair.linked(note="old")
    mine.locked = frozenset({"note"})
    pair.b.write(theirs, "note", "typed over")
    pair.sync()
    assert mine.fields["note"] == "old"
    assert len(pair.conflicts) == 1
    pair.a.write(mine, "note", "calculated anew")
    pair.sync()
    assert theirs.fields["note"] == "calculated anew"


def test_what_the_other_store_cannot_hold_is_told_and_goes_over_once_it_can() -> None:
    pair = Pair()
    goal, _ = pair.linked()
    pair.key_result(A, "Reach 5", goal, status="asleep")
    pair.sync()
    (held,) = [held for step in pair.plan() if isinstance(step, Merge) for held in step.held]
    assert (held.field, held.side, held.value, held.why) == ("status", B, "asleep", "sync.no-option")
    status = FieldType(FieldKind.OPTION, options=frozenset({"Asleep"}))
    pair.b.types = {**TYPES[B], "key_result": {**TYPES[B]["key_result"], "status": status}}
    pair.sync()
    assert pair.b.rows[-1].fields["status"] == "Asleep"
    assert pair.plan() == []


def test_a_key_result_that_moves_to_another_objective_moves_over_there() -> None:
    pair = Pair()
    goals = [pair.objective(A, title) for title in ("Grow", "Save")]
    pair.key_result(A, "Reach 5", goals[0])
    pair.sync()
    pair.a.write(pair.a.rows[2], "objective", Records((goals[1].id,)))
    pair.sync()
    by_id = {row.id: row for row in pair.b.rows}
    (moved,) = [row for row in pair.b.rows if row.kind == "key_result"]
    assert by_id[moved.fields["objective"].ids[0]].fields["title"] == "Save"


def test_a_field_that_a_record_has_no_place_for_is_no_difference() -> None:
    pair = Pair()
    mine, theirs = pair.linked()
    mine.absent = frozenset({"note"})
    pair.b.write(theirs, "note", "theirs")
    assert pair.plan() == []
    mine.absent = frozenset()
    pair.sync()
    assert mine.fields["note"] == "theirs"
