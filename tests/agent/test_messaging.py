"""Messages as jobs of the agent: on their day, once, not in quiet hours, and told where one fails."""

from __future__ import annotations

import json
from contextlib import redirect_stderr
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any

import click
import pytest
from click.testing import CliRunner

from okrsync.agent.service import Service
from okrsync.agent.stopping import Stopping
from okrsync.cli.agent import NightlyOrders, agent
from okrsync.cli.entry import okrsync
from okrsync.cli.settings import read_settings, unjudging
from tests.servers.serving import Answer, LoopbackServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers.serving import Request

DIGESTS = """
[digests.monday]
kind = "weekly"
to = "env:HOOK"
at = "08:00"

[digests.review]
kind = "weekly"
to = "env:HOOK"
day = "tue"
at = "20:00"
"""
SUNDAY = datetime(2026, 11, 29, 20, tzinfo=UTC)
"""In Berlin it is nine in the evening; the agent hears of the config now."""


class Hook:
    """Keeps what a webhook is told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def describe(self, _request: Request) -> tuple[str, str]:
        return "hook", "write"

    def answer(self, request: Request) -> Answer:
        self.told.append(json.loads(request.body)["title"])
        return Answer.of_json(200, {})

    def administer(self, command: str, content: dict[str, object]) -> object:
        raise KeyError(command, content)


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hook]:
    hook = Hook()
    with LoopbackServer(hook) as server:
        monkeypatch.setenv("HOOK", f"json://{server.url.removeprefix('http://')}/okrs")
        yield hook


class Days:
    """The agent's orders, looked at whenever a test says what time it is."""

    def __init__(self, folder: Path) -> None:
        config = folder / "okrsync.toml"
        config.write_text(config.read_text("utf-8") + DIGESTS, "utf-8")
        self.now = SUNDAY
        self.log = StringIO()
        self.service = Service(self.load, Stopping(), now=lambda: self.now)
        self.orders = self.load()
        self.look(SUNDAY)

    def load(self) -> NightlyOrders:
        with redirect_stderr(self.log):
            return NightlyOrders.of(read_settings(click.Context(agent), unjudging(None)))

    def events(self, name: str) -> list[dict[str, Any]]:
        """Return what was logged under a name."""
        told = map(json.loads, self.log.getvalue().splitlines())
        return [each for each in told if each["event"] == name]

    def look(self, now: datetime) -> None:
        """Do what is due at `now`, twice: what was done must not be done again."""
        self.now = now
        for _ in range(2):
            self.service._look(self.orders)  # noqa: SLF001 - one look, without a minute of waiting


@pytest.fixture
def days(folder: Path, hook: Hook) -> Iterator[Days]:
    del hook  # its address has to be known first
    days = Days(folder)
    yield days
    days.orders.close()


def test_a_message_goes_out_on_its_day_at_its_hour_and_once(days: Days, hook: Hook) -> None:
    days.look(SUNDAY + timedelta(hours=10, minutes=59))
    assert hook.told == []
    days.look(SUNDAY + timedelta(hours=11))
    days.look(SUNDAY + timedelta(hours=15))
    assert hook.told == ["OKRs: this week’s check-in"]


def test_what_is_due_in_quiet_hours_waits_for_their_end(days: Days, hook: Hook) -> None:
    tuesday_evening = datetime(2026, 12, 1, 20, tzinfo=UTC)
    days.look(tuesday_evening)
    assert hook.told == []
    days.look(tuesday_evening + timedelta(hours=11))
    # That of Monday was missed meanwhile: its newest slot is made up for.
    assert len(hook.told) == 2
    days.look(tuesday_evening + timedelta(hours=12))
    assert len(hook.told) == 2


def test_a_channel_that_fails_is_told_and_tried_again_in_the_next_slot(
    days: Days, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without:
        without.delenv("HOOK")
        days.look(SUNDAY + timedelta(hours=11))
    failed = days.events("digest failed")
    assert [(each["digest"], each["failure"]) for each in failed] == [("monday", "credentials.no-variable")]
    assert hook.told == []
    days.look(SUNDAY + timedelta(days=7, hours=11))
    assert [each["messages"] for each in days.events("digest done") if each["digest"] == "monday"] == [0, 1]


def test_the_nightly_run_and_a_message_have_slots_of_their_own(days: Days, hook: Hook, folder: Path) -> None:
    days.look(SUNDAY + timedelta(days=1, hours=15))
    status = CliRunner().invoke(okrsync, ["status", "--config", str(folder / "okrsync.toml"), "--format", "json"])
    document = json.loads(status.stdout)
    assert [run["exit_code"] for run in document["runs"]] == [0]
    assert [each["digest"] for each in document["digests"]] == ["monday", "review"]
    assert all(each["next_run"] for each in document["digests"])
    assert len(hook.told) == 1


def test_status_names_the_next_message(days: Days) -> None:
    assert days.orders
    told = CliRunner().invoke(okrsync, ["status", "--lang", "fr"]).stdout
    assert "Prochain envoi" in told
    assert "review" in told


def test_a_stop_that_is_asked_for_sends_nothing_more(days: Days, hook: Hook) -> None:
    days.service.stopping.asked = True
    days.look(SUNDAY + timedelta(hours=11))
    assert hook.told == []


def test_two_agents_with_one_state_send_one_message(days: Days, hook: Hook) -> None:
    days.now = SUNDAY + timedelta(hours=11)
    slots = []
    days.orders.run, kept = lambda found, *_: slots.extend(found) or 0, days.orders.run  # type: ignore[method-assign]
    days.service._look(days.orders)  # noqa: SLF001 - as above
    wanted = [slot for slot in slots if slot.job == "digest:monday"]
    for _ in range(2):
        kept(wanted, Stopping(), lambda: days.now)
    assert len(hook.told) == len(days.events("digest done")) == 1


def test_reading_that_takes_longer_than_a_run_may_is_given_up(
    days: Days, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    from okrsync.agent import messaging  # noqa: PLC0415 - the one test that reaches inside
    from okrsync.agent.stopping import OutOfTime  # noqa: PLC0415 - as above

    def late(*_: object, **__: object) -> None:
        raise OutOfTime

    monkeypatch.setattr(messaging, "examine_all", late)
    days.look(SUNDAY + timedelta(hours=11))
    assert [each["digest"] for each in days.events("digest out of time")] == ["monday"]
    assert hook.told == []
