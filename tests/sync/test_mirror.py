"""Keeping two stores in step: one thing at a time, with every trap that random schedules seldom step into."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from model_store import TYPES
from pairs import KilledError, Pair, die, fail, once

from okrsync.errors import BusyError
from okrsync.sync.conflicts import take
from okrsync.sync.ledger import DELETING, Pending
from okrsync.sync.mirror import carry_out
from okrsync.sync.plan import Create, Delete, How, Merge, Skip, Unlink
from okrsync.sync.settings import Direction, FieldRule, Policy, Side
from okrsync.sync.stores import RecordGoneError
from okrsync.sync.values import FieldKind, FieldType, Records

A, B = Side.A, Side.B


# ---- matching


def test_records_with_the_same_key_are_matched_and_nothing_is_written() -> None:
    pair = Pair()
    pair.objective(A, "Grow  our Revenue", note="n")
    pair.objective(B, "grow our revenue ", note="n")
    pair.sync()
    assert [(link.a, link.b) for link in pair.links] == [("a1", "b1")]
    assert pair.a.made == pair.b.made == 1


def test_the_same_title_in_two_objectives_is_no_twin() -> None:
    pair = Pair()
    for side in (A, B):
        for title in ("Grow", "Save"):
            pair.key_result(side, "Reach 5", pair.objective(side, title), note=f"of {title}")
    pair.sync()
    assert (pair.a.made, pair.b.made, len(pair.links)) == (4, 4, 4)
    assert not pair.conflicts


def test_where_a_key_stands_twice_nothing_is_matched_created_or_touched() -> None:
    pair = Pair()
    pair.objective(A, "Grow")
    for note in ("one", "other"):
        pair.objective(B, "Grow", note=note)
    pair.sync()
    assert (pair.a.writes, pair.b.writes, pair.links) == (0, 0, [])
    assert [(step.side, step.why) for step in pair.plan() if isinstance(step, Skip)] == [
        (A, "sync.key-twice-there"),
        (B, "sync.key-twice"),
        (B, "sync.key-twice"),
    ]


def test_a_copy_of_a_linked_row_is_not_created_on_the_other_side() -> None:
    pair = Pair()
    pair.linked("Grow")
    pair.objective(A, "Grow")
    pair.sync()
    assert pair.titles(B) == ["Grow"]
    assert [step.why for step in pair.plan() if isinstance(step, Skip)] == ["sync.key-twice"]


def test_a_row_whose_title_a_linked_row_over_there_still_has_waits_until_that_is_renamed() -> None:
    pair = Pair()
    mine, _ = pair.linked("Grow")
    pair.a.write(mine, "title", "Grow faster")
    pair.objective(A, "Grow")
    pair.sync()
    assert pair.titles(B) == ["Grow faster"]
    pair.sync()
    assert pair.titles(B) == ["Grow faster", "Grow"]


def test_a_row_without_a_title_is_left_alone_and_told() -> None:
    pair = Pair()
    pair.a.add("objective", {"note": "what is it?"})
    pair.sync()
    assert pair.b.rows == []
    assert [step.why for step in pair.plan() if isinstance(step, Skip)] == ["sync.no-key"]


def test_another_column_can_be_the_key() -> None:
    pair = Pair(key="note")
    pair.objective(A, "Grow", note="ID 1")
    pair.objective(B, "Croître", note="ID 1")
    pair.sync()
    assert len(pair.links) == 1
    assert [conflict.field for conflict in pair.conflicts] == ["title"]


def test_on_the_first_run_blanks_are_filled_and_differences_are_conflicts() -> None:
    pair = Pair(fields={"note": FieldRule(policy=Policy.A_WINS)})
    goal, ziel = (pair.objective(side, "Grow") for side in (A, B))
    mine = pair.key_result(A, "Reach", goal, target=5.0, note="mine")
    theirs = pair.key_result(B, "Reach", ziel, status="on", note="theirs")
    assert pair.prepared().plan.is_first
    pair.sync()
    assert (mine.fields["status"], theirs.fields["target"]) == ("on", 5.0)
    assert (mine.fields["note"], theirs.fields["note"]) == ("mine", "theirs")
    assert [(each.field, each.a, each.b) for each in pair.conflicts] == [("note", "mine", "theirs")]


# ---- changes


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


# ---- people who are faster, and stores that round


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


# ---- creating


def test_a_new_objective_and_its_key_results_are_created_in_one_run_in_any_order() -> None:
    for backwards in (False, True):
        pair = Pair()
        goal = pair.objective(A, "Grow", note="why")
        pair.key_result(A, "Reach 5", goal, target=5.0)
        prepared = pair.prepared()
        steps = tuple(reversed(prepared.plan.steps)) if backwards else prepared.plan.steps
        outcome = carry_out(prepared._replace(plan=replace(prepared.plan, steps=steps)), pair.stores, pair.ledger)
        assert outcome.created == 2
        assert [dict(row.fields) for row in pair.b.rows] == [
            {"title": "Grow", "note": "why"},
            {"title": "Reach 5", "objective": Records(("b1",)), "target": 5.0},
        ]
        assert pair.plan() == []


def test_a_create_is_remembered_with_its_marker_before_it_is_sent() -> None:
    pair = Pair()
    pair.objective(A, "Grow")
    seen: list[Any] = []
    pair.b.tick = once("before", "create", lambda: seen.append(pair.ledger.load()))
    pair.sync()
    (link,) = seen[0].links.values()
    assert (link.a, link.b, link.live) == ("a1", None, True)
    assert seen[0].pending == {(1, B): Pending(1, B, "life-1-1")}
    assert pair.b.rows[0].marker == "life-1-1"
    assert not pair.ledger.load().pending


@pytest.mark.parametrize("end", [die, fail])
def test_a_create_that_nobody_answered_is_found_by_its_marker_and_not_repeated(end: Any) -> None:
    pair = Pair()
    pair.objective(A, "Grow", note="n")
    pair.b.tick = once("after", "create", end)
    with suppress(KilledError):
        assert pair.sync().failures
    (step,) = [step for step in pair.plan() if isinstance(step, Merge)]
    assert step.how is How.MARKER
    pair.sync()
    assert pair.b.made == 1
    assert [(link.a, link.b) for link in pair.links] == [("a1", "b1")]
    assert not pair.ledger.load().pending
    assert pair.plan() == []


def test_a_create_that_never_came_about_is_tried_again_under_its_old_marker() -> None:
    pair = Pair()
    pair.objective(A, "Grow")
    pair.b.tick = once("before", "create", die)
    with pytest.raises(KilledError):
        pair.sync()
    (step,) = pair.plan()
    assert isinstance(step, Create)
    assert (step.how, step.marker) == (How.AGAIN, "life-1-1")
    pair.sync()
    assert [row.marker for row in pair.b.rows] == ["life-1-1"]


def test_a_copy_that_carries_a_marker_is_not_taken_for_what_we_created() -> None:
    pair = Pair()
    pair.objective(A, "Grow", note="n")
    pair.sync()
    marker = pair.b.rows[0].marker
    copy = pair.b.add("objective", {"title": "Grow more"}, marker)
    pair.sync()
    assert [(link.a, link.b) for link in pair.links] == [("a1", "b1"), ("a2", copy.id)]


def test_of_two_rows_with_the_marker_of_an_open_create_the_untouched_one_is_ours() -> None:
    pair = Pair()
    pair.objective(A, "Grow", note="n")
    pair.b.tick = once("after", "create", die)
    with pytest.raises(KilledError):
        pair.sync()
    ours = pair.b.rows[0]
    copy = pair.b.add("objective", {"title": "A copy", "note": "n"}, ours.marker)
    ours.id, copy.id = copy.id, ours.id
    pair.sync()
    assert [(link.a, link.b) for link in pair.links] == [("a1", ours.id)]


def test_after_a_lost_state_a_marker_of_an_earlier_life_means_nothing() -> None:
    pair = Pair()
    pair.objective(A, "Grow")
    pair.sync()
    pair.b.write(pair.b.rows[0], "title", "Renamed")
    pair.ledger = type(pair.ledger)("second life")
    pair.b.tick = once("before", "create", die)
    with pytest.raises(KilledError):
        pair.sync()
    assert all(not (isinstance(step, Merge) and step.how is How.MARKER) for step in pair.plan())


def test_a_record_that_appeared_over_there_meanwhile_is_not_created_again() -> None:
    pair = Pair()
    pair.objective(A, "Grow")
    prepared = pair.prepared()
    pair.objective(B, "Grow")
    outcome = carry_out(prepared, pair.stores, pair.ledger)
    assert [left.why for left in outcome.left] == ["sync.appeared-meanwhile"]
    assert pair.b.made == 1
    pair.sync()
    assert len(pair.links) == 1


def test_our_own_create_that_turns_up_late_is_not_created_again() -> None:
    pair = Pair()
    pair.objective(A, "Grow")
    pair.b.tick = once("after", "create", die)
    with pytest.raises(KilledError):
        pair.sync()
    late = pair.b.rows.pop()
    prepared = pair.prepared()
    late.fields["title"] = "Renamed"
    pair.b.rows.append(late)
    assert [left.why for left in carry_out(prepared, pair.stores, pair.ledger).left] == ["sync.appeared-meanwhile"]
    assert pair.b.made == 1


def test_what_was_deleted_before_it_could_be_copied_is_not_created() -> None:
    pair = Pair()
    row = pair.objective(A, "Grow")
    prepared = pair.prepared()
    pair.a.remove(row)
    carry_out(prepared, pair.stores, pair.ledger)
    assert pair.b.rows == []


def test_an_edit_while_a_create_is_unanswered_goes_over_as_any_edit() -> None:
    pair = Pair()
    mine = pair.objective(A, "Grow", note="n")
    pair.b.tick = once("after", "create", die)
    with pytest.raises(KilledError):
        pair.sync()
    pair.a.write(mine, "note", "edited")
    pair.sync()
    assert pair.b.rows[0].fields["note"] == "edited"


def test_what_an_unanswered_create_was_edited_to_over_there_is_not_overwritten() -> None:
    pair = Pair()
    mine = pair.objective(A, "Grow", note="n")
    pair.b.tick = once("after", "create", die)
    with pytest.raises(KilledError):
        pair.sync()
    pair.a.write(mine, "note", "mine")
    pair.b.write(pair.b.rows[0], "note", "theirs")
    pair.sync()
    assert (mine.fields["note"], pair.b.rows[0].fields["note"]) == ("mine", "theirs")
    assert len(pair.conflicts) == 1


def test_a_key_typed_over_there_while_a_create_is_unanswered_is_joined_instead() -> None:
    pair = Pair()
    pair.objective(A, "Grow")
    pair.b.tick = once("before", "create", die)
    with pytest.raises(KilledError):
        pair.sync()
    pair.objective(B, "Grow")
    pair.sync()
    assert (pair.b.made, len(pair.links)) == (1, 1)
    assert not pair.ledger.load().pending


@pytest.mark.parametrize("how", ["store", "rule"])
def test_where_nothing_may_be_created_it_is_told(how: str) -> None:
    rules = {"title": FieldRule(Direction.TO_A)} if how == "rule" else {}
    pair = Pair(fields=rules)
    pair.b.can_create = how == "rule"
    pair.objective(A, "Grow")
    pair.sync()
    assert pair.b.rows == []
    assert [step.why for step in pair.plan() if isinstance(step, Skip)] == ["sync.not-created"]


def test_a_key_result_whose_objective_is_not_kept_in_step_waits() -> None:
    pair = Pair()
    goal = pair.objective(A, "Grow")
    for note in "xy":
        pair.objective(B, "Grow", note=note)
    pair.key_result(A, "Reach 5", goal)
    pair.sync()
    assert [row.kind for row in pair.b.rows] == ["objective", "objective"]
    assert "sync.objective-not-in-step" in {step.why for step in pair.plan() if isinstance(step, Skip)}


def test_where_an_objective_cannot_be_created_its_key_results_are_left_and_told() -> None:
    pair = Pair()
    goal = pair.objective(A, "Grow")
    pair.key_result(A, "Reach 5", goal)
    pair.b.tick = once("before", "create", fail)
    outcome = pair.sync()
    assert [str(failure.key) for failure in outcome.failures] == ["sync.down"]
    assert [left.why for left in outcome.left] == ["sync.not-reached"]
    assert pair.sync().is_complete


def test_after_three_failures_in_a_row_a_store_is_left_alone() -> None:
    pair = Pair()
    for number in range(5):
        pair.objective(A, f"Goal {number}")

    def down(_: str, what: str) -> None:
        if what == "create":
            fail()

    pair.b.tick = down
    outcome = pair.sync()
    assert (len(outcome.failures), len(outcome.left)) == (3, 2)


# ---- deleting


def test_what_a_person_deleted_is_unlinked_and_stays_on_the_other_side_for_good() -> None:
    pair = Pair()
    pair.linked("Stays")
    mine, theirs = pair.linked("Goes")
    pair.a.remove(mine)
    (step,) = pair.plan()
    assert isinstance(step, Unlink)
    pair.sync()
    pair.b.write(theirs, "note", "on my own")
    pair.sync()
    assert (pair.titles(A), pair.titles(B)) == (["Stays"], ["Stays", "Goes"])
    assert pair.plan() == []


def test_what_a_person_deleted_is_deleted_on_the_other_side_where_that_is_asked_for() -> None:
    pair = Pair(deletes=True)
    pair.linked("Stays")
    mine, theirs = pair.linked("Goes")
    pair.a.remove(mine)
    assert pair.sync().deleted == 1
    assert theirs in pair.b.trash
    assert pair.plan() == []


@pytest.mark.parametrize("how", ["store", "rule"])
def test_where_nothing_may_be_deleted_it_is_unlinked(how: str) -> None:
    pair = Pair(deletes=True, fields={"title": FieldRule(Direction.TO_A)} if how == "rule" else {})
    pair.linked("Stays")
    mine, theirs = pair.linked("Goes")
    pair.b.can_delete = how == "rule"
    pair.a.remove(mine)
    pair.sync()
    assert theirs in pair.b.rows


def test_an_edit_beats_a_delete() -> None:
    pair = Pair(deletes=True)
    pair.linked("Stays")
    mine, theirs = pair.linked("Goes", note="old")
    pair.a.remove(mine)
    pair.b.write(theirs, "note", "edited")
    pair.sync()
    assert [row.fields.get("note") for row in pair.a.rows] == [None, "edited"]
    assert theirs in pair.b.rows
    assert pair.plan() == []


def test_an_open_conflict_beats_a_delete() -> None:
    pair = conflicting(deletes=True)
    pair.linked("Stays")
    pair.a.remove(pair.a.rows[0])
    pair.sync()
    assert [row.fields.get("note") for row in pair.a.rows] == [None, "theirs"]
    assert [each.settled for each in pair.ledger.conflicts()] == ["b"]


def test_an_edit_that_came_after_the_listing_beats_a_delete() -> None:
    pair = Pair(deletes=True)
    pair.linked("Stays")
    mine, theirs = pair.linked("Goes")
    pair.a.remove(mine)
    prepared = pair.prepared()
    pair.b.write(theirs, "note", "edited")
    outcome = carry_out(prepared, pair.stores, pair.ledger)
    assert (outcome.deleted, len(outcome.left)) == (0, 1)
    assert theirs in pair.b.rows


def test_an_edited_record_that_cannot_come_back_is_not_deleted_either() -> None:
    pair = Pair(deletes=True)
    pair.linked("Stays")
    mine, theirs = pair.linked("Goes", note="old")
    pair.a.can_create = False
    pair.a.remove(mine)
    pair.b.write(theirs, "note", "edited")
    pair.sync()
    assert theirs in pair.b.rows


def test_an_edited_key_result_brings_its_objective_back() -> None:
    pair = Pair(deletes=True)
    pair.linked("Stays")
    goal, ziel = pair.linked("Goes")
    mine = pair.key_result(A, "Reach 5", goal)
    pair.sync()
    pair.a.remove(goal)
    pair.a.remove(mine)
    pair.b.write(pair.b.rows[-1], "target", 7.0)
    pair.sync()
    assert ziel in pair.b.rows
    assert sorted(pair.titles(A)) == ["Goes", "Reach 5", "Stays"]
    assert pair.a.rows[-1].fields["target"] == 7.0


def test_a_new_key_result_brings_its_objective_back() -> None:
    pair = Pair(deletes=True)
    pair.linked("Stays")
    goal, ziel = pair.linked("Goes")
    pair.a.remove(goal)
    pair.key_result(B, "Reach 5", ziel)
    pair.sync()
    pair.sync()
    assert sorted(pair.titles(A)) == ["Goes", "Reach 5", "Stays"]


def test_an_objective_is_deleted_once_no_key_result_is_left_in_it() -> None:
    pair = Pair(deletes=True)
    pair.linked("Stays")
    goal, ziel = pair.linked("Goes")
    mine = pair.key_result(A, "Reach 5", goal)
    pair.sync()
    pair.a.remove(mine)
    pair.a.remove(goal)
    assert {type(step) for step in pair.plan()} == {Skip, Delete}
    pair.sync()
    assert ziel in pair.b.rows
    pair.sync()
    assert pair.titles(B) == ["Stays"]


def test_deleted_on_both_sides_is_the_end_of_it() -> None:
    pair = Pair()
    pair.linked("Stays")
    mine, theirs = pair.linked("Goes")
    pair.a.remove(mine)
    pair.b.remove(theirs)
    pair.sync()
    assert [link.live for link in pair.links] == [True, False]
    assert pair.plan() == []


def test_what_comes_back_from_the_trash_is_kept_in_step_again() -> None:
    pair = Pair()
    pair.linked("Stays")
    mine, theirs = pair.linked("Goes", note="old")
    pair.a.remove(mine)
    pair.sync()
    pair.b.write(theirs, "note", "edited")
    pair.a.rows.append(mine)
    (step,) = pair.plan()
    assert isinstance(step, Merge)
    assert step.how is How.RETURNED
    pair.sync()
    assert mine.fields["note"] == "edited"


def test_a_row_that_was_cut_and_pasted_is_the_same_okr() -> None:
    pair = Pair(deletes=True)
    pair.linked("Stays")
    mine, theirs = pair.linked("Moves", note="old")
    pair.b.write(theirs, "note", "edited")
    pair.a.remove(mine)
    pasted = pair.objective(A, "Moves", note="old")
    pair.sync()
    assert theirs in pair.b.rows
    assert pasted.fields["note"] == "edited"
    assert [(link.a, link.b, link.live) for link in pair.links][1] == (pasted.id, theirs.id, True)


def test_what_differs_in_a_pasted_row_was_typed_by_nobody_knows_whom() -> None:
    pair = Pair()
    pair.linked("Stays")
    mine, theirs = pair.linked("Moves", note="old")
    pair.a.remove(mine)
    pasted = pair.objective(A, "Moves", note="other")
    pair.sync()
    assert (pasted.fields["note"], theirs.fields["note"]) == ("other", "old")
    assert len(pair.conflicts) == 1


def test_a_row_typed_anew_joins_what_was_left_of_the_old_one() -> None:
    pair = Pair()
    pair.linked("Stays")
    mine, theirs = pair.linked("Goes")
    pair.a.remove(mine)
    pair.sync()
    again = pair.objective(A, "Goes")
    pair.sync()
    assert pair.titles(B) == ["Stays", "Goes"]
    assert [(link.a, link.b, link.live) for link in pair.links][1] == (again.id, theirs.id, True)


def test_an_objective_that_was_cut_and_pasted_keeps_its_key_results() -> None:
    pair = Pair(deletes=True)
    pair.linked("Stays")
    goal, _ = pair.linked("Moves")
    mine = pair.key_result(A, "Reach 5", goal)
    pair.sync()
    pair.a.remove(goal)
    pair.a.remove(mine)
    pair.key_result(A, "Reach 5", pair.objective(A, "Moves"))
    pair.sync()
    assert (pair.b.made, len(pair.b.rows), len(pair.links)) == (3, 3, 3)
    assert pair.plan() == []


@pytest.mark.parametrize("put_back", [False, True])
def test_our_own_deletion_is_never_taken_for_a_persons(*, put_back: bool) -> None:
    pair = Pair(deletes=True)
    pair.linked("Stays")
    mine, theirs = pair.linked("Goes")
    pair.a.remove(mine)
    pair.b.tick = once("after", "delete", die)
    with pytest.raises(KilledError):
        pair.sync()
    assert pair.ledger.load().pending == {(2, B): Pending(2, B, DELETING)}
    if put_back:
        pair.a.rows.append(mine)
    pair.sync()
    assert not pair.ledger.load().pending
    assert theirs in pair.b.trash
    assert (mine in pair.a.rows) is put_back
    assert pair.titles(B) == (["Stays", "Goes"] if put_back else ["Stays"])
    assert pair.plan() == []


def test_a_deletion_that_never_came_about_is_forgotten_where_the_record_was_put_back() -> None:
    pair = Pair(deletes=True)
    pair.linked("Stays")
    mine, theirs = pair.linked("Goes")
    pair.a.remove(mine)
    pair.b.tick = once("at", "delete", die)
    with pytest.raises(KilledError):
        pair.sync()
    pair.a.rows.append(mine)
    pair.sync()
    assert not pair.ledger.load().pending
    pair.b.remove(theirs)
    pair.sync()
    assert mine in pair.a.trash


def test_an_edited_record_whose_title_stands_over_there_again_is_not_restored_beside_it() -> None:
    pair = Pair()
    pair.linked("Stays")
    mine, theirs = pair.linked("Goes", note="old")
    copy = pair.objective(B, "Goes")
    pair.a.remove(mine)
    pair.objective(A, "Goes")
    pair.b.write(theirs, "note", "edited")
    assert {step.why for step in pair.plan() if isinstance(step, Skip)} >= {"sync.key-taken"}
    assert pair.sync().is_complete
    assert pair.titles(A) == ["Stays", "Goes"]
    pair.b.remove(copy)
    pair.sync()
    assert pair.titles(A) == ["Stays", "Goes"]
    assert pair.plan() == []


def test_a_row_that_moved_while_its_create_was_unanswered_does_not_get_back_what_the_store_rounded() -> None:
    pair = Pair()
    pair.b.rounds = True
    goal, _ = pair.linked()
    mine = pair.key_result(A, "Reach 5", goal, target=5.5)
    pair.b.tick = once("after", "create", die)
    with pytest.raises(KilledError):
        pair.sync()
    pair.a.remove(mine)
    pasted = pair.key_result(A, "Reach 5", goal, target=5.5)
    pair.sync()
    pair.sync()
    assert (pasted.fields["target"], pair.b.rows[-1].fields["target"]) == (5.5, 5.0)
    assert [each.field for each in pair.conflicts] == ["target"]


def test_links_that_no_longer_lead_to_counterparts_are_a_conflict_and_nobodys_edit() -> None:
    pair = Pair()
    goal, ziel = pair.linked("Grow")
    mine = pair.key_result(A, "Reach 5", goal)
    pair.sync()
    pair.b.remove(ziel)
    pair.objective(B, "Grow")
    pair.sync()
    pair.sync()
    assert (mine.fields["objective"], pair.b.rows[0].fields["objective"]) == (Records(("a1",)), Records(("b1",)))
    assert [each.field for each in pair.conflicts] == ["objective"]


def test_a_late_answer_to_a_create_whose_source_was_deleted_is_left_alone() -> None:
    pair = Pair(deletes=True)
    pair.linked("Stays")
    mine = pair.objective(A, "Goes")
    pair.b.tick = once("after", "create", die)
    with pytest.raises(KilledError):
        pair.sync()
    pair.a.remove(mine)
    late = pair.b.rows.pop()
    pair.sync()
    pair.b.rows.append(late)
    pair.sync()
    assert pair.titles(A) == ["Stays"]
    assert late in pair.b.rows
    assert [(link.a, link.b, link.live) for link in pair.links][1] == (mine.id, late.id, False)
    assert not pair.ledger.load().pending
    assert pair.plan() == []


def test_what_an_unanswered_create_made_is_not_deleted_when_its_source_is() -> None:
    pair = Pair(deletes=True)
    pair.linked("Stays")
    mine = pair.objective(A, "Goes")
    pair.b.tick = once("after", "create", die)
    with pytest.raises(KilledError):
        pair.sync()
    pair.a.remove(mine)
    pair.b.write(pair.b.rows[-1], "note", "mine now")
    pair.sync()
    assert pair.titles(B) == ["Stays", "Goes"]
    assert pair.plan() == []


def test_a_record_that_may_no_longer_be_seen_is_left_alone() -> None:
    pair = Pair(deletes=True)
    pair.linked("Stays")
    mine, theirs = pair.linked("Hidden")
    pair.a.hidden.add(mine.id)
    pair.b.write(theirs, "note", "edited")
    pair.sync()
    assert theirs in pair.b.rows
    assert [step.why for step in pair.plan() if isinstance(step, Skip)] == ["sync.hidden"]
    pair.b.hidden.add(theirs.id)
    assert pair.plan() == []
    pair.a.hidden.clear()
    pair.b.hidden.clear()
    pair.sync()
    assert mine.fields["note"] == "edited"


# ---- the run as a whole


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


def conflicting(**settings: Any) -> Pair:
    """Return a pair with one open conflict: the note is “mine” here and “theirs” there."""
    pair = Pair(**settings)
    mine, theirs = pair.linked(note="old")
    pair.a.write(mine, "note", "mine")
    pair.b.write(theirs, "note", "theirs")
    pair.sync()
    return pair
