"""`okrsync run`: the main job, written back into the files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from okrsync.addresses import FileAddress
from okrsync.cli.changes import described
from okrsync.cli.failures import TROUBLE, complain
from okrsync.cli.page import is_told_by, page_beside, write_page
from okrsync.cli.settings import JudgingOptions, judging_options, read_settings
from okrsync.cli.spoken import SpokenCommand, option
from okrsync.cli.summary import summary_line
from okrsync.cli.targets import copied
from okrsync.cli.work import THRESHOLDS, examine, exit_code
from okrsync.errors import SourceError
from okrsync.pipeline import corrections, examine_all, write
from okrsync.rehearsal import rehearse
from okrsync.wording import say

if TYPE_CHECKING:
    from okrsync.cli.settings import Settings
    from okrsync.edits import WriteOutcome
    from okrsync.model import Language
    from okrsync.pipeline import Examined


class RunOptions(JudgingOptions):
    """What can be asked of `okrsync run`."""

    dry_run: bool
    output: Path | None
    report: Path | None
    fail_on: str


@click.command("run", cls=SpokenCommand)
@click.argument("files", type=click.Path(), metavar="[FILE]...", nargs=-1)
@option("--dry-run", is_flag=True)
@option("--output", type=click.Path(path_type=Path), metavar="FILE")
@option("--report", type=click.Path(path_type=Path), metavar="PAGE")
@option("--fail-on", type=click.Choice(list(THRESHOLDS)), default="never", show_default=True)
@judging_options
@click.pass_context
def run(context: click.Context, files: tuple[str, ...], **chosen: Unpack[RunOptions]) -> int:
    """Write score and warnings into files."""
    settings = read_settings(context, chosen)
    output = chosen["output"]
    batch = examine(settings, files) if output is None else examine_all([copied(settings, files, output)])
    for error in batch.errors:
        settings.tell(error)
    treat = _rehearse if chosen["dry_run"] else _carry_out
    written = [treat(examined, settings) for examined in batch.examined]
    page = chosen["report"] or settings.page
    if page is None:
        for examined in batch.examined:
            _tell_beside(examined, settings, dry_run=chosen["dry_run"])
    if page and not chosen["dry_run"]:
        write_page(page, batch.reports, batch.errors, settings.language)
        click.echo(say("cli.page-written", settings.language, page=page))
    if not all(written):
        return TROUBLE
    return exit_code(batch.reports, batch.errors, chosen["fail_on"])


def _carry_out(examined: Examined, settings: Settings) -> bool:
    """Write what was found into its file; return False where that was refused, or done only in part."""
    language = settings.language
    edits = corrections(examined)
    try:
        outcome = write(examined, edits)
    except SourceError as error:
        click.echo(summary_line(examined, language))
        settings.tell(error)
        return False
    click.echo(summary_line(examined, language, edits, outcome))
    return not _tell_skipped(outcome, language)


def _tell_beside(examined: Examined, settings: Settings, *, dry_run: bool) -> None:
    """Write a page beside a file that has no place for comments and a summary, unless it says all this already."""
    if "summary" in examined.snapshot.holds or not isinstance(examined.address, FileAddress):
        return
    page = page_beside(examined.address.path)
    if is_told_by(page, [examined.report], examined.language):
        return
    if not dry_run:
        write_page(page, [examined.report], (), examined.language)
    click.echo("  " + say("cli.page-would-stand" if dry_run else "cli.page-stands", settings.language, page=page))


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
    return not _tell_skipped(rehearsed.outcome, language)


def _tell_skipped(outcome: WriteOutcome, language: Language) -> bool:
    """Tell what was left alone and why; return whether anything was."""
    for edit, reason in outcome.skipped:
        place = "!".join(part for part in (edit.container, edit.cell or str(edit.row)) if part)
        complain(say("cli.skipped", language, place=place, reason=say(reason, language)), language)
    return bool(outcome.skipped)
