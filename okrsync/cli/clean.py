"""`okrsync clean`: files and stores as if okrsync had never been there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from okrsync.addresses import FileAddress
from okrsync.cli.failures import CLEAN, TROUBLE
from okrsync.cli.page import page_beside, remove_page
from okrsync.cli.settings import config_option, read_settings, unjudging
from okrsync.cli.spoken import SpokenCommand
from okrsync.cli.targets import jobs
from okrsync.errors import SourceError
from okrsync.pipeline import clean as clean_one
from okrsync.wording import say

if TYPE_CHECKING:
    from pathlib import Path

    from okrsync.cli.settings import Settings
    from okrsync.pipeline import Job


@click.command("clean", cls=SpokenCommand)
@click.argument("files", type=click.Path(), metavar="FILE...", nargs=-1, required=True)
@config_option
@click.pass_context
def clean(context: click.Context, files: tuple[str, ...], config: Path | None) -> int:
    """Take away every trace of okrsync."""
    settings = read_settings(context, unjudging(config))
    wanted, missing = jobs(settings, files)
    for error in missing:
        settings.tell(error)
    cleaned = [_clean(job, settings) for job in wanted]
    return CLEAN if all(cleaned) and not missing else TROUBLE


def _clean(job: Job, settings: Settings) -> bool:
    """Clean one file and say so; return False where that was refused."""
    try:
        outcome = clean_one(job)
        page_is_gone = isinstance(job.address, FileAddress) and remove_page(page_beside(job.address.path))
    except SourceError as error:
        settings.tell(error)
        return False
    key = "cli.cleaned" if outcome.written or page_is_gone else "cli.nothing-to-clean"
    click.echo(say(key, settings.language, name=job.name, count=outcome.written))
    return True
