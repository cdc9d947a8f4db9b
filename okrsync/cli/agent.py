"""`okrsync agent`: waits, and does every night what `okrsync run` does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from okrsync.agent.nightly import run_once
from okrsync.agent.service import Service
from okrsync.agent.slots import Timetable
from okrsync.agent.stopping import Stopping
from okrsync.cli.conditions import conditions
from okrsync.cli.ending import code_of, split, write_pages
from okrsync.cli.failures import CLEAN
from okrsync.cli.settings import config_option, read_settings, unjudging
from okrsync.cli.spoken import SpokenCommand
from okrsync.cli.targets import jobs
from okrsync.errors import ConfigError
from okrsync.history import runs
from okrsync.state.database import open_database

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from okrsync.agent.nightly import Conditions
    from okrsync.agent.observing import SourceRun
    from okrsync.agent.slots import Slot
    from okrsync.cli.settings import Settings
    from okrsync.config.models import Config


@click.command("agent", cls=SpokenCommand)
@config_option
@click.pass_context
def agent(context: click.Context, config: Path | None) -> int:
    """Run every night until stopped."""
    Service(lambda: NightlyOrders.of(read_settings(context, unjudging(config))), Stopping()).serve()
    return CLEAN


class NightlyOrders:
    """What one reading of the config asks of the agent."""

    def __init__(self, settings: Settings, config: Config, surrounding: Conditions) -> None:
        """Open the state. Raises StateError where that cannot be done."""
        self._settings = settings
        self._conditions = surrounding
        self._database = open_database(surrounding.place)
        self.timetable = timetable(config)
        self.sources: Sequence[str] = list(config.sources)
        self.log = surrounding.log
        self.language = settings.language

    @classmethod
    def of(cls, settings: Settings) -> NightlyOrders:
        """Return the orders of a config. Raises ConfigError where it names no source."""
        surrounding = conditions(settings, "info")
        if settings.config is None or surrounding is None or not settings.sources:
            raise ConfigError("cli.nothing-to-do")
        return cls(settings, settings.config, surrounding)

    def claimed(self) -> Mapping[str, set[date]]:
        """Return for each source the days whose slots are claimed."""
        with self._database.reading() as connection:
            return runs.claimed(connection, self.sources)

    def let_pass(self, slots: Sequence[Slot], now: datetime) -> None:
        """Claim slots that began before the agent knew of their source."""
        with self._database.writing() as connection:
            for slot in slots:
                runs.claim(connection, slot.job, slot.day, now, runs=False)

    def run(self, slots: Sequence[Slot], stopping: Stopping, now: Callable[[], datetime]) -> int:
        """Do the sources of `slots` as one run; return its exit code."""
        # Made anew for every run: how far OKRs should be depends on the day.
        wanted, _ = jobs(self._settings, [slot.job for slot in slots])
        return run_once(wanted, self._conditions, stopping, finish=self._finish, slots=slots, now=now)

    def close(self) -> None:
        """Let go of the state."""
        self._database.close()

    def _finish(self, sources: Sequence[SourceRun]) -> int:
        errors = [one.error for one in split(sources)[0] if one.error is not None]
        write_pages(sources, errors, self._settings, self._settings.page)
        return code_of(sources, (), "never")


def timetable(config: Config) -> Timetable:
    """Return when the config asks to run."""
    told = config.agent
    return Timetable(told.local_time, told.zone, told.weekdays, told.spread)
