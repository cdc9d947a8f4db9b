"""`okrsync run`: the main job, written back into the sources."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from okrsync.agent.running import run_sources
from okrsync.agent.stopping import Stopping
from okrsync.cli.conditions import conditions
from okrsync.cli.ending import code_of, split, tell, write_pages
from okrsync.cli.pair_telling import tell_pair
from okrsync.cli.rehearsing import rehearse_all
from okrsync.cli.screen import progress
from okrsync.cli.settings import JudgingOptions, judging_options, read_settings
from okrsync.cli.spoken import SpokenCommand, option
from okrsync.cli.targets import copied, jobs
from okrsync.cli.work import THRESHOLDS, examine
from okrsync.errors import ConfigError
from okrsync.pipeline import examine_all
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.agent.observing import SourceRun
    from okrsync.agent.pairs import PairRun
    from okrsync.cli.settings import Settings
    from okrsync.errors import TerminalError
    from okrsync.pipeline import Job


class RunOptions(JudgingOptions):
    """What can be asked of `okrsync run`."""

    dry_run: bool
    output: Path | None
    report: Path | None
    metrics_file: Path | None
    fail_on: str


@click.command("run", cls=SpokenCommand)
@click.argument("files", type=click.Path(), metavar="[FILE]...", nargs=-1)
@option("--dry-run", is_flag=True)
@option("--output", type=click.Path(path_type=Path), metavar="FILE")
@option("--report", type=click.Path(path_type=Path), metavar="PAGE")
@option("--metrics-file", type=click.Path(path_type=Path), metavar="FILE")
@option("--fail-on", type=click.Choice(list(THRESHOLDS)), default="never", show_default=True)
@judging_options
@click.pass_context
def run(context: click.Context, files: tuple[str, ...], **chosen: Unpack[RunOptions]) -> int:
    """Write score and warnings into sources."""
    settings = read_settings(context, chosen)
    output = chosen["output"]
    if chosen["dry_run"]:
        batch = examine(settings, files) if output is None else examine_all([copied(settings, files, output)])
        return rehearse_all(batch, settings, chosen["fail_on"], one_page=bool(chosen["report"] or settings.page))
    wanted, missing = jobs(settings, files) if output is None else ([copied(settings, files, output)], [])
    return _carry_out(wanted, missing, settings, chosen)


def _carry_out(wanted: Sequence[Job], missing: Sequence[TerminalError], settings: Settings, chosen: RunOptions) -> int:
    """Do the run, and tell what became of it; return the exit code."""
    bar = ExitStack()

    def finish(sources: Sequence[SourceRun]) -> int:
        bar.close()
        for error in missing:
            settings.tell(error)
        tell(sources, settings)
        errors = [*missing, *(one.error for one in split(sources)[0] if one.error is not None)]
        one_page = chosen["report"] or settings.page
        for page in write_pages(sources, errors, settings, one_page):
            shown = say("cli.page-written" if one_page else "cli.page-stands", settings.language, page=page)
            click.echo(shown if one_page else f"  {shown}")
        return code_of(sources, missing, chosen["fail_on"])

    with bar:
        before_each = bar.enter_context(progress(len(wanted), settings.language))
        stopping = Stopping()
        # Of a file that the config does not know, or a copy, nothing is remembered, and nobody is told.
        known = chosen["output"] is None and any(job.name in settings.sources for job in wanted)
        surrounding = conditions(settings, "warning", chosen["metrics_file"]) if known else None
        if surrounding is None:
            if chosen["metrics_file"] is not None:
                raise ConfigError("agent.metrics-of-sources")
            with stopping.heeding_signals():
                return finish(list(run_sources(wanted, None, stopping, before_each)))
        from okrsync.agent.nightly import run_once  # noqa: PLC0415 - it loads the database, which only a config has

        def pair_ended(done: PairRun) -> None:
            tell_pair(done, settings)

        return run_once(wanted, surrounding, stopping, before_each=before_each, finish=finish, pair_ended=pair_ended)
