"""`okrsync report`: a page to show on the wall."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from okrsync.cli.failures import CLEAN, TROUBLE
from okrsync.cli.page import write_page
from okrsync.cli.settings import JudgingOptions, judging_options, read_settings
from okrsync.cli.spoken import SpokenCommand, option
from okrsync.cli.summary import summary_line
from okrsync.cli.work import examine
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE = "okrsync-report.html"


class ReportOptions(JudgingOptions):
    """What can be asked of `okrsync report`."""

    output: Path | None


@click.command("report", cls=SpokenCommand)
@click.argument("files", type=click.Path(), metavar="[FILE]...", nargs=-1)
@option("--output", type=click.Path(path_type=Path), metavar="PAGE")
@judging_options
@click.pass_context
def report(context: click.Context, files: Sequence[str], **chosen: Unpack[ReportOptions]) -> int:
    """Write the page."""
    settings = read_settings(context, chosen)
    batch = examine(settings, files)
    for error in batch.errors:
        settings.tell(error)
    if not batch.examined:
        return TROUBLE
    page = chosen["output"] or settings.page or Path(PAGE)
    write_page(page, batch.reports, batch.errors, settings.language)
    for examined in batch.examined:
        click.echo(summary_line(examined, settings.language))
    click.echo(say("cli.page-written", settings.language, page=page))
    return TROUBLE if batch.errors else CLEAN
