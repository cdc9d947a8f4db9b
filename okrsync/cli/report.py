"""`okrsync report`: a page to show on the wall."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from okrsync.cli.failures import CLEAN, TROUBLE
from okrsync.cli.page import write_page
from okrsync.cli.settings import PageOptions, judging_options
from okrsync.cli.spoken import SpokenCommand, option
from okrsync.cli.summary import summary_line
from okrsync.cli.work import examine_for_page
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE = "okrsync-report.html"


@click.command("report", cls=SpokenCommand)
@click.argument("files", type=click.Path(), metavar="[FILE]...", nargs=-1)
@option("--output", type=click.Path(path_type=Path), metavar="PAGE")
@judging_options
@click.pass_context
def report(context: click.Context, files: Sequence[str], **chosen: Unpack[PageOptions]) -> int:
    """Write the page."""
    settings, batch = examine_for_page(context, files, chosen)
    page = chosen["output"] or settings.page or Path(PAGE)
    write_page(page, batch.reports, batch.errors, settings.language)
    for examined in batch.examined:
        click.echo(summary_line(examined, settings.language))
    click.echo(say("cli.page-written", settings.language, page=page))
    return TROUBLE if batch.errors else CLEAN
