"""What okrsync would say and write, shown before a config is written; and how to have it done every night."""

from __future__ import annotations

import shlex
import shutil
from itertools import islice
from typing import TYPE_CHECKING

import click

from okrsync.cli.changes import described
from okrsync.cli.summary import summary_line
from okrsync.errors import SourceError
from okrsync.pipeline import corrections
from okrsync.rehearsal import rehearse
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from okrsync.model import Finding, Language
    from okrsync.pipeline import Examined

_FINDINGS, _CHANGES = 3, 4
"""How many are shown of each source."""


def preview(examined: Examined, language: Language) -> None:
    """Show the gravest remarks on a source, and the first of what would be written into it; nothing is."""
    click.echo(summary_line(examined, language))
    for finding in _worst(examined.report.findings):
        click.echo(f"    {finding.message}")
    try:
        changes = rehearse(examined, corrections(examined)).changes
    except SourceError as error:
        click.echo(f"    {say('cli.would-be-refused', language)}: {error.text(language)}")
        return
    click.echo(f"    {say('cli.would-write', language, count=len(changes))}")
    for line in islice(described(changes, say("writeback.summary-tab", examined.language), language), _CHANGES):
        click.echo(f"    {line}")
    if len(changes) > _CHANGES:
        click.echo(f"      … (+{len(changes) - _CHANGES})")


def schedules(config: Path, at: str, language: Language) -> str:
    """Return three ways to have it done every night at the local time `at`."""
    hour, minute = (int(part) for part in at.split(":"))
    program = shlex.quote(shutil.which("okrsync") or "okrsync")
    line = f"{minute} {hour} * * * {program} run --config {shlex.quote(str(config.resolve()))}"
    return say("cli.init-schedule", language, at=at, crontab=line)


def _worst(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: (-finding.severity.rank, -finding.points))[:_FINDINGS]
