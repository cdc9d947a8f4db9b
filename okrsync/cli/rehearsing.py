"""`okrsync run --dry-run`: what would be written, shown and not done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from okrsync.cli.changes import described
from okrsync.cli.ending import page_is_due, tell_skipped
from okrsync.cli.failures import TROUBLE
from okrsync.cli.summary import summary_line
from okrsync.cli.work import exit_code
from okrsync.errors import SourceError
from okrsync.pipeline import corrections
from okrsync.rehearsal import rehearse
from okrsync.wording import say

if TYPE_CHECKING:
    from okrsync.cli.settings import Settings
    from okrsync.pipeline import Batch, Examined


def rehearse_all(batch: Batch, settings: Settings, fail_on: str, *, one_page: bool) -> int:
    """Show what would be written into each source; return the exit code. With `one_page` none stands beside a file."""
    for error in batch.errors:
        settings.tell(error)
    whole = [_rehearse(examined, settings) for examined in batch.examined]
    for examined in batch.examined if not one_page else ():
        page = page_is_due(examined)
        if page is not None:
            click.echo("  " + say("cli.page-would-stand", settings.language, page=page))
    return exit_code(batch.reports, batch.errors, fail_on) if all(whole) else TROUBLE


def _rehearse(examined: Examined, settings: Settings) -> bool:
    """Show what would be written; return False where it would be refused, or done only in part."""
    language = settings.language
    try:
        rehearsed = rehearse(examined, corrections(examined))
    except SourceError as error:
        click.echo(f"{summary_line(examined, language)} · {say('cli.would-be-refused', language)}")
        settings.tell(error)
        return False
    count = say("cli.would-write", language, count=len(rehearsed.changes))
    click.echo(f"{summary_line(examined, language)} · {count}")
    for line in described(rehearsed.changes, say("writeback.summary-tab", examined.language), language):
        click.echo(line)
    return not tell_skipped(rehearsed.outcome, language)
