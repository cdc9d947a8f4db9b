"""`okrsync digest`: the word before a ritual, shown or sent."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Unpack

import click

from okrsync.cli.conditions import state_place
from okrsync.cli.failures import CLEAN, TROUBLE
from okrsync.cli.settings import JudgingOptions, judging_options, read_settings
from okrsync.cli.spoken import SpokenCommand, option
from okrsync.cli.work import examine
from okrsync.errors import ConfigError
from okrsync.rituals.delivering import deliver, letters, linker
from okrsync.rituals.rendering import FORMATS
from okrsync.rituals.timing import is_its_day, is_quiet, quiet_until
from okrsync.state.database import open_database
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.cli.settings import Settings
    from okrsync.config.rituals import DigestSettings
    from okrsync.rituals.delivering import Letter


class DigestOptions(JudgingOptions):
    """What can be asked of `okrsync digest`."""

    print: bool
    format: str
    now: bool


@click.command("digest", cls=SpokenCommand)
@click.argument("names", metavar="[NAME]...", nargs=-1)
@option("--print", is_flag=True)
@option("--format", type=click.Choice(FORMATS), default="text", show_default=True)
@option("--now", is_flag=True)
@judging_options
@click.pass_context
def digest(context: click.Context, names: Sequence[str], **chosen: Unpack[DigestOptions]) -> int:
    """Send or show messages."""
    settings = read_settings(context, chosen)
    wanted = _wanted(settings, names, shown=chosen["print"] or chosen["now"])
    worst = CLEAN
    for name, each in wanted.items():
        if not chosen["print"] and not chosen["now"] and _must_wait(name, each, settings):
            continue
        batch = examine(settings, each.sources)
        for error in batch.errors:
            settings.tell(error)
            worst = TROUBLE
        several = list(letters(each, batch.reports, linker(batch.examined), settings.language))
        if chosen["print"]:
            _show(several, chosen["format"])
        else:
            worst = max(worst, _send(name, several, settings))
    return worst


def _wanted(settings: Settings, names: Sequence[str], *, shown: bool) -> dict[str, DigestSettings]:
    """Return the digests that are meant: those named, else all whose day it is, or all where they are only shown."""
    known = settings.config.digests if settings.config else {}
    if not known:
        raise ConfigError("rituals.no-digests")
    for name in names:
        if name not in known:
            raise ConfigError("rituals.unknown-digest", name=name, there=", ".join(f"“{each}”" for each in known))
    if names:
        return {name: known[name] for name in names}
    today = _here_and_now(settings).date()
    return {name: each for name, each in known.items() if shown or is_its_day(each.kind, each.weekday, today)}


def _must_wait(name: str, each: DigestSettings, settings: Settings) -> bool:
    """Say until when a message has to wait, if it has to."""
    now = _here_and_now(settings)
    if not is_quiet(now, each.quiet_hours, weekends=each.weekends):
        return False
    until = quiet_until(now, each.quiet_hours, weekends=each.weekends)
    click.echo(say("rituals.quiet", settings.language, name=name, until=until.strftime("%Y-%m-%d %H:%M")))
    return True


def _show(several: Sequence[Letter], form: str) -> None:
    for letter in several:
        click.echo(f"{letter.message.subject}\n" if form != "html" else "", nl=form != "html")
        click.echo(getattr(letter.message, form))


def _send(name: str, several: Sequence[Letter], settings: Settings) -> int:
    database = open_database(state_place(settings))
    try:
        delivery = deliver(name, several, database, _here_and_now(settings).date())
    finally:
        database.close()
    for error in delivery.failures:
        settings.tell(error)
    if delivery.sent:
        click.echo(say("rituals.sent", settings.language, name=name, count=delivery.sent))
    elif not delivery.failures:
        click.echo(say("rituals.nothing-new", settings.language, name=name))
    return TROUBLE if delivery.failures else CLEAN


def _here_and_now(settings: Settings) -> datetime:
    """Return the day that was asked for at this time of day, in the zone of those who read."""
    zone = settings.config.agent.zone if settings.config else None
    now = datetime.now(zone)
    asked = settings.options["today"]
    return now.replace(year=asked.year, month=asked.month, day=asked.day) if asked else now
