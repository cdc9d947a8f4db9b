"""Signs at which a run stops with nothing written."""

from __future__ import annotations

from typing import Any

import pytest
from model_store import TYPES
from pairs import Pair, fail, once

from okrsync.errors import TransientError
from okrsync.sync.guards import SyncStoppedError
from okrsync.sync.settings import FieldRule, Settings, Side
from okrsync.wording import languages

A, B = Side.A, Side.B


def many(count: int = 10, **settings: Any) -> Pair:
    """Return a pair with so many linked objectives."""
    pair = Pair(**settings)
    for number in range(count):
        pair.objective(A, f"Goal {number}")
    pair.sync()
    pair.b.write(pair.b.rows[0], "note", "waits to be written")
    return pair


def stops(pair: Pair, key: str) -> SyncStoppedError:
    """See that the next run stops with this sentence, in any language, and that nothing is written."""
    before = (pair.a.writes, pair.b.writes)
    with pytest.raises(SyncStoppedError) as stopped:
        pair.sync()
    assert stopped.value.key == f"sync.{key}"
    assert stopped.value.exit_code == 3
    assert all("{" not in stopped.value.text(language) for language in languages())
    assert (pair.a.writes, pair.b.writes) == before
    return stopped.value


@pytest.mark.parametrize("side", [A, B])
def test_a_side_that_is_suddenly_empty(side: Side) -> None:
    pair = many()
    pair.stores[side].rows.clear()
    stops(pair, "empty")


def test_a_side_that_was_emptied_on_purpose_needs_a_word() -> None:
    pair = many()
    pair.a.rows.clear()
    pair.accept(9)
    stops(pair, "empty")
    pair.accept(10)
    pair.sync()
    assert len(pair.a.rows) == 1  # The one that was edited over there comes back.


def test_a_side_that_never_held_anything_is_filled() -> None:
    assert len(many().b.rows) == 10


@pytest.mark.parametrize(("deleted", "allowed"), [(3, True), (4, False)])
def test_more_deletions_than_a_fifth_and_than_three(deleted: int, *, allowed: bool) -> None:
    pair = many(10)
    del pair.a.rows[1 : 1 + deleted]
    if allowed:
        pair.sync()
        return
    assert f"{deleted} of 10" in str(stops(pair, "too-many-deletes"))
    pair.accept(deleted - 1)
    stops(pair, "too-many-deletes")
    pair.accept(deleted)
    pair.sync()
    assert len(pair.b.rows) == 10


def test_of_many_links_a_fifth_may_end() -> None:
    pair = many(30)
    del pair.a.rows[1:7]
    pair.sync()
    pair = many(30)
    del pair.a.rows[1:8]
    stops(pair, "too-many-deletes")


def test_deletions_on_both_sides_and_moved_rows_do_not_count() -> None:
    pair = many(10)
    for store in pair.stores.values():
        del store.rows[2:8]
    pair.sync()
    pair = many(10)
    moved = [pair.a.rows.pop() for _ in range(6)]
    for row in moved:
        pair.a.add("objective", row.fields)
    pair.sync()
    assert len(pair.b.rows) == 10


def test_a_listing_that_was_cut_short() -> None:
    pair = many()
    pair.a.cut = lambda length: length - 1
    stops(pair, "incomplete")


def test_access_that_was_lost_to_many_records() -> None:
    pair = many(10)
    pair.a.hidden |= {row.id for row in pair.a.rows[1:4]}
    pair.sync()
    pair.b.write(pair.b.rows[0], "note", "waits again")
    pair.a.hidden |= {row.id for row in pair.a.rows[1:5]}
    stops(pair, "access-lost")


@pytest.mark.parametrize(
    ("settings", "lost"),
    [(Settings(), "note"), (Settings({"note": FieldRule()}, others=None), "note"), (Settings(), "title")],
    ids=["known", "named", "key"],
)
def test_a_column_that_is_no_longer_there(settings: Settings, lost: str) -> None:
    pair = many()
    pair.settings = settings
    pair.b.types = {
        kind: {name: each for name, each in fields.items() if name != lost} for kind, fields in TYPES[B].items()
    }
    assert lost in str(stops(pair, "field-missing"))


def test_a_column_that_is_left_out_may_go() -> None:
    pair = many()
    pair.settings = Settings({"title": FieldRule()}, others=None)
    pair.b.types = {kind: {"title": fields["title"]} for kind, fields in TYPES[B].items()}
    pair.sync()


def test_titles_that_were_filled_down() -> None:
    pair = many(4)
    for row in pair.a.rows:
        pair.a.write(row, "title", "Goal 0")
    assert "4 rows" in str(stops(pair, "key-not-unique"))


def test_titles_that_were_the_same_on_both_sides_from_the_start_are_no_slip() -> None:
    pair = many(2)
    for store in pair.stores.values():
        store.write(store.rows[1], "title", "Goal 0")
    pair.sync()
    assert pair.plan() == []


def test_titles_that_a_run_of_ours_left_half_done_are_no_slip() -> None:
    pair = many(2)
    pair.a.write(pair.a.rows[0], "title", "Goal 1")
    pair.a.write(pair.a.rows[1], "title", "Goal 2")
    down: list[bool] = []

    def tick(moment: str, what: str) -> None:
        if what == "update" and moment == "before":
            down.append(True)
            if len(down) == 2:
                fail()

    pair.b.tick = tick
    assert pair.sync().failures
    pair.sync()
    assert pair.titles(B) == ["Goal 1", "Goal 2"]


@pytest.mark.parametrize("what", ["listing", "whereabouts"])
def test_a_store_that_cannot_be_read(what: str) -> None:
    pair = many()
    pair.a.hidden.add(pair.a.rows[0].id)
    pair.a.tick = once("before", what, fail)
    with pytest.raises(TransientError):
        pair.sync()
    assert pair.a.writes == 0
