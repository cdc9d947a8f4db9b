"""The agent as a process of its own: what it does at night, and what it does when it is told something."""

from __future__ import annotations

import json
import signal
import time
from datetime import timedelta
from threading import Condition, Thread
from typing import TYPE_CHECKING, Any

import pytest
from waiting import PATIENCE, waits

from okrsync.agent.service import Ticks
from okrsync.history.runs import last_runs
from okrsync.state.database import open_database

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path

    from conftest import Started

EVENING = "2026-03-28T20:00:00+00:00"
NIGHT = "2026-03-29T01:00:00+00:00"
"""Half past two does not exist in Berlin: clocks go from two to three, at one in UTC."""
DAYS_LATER = "2026-04-02T11:00:00+00:00"
A_DAY_BACK = "2026-04-01T11:00:00+00:00"


class Agent:
    """The process, its clock, and what it wrote in its log."""

    def __init__(self, folder: Path, start: Started, *point: str | Path) -> None:
        self.folder = folder
        self.clock = folder / "clock"
        self.reads = self.clock.with_suffix(".read")
        self.reads.touch()
        self.set(EVENING)
        self.process: subprocess.Popen[str] = start("scripted_agent.py", self.clock, *point)
        self.events: list[dict[str, Any]] = []
        self._read = 0
        self._heard = Condition()
        self._listener = Thread(target=self._listen, daemon=True)
        self._listener.start()

    def end(self) -> None:
        """End the process in good order, and let go of what it wrote into."""
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        finally:
            self.process.kill()
        self._listener.join()
        for stream in (self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()

    def _listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            try:
                event = json.loads(line)
            except ValueError:
                event = {"event": line.strip()}
            with self._heard:
                self.events.append(event)
                self._heard.notify_all()

    def set(self, now: str) -> None:
        """Set the clock, in one step."""
        beside = self.clock.with_suffix(".new")
        beside.write_text(now, "utf-8")
        beside.replace(self.clock)

    def wait_for(self, event: str) -> dict[str, Any]:
        """Return the next event of this name, among those not yet waited for."""

        def place() -> int:
            """Return the position after the event, 0 where it has not come."""
            coming = range(self._read, len(self.events))
            return next((each + 1 for each in coming if self.events[each]["event"] == event), 0)

        with self._heard:
            found = self._heard.wait_for(place, PATIENCE)
            assert found, (event, self.events)
            self._read = found
            return self.events[found - 1]

    def begins(self) -> None:
        """Wait until it has begun and has looked at the clock: only what comes due from then on is its business."""
        self.wait_for("agent began")
        self._reads_the_clock(1)

    def looks_again(self) -> None:
        """Wait until it has looked at what is due at least once more: each look reads the clock, and the next again."""
        self._reads_the_clock(self.reads.stat().st_size + 2)

    def _reads_the_clock(self, times: int) -> None:
        deadline = time.monotonic() + PATIENCE
        while self.reads.stat().st_size < times:
            assert time.monotonic() < deadline
            time.sleep(0.02)  # a file is all that the two share

    def runs(self) -> list[datetime]:
        """Return when its runs began, by its own clock, oldest first."""
        database = open_database(self.folder / "state" / "okrsync.db")
        with database.reading() as connection:
            return [run.started for run in reversed(last_runs(connection, 10))]


@pytest.fixture
def agent(folder: Path, start: Started) -> Iterator[Callable[..., Agent]]:
    """Return a function that starts the agent; it is stopped at the end."""
    begun: list[Agent] = []

    def begin(*point: str | Path) -> Agent:
        begun.append(Agent(folder, start, *point))
        return begun[-1]

    yield begin
    for one in begun:
        one.end()


def test_each_date_has_its_run_whatever_the_clock_does(agent: Callable[..., Agent]) -> None:
    running = agent()
    running.begins()
    running.looks_again()
    assert running.runs() == []
    for now in (NIGHT, NIGHT.replace("01:00", "01:01"), DAYS_LATER):
        running.set(now)
        if now != NIGHT.replace("01:00", "01:01"):
            assert running.wait_for("run ended")["exit_code"] == 0
        running.looks_again()
    assert [began.isoformat() for began in running.runs()] == [NIGHT, DAYS_LATER]
    # The first of April was missed while it slept, and is run only because the clock says that it is that day.
    running.set(A_DAY_BACK)
    running.wait_for("run ended")
    running.set(DAYS_LATER)
    running.looks_again()
    assert len(running.runs()) == 3


def test_a_config_that_is_wrong_is_told_and_the_old_one_stays(agent: Callable[..., Agent], folder: Path) -> None:
    running = agent()
    running.begins()
    config = folder / "okrsync.toml"
    good = config.read_text("utf-8")
    config.write_text(good + "[agnet]\n", "utf-8")
    running.process.send_signal(signal.SIGHUP)
    assert "agnet" in running.wait_for("config refused")["reason"]
    running.set(NIGHT)
    assert running.wait_for("run ended")["sources"] == 2
    config.write_text(good.replace('[sources.support]\npath = "support.csv"\n', ""), "utf-8")
    running.process.send_signal(signal.SIGHUP)
    assert running.wait_for("config reloaded")["sources"] == 1
    running.set(DAYS_LATER)
    assert running.wait_for("run ended")["sources"] == 1


def test_a_wrong_config_at_the_start_is_one_sentence(folder: Path, start: Started) -> None:
    (folder / "okrsync.toml").write_text('[agent]\nat = "noon"\n', "utf-8")
    refused = start("agent")
    out, told = refused.communicate(timeout=PATIENCE)
    assert (refused.returncode, out) == (2, "")
    assert "“agent.at” must be a time of day" in told
    assert "Traceback" not in told


def test_asked_to_stop_while_it_waits_it_leaves_in_peace(agent: Callable[..., Agent]) -> None:
    running = agent()
    running.begins()
    running.process.send_signal(signal.SIGTERM)
    running.wait_for("agent stopped")
    assert running.process.wait(PATIENCE) == 0


def test_asked_to_stop_in_a_run_it_finishes_the_source_and_leaves(agent: Callable[..., Agent], folder: Path) -> None:
    mark = folder / "waiting"
    running = agent("corrections", mark)
    running.begins()
    running.set(NIGHT)
    waits(running.process, mark)
    running.process.send_signal(signal.SIGTERM)
    mark.unlink()
    assert running.wait_for("source done")["source"] == "sales"
    assert running.wait_for("source failed")["failure"] == "agent.stopped"
    running.wait_for("agent stopped")
    assert running.process.wait(PATIENCE) == 0


def test_another_run_under_way_is_waited_for(agent: Callable[..., Agent], folder: Path, start: Started) -> None:
    mark = folder / "waiting"
    other = start("at_a_point.py", "wait", "corrections", "call", mark, "--", "run")
    waits(other, mark)
    running = agent()
    running.begins()
    running.set(NIGHT)
    assert "it holds" in running.wait_for("another run is under way")["reason"]
    mark.unlink()
    other.communicate(timeout=PATIENCE)
    assert running.wait_for("run ended")["exit_code"] == 0


def test_a_source_that_is_gone_stops_neither_the_others_nor_the_agent(
    agent: Callable[..., Agent], folder: Path
) -> None:
    (folder / "sales.csv").unlink()
    running = agent()
    running.begins()
    running.set(NIGHT)
    assert running.wait_for("source failed")["failure"] == "sources.missing"
    assert running.wait_for("source done")["source"] == "support"
    ended = running.wait_for("run ended")
    assert (ended["exit_code"], ended["failed"]) == (3, ["sales"])


def test_the_log_holds_nothing_of_what_okrs_say_nor_whose_they_are(agent: Callable[..., Agent]) -> None:
    running = agent()
    running.begins()
    running.set(NIGHT)
    running.wait_for("run ended")
    told = json.dumps(running.events, ensure_ascii=False)
    for word in ("pharmacies", "catalogue", "Ana", "Jon Berg", "reply", "CSAT"):
        assert word not in told
    for word in ("sales", "support", "findings", "seconds"):
        assert word in told


def test_a_ticker_goes_on_at_once_when_the_clock_is_set_back() -> None:
    looks: list[int] = []
    ticks = Ticks(60, lambda: looks.append(1))
    ticks.go_on()
    assert len(looks) == 1
    for job in ticks._scheduler.jobs:  # noqa: SLF001 - what a clock set back by an hour amounts to
        job.next_run += timedelta(hours=1)
    ticks.go_on()
    assert len(looks) == 2
