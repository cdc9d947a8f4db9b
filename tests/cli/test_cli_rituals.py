"""`okrsync digest` and `okrsync calendar` as people call them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.servers.serving import Answer, LoopbackServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers.serving import Request

MONDAY = ("--today", "2026-11-23")
TUESDAY = ("--today", "2026-11-24")


class Hook:
    """Counts what a webhook is told."""

    def __init__(self) -> None:
        self.told: list[bytes] = []

    def describe(self, _request: Request) -> tuple[str, str]:
        return "apprise", "write"

    def answer(self, request: Request) -> Answer:
        self.told.append(request.body)
        return Answer.of_json(200, {})

    def administer(self, command: str, content: dict[str, object]) -> object:
        raise KeyError(command, content)


@pytest.fixture
def hook(table: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hook]:
    hook = Hook()
    path = table()
    with LoopbackServer(hook) as server:
        monkeypatch.setenv("HOOK", f"json://{server.url.removeprefix('http://')}/okrs")
        (folder / "okrsync.toml").write_text(
            f'[state]\nurl = "state.db"\n[agent]\ntimezone = "UTC"\n[sources.clinic]\npath = "{path.name}"\n'
            '[digests.monday]\nkind = "weekly"\nto = "env:HOOK"\nquiet = ["00:00", "00:00"]\n'
            '[digests.review]\nkind = "monthly"\nto = "env:HOOK"\n',
            "utf-8",
        )
        yield hook


def test_messages_can_be_looked_at_without_being_sent(command: Any, hook: Hook) -> None:
    result = command("digest", "monday", "--print", *MONDAY)
    assert result.exit_code == 0
    assert "Launch the new catalogue" in result.stdout
    assert not hook.told


@pytest.mark.parametrize(("form", "sign"), [("markdown", "**"), ("html", "<html")])
def test_they_are_shown_in_the_form_that_was_asked_for(command: Any, hook: Hook, form: str, sign: str) -> None:
    assert sign in command("digest", "monday", "--print", "--format", form, *MONDAY).stdout
    assert not hook.told


def test_a_message_is_sent_on_its_day_and_once(command: Any, hook: Hook) -> None:
    assert "messages sent: 1" in command("digest", *MONDAY).stdout
    assert "nothing new" in command("digest", *MONDAY).stdout
    assert len(hook.told) == 1


def test_on_other_days_nothing_is_sent(command: Any, hook: Hook) -> None:
    assert command("digest", *TUESDAY).stdout == ""
    assert not hook.told


def test_on_a_day_off_a_message_waits_unless_it_is_wanted_now(command: Any, hook: Hook) -> None:
    saturday = ("--today", "2026-11-28")
    assert "nothing was sent" in command("digest", "monday", *saturday).stdout
    assert not hook.told
    command("digest", "monday", "--now", *saturday)
    assert len(hook.told) == 1


def test_an_unknown_digest_and_a_config_without_any_are_told(command: Any, hook: Hook, folder: Path) -> None:
    result = command("digest", "friday")
    assert result.exit_code == 2
    assert "“monday”, “review”" in result.stderr
    (folder / "okrsync.toml").write_text("", "utf-8")
    assert "[digests.NAME]" in command("digest").stderr
    assert not hook.told


def test_a_source_that_cannot_be_read_is_told(command: Any, hook: Hook, folder: Path) -> None:
    next(folder.glob("*.csv")).unlink()
    result = command("digest", "monday", *MONDAY)
    assert result.exit_code == 3
    assert not hook.told


def test_a_channel_that_fails_is_told(command: Any, hook: Hook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HOOK")
    result = command("digest", "monday", *MONDAY)
    assert result.exit_code == 3
    assert "HOOK is not set" in result.stderr
    assert not hook.told


@pytest.mark.parametrize("cycle", ["2027-Q1", "2027-h2", "2027", "2027-T4", "2027-01-04/2027-04-02"])
def test_a_calendar_of_any_cycle(command: Any, folder: Path, cycle: str) -> None:
    result = command("calendar", cycle)
    assert result.exit_code == 0
    assert (folder / "okr-rituals.ics").read_text("utf-8").startswith("BEGIN:VCALENDAR")


@pytest.mark.parametrize("cycle", ["soon", "2027-Q5", "2027-H3", "2027-13-01/2027-14-01", "2027-04-02/2027-01-04"])
def test_what_is_no_cycle_is_told(command: Any, cycle: str) -> None:
    result = command("calendar", cycle)
    assert result.exit_code == 2
    assert "is no cycle" in result.stderr


def test_a_calendar_that_cannot_be_written_is_told(command: Any, folder: Path) -> None:
    assert command("calendar", "2027-Q1", "--output", str(folder / "nowhere" / "a.ics")).exit_code == 3
