"""Only what a person deleted ends, an edit beats a delete, and what comes back is welcome."""

from __future__ import annotations

import pytest
from pairs import KilledError, Pair, conflicting, die, fail, once

from okrsync.sync.ledger import DELETING, Pending
from okrsync.sync.mirror import carry_out
from okrsync.sync.plan import Delete, How, Merge, Skip, Unlink
from okrsync.sync.settings import Direction, FieldRule, Side
from okrsync.sync.values import Records

A, B = Side.A, Side.B


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


@pytest.mark.parametrize("late", [False, True], ids=["seen before", "seen after"])
def test_what_a_store_made_of_a_create_does_not_come_back_with_its_source(*, late: bool) -> None:
    pair = Pair()
    pair.b.rounds = True
    goal, _ = pair.linked()
    mine = pair.key_result(A, "Reach 5", goal, target=5.5)
    pair.b.tick = once("after", "create", fail)
    pair.sync()
    pair.a.remove(mine)
    theirs = pair.b.rows.pop() if late else None
    pair.sync()
    if theirs:
        pair.b.rows.append(theirs)
        pair.sync()
    pair.a.trash.remove(mine)
    pair.a.rows.append(mine)
    for _ in range(2):
        pair.sync()
    assert [store.rows[-1].fields["target"] for store in pair.stores.values()] == [5.5, 5.0]
    assert [each.field for each in pair.conflicts] == ["target"]


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


def test_a_conflict_that_ended_with_its_records_is_there_again_when_they_come_back() -> None:
    pair = conflicting()
    pair.linked("Stays")
    rows = [(store, store.rows[0]) for store in pair.stores.values()]
    for store, row in rows:
        store.remove(row)
    pair.sync()
    assert pair.conflicts == []
    for store, row in rows:
        store.trash.remove(row)
        store.rows.append(row)
    pair.sync()
    assert [(each.a, each.b) for each in pair.conflicts] == [("mine", "theirs")]
