"""Runs that are killed, stopped and started at once: what one leaves, the next can live with."""

from __future__ import annotations

import itertools
import os
import signal
import time
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select
from waiting import PATIENCE, waits

from okrsync.history.runs import last_runs
from okrsync.history.schema import FINDING, OKR
from okrsync.state.database import open_database

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Started

SOAK = bool(os.environ.get("OKRSYNC_SOAK"))
"""`make soak-nights` does more of the same than every run of the tests needs."""
TIMES = range(20 if SOAK else 1)
RACING = 50 if SOAK else 16
POINTS = (
    ("alone", "return"),
    ("Book.begin", "return"),
    ("examine", "return"),
    ("write", "call"),
    ("write", "return"),
    ("record", "return"),
    ("Book.keep", "return"),
    ("prune", "return"),
    ("Book.finish", "return"),
)
"""Where a run is killed: after it has the lock, the lease, the book; while it reads, writes and writes down."""


def counted(folder: Path, table: object) -> int:
    """Return how many rows a table of the state has."""
    database = open_database(folder / "state" / "okrsync.db")
    with database.reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


@pytest.mark.parametrize("time_", TIMES)
@pytest.mark.parametrize(("function", "when"), POINTS, ids=[f"{name} {when}s" for name, when in POINTS])
def test_after_a_run_was_killed_the_next_one_works(
    folder: Path, start: Started, function: str, when: str, time_: int
) -> None:
    assert time_ in TIMES
    killed = start("at_a_point.py", "kill", function, when, "--", "run")
    killed.communicate(timeout=PATIENCE)
    assert killed.returncode == -signal.SIGKILL
    again = start("run")
    _, told = again.communicate(timeout=PATIENCE)
    assert again.returncode == 0, told
    assert counted(folder, OKR) == 6
    before = {name: (folder / name).read_bytes() for name in ("sales.csv", "support.csv")}
    third = start("run")
    third.communicate(timeout=PATIENCE)
    assert third.returncode == 0
    assert {name: (folder / name).read_bytes() for name in before} == before
    assert b"OKR score" in before["sales.csv"]
    with open_database(folder / "state" / "okrsync.db").reading() as connection:
        # Whatever was told twice, every remark has one life.
        keys = connection.execute(select(FINDING.c.source, FINDING.c.okr, FINDING.c.code, FINDING.c.field)).all()
        runs = last_runs(connection, 5)
    assert len(keys) == len(set(keys))
    assert [run.exit_code for run in runs[:2]] == [0, 0]
    assert sum(row.new for row in runs[0].sources) == 0


def test_while_one_runs_all_others_are_told_and_leave(folder: Path, start: Started) -> None:
    mark = folder / "waiting"
    first = start("at_a_point.py", "wait", "corrections", "call", mark, "--", "run")
    waits(first, mark)
    codes = start("many_at_once.py", "50").communicate(timeout=PATIENCE)[0].split()
    assert codes == ["4"] * 50
    one = start("run")
    out, told = one.communicate(timeout=PATIENCE)
    assert (one.returncode, out) == (4, "")
    assert told.count("\n") == 1
    assert "Another run is under way: it holds" in told
    mark.unlink()
    first.communicate(timeout=PATIENCE)
    assert first.returncode == 0


def test_of_many_that_start_at_once_only_those_run_that_are_alone(folder: Path, start: Started) -> None:
    codes = start("many_at_once.py", str(RACING)).communicate(timeout=PATIENCE)[0].split()
    assert len(codes) == RACING
    assert set(codes) <= {"0", "4"}
    with open_database(folder / "state" / "okrsync.db").reading() as connection:
        runs = last_runs(connection, 60)
    assert codes.count("0") == len(runs) >= 1
    # One after another: none begins before the one before it has ended.
    for later, earlier in itertools.pairwise(runs):
        assert earlier.finished is not None
        assert earlier.finished <= later.started


def test_a_single_file_needs_no_lock_and_leaves_no_state(folder: Path, start: Started) -> None:
    mark = folder / "waiting"
    first = start("at_a_point.py", "wait", "corrections", "call", mark, "--", "run")
    waits(first, mark)
    (folder / "alone").mkdir()
    (folder / "alone" / "okrs.csv").write_bytes((folder / "support.csv").read_bytes())
    data = folder / "data"
    single = start("single_file.py", folder / "alone", data)
    single.communicate(timeout=PATIENCE)
    assert single.returncode == 0
    assert not data.exists()
    left = {path.name for path in (folder / "alone").iterdir()}
    assert left == {"okrs.csv", "okrs.csv.before-okrsync", "okrs.csv.okrsync.html"}
    mark.unlink()
    first.communicate(timeout=PATIENCE)


def test_asked_to_stop_a_run_finishes_its_source_and_leaves_the_others(folder: Path, start: Started) -> None:
    mark = folder / "waiting"
    running = start("at_a_point.py", "wait", "corrections", "call", mark, "--", "run")
    waits(running, mark)
    running.send_signal(signal.SIGTERM)
    mark.unlink()
    out, told = running.communicate(timeout=PATIENCE)
    assert running.returncode == 3
    assert "sales" in out
    assert "support was not looked at: the run was asked to stop." in told
    assert b"OKR score" in (folder / "sales.csv").read_bytes()
    assert b"OKR score" not in (folder / "support.csv").read_bytes()


def test_asked_twice_it_leaves_at_once(folder: Path, start: Started) -> None:
    mark = folder / "waiting"
    running = start("at_a_point.py", "wait", "corrections", "call", mark, "--", "run")
    waits(running, mark)
    deadline = time.monotonic() + PATIENCE
    while running.poll() is None:
        assert time.monotonic() < deadline
        # Two that come at once count as one, so it is asked until it has heard a second one.
        running.send_signal(signal.SIGTERM)
        time.sleep(0.05)  # so that they do not come at once
    running.communicate(timeout=PATIENCE)
    assert running.returncode == 128 + signal.SIGTERM
    assert mark.exists()
    again = start("run")
    again.communicate(timeout=PATIENCE)
    assert again.returncode == 0


def test_a_run_that_takes_too_long_is_ended_and_told(folder: Path, start: Started) -> None:
    mark = folder / "waiting"
    running = start("short_of_time.py", "corrections", mark)
    out, told = running.communicate(timeout=PATIENCE)
    assert running.returncode == 0, told
    assert out.split("\n")[:2] == ["sales agent.out-of-time", "support agent.not-reached"]
    assert os.path.exists(mark)  # noqa: PTH110 - it is a mark, no more
