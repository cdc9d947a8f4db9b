"""`okrsync audit`: how mature a set of OKRs is, in eight dimensions, before a programme or a workshop."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from okrsync.audit import audit as measure
from okrsync.cli.failures import CLEAN, TROUBLE
from okrsync.cli.page import write_text
from okrsync.cli.settings import PageOptions, judging_options
from okrsync.cli.spoken import SpokenCommand, option
from okrsync.cli.work import examine_for_page
from okrsync.report.as_audit import render_page, render_text
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.command("audit", cls=SpokenCommand)
@click.argument("files", type=click.Path(), metavar="[FILE]...", nargs=-1)
@option("--output", type=click.Path(path_type=Path), metavar="PAGE")
@judging_options
@click.pass_context
def audit(context: click.Context, files: Sequence[str], **chosen: Unpack[PageOptions]) -> int:
    """Measure the maturity of all OKRs together."""
    settings, batch = examine_for_page(context, files, chosen)
    found = measure(batch.reports)
    click.echo(render_text(found, settings.language), nl=False)
    page = chosen["output"]
    if page is not None:
        names = [examined.source.name for examined in batch.examined]
        write_text(page, render_page(found, names, batch.errors, settings.language))
        click.echo("\n" + say("cli.page-written", settings.language, page=page))
    return TROUBLE if batch.errors else CLEAN
