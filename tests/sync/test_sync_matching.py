"""Which records of two stores belong together: matched where that is certain, else left alone and told."""

from __future__ import annotations

from pairs import Pair

from okrsync.sync.plan import Skip
from okrsync.sync.settings import FieldRule, Policy, Side

A, B = Side.A, Side.B


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
