"""`okrsync calendar`: the rituals of a cycle as a calendar file."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypedDict, Unpack

import click

from okrsync.cli.failures import CLEAN
from okrsync.cli.settings import config_option, read_settings, unjudging
from okrsync.cli.spoken import SpokenCommand, option
from okrsync.config.nightly import DAYS, Day
from okrsync.errors import ConfigError, WriteRefusedError
from okrsync.rituals.calendar import Cycle
from okrsync.rituals.calendar import calendar as feed_of
from okrsync.wording import say

_CYCLE = re.compile(r"(?P<year>20\d\d)(?:-(?P<part>[QqTtHhSs])(?P<number>[1-4]))?")
_MONTHS = {"q": 3, "t": 3, "h": 6, "s": 6}
_DECEMBER = 12


class CalendarOptions(TypedDict):
    """What can be asked of `okrsync calendar`."""

    output: Path
    day: Day
    at: datetime
    config: Path | None


@click.command("calendar", cls=SpokenCommand)
@click.argument("cycle", metavar="CYCLE")
@option("--output", type=click.Path(path_type=Path), metavar="FILE", default=Path("okr-rituals.ics"), show_default=True)
@option("--day", type=click.Choice(DAYS), default="mon", show_default=True)
@option("--at", type=click.DateTime(["%H:%M"]), default="09:30", show_default=True)
@config_option
@click.pass_context
def calendar(context: click.Context, /, cycle: str, **chosen: Unpack[CalendarOptions]) -> int:
    """Write the calendar."""
    settings = read_settings(context, unjudging(chosen["config"]))
    zone = settings.config.agent.zone if settings.config else UTC
    asked = Cycle(*_bounds(cycle), DAYS.index(chosen["day"]), chosen["at"].time(), zone)
    output = chosen["output"]
    try:
        output.write_bytes(feed_of(asked, settings.language))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise WriteRefusedError("cli.page-refused", file=output, reason=reason) from error
    click.echo(say("rituals.calendar-written", settings.language, file=output))
    return CLEAN


def _bounds(cycle: str) -> tuple[date, date]:
    """Return the first and last day of "2027-Q1", "2027-H2", "2027" or "2027-01-04/2027-04-02"."""
    first, slash, last = cycle.partition("/")
    try:
        if slash:
            bounds = date.fromisoformat(first), date.fromisoformat(last)
            if bounds[0] <= bounds[1]:
                return bounds
        elif found := _CYCLE.fullmatch(cycle):
            return _part(int(found["year"]), (found["part"] or "").lower(), int(found["number"] or 1))
    except ValueError:
        pass
    raise ConfigError("rituals.cycle-unknown", cycle=cycle)


def _part(year: int, part: str, number: int) -> tuple[date, date]:
    """Return the first and last day of a part of a year. Raises ValueError for a third half."""
    months = _MONTHS.get(part, _DECEMBER)
    begins, ends = (number - 1) * months + 1, number * months
    if ends > _DECEMBER:
        raise ValueError(part)
    following = date(year + 1, 1, 1) if ends == _DECEMBER else date(year, ends + 1, 1)
    return date(year, begins, 1), date.fromordinal(following.toordinal() - 1)
