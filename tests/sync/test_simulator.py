"""Schedules by the thousand: people, faults and crashes, and all twelve invariants (see `simulator.py`)."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from simulator import World, simulate

from okrsync.state.database import open_database
from okrsync.sync.guards import SyncStoppedError
from okrsync.sync.mirror import Prepared, carry_out
from okrsync.sync.plan import Plan
from okrsync.sync.sql_ledger import SqlLedger

if TYPE_CHECKING:
    from collections.abc import Callable

    from model_store import Row

CHUNKS = 8
SCHEDULES = 20_000
"""In all chunks; `make soak` plays a million."""


@pytest.mark.no_cover  # counting lines would take three times as long; the other tests walk them all
@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_no_schedule_breaks_an_invariant(chunk: int) -> None:
    for seed in range(chunk, SCHEDULES, CHUNKS):
        try:
            simulate(seed)
        except BaseException as error:
            error.add_note(f"seed {seed}: tests/sync/soak.py --seed {seed} plays it again")
            raise


def test_the_same_seed_is_the_same_schedule() -> None:
    for seed in range(300):
        assert simulate(seed).trace == simulate(seed).trace


def test_the_schedules_are_as_wild_as_they_should_be() -> None:
    told = [line for seed in range(400) for line in simulate(seed).trace]
    for sign in ("crash after", "crash before", "fault after", "fault before", "cut", "state lost", "person: takes"):
        assert sum(line.startswith(sign) for line in told) > 5, sign
    for key in ("incomplete", "too-many-deletes", "key-not-unique", "empty"):
        assert f"stopped: sync.{key}" in told, key


@pytest.mark.parametrize("seed", range(25))
def test_in_a_database_a_schedule_goes_just_as_in_dictionaries(seed: int) -> None:
    database = open_database("sqlite://")
    lives: list[str] = []

    def ledger(life: str) -> SqlLedger:
        lives.append(life)
        return SqlLedger(database, f"pair {len(lives)}", life)

    assert simulate(seed, ledger).trace == simulate(seed).trace
    database.close()


@pytest.mark.needs_postgresql
def test_in_postgresql_a_schedule_goes_just_as_in_dictionaries(new_state: Callable[[str], str]) -> None:
    database = open_database(new_state("postgresql"))
    lives: list[str] = []

    def ledger(life: str) -> SqlLedger:
        lives.append(life)
        return SqlLedger(database, f"pair {len(lives)}", life)

    for seed in range(3):
        assert simulate(seed, ledger).trace == simulate(seed).trace
    database.close()


def test_the_order_of_a_plan_does_not_matter() -> None:
    for seed in range(300):
        ends = []
        for backwards in (False, True):
            world = World(seed)
            world.play_some()
            with suppress(SyncStoppedError):
                prepared = world.look()
                steps = sorted(prepared.plan.steps, key=repr, reverse=backwards)
                carry_out(Prepared(Plan(tuple(steps)), prepared.picture), world.stores, world.ledger)
            world.come_to_rest()
            ends.append(
                [sorted(str((row.kind, *_typed(row))) for row in store.rows) for store in world.stores.values()]
            )
        assert ends[0] == ends[1], seed


def _typed(row: Row) -> list[object]:
    """Return what people typed into a row: neither ids nor links, which differ with the order of creation."""
    return [row.fields.get(name) for name in ("title", "note", "target", "status")]
