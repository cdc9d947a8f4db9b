"""A store that is written as a whole gets what many records changed in one write, and none of them starves another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from model_store import SheetModel
from pairs import Pair, fail, once

from okrsync.errors import WriteRefusedError
from okrsync.sync.conflicts import take
from okrsync.sync.mirror import carry_out
from okrsync.sync.outcome import MOST_FAILURES
from okrsync.sync.settings import Side
from okrsync.sync.stores import RecordRefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from okrsync.sync.stores import Change, Record, RecordError

A, B = Side.A, Side.B
TITLES = ("Grow", "Save", "Learn", "Hire", "Sell")


class Refusing(SheetModel):
    """A sheet that refuses any step in which `refused` is written, as services refuse a whole batch for one cell."""

    refused = ""

    def update_together(self, changes: Mapping[str, Mapping[str, Change]]) -> Mapping[str, Record | RecordError]:
        if self.refused in changes:
            raise WriteRefusedError("sync.no-place", store=self.name)
        return super().update_together(changes)


class Careful(SheetModel):
    """A sheet that answers for one record that it cannot be written without harm."""

    refused = ""

    def update_together(self, changes: Mapping[str, Mapping[str, Change]]) -> Mapping[str, Record | RecordError]:
        answers = super().update_together({each: wanted for each, wanted in changes.items() if each != self.refused})
        refused = {
            each: RecordRefusedError("sync.no-place", store=self.name) for each in changes.keys() & {self.refused}
        }
        return {**answers, **refused}


def edited(kind: type[SheetModel] = SheetModel) -> Pair:
    """Return a pair in step, of which every note was then changed on side B."""
    pair = Pair()
    pair.a = pair.stores[A] = kind(A, "Sheet")
    for title in TITLES:
        pair.linked(title, note="old")
    for row in pair.b.rows:
        pair.b.write(row, "note", f"new {row.fields['title']}")
    pair.a.writes = 0
    return pair


def notes(pair: Pair) -> list[object]:
    return [row.fields["note"] for row in pair.a.rows]


NEW = [f"new {title}" for title in TITLES]


def test_many_changes_are_one_write() -> None:
    pair = edited()
    outcome = pair.sync()
    assert (notes(pair), pair.a.writes, outcome.cells, outcome.is_complete) == (NEW, 1, 5, True)
    assert pair.plan() == []


@pytest.mark.parametrize("moment", ["fetch", "update"])
def test_what_somebody_changed_meanwhile_is_left_and_all_else_is_written(moment: str) -> None:
    pair = edited()
    pair.a.tick = once("before", moment, lambda: pair.a.write(pair.a.rows[2], "note", "mine"))
    outcome = pair.sync()
    assert notes(pair) == ["new Grow", "new Save", "mine", "new Hire", "new Sell"]
    assert [left.why for left in outcome.left] == ["sync.changed-meanwhile"]
    pair.sync()
    assert [(each.a, each.b) for each in pair.conflicts] == [("mine", "new Learn")]


def test_a_record_that_somebody_deleted_meanwhile_is_left_and_all_else_is_written() -> None:
    pair = edited()
    prepared = pair.prepared()
    pair.a.remove(pair.a.rows[0])
    outcome = carry_out(prepared, pair.stores, pair.ledger)
    assert (notes(pair), outcome.cells, len(outcome.left)) == (NEW[1:], 4, 1)


def test_what_cannot_be_written_without_harm_waits_for_a_person_and_is_told_once() -> None:
    pair = edited(Careful)
    pair.a.refused = pair.a.rows[1].id  # type: ignore[attr-defined]  # the store is of that kind
    pair.sync()
    assert [(each.field, each.a, each.b) for each in pair.conflicts] == [("note", "old", "new Save")]
    assert pair.sync().failures == []
    pair.a.write(pair.a.rows[1], "note", "new Save")
    pair.sync()
    assert (pair.conflicts, pair.plan()) == ([], [])


def test_a_choice_that_cannot_be_carried_out_waits_for_a_person_again() -> None:
    pair = edited(Careful)
    pair.a.refused = pair.a.rows[1].id  # type: ignore[attr-defined]  # the store is of that kind
    pair.sync()
    (conflict,) = pair.conflicts
    take(pair.ledger, conflict.id, B)
    assert len(pair.sync().failures) == 1
    assert pair.conflicts == [conflict._replace(run=pair.conflicts[0].run)]
    assert pair.sync().failures == []


@pytest.mark.parametrize("kind", [Refusing, Careful])
def test_one_record_that_cannot_be_written_keeps_no_other_from_it(kind: type[Refusing | Careful]) -> None:
    pair = edited(kind)
    pair.a.refused = pair.a.rows[1].id  # type: ignore[attr-defined]  # the store is of that kind
    outcome = pair.sync()
    assert notes(pair) == ["new Grow", "old", *NEW[2:]]
    assert [error.key for error in outcome.failures] == ["sync.no-place"]


def test_a_store_that_refuses_everything_says_so_once() -> None:
    class Closed(SheetModel):
        def update_together(self, _: Mapping[str, Mapping[str, Change]]) -> Mapping[str, Record | RecordError]:
            self.writes += 1
            raise WriteRefusedError("sync.no-place", store=self.name)

    pair = edited(Closed)
    outcome = pair.sync()
    assert (len(outcome.reasons), pair.a.writes) == (1, 1 + MOST_FAILURES)
    assert [left.why for left in outcome.left] == ["sync.not-reached"] * 2


def test_a_store_that_is_down_is_asked_once_and_everything_is_done_by_the_next_run() -> None:
    pair = edited()
    pair.a.tick = once("before", "fetch", fail)
    outcome = pair.sync()
    assert (notes(pair), len(outcome.failures), outcome.cells) == (["old"] * 5, 1, 0)
    assert pair.sync().is_complete
    assert notes(pair) == NEW


def test_a_write_whose_answer_was_lost_is_not_made_twice() -> None:
    pair = edited()
    pair.a.tick = once("after", "update", fail)
    assert len(pair.sync().failures) == 1
    assert (notes(pair), pair.a.writes) == (NEW, 1)
    assert pair.sync().is_quiet
    assert (pair.a.writes, pair.plan()) == (1, [])
