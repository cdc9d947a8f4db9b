"""`okrsync doctor`: what a file was taken for and how sure that is; without a file, whether everything is in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from okrsync.cli.checkup import check_everything
from okrsync.cli.diagnosis import diagnose
from okrsync.cli.failures import CLEAN, TROUBLE
from okrsync.cli.results import Outcome
from okrsync.cli.settings import config_option, read_settings, unjudging
from okrsync.cli.spoken import SpokenCommand
from okrsync.cli.targets import jobs
from okrsync.errors import SourceError
from okrsync.pipeline import open_job, read_source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@click.command("doctor", cls=SpokenCommand)
@click.argument("files", type=click.Path(), metavar="[FILE]...", nargs=-1)
@config_option
@click.pass_context
def doctor(context: click.Context, files: Sequence[str], config: Path | None) -> int:
    """Explain how files are read, or check the set-up."""
    if not files:
        return _check_up(context, config)
    settings = read_settings(context, unjudging(config))
    wanted, missing = jobs(settings, files)
    failed: list[SourceError] = [*missing]
    for job in wanted:
        try:
            source = open_job(job)
            snapshot, plan = read_source(source, job)
            for line in diagnose(job, source, snapshot, plan, settings.language):
                click.echo(line)
        except SourceError as error:
            failed.append(error)
    for failure in failed:
        settings.tell(failure)
    return TROUBLE if failed else CLEAN


def _check_up(context: click.Context, config: Path | None) -> int:
    marks = {
        Outcome.GOOD: click.style("✓", fg="green"),
        Outcome.WORTH_KNOWING: click.style("·", fg="yellow"),
        Outcome.BAD: click.style("✗", fg="red", bold=True),
    }
    worst = CLEAN
    for result in check_everything(context, config):
        click.echo(f"{marks[result.outcome]} {result.sentence}")
        worst = max(worst, result.exit_code)
    return worst
