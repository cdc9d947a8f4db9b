"""`okrsync demo`: the main job on an example, so that a newcomer sees it before touching a file of their own."""

from __future__ import annotations

import shutil
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from okrsync.addresses import FileAddress
from okrsync.cli.failures import CLEAN
from okrsync.cli.page import write_page
from okrsync.cli.screen import colourful, width
from okrsync.cli.spoken import SpokenCommand, language_of, option
from okrsync.cli.summary import summary_line
from okrsync.errors import WriteRefusedError
from okrsync.model import Report
from okrsync.pipeline import Job, Manner, corrections, examine_all, write
from okrsync.report import as_text
from okrsync.wording import say, written

if TYPE_CHECKING:
    from okrsync.model import Finding

WORKBOOK, PAGE = "okr-atelier-lumen.xlsx", "okr-atelier-lumen.html"
TODAY = date(2026, 11, 16)
"""The quarter of the example is two thirds over on that day, whenever the demo runs."""
_SHOWN = 8


@click.command("demo", cls=SpokenCommand)
@option("--output", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER", default=Path("demo"))
@click.pass_context
def demo(context: click.Context, output: Path) -> int:
    """Run the main job on the example workbook."""
    language = language_of(context)
    workbook, page = output / WORKBOOK, output / PAGE
    _put(workbook)
    batch = examine_all([Job(FileAddress(workbook), str(workbook), Manner(today=TODAY), backup=False)])
    if batch.errors:
        raise batch.errors[0]
    examined = batch.examined[0]
    click.echo(say("cli.demo-start", language, file=workbook, today=written(TODAY, language)))
    click.echo()
    best = Report(examined.report.plan, _worst(examined.report.findings), examined.report.scores)
    click.echo(as_text.render([best], [], language, colour=colourful(), width=width()), nl=False)
    click.echo()
    edits = corrections(examined)
    outcome = write(examined, edits)
    write_page(page, batch.reports, [], language)
    click.echo(summary_line(examined, language, edits, outcome))
    click.echo()
    click.echo(say("cli.demo-end", language, workbook=workbook, page=page))
    return CLEAN


def _put(workbook: Path) -> None:
    """Put the untouched example in its place, over that of an earlier demo."""
    try:
        workbook.parent.mkdir(parents=True, exist_ok=True)
        with as_file(files("okrsync") / "demo" / WORKBOOK) as shipped:
            shutil.copyfile(shipped, workbook)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise WriteRefusedError("cli.not-written", file=workbook, reason=reason) from error


def _worst(findings: list[Finding]) -> list[Finding]:
    """Return a handful that shows what okrsync looks at: the most serious of each rule first."""
    first = {finding.code: finding for finding in reversed(findings) if finding.kind != "plan"}
    return sorted(first.values(), key=lambda each: (-each.severity.rank, -each.points))[:_SHOWN]
