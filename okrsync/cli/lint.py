"""`okrsync lint`: what keeps each OKR from working; never writes anything."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal, TypedDict, Unpack

import click

from okrsync.cli.failures import CLEAN, FINDINGS
from okrsync.cli.spoken import SpokenCommand, asked_language_of, language_of, option
from okrsync.pipeline import Manner, judge, plan_of_sentences, read
from okrsync.report import FORMATS, render

if TYPE_CHECKING:
    from okrsync.model import Report

_THRESHOLDS = {"error": 3, "warning": 2, "info": 1, "never": 4}
"""The rank (`Severity.rank`) of the mildest finding that makes the command fail."""
KINDS: dict[str, Literal["objective", "key_result"]] = {"objective": "objective", "key-result": "key_result"}


class LintOptions(TypedDict):
    """What can be asked of `okrsync lint`."""

    format_name: str
    kind: str
    fail_on: str
    profile: str
    select: tuple[str, ...]
    ignore: tuple[str, ...]


@click.command("lint", cls=SpokenCommand)
@click.argument("files", metavar="[FILE]...", nargs=-1)
@option("--format", "format_name", type=click.Choice(FORMATS), default="text", show_default=True)
@option("--kind", type=click.Choice(list(KINDS)), default="key-result", show_default=True)
@option("--fail-on", type=click.Choice(list(_THRESHOLDS)), default="error", show_default=True)
@option("--profile", default="default", metavar="NAME")
@option("--select", multiple=True, metavar="CODES")
@option("--ignore", multiple=True, metavar="CODES")
@click.pass_context
def lint(context: click.Context, files: tuple[str, ...], **chosen: Unpack[LintOptions]) -> int:
    """Lint files, or sentences from standard input."""
    language = asked_language_of(context)
    manner = Manner(profile=chosen["profile"], select=chosen["select"], ignore=chosen["ignore"], language=language)
    if files == ("-",):
        plans = [plan_of_sentences(sys.stdin, KINDS[chosen["kind"]], language)]
    else:
        plans = [read(file) for file in files]
    reports = [judge(plan, manner) for plan in plans]
    click.echo(render(chosen["format_name"], reports, [], language_of(context)), nl=False)
    return FINDINGS if _worst(reports) >= _THRESHOLDS[chosen["fail_on"]] else CLEAN


def _worst(reports: list[Report]) -> int:
    return max((finding.severity.rank for report in reports for finding in report.findings), default=0)
