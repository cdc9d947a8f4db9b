"""The config of running unattended: what it may say, and how a mistake in it is shown."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
import tzlocal

from okrsync.config.loading import load_config
from okrsync.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    from okrsync.config.models import Config


def loaded(folder: Path, text: str) -> Config:
    """Return the config of this text."""
    path = folder / "okrsync.toml"
    path.write_text(text, "utf-8")
    return load_config(path)


def test_the_agent_is_told_when_to_run(tmp_path: Path) -> None:
    agent = loaded(
        tmp_path, '[agent]\nat = "23:05"\ntimezone = "Africa/Cairo"\ndays = ["mon", "sun"]\njitter = 10\n'
    ).agent
    assert agent.local_time == time(23, 5)
    assert agent.zone == ZoneInfo("Africa/Cairo")
    assert agent.weekdays == {0, 6}
    assert agent.spread == timedelta(minutes=10)


def test_without_a_word_it_runs_every_night_where_the_computer_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "Asia/Tokyo")
        tzlocal.reload_localzone()  # it remembers the zone that it was asked for first
        agent = loaded(tmp_path, "").agent
        assert (agent.local_time, len(agent.weekdays)) == (time(2, 30), 7)
        assert str(agent.zone) == "Asia/Tokyo"
    tzlocal.reload_localzone()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[agent]\nat = "25:00"', "“agent.at” must be a time of day such as “02:30”, in quotes."),
        ('[agent]\nat = "02:30:15"', "“agent.at” must be a time of day"),
        ('[agent]\nat = "02"', "“agent.at” must be a time of day"),
        ("[agent]\nat = 02:30:00", "“agent.at” must be a text in quotes."),
        (
            '[agent]\ntimezone = "Europe/Pariss"',
            "It is named like “Europe/Paris” or “UTC”. Did you mean “Europe/Paris”?",
        ),
        ('[agent]\ntimezone = "../etc"', "There is no time zone “../etc”."),
        ('[agent]\ndays = ["mo"]', "Did you mean “mon”?"),
        ("[agent]\ndays = []", "“agent.days” is empty: it must name at least one."),
        ('[agent]\njitter = "10"', "“agent.jitter” must be a whole number, without quotes."),
        ("[agent]\njitter = 900", "“agent.jitter” must be at most 720."),
        ("[agent]\nevery = 3", "okrsync knows no setting “agent.every”."),
        ('[health]\nping = "https://hc-ping.com/1234"', "“health.ping” must say where the address is kept"),
        ('[state]\nurl = "postgresql://okr:s3cret@db/okr"', "“state.url” holds a password."),
        ("[history]\nkeep = 3", "“history.keep” must be at least 30."),
        ('[logging]\nformat = "xml"', "“logging.format” must be one of"),
    ],
)
def test_a_mistake_is_told_where_it_stands(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, text + "\n")
    told = caught.value.text("en")
    assert sentence in told
    assert "line 2" in told


def test_a_password_is_not_shown_again(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, '[state]\nurl = "postgresql://okr:s3cret@db/okr"\n')
    assert "s3cret" not in caught.value.text("en")


def test_an_address_by_reference_is_no_secret(tmp_path: Path) -> None:
    config = loaded(tmp_path, '[state]\nurl = "env:OKRSYNC_STATE"\n[health]\nping = "credential:ping"\n')
    assert (config.state.url, config.health.ping) == ("env:OKRSYNC_STATE", "credential:ping")
