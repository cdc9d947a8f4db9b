"""`okrsync lint`: what keeps each OKR from working; never writes anything but the page it is asked for."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING, Literal, Unpack

import click

from okrsync.cli.failures import CLEAN, FINDINGS, TROUBLE, complain
from okrsync.cli.screen import colourful, progress, width
from okrsync.cli.settings import JudgingOptions, judging_options, read_settings
from okrsync.cli.spoken import SpokenCommand, asked_language_of, option
from okrsync.cli.targets import jobs
from okrsync.pipeline import Batch, examine_all, judge, plan_of_sentences
from okrsync.report import FORMATS, as_text, render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.cli.settings import Settings
    from okrsync.errors import OkrsyncError
    from okrsync.model import Language, Report

THRESHOLDS = {"error": 3, "warning": 2, "info": 1, "never": 4}
"""The rank (`Severity.rank`) of the mildest finding that makes the command fail."""
KINDS: dict[str, Literal["objective", "key_result"]] = {"objective": "objective", "key-result": "key_result"}


class LintOptions(JudgingOptions):
    """What can be asked of `okrsync lint`."""

    format_name: str
    kind: str
    fail_on: str | None
    statistics: bool


@click.command("lint", cls=SpokenCommand)
@click.argument("files", metavar="[FILE]...", nargs=-1)
@option("--format", "format_name", type=click.Choice(FORMATS), default="text", show_default=True)
@option("--fail-on", type=click.Choice(list(THRESHOLDS)))
@option("--statistics", is_flag=True)
@option("--kind", type=click.Choice(list(KINDS)), default="key-result", show_default=True)
@judging_options
@click.pass_context
def lint(context: click.Context, files: tuple[str, ...], **chosen: Unpack[LintOptions]) -> int:
    """Lint files, or sentences from standard input."""
    settings = read_settings(context, chosen)
    if "-" in files:
        reports, errors = _sentences(settings, chosen["kind"], asked_language_of(context)), []
    else:
        batch = examine(settings, files)
        reports, errors = batch.reports, batch.errors
    click.echo(_written(chosen["format_name"], reports, errors, settings.language), nl=False)
    if chosen["statistics"]:
        click.echo(statistics(reports), nl=False, err=chosen["format_name"] != "text")
    return exit_code(reports, errors, chosen["fail_on"] or settings.config.okrsync.fail_on)


def examine(settings: Settings, files: Sequence[str]) -> Batch:
    """Examine what was typed, with a progress bar on a terminal, and say what was passed over."""
    wanted, missing = jobs(settings, files)
    with progress(len(wanted), settings.language) as before_each:
        batch = examine_all(wanted, before_each)
    batch.errors[:0] = missing
    if not batch.examined and not batch.errors:
        # Nothing of all that was found holds OKRs: that is no success.
        batch.errors.extend(batch.passed_over)
        batch.passed_over.clear()
    for error in batch.passed_over:
        click.echo(error.text(settings.language), err=True)
    return batch


def exit_code(reports: Sequence[Report], errors: Sequence[OkrsyncError], fail_on: str) -> int:
    """Return 3 where a source failed, 1 where something at or above `fail_on` was found, else 0."""
    if errors:
        return TROUBLE
    worst = max((finding.severity.rank for report in reports for finding in report.findings), default=0)
    return FINDINGS if worst >= THRESHOLDS[fail_on] else CLEAN


def statistics(reports: Sequence[Report]) -> str:
    """Return how often each rule found something, the most frequent first."""
    counts: dict[tuple[str, str], int] = {}
    for report in reports:
        for finding in report.findings:
            counts[finding.code, finding.name] = counts.get((finding.code, finding.name), 0) + 1
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return "".join(f"{count:>6}  {code}  {name}\n" for (code, name), count in ordered)


def _sentences(settings: Settings, kind: str, language: Language | None) -> list[Report]:
    """Judge the sentences of standard input, one a line."""
    # A byte that is no UTF-8 (an old export) makes one letter unreadable, never the run fail.
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")
    plan = plan_of_sentences(sys.stdin, KINDS[kind], language)
    return [judge(plan, settings.manner(language=language))]


def _written(name: str, reports: Sequence[Report], errors: Sequence[OkrsyncError], language: Language) -> str:
    if name != "text":
        return render(name, reports, errors, language)
    for error in errors:
        complain(error.text(language), language)
    return as_text.render(reports, [], language, colour=colourful(), width=width())
