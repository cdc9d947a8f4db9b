"""`okrsync status`: the last runs, what is open in each source, and when it is looked at next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import click

from okrsync.agent.nightly import utc_now
from okrsync.agent.slots import due, next_slots
from okrsync.agent.timetables import digest_job, timetables
from okrsync.cli.failures import CLEAN
from okrsync.cli.remembered import as_json, remembered
from okrsync.cli.screen import print_table
from okrsync.cli.settings import config_option, read_settings, unjudging
from okrsync.cli.spoken import SpokenCommand, option
from okrsync.history import runs
from okrsync.history.looking import open_conflicts, open_findings
from okrsync.report.counting import counted
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection

    from okrsync.cli.settings import Settings
    from okrsync.config.models import Config
    from okrsync.history.looking import Open
    from okrsync.history.runs import PastRun
    from okrsync.model import Language

_MOST_RUNS = 5
_NOTHING = "–"
_RUN_COLUMNS = ("run", "began", "took", "exit-code", "sources", "new", "fixed")
_SOURCE_COLUMNS = ("source", "score", "open", "oldest", "next-run")
_DIGEST_COLUMNS = ("digest", "next-message")


class Standing(NamedTuple):
    """How one source stands."""

    source: str
    score: float | None
    """0..100, of the last run that could read it."""
    failure: str | None
    """Name of the sentence that says what went wrong in the last run."""
    open: Open | None
    next_run: datetime | None
    """By the agent; None where no agent has ever been started."""


class Awaited(NamedTuple):
    """When a digest goes out next."""

    digest: str
    next_run: datetime | None
    """As above; in quiet hours it waits for their end."""


@click.command("status", cls=SpokenCommand)
@option("--format", "format_name", type=click.Choice(["text", "json"]), default="text", show_default=True)
@config_option
@click.pass_context
def status(context: click.Context, format_name: str, config: Path | None) -> int:
    """Show how things stand."""
    settings = read_settings(context, unjudging(config))
    with remembered(settings) as database, database.reading() as connection:
        past = runs.last_runs(connection, _MOST_RUNS)
        next_runs = _next_runs(connection, settings.config, utc_now()) if settings.config else {}
        standing = _standing(connection, list(settings.sources), next_runs)
        conflicts = open_conflicts(connection)
    digests = settings.config.digests if settings.config else {}
    awaited = [Awaited(name, next_runs[digest_job(name)]) for name in digests]
    if format_name == "json":
        click.echo(as_json(_document(past, standing, awaited, conflicts)), nl=False)
    else:
        _print(past, standing, awaited, conflicts, settings)
    return CLEAN


def _next_runs(connection: Connection, config: Config, now: datetime) -> dict[str, datetime | None]:
    """Return when each job begins next; None for one that no agent has heard of."""
    when = timetables(config)
    claimed = runs.claimed(connection, list(when))

    def next_run(job: str) -> datetime | None:
        if job not in claimed:
            return None
        slot = due(when[job], job, now, claimed[job].__contains__) or next(next_slots(when[job], job, now))
        return max(slot.begins, now)

    return {job: next_run(job) for job in when}


def _standing(connection: Connection, names: Sequence[str], next_runs: Mapping[str, datetime | None]) -> list[Standing]:
    latest = {row.source: row for row in runs.latest(connection, names)}
    opened = open_findings(connection, names)
    return [
        Standing(name, row.score if row else None, row.failure if row else None, opened.get(name), next_runs[name])
        for name in names
        for row in [latest.get(name)]
    ]


def _print(
    past: Sequence[PastRun],
    standing: Sequence[Standing],
    awaited: Sequence[Awaited],
    conflicts: dict[str, int],
    settings: Settings,
) -> None:
    language = settings.language
    click.echo(say("agent.status-runs", language))
    print_table(_headers(_RUN_COLUMNS, language), [_run_row(run, language) for run in past])
    click.echo()
    click.echo(say("agent.status-sources", language))
    print_table(_headers(_SOURCE_COLUMNS, language), [_source_row(each, language) for each in standing])
    if awaited:
        click.echo()
        click.echo(say("agent.status-digests", language))
        rows = [[each.digest, _local(each.next_run) if each.next_run else _NOTHING] for each in awaited]
        print_table(_headers(_DIGEST_COLUMNS, language), rows)
    for pair, count in conflicts.items():
        click.echo(say("agent.status-conflicts", language, pair=pair, count=count))


def _headers(columns: Sequence[str], language: Language) -> list[str]:
    return [say(f"agent.column-{name}", language) for name in columns]


def _run_row(run: PastRun, language: Language) -> list[str]:
    took = f"{(run.finished - run.started).total_seconds():.0f} s" if run.finished else _NOTHING
    code = str(run.exit_code) if run.finished else say("agent.unfinished", language)
    failed = [row.source for row in run.sources if row.failure]
    sources = str(len(run.sources)) + (f" ({say('agent.failed', language, names=', '.join(failed))})" if failed else "")
    new, fixed = (str(sum(getattr(row, name) for row in run.sources)) for name in ("new", "fixed"))
    return [str(run.number), _local(run.started), took, code, sources, new, fixed]


def _source_row(each: Standing, language: Language) -> list[str]:
    score = _NOTHING if each.score is None else f"{each.score:.0f}"
    if each.open is None:
        remarks, oldest = _NOTHING, _NOTHING
    else:
        numbers = zip(("error", "warning", "info"), each.open[:3], strict=True)
        remarks = ", ".join(counted(f"severity-{name}", number, language) for name, number in numbers if number)
        oldest = each.open.oldest.isoformat()
    return [each.source, score, remarks, oldest, _local(each.next_run) if each.next_run else _NOTHING]


def _document(
    past: Sequence[PastRun], standing: Sequence[Standing], awaited: Sequence[Awaited], conflicts: dict[str, int]
) -> dict[str, Any]:
    return {
        "runs": [
            {
                "run": run.number,
                "started": run.started,
                "finished": run.finished,
                "exit_code": run.exit_code,
                "sources": [
                    {name: value for name, value in row._mapping.items() if name != "run"}  # noqa: SLF001 - SQLAlchemy's documented name
                    for row in run.sources
                ],
            }
            for run in past
        ],
        "sources": [{**each._asdict(), "open": each.open._asdict() if each.open else None} for each in standing],
        "digests": [each._asdict() for each in awaited],
        "conflicts": conflicts,
    }


def _local(instant: datetime) -> str:
    return instant.astimezone().strftime("%Y-%m-%d %H:%M")
