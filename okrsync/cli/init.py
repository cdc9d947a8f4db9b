"""`okrsync init`: finds where the OKRs are, shows what okrsync would say and write, and writes the config."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack

import click
from tzlocal import get_localzone_name

from okrsync.cli import asking
from okrsync.cli.failures import CLEAN
from okrsync.cli.first_config import FirstChoices, FirstSource, config_text
from okrsync.cli.first_preview import preview, schedules
from okrsync.cli.first_stores import Stores
from okrsync.cli.screen import progress
from okrsync.cli.settings import Settings, unjudging
from okrsync.cli.spoken import SpokenCommand, language_of, option
from okrsync.cli.summary import counts
from okrsync.cli.targets import jobs
from okrsync.config.finding import FILE_NAME
from okrsync.config.nightly import AgentSettings, a_local_time
from okrsync.errors import ConfigError, TerminalError, WriteRefusedError
from okrsync.linting.profile import profile_names
from okrsync.pipeline import examine_all
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.model import Language
    from okrsync.pipeline import Examined

_USUAL_TIME = str(AgentSettings.model_fields["at"].default)


class InitOptions(TypedDict):
    """What can be told beforehand."""

    yes: bool
    profile: str | None
    google_credentials: str | None
    notion_token: str | None


@click.command("init", cls=SpokenCommand)
@click.argument("links", metavar="[LINK]...", nargs=-1)
@option("--yes", "-y", is_flag=True)
@option("--profile", metavar="NAME")
@option("--google-credentials", metavar="REFERENCE")
@option("--notion-token", metavar="REFERENCE")
@click.pass_context
def init(context: click.Context, /, links: Sequence[str], **told: Unpack[InitOptions]) -> int:
    """Write the config."""
    language = language_of(context)
    path = Path(FILE_NAME)
    if path.exists():
        raise ConfigError("cli.init-exists", file=path)
    asks = not told["yes"]
    settings = Settings(None, Path(), unjudging(None), language)
    kept = {"google": told["google_credentials"], "notion": told["notion_token"]}
    stores = Stores(language, settings.manner(), asks, {kind: where for kind, where in kept.items() if where})
    addresses = [stores.address_of(link) for link in links]
    found = _spreadsheets(settings)
    files = _choose(found, language, asks=asks)
    places = [place for address in addresses if (place := stores.open(address)) is not None]
    if asks and not links:
        places += stores.ask_for_links()
    if not files and not places:
        raise TerminalError("cli.init-none-chosen" if found or links else "cli.init-no-files")
    profile = told["profile"] or (_ask_profile(language) if asks else "default")
    if profile not in profile_names():
        raise ConfigError("cli.init-no-profile", name=profile, names=", ".join(profile_names()))
    at = _ask_time(language) if asks else _USUAL_TIME
    for examined in [*files, *(place.examined for place in places if place.examined is not None)]:
        preview(examined, language)
    click.echo()
    if asks and not asking.yes(say("cli.init-write", language, file=path), language):
        click.echo(say("cli.init-nothing", language))
        return CLEAN
    sources = [*map(_file, files), *(FirstSource(place.name, place.address.setting) for place in places)]
    zone = get_localzone_name() or "UTC"
    chosen = FirstChoices(sources, profile, at, zone, stores.reference("google"), stores.reference("notion"))
    _write(path, config_text(chosen, language))
    click.echo(say("cli.init-written", language, file=path))
    click.echo(schedules(path, at, language))
    return CLEAN


def _spreadsheets(settings: Settings) -> list[Examined]:
    """Return the spreadsheets of this folder that hold OKRs, and say why others do not count."""
    found, _ = jobs(settings, ["."])
    with progress(len(found), settings.language) as before_each:
        batch = examine_all(found, before_each)
    for error in [*batch.passed_over, *batch.errors]:
        click.echo(error.text(settings.language), err=True)
    return batch.examined


def _choose(found: list[Examined], language: Language, *, asks: bool) -> list[Examined]:
    """Ask which of the spreadsheets to look after."""
    if not found:
        return []
    click.echo(say("cli.init-found", language, count=len(found)))
    for examined in found:
        plan = examined.report.plan
        click.echo(f"  {plan.source} ({counts(plan, language)})")
    if not asks or (len(found) > 1 and asking.yes(say("cli.init-all", language), language)):
        return found
    return [
        each for each in found if asking.yes(say("cli.init-this", language, name=each.report.plan.source), language)
    ]


def _ask_profile(language: Language) -> str:
    names = profile_names()
    return asking.one_of(say("cli.init-profile", language, names=", ".join(names)), names, names[0], language)


def _ask_time(language: Language) -> str:
    while True:
        typed = asking.words(say("cli.init-time", language), _USUAL_TIME)
        try:
            return a_local_time(typed)
        except ValueError:
            click.echo(say("cli.init-no-time", language), err=True)


def _file(examined: Examined) -> FirstSource:
    path = Path(examined.report.plan.source)
    return FirstSource(path.stem, ("path", path.as_posix()))


def _write(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise WriteRefusedError("cli.not-written", file=path, reason=reason) from error
