"""`okrsync history`: how sources, or single OKRs, have come along."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from okrsync.cli.failures import CLEAN
from okrsync.cli.remembered import as_json, chosen_sources, remembered
from okrsync.cli.screen import print_table
from okrsync.cli.settings import config_option, read_settings, unjudging
from okrsync.cli.spoken import SpokenCommand, option
from okrsync.errors import ConfigError
from okrsync.history.looking import okrs_called, runs_of
from okrsync.printable import without_control_characters
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from okrsync.history.check_ins import Sighting
    from okrsync.history.looking import Looked, Okr
    from okrsync.model import Language

_MOST_DAYS = 30
_NOTHING = "–"


@click.command("history", cls=SpokenCommand)
@click.argument("sources", metavar="[SOURCE]...", nargs=-1)
@option("--objective", metavar="TEXT")
@option("--format", "format_name", type=click.Choice(["text", "json"]), default="text", show_default=True)
@config_option
@click.pass_context
def history(
    context: click.Context, sources: Sequence[str], objective: str | None, format_name: str, config: Path | None
) -> int:
    """Show how things have come along."""
    settings = read_settings(context, unjudging(config))
    language = settings.language
    names = chosen_sources(settings, sources)
    with remembered(settings) as database, database.reading() as connection:
        if objective is None:
            looked = runs_of(connection, names, _MOST_DAYS)
            if format_name == "json":
                click.echo(as_json({"runs": [each._asdict() for each in looked]}), nl=False)
            else:
                _print_runs(looked, language)
            return CLEAN
        okrs = okrs_called(connection, names, objective)
    if not okrs:
        raise ConfigError("agent.no-such-okr", words=objective)
    if format_name == "json":
        click.echo(as_json({"okrs": [_entry(okr) for okr in okrs]}), nl=False)
    else:
        for okr in okrs:
            _print_okr(okr, language)
    return CLEAN


def _print_runs(looked: Sequence[Looked], language: Language) -> None:
    headers = [say(f"agent.column-{name}", language) for name in ("day", "source", "score", "told", "new", "fixed")]
    rows = [
        [each.day.isoformat(), each.source, _number(each.score), str(each.told), str(each.new), str(each.fixed)]
        for each in looked
    ]
    print_table(headers, rows)


def _print_okr(okr: Okr, language: Language) -> None:
    title = without_control_characters(okr.title)
    click.echo(say("agent.okr-gone" if okr.gone else "agent.okr", language, title=title, source=okr.source))
    headers = [say(f"agent.column-{name}", language) for name in ("day", "current", "progress", "confidence", "score")]
    print_table(headers, [_row(sighting) for sighting in okr.sightings])
    for life in okr.lives:
        said = say(f"agent.life-{life.outcome or 'open'}", language, code=life.code, first=life.first, last=life.last)
        click.echo(f"  {said}")
    click.echo()


def _row(sighting: Sighting) -> list[str]:
    shares = (_NOTHING if share is None else f"{share:.0%}" for share in (sighting.progress, sighting.confidence))
    current = _NOTHING if sighting.current is None else f"{sighting.current:g}"
    return [sighting.day.isoformat(), current, *shares, _number(sighting.score)]


def _number(value: float | None) -> str:
    return _NOTHING if value is None else f"{value:.0f}"


def _entry(okr: Okr) -> dict[str, Any]:
    entry = asdict(okr)
    for sighting in entry["sightings"]:
        # Digests tell nobody anything.
        del sighting["status"], sighting["digest"]
    entry["findings"] = [life._asdict() for life in okr.lives]
    del entry["lives"]
    return entry
