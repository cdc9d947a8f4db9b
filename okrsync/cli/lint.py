"""`okrsync lint`: what keeps each OKR from working; never writes anything but the page it is asked for."""

from __future__ import annotations

import sys
from collections import Counter
from io import TextIOWrapper
from typing import TYPE_CHECKING, Literal, Unpack

import click

from okrsync.cli.baseline import baseline_option, without_known
from okrsync.cli.screen import colourful, width
from okrsync.cli.settings import JudgingOptions, judging_options, read_settings
from okrsync.cli.spoken import SpokenCommand, asked_language_of, option
from okrsync.cli.work import THRESHOLDS, examine, exit_code
from okrsync.errors import ConfigError
from okrsync.pipeline import judge
from okrsync.plans import plan_of_sentences
from okrsync.report import FORMATS, as_text, render
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from okrsync.cli.settings import Settings
    from okrsync.errors import OkrsyncError
    from okrsync.model import Language, Report

KINDS: dict[str, Literal["objective", "key_result"]] = {"objective": "objective", "key-result": "key_result"}


class LintOptions(JudgingOptions):
    """What can be asked of `okrsync lint`."""

    format_name: str
    kind: str
    fail_on: str | None
    statistics: bool
    baseline: Path | None


@click.command("lint", cls=SpokenCommand)
@click.argument("files", type=click.Path(), metavar="[FILE]...", nargs=-1)
@option("--format", "format_name", type=click.Choice(FORMATS), default="text", show_default=True)
@option("--fail-on", type=click.Choice(list(THRESHOLDS)))
@option("--statistics", is_flag=True)
@baseline_option
@option("--kind", type=click.Choice(list(KINDS)), default="key-result", show_default=True)
@judging_options
@click.pass_context
def lint(context: click.Context, files: tuple[str, ...], **chosen: Unpack[LintOptions]) -> int:
    """Lint files, or sentences from standard input."""
    settings = read_settings(context, chosen)
    if "-" in files:
        if len(files) > 1:
            raise ConfigError("cli.sentences-with-files")
        reports, errors = _sentences(settings, chosen["kind"], asked_language_of(context)), []
    else:
        batch = examine(settings, files)
        reports, errors = batch.reports, batch.errors
    accepted = chosen["baseline"] or settings.baseline
    if accepted is not None:
        left_out, gone = without_known(reports, accepted)
        click.echo(say("cli.baseline-used", settings.language, count=left_out, gone=gone, file=accepted), err=True)
    click.echo(_written(chosen["format_name"], reports, errors, settings), nl=False)
    if chosen["statistics"]:
        click.echo(statistics(reports, settings.language), nl=False, err=chosen["format_name"] != "text")
    return exit_code(reports, errors, chosen["fail_on"] or settings.fail_on)


def statistics(reports: Sequence[Report], language: Language) -> str:
    """Return how often each rule found something, the most frequent first."""
    counts = Counter(finding.code for report in reports for finding in report.findings)
    titles = {code: report.title(code, language) for report in reports for code in report.titles}
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return "".join(f"{count:>6}  {code}  {titles[code]}\n" for code, count in ordered)


def _sentences(settings: Settings, kind: str, language: Language | None) -> list[Report]:
    """Judge the sentences of standard input, one a line."""
    # A byte that is no UTF-8 (an old export) makes one letter unreadable, never the run fail.
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")
    plan = plan_of_sentences(sys.stdin, KINDS[kind], language)
    return [judge(plan, settings.manner(language=language))]


def _written(name: str, reports: Sequence[Report], errors: Sequence[OkrsyncError], settings: Settings) -> str:
    """Return the reports in a format; what failed is told on standard error too, unless it is where people look."""
    for error in errors:
        settings.tell(error)
    if name != "text":
        return render(name, reports, errors, settings.language)
    return as_text.render(reports, [], settings.language, colour=colourful(), width=width())
