"""`okrsync agent`: waits, and does every night what `okrsync run` does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from okrsync.agent.messaging import send_digest
from okrsync.agent.nightly import run_once
from okrsync.agent.service import Service
from okrsync.agent.stopping import Stopping
from okrsync.agent.timetables import digest_job, timetables
from okrsync.cli.conditions import conditions
from okrsync.cli.ending import code_of, split, write_pages
from okrsync.cli.failures import CLEAN
from okrsync.cli.settings import config_option, read_settings, unjudging
from okrsync.cli.spoken import SpokenCommand
from okrsync.cli.targets import jobs
from okrsync.errors import ConfigError
from okrsync.history import runs
from okrsync.rituals.timing import is_quiet
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
        self._zone = config.agent.zone
        self._digests = {digest_job(name): (name, digest) for name, digest in config.digests.items()}
        self.timetables = timetables(config)
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
        """Return for each job the days whose slots are claimed."""
        with self._database.reading() as connection:
            return runs.claimed(connection, list(self.timetables))

    def let_pass(self, slots: Sequence[Slot], now: datetime) -> None:
        """Claim slots that began before the agent knew of their job."""
        with self._database.writing() as connection:
            for slot in slots:
                runs.claim(connection, slot.job, slot.day, now, runs=False)

    def run(self, slots: Sequence[Slot], stopping: Stopping, now: Callable[[], datetime]) -> int:
        """Do the sources of `slots` as one run, then send the messages; return the worst exit code."""
        code = CLEAN
        looks = [slot for slot in slots if slot.job not in self._digests]
        if looks:
            # Made anew for every run: how far OKRs should be depends on the day.
            wanted, _ = jobs(self._settings, [slot.job for slot in looks])
            code = run_once(wanted, self._conditions, stopping, finish=self._finish, slots=looks, now=now)
        for slot in slots:
            if slot.job in self._digests and not stopping.asked:
                code = max(code, self._send(slot, stopping, now()))
        return code

    def close(self) -> None:
        """Let go of the state."""
        self._database.close()

    def _send(self, slot: Slot, stopping: Stopping, now: datetime) -> int:
        """Send the messages of a slot; in quiet hours it is left unclaimed, and so found due again afterwards."""
        name, digest = self._digests[slot.job]
        local = now.astimezone(self._zone)
        if is_quiet(local, digest.quiet_hours, weekends=digest.weekends):
            return CLEAN
        with self._database.writing() as connection:
            if not runs.claim(connection, slot.job, slot.day, now):
                return CLEAN
        wanted, _ = jobs(self._settings, digest.sources)
        return send_digest(
            name,
            digest,
            wanted,
            database=self._database,
            conditions=self._conditions,
            stopping=stopping,
            day=local.date(),
            language=self.language,
        )

    def _finish(self, sources: Sequence[SourceRun]) -> int:
        errors = [one.error for one in split(sources)[0] if one.error is not None]
        write_pages(sources, errors, self._settings, self._settings.page)
        return code_of(sources, (), "never")
