"""What remains when all sources of a run are done: the pages, what to tell about each source, and the exit code."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from okrsync.addresses import FileAddress
from okrsync.cli.failures import TROUBLE, complain
from okrsync.cli.page import is_told_by, page_beside, write_page
from okrsync.cli.summary import summary_line
from okrsync.cli.work import exit_code, tell_of_coach
from okrsync.errors import NoOkrsError
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from okrsync.agent.observing import SourceRun
    from okrsync.cli.settings import Settings
    from okrsync.edits import WriteOutcome
    from okrsync.errors import OkrsyncError
    from okrsync.model import Language, Report
    from okrsync.pipeline import Examined


def split(sources: Sequence[SourceRun]) -> tuple[list[SourceRun], list[SourceRun]]:
    """Return the sources that count, and those passed over: only found, not named, and without OKRs.

    Where there is nothing else, that is no success, and they count.
    """
    passed = [one for one in sources if one.job.optional and isinstance(one.error, NoOkrsError)]
    counting = [one for one in sources if one not in passed]
    return (counting, passed) if counting else (passed, [])


def tell(sources: Sequence[SourceRun], settings: Settings) -> None:
    """Tell the person at the terminal what became of each source."""
    counting, passed = split(sources)
    tell_of_coach([one.examined for one in counting if one.examined is not None], settings)
    for one in passed:
        if one.error is not None:
            click.echo(one.error.text(settings.language), err=True)
    for one in counting:
        if one.examined is not None:
            click.echo(summary_line(one.examined, settings.language, one.edits, one.outcome))
        if one.error is not None:
            settings.tell(one.error)
        if one.outcome is not None:
            tell_skipped(one.outcome, settings.language)


def tell_skipped(outcome: WriteOutcome, language: Language) -> bool:
    """Tell what was left alone and why; return whether anything was."""
    for edit, reason in outcome.skipped:
        place = "!".join(part for part in (edit.container, edit.cell or str(edit.row)) if part)
        complain(say("cli.skipped", language, place=place, reason=say(reason, language)), language)
    return bool(outcome.skipped)


def write_pages(
    sources: Sequence[SourceRun], errors: Sequence[OkrsyncError], settings: Settings, one_page: Path | None
) -> list[Path]:
    """Write the page asked for, else one beside each file that has no place for a summary; return what was written."""
    examined = [one.examined for one in sources if one.examined is not None]
    if one_page is not None:
        write_page(one_page, [one.report for one in examined], errors, settings.language)
        return [one_page]
    written = []
    for one in examined:
        page = page_is_due(one)
        if page is not None:
            write_page(page, [_timeless(one)], (), one.language)
            written.append(page)
    return written


def page_is_due(examined: Examined) -> Path | None:
    """Return the page to write beside a file without a place for comments and a summary, unless it says all already."""
    if "summary" in examined.snapshot.holds or not isinstance(examined.address, FileAddress):
        return None
    page = page_beside(examined.address.path)
    return None if is_told_by(page, [_timeless(examined)], examined.language) else page


def code_of(sources: Sequence[SourceRun], missing: Sequence[OkrsyncError], fail_on: str) -> int:
    """Return the exit code of a run: 3 where anything could not be read or written whole."""
    counting, _ = split(sources)
    if missing or not all(one.is_whole for one in counting):
        return TROUBLE
    return exit_code([one.examined.report for one in counting if one.examined is not None], (), fail_on)


def _timeless(examined: Examined) -> Report:
    """Return the report without how it came about: a page that stands in the file's folder changes with the file."""
    return replace(examined.report, trend=None)
