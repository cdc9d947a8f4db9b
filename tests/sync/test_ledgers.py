"""One suite for every ledger: the dictionaries of the simulator remember just as the databases do."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from memory_ledger import MemoryLedger
from sqlalchemy.exc import IntegrityError

from okrsync.errors import BusyError
from okrsync.state.database import open_database
from okrsync.state.lease import acquire
from okrsync.sync.ledger import Base, Conflict, Entry, Ledger, Link, Memory, Pending
from okrsync.sync.settings import Side
from okrsync.sync.sql_ledger import SqlLedger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LINK = Link(1, "objective", "a1", None)
PENDING = Pending(1, Side.B, "life-1-1")
BASE = Base(1, "title", "Grow", "Grow")
CONFLICT = Conflict(1, 1, "note", 1, "here", date(2026, 12, 31))
ENTRY = Entry(1, 1, "update", 1, Side.B, "b1", "title", None, 4.5)


@pytest.fixture(params=["memory", "sqlite", pytest.param("postgresql", marks=pytest.mark.needs_postgresql)])
def ledger(request: pytest.FixtureRequest, new_state: Callable[[str], str]) -> Iterator[Ledger]:
    if request.param == "memory":
        yield MemoryLedger()
        return
    database = open_database(new_state(request.param))
    lease = acquire(database, "sync", "me", now=0, seconds=600)
    yield SqlLedger(database, "pair", "life", lease)
    database.close()


def test_at_first_nothing_is_remembered(ledger: Ledger) -> None:
    assert ledger.load() == Memory("life")
    assert ledger.load().is_new
    assert ledger.last_run() is None
    assert ledger.conflicts() == ledger.entries(1) == []


def test_runs_are_counted(ledger: Ledger) -> None:
    assert [ledger.begin(), ledger.begin(), ledger.begin()] == [1, 2, 3]


def test_what_was_committed_is_remembered(ledger: Ledger) -> None:
    ledger.begin()
    ledger.commit([LINK, PENDING, BASE, CONFLICT, ENTRY])
    assert ledger.load() == Memory(
        "life",
        {1: LINK},
        {(1, "title"): BASE},
        {(1, Side.B): PENDING},
        {(1, "note"): CONFLICT},
        last_conflict=1,
    )
    assert ledger.entries(1) == [ENTRY]
    assert ledger.entries(2) == []
    assert ledger.last_run() == 1


def test_a_row_put_again_takes_the_place_of_the_first(ledger: Ledger) -> None:
    ledger.begin()
    ledger.commit([LINK, PENDING, BASE, CONFLICT, ENTRY])
    link, base = LINK.joined(Side.B, "b1").ended(), BASE._replace(b="Grow more")
    entry, pending = ENTRY._replace(after=5.0), PENDING._replace(marker="life-1-2")
    ledger.commit([link, base, pending, CONFLICT._replace(choice=Side.B), entry])
    memory = ledger.load()
    assert (memory.links[1], memory.bases[1, "title"], memory.pending[1, Side.B]) == (link, base, pending)
    assert memory.conflicts[1, "note"].choice is Side.B
    assert ledger.entries(1) == [entry]


def test_what_is_dropped_is_forgotten_and_what_is_put_at_once_stays(ledger: Ledger) -> None:
    ledger.begin()
    ledger.commit([LINK, PENDING, BASE])
    ledger.commit([BASE._replace(a="new")], [PENDING, BASE])
    memory = ledger.load()
    assert not memory.pending
    assert memory.bases == {(1, "title"): BASE._replace(a="new")}


def test_a_settled_conflict_is_no_longer_open_and_stays_on_record(ledger: Ledger) -> None:
    ledger.begin()
    settled = CONFLICT._replace(settled="a")
    ledger.commit([LINK, CONFLICT])
    ledger.commit([settled])
    assert not ledger.load().conflicts
    assert ledger.load().last_conflict == 1
    assert ledger.conflicts() == [settled]


def test_a_cell_has_a_second_conflict_only_when_the_first_is_settled(ledger: Ledger) -> None:
    ledger.begin()
    ledger.commit([LINK, CONFLICT._replace(settled="b"), CONFLICT._replace(id=2)])
    assert ledger.load().conflicts[1, "note"].id == 2
    assert [each.id for each in ledger.conflicts()] == [1, 2]


def test_a_remote_record_is_never_in_two_links(ledger: Ledger) -> None:
    ledger.begin()
    with pytest.raises((IntegrityError, AssertionError)):
        ledger.commit([LINK, Link(2, "objective", "a1", "b2", live=False)])


def test_two_pairs_know_nothing_of_each_other(state_url: str) -> None:
    database = open_database(state_url)
    one, other = (SqlLedger(database, name, name) for name in ("one", "other"))
    for ledger in (one, other):
        ledger.begin()
        ledger.commit([LINK, BASE, PENDING, CONFLICT, ENTRY])
    one.commit([LINK.ended()], [BASE, PENDING])
    assert other.load().links == {1: LINK}
    assert (other.load().bases, other.load().life) == ({(1, "title"): BASE}, "other")
    database.close()


def test_the_life_of_a_pair_is_that_of_its_first_run(state_url: str) -> None:
    database = open_database(state_url)
    SqlLedger(database, "pair", "first").begin()
    assert SqlLedger(database, "pair", "second").load().life == "first"
    database.close()


@pytest.mark.parametrize("act", ["begin", "commit"])
def test_a_run_that_was_overtaken_can_no_longer_remember_anything(state_url: str, act: str) -> None:
    database = open_database(state_url)
    clock = iter((100.0, 200.0, 300.0))
    slow = SqlLedger(database, "pair", "life", acquire(database, "s", "me", now=0, seconds=9), now=lambda: next(clock))
    slow.begin()
    acquire(database, "s", "you", now=10_000, seconds=9)
    calls: dict[str, Any] = {"begin": slow.begin, "commit": lambda: slow.commit([LINK])}
    with pytest.raises(BusyError, match="taken over"):
        calls[act]()
    assert slow.load().links == {}
    database.close()


def test_every_commit_prolongs_the_lease(state_url: str) -> None:
    database = open_database(state_url)
    lease = acquire(database, "s", "me", now=0, seconds=10)
    ledger = SqlLedger(database, "pair", "life", lease, now=lambda: 9.0, lease_seconds=100)
    ledger.begin()
    with pytest.raises(BusyError):
        acquire(database, "s", "you", now=50, seconds=10)
    database.close()
