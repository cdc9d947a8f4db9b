"""Nothing is created twice, whatever crashes and whoever else is at work."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from pairs import KilledError, Pair, die, fail, once

from okrsync.sync.ledger import Pending
from okrsync.sync.mirror import carry_out
from okrsync.sync.plan import Create, How, Merge, Skip
from okrsync.sync.settings import Direction, FieldRule, Side
from okrsync.sync.values import Records

A, B = Side.A, Side.B


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


def test_a_companys_rows_are_none_of_a_teams_business() -> None:
    pair = Pair(creates=frozenset({A}))
    ours = pair.objective(B, "Bake")
    pair.key_result(B, "Loaves", ours)
    pair.objective(A, "Sell")
    pair.sync()
    assert (pair.titles(A), pair.titles(B)) == (["Sell", "Bake", "Loaves"], ["Bake", "Loaves"])
    assert pair.plan() == []


def test_an_edited_record_is_not_put_back_where_nothing_is_made() -> None:
    pair = Pair(creates=frozenset({A}))
    pair.linked("Stays")
    mine, theirs = pair.linked("Goes", note="old")
    pair.b.remove(theirs)
    pair.a.write(mine, "note", "new")
    pair.sync()
    assert (pair.titles(B), [link.live for link in pair.links]) == (["Stays"], [True, False])
