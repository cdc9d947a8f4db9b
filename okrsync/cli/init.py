"""`okrsync init`: finds the spreadsheets of this folder, shows what okrsync would say, and writes the config."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from okrsync.cli import asking
from okrsync.cli.failures import CLEAN
from okrsync.cli.first_config import config_text
from okrsync.cli.screen import progress
from okrsync.cli.settings import Settings, unjudging
from okrsync.cli.spoken import SpokenCommand, language_of, option
from okrsync.cli.summary import counts, summary_line
from okrsync.cli.targets import jobs
from okrsync.config.finding import FILE_NAME
from okrsync.errors import ConfigError, TerminalError, WriteRefusedError
from okrsync.linting.profile import profile_names
from okrsync.pipeline import examine_all
from okrsync.wording import say

if TYPE_CHECKING:
    from okrsync.model import Finding, Language
    from okrsync.pipeline import Examined

_PREVIEWED = 3


@click.command("init", cls=SpokenCommand)
@option("--yes", "-y", is_flag=True)
@option("--profile", metavar="NAME")
@click.pass_context
def init(context: click.Context, *, yes: bool, profile: str | None) -> int:
    """Write the config."""
    language = language_of(context)
    path = Path(FILE_NAME)
    if path.exists():
        raise ConfigError("cli.init-exists", file=path)
    chosen = _choose(_spreadsheets(language), language, yes=yes)
    view = profile or ("default" if yes else _ask_profile(language))
    if view not in profile_names():
        raise ConfigError("cli.init-no-profile", name=view, names=", ".join(profile_names()))
    for examined in chosen:
        click.echo(summary_line(examined, language))
        for finding in _worst(examined.report.findings):
            click.echo(f"    {finding.message}")
    click.echo()
    if not yes and not asking.yes(say("cli.init-write", language, file=path), language):
        click.echo(say("cli.init-nothing", language))
        return CLEAN
    paths = [Path(examined.report.plan.source) for examined in chosen]
    try:
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(config_text(paths, view, language))
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise WriteRefusedError("cli.not-written", file=path, reason=reason) from error
    click.echo(say("cli.init-written", language, file=path))
    return CLEAN


def _spreadsheets(language: Language) -> list[Examined]:
    """Return the spreadsheets of this folder that hold OKRs. Raises TerminalError if there are none."""
    settings = Settings(None, Path(), unjudging(None), language)
    found, missing = jobs(settings, ["."])
    if missing:
        raise TerminalError("cli.init-no-files")
    with progress(len(found), language) as before_each:
        batch = examine_all(found, before_each)
    for error in [*batch.passed_over, *batch.errors]:
        click.echo(error.text(language), err=True)
    if not batch.examined:
        raise TerminalError("cli.init-no-files")
    return batch.examined


def _choose(found: list[Examined], language: Language, *, yes: bool) -> list[Examined]:
    """Ask which of the spreadsheets to look after."""
    click.echo(say("cli.init-found", language, count=len(found)))
    for examined in found:
        plan = examined.report.plan
        click.echo(f"  {plan.source} ({counts(plan, language)})")
    if yes or (len(found) > 1 and asking.yes(say("cli.init-all", language), language)):
        return found
    chosen = [
        each for each in found if asking.yes(say("cli.init-this", language, name=each.report.plan.source), language)
    ]
    if not chosen:
        raise TerminalError("cli.init-none-chosen")
    return chosen


def _ask_profile(language: Language) -> str:
    names = profile_names()
    return asking.one_of(say("cli.init-profile", language, names=", ".join(names)), names, names[0], language)


def _worst(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: (-finding.severity.rank, -finding.points))[:_PREVIEWED]
