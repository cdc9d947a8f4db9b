"""What guards a run: lock, lease, deadline, and a source that fails in a way that nobody foresaw."""

from __future__ import annotations

import os
import signal
import socket
import time
from datetime import timedelta
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from okrsync.addresses import FileAddress
from okrsync.agent.lease_keeping import NAME, leased
from okrsync.agent.lock import alone
from okrsync.agent.logs import logger
from okrsync.agent.nightly import Conditions, run_once
from okrsync.agent.running import run_sources
from okrsync.agent.stopping import OutOfTime, Stopping
from okrsync.errors import BusyError, StateError
from okrsync.pipeline import Job, Manner
from okrsync.state.database import Database, open_database
from okrsync.state.lease import LEASE, acquire
from okrsync.state.place import lock_path, may_exist, state_place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Return an empty state."""
    opened = open_database(tmp_path / "state.db")
    yield opened
    opened.close()


def test_a_lock_is_held_by_one_and_free_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "okrsync.lock"
    with alone(path):
        with pytest.raises(BusyError) as caught, alone(path):
            pass
        assert caught.value.exit_code == 4
        assert str(path) in caught.value.text("en")
    with alone(path):
        pass


def test_a_lock_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StateError) as caught, alone(tmp_path / "file" / "okrsync.lock"):
        pass
    assert "cannot be made" in caught.value.text("en")


def test_the_lease_of_another_computer_is_waited_for(database: Database) -> None:
    acquire(database, NAME, "other.example, process 7", now=time.time(), seconds=600)
    with pytest.raises(BusyError) as caught, leased(database):
        pass
    assert "other.example" in caught.value.text("en")


def test_the_lease_of_a_run_that_was_killed_here_is_taken_over(database: Database) -> None:
    dead = acquire(database, NAME, f"{socket.gethostname()}, process 7", now=time.time(), seconds=600)
    with leased(database) as hold, database.writing() as connection:
        hold(connection)
        assert connection.execute(select(LEASE.c.token)).scalar_one() > dead.token


def test_a_lease_is_renewed_as_long_as_the_run_lasts_and_then_given_back(database: Database) -> None:
    def until() -> float:
        with database.reading() as connection:
            return connection.execute(select(LEASE.c.until)).scalar_one()

    with leased(database, every=0.05):
        first = until()
        deadline = time.monotonic() + 60
        while until() == first:
            assert time.monotonic() < deadline
            time.sleep(0.02)  # it is renewed by a thread that nobody can wait for
    assert until() == 0


def test_a_run_that_was_overtaken_is_told_in_its_next_transaction(database: Database) -> None:
    with leased(database, every=0.05) as hold:
        with database.writing() as connection:
            connection.execute(update(LEASE).values(token=LEASE.c.token + 1, holder="another"))
        with pytest.raises(BusyError), database.writing() as connection:
            hold(connection)
    with database.reading() as connection:
        # What is another's is not given back.
        assert connection.execute(select(LEASE.c.holder)).scalar_one() == "another"


def test_time_that_is_over_ends_whatever_is_done() -> None:
    stopping = Stopping(0.05)
    began = time.monotonic()
    with pytest.raises(OutOfTime), stopping.limited():
        time.sleep(60)  # what takes too long
    assert time.monotonic() - began < 30
    assert stopping.out_of_time
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_time_that_suffices_ends_nothing() -> None:
    stopping = Stopping(3600)
    with stopping.limited():
        pass
    assert not stopping.out_of_time
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL


def test_on_another_thread_there_are_no_signals_and_nothing_breaks() -> None:
    stopping = Stopping(3600)
    passed: list[bool] = []

    def work() -> None:
        with stopping.heeding_signals(), stopping.limited():
            passed.append(True)

    thread = Thread(target=work)
    thread.start()
    thread.join()
    assert passed == [True]


def test_being_asked_to_stop_is_remembered_and_wakes_who_waits() -> None:
    stopping = Stopping()
    woken: list[bool] = []
    stopping.wake = lambda: woken.append(True)
    with stopping.heeding_signals():
        os.kill(os.getpid(), signal.SIGTERM)
    assert stopping.asked
    assert woken == [True]


def test_a_source_that_fails_in_a_way_that_nobody_foresaw_stops_no_other(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A limit of the system, met in the middle of a write.
    monkeypatch.setattr("os.replace", None)
    wanted = [Job(FileAddress(folder / f"{name}.csv"), name, Manner()) for name in ("sales", "gone", "support")]
    done = list(run_sources(wanted, None, Stopping()))
    assert [one.error and one.error.key for one in done] == [
        "agent.unforeseen",
        "sources.missing",
        "agent.unforeseen",
    ]
    assert done[0].error is not None
    assert isinstance(done[0].error.__cause__, TypeError)


def test_a_state_on_a_server_has_a_lock_in_the_users_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    path = lock_path("postgresql://db/okr")
    assert path.parent == tmp_path / "okrsync"
    assert path != lock_path("postgresql://db/other")
    assert may_exist("postgresql://db/okr")


def test_the_address_of_the_state_may_be_kept_elsewhere(tmp_path: Path) -> None:
    config = tmp_path / "okrsync.toml"
    assert state_place("env:STATE", config, {"STATE": "postgresql://db/okr"}) == "postgresql://db/okr"
    assert state_place("env:STATE", config, {"STATE": "state.db"}) == tmp_path / "state.db"
    assert state_place("sqlite:////var/x.db", config, {}) == "sqlite:////var/x.db"
    assert lock_path("sqlite:////var/x.db").as_posix() == "/var/x.db.lock"


def test_a_run_that_was_overtaken_writes_into_no_sheet_any_more(folder: Path) -> None:
    conditions = Conditions(
        place=folder / "state.db",
        keep=timedelta(days=400),
        deadline=timedelta(minutes=5),
        observers=[],
        log=logger("json", "error"),
        known=frozenset({"sales", "support"}),
    )
    before = {name: (folder / f"{name}.csv").read_bytes() for name in ("sales", "support")}

    def another_takes_over(job: Job) -> None:
        if job.name == "support":
            opened = open_database(folder / "state.db")
            with opened.writing() as connection:
                connection.execute(update(LEASE).values(token=LEASE.c.token + 1, holder="another computer"))
            opened.close()

    wanted = [Job(FileAddress(folder / f"{name}.csv"), name, Manner()) for name in ("sales", "support")]
    with pytest.raises(BusyError) as caught:
        run_once(wanted, conditions, Stopping(), finish=lambda _: 0, before_each=another_takes_over)
    assert caught.value.exit_code == 4
    assert (folder / "sales.csv").read_bytes() != before["sales"]
    assert (folder / "support.csv").read_bytes() == before["support"]
