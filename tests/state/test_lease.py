"""One run at a time, and a run that was overtaken does no harm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, select

from okrsync.errors import BusyError
from okrsync.state.database import Database, open_database
from okrsync.state.lease import Lease, acquire, release, renew
from okrsync.state.pairs import PAIR

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def database(state_url: str) -> Iterator[Database]:
    opened = open_database(state_url)
    yield opened
    opened.close()


def test_while_one_run_holds_the_lease_another_is_told_who_and_how_long(database: Database) -> None:
    acquire(database, "night", "run on atlas", now=1000, seconds=600)
    with pytest.raises(BusyError, match=r"run on atlas.*5 min") as busy:
        acquire(database, "night", "me", now=1301, seconds=600)
    assert busy.value.exit_code == 4


def test_leases_of_other_names_do_not_mind_each_other(database: Database) -> None:
    acquire(database, "one", "me", now=0, seconds=600)
    assert acquire(database, "two", "you", now=0, seconds=600) == Lease("two", 1)


def test_a_lease_that_was_given_back_is_free_at_once(database: Database) -> None:
    first = acquire(database, "night", "me", now=0, seconds=600)
    release(database, first)
    assert acquire(database, "night", "you", now=1, seconds=600).token == first.token + 1


def test_a_lease_ends_by_itself(database: Database) -> None:
    first = acquire(database, "night", "me", now=0, seconds=600)
    assert acquire(database, "night", "you", now=600, seconds=600).token == first.token + 1


def test_a_run_that_was_overtaken_writes_nothing_more(database: Database) -> None:
    slow = acquire(database, "night", "me", now=0, seconds=600)
    acquire(database, "night", "you", now=700, seconds=600)
    with pytest.raises(BusyError, match="taken over"), database.writing() as connection:  # noqa: PT012 - one transaction
        connection.execute(insert(PAIR).values(name="p", life="x", runs=1))
        renew(connection, slow, until=2000)
    with database.reading() as connection:
        assert connection.execute(select(PAIR)).all() == []


def test_a_run_that_was_overtaken_does_not_give_back_what_is_not_its_own(database: Database) -> None:
    slow = acquire(database, "night", "me", now=0, seconds=600)
    acquire(database, "night", "you", now=700, seconds=600)
    release(database, slow)
    with pytest.raises(BusyError):
        acquire(database, "night", "third", now=701, seconds=600)


def test_a_lease_that_is_held_on_to_lasts_longer(database: Database) -> None:
    lease = acquire(database, "night", "me", now=0, seconds=600)
    with database.writing() as connection:
        renew(connection, lease, until=5000)
    with pytest.raises(BusyError):
        acquire(database, "night", "you", now=4000, seconds=600)
