"""What lint, run, report and baseline do first: examine everything that is meant, whatever fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from okrsync.cli.conditions import memory
from okrsync.cli.failures import CLEAN, FINDINGS, TROUBLE
from okrsync.cli.screen import progress
from okrsync.cli.settings import read_settings
from okrsync.cli.targets import jobs
from okrsync.pipeline import Batch, examine_all
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from okrsync.cli.settings import PageOptions, Settings
    from okrsync.errors import OkrsyncError
    from okrsync.history.book import Memory
    from okrsync.model import Report
    from okrsync.pipeline import Examined, Recall

THRESHOLDS = {"error": 3, "warning": 2, "info": 1, "never": 4}
"""The rank (`Severity.rank`) of the mildest finding that makes the command fail."""


def examine(settings: Settings, files: Sequence[str]) -> Batch:
    """Examine what was typed, with a progress bar on a terminal, and say what was passed over."""
    wanted, missing = jobs(settings, files)
    with progress(len(wanted), settings.language) as before_each, memory(settings) as past:
        batch = examine_all(wanted, before_each, _recall(past, settings) if past else None)
        if past is not None and settings.judges_as_told:
            for examined in batch.examined:
                past.tell_trend(examined)
    batch.errors[:0] = missing
    if not batch.examined and not batch.errors:
        # Nothing of all that was found holds OKRs: that is no success.
        batch.errors.extend(batch.passed_over)
        batch.passed_over.clear()
    tell_of_coach(batch.examined, settings)
    for error in batch.passed_over:
        click.echo(error.text(settings.language), err=True)
    return batch


def examine_for_page(context: click.Context, files: Sequence[str], chosen: PageOptions) -> tuple[Settings, Batch]:
    """Read the settings, examine what was typed and tell what failed; leave where there is nothing to make a page of.

    Raises ConfigError or RuleError where the settings are wrong.
    """
    settings = read_settings(context, chosen)
    batch = examine(settings, files)
    for error in batch.errors:
        settings.tell(error)
    if not batch.examined:
        context.exit(TROUBLE)
    return settings, batch


def _recall(past: Memory, settings: Settings) -> Recall:
    """Return what fills in earlier runs, and what waits for a person: a dry run says what the run will."""
    pairs = settings.config.sync if settings.config else {}
    if not pairs:
        return past.recall
    from okrsync.agent.conflict_remarks import ConflictRemarks  # noqa: PLC0415 - only for who keeps sources in step
    from okrsync.sync.settings import Side  # noqa: PLC0415 - as above

    names = {name: {Side.A: pair.a, Side.B: pair.b} for name, pair in pairs.items()}
    conflicts = ConflictRemarks(past.database, names)
    return lambda plan, today: conflicts.recall(past.recall(plan, today))


def tell_of_coach(several: Iterable[Examined], settings: Settings) -> None:
    """Say plainly what left this computer, and where the coach could not help."""
    language = settings.language
    for examined in several:
        coach, coached = examined.manner.coach, examined.coached
        if coach is None or coached is None:
            continue
        name = examined.source.name
        if coached.sent:
            click.echo(say("coach.sent", language, name=name, count=coached.sent, host=coach.host), err=True)
        if coached.failure is not None:
            reason = coached.failure.text(language)
            click.echo(say("coach.without", language, name=name, host=coach.host, reason=reason), err=True)


def exit_code(reports: Sequence[Report], errors: Sequence[OkrsyncError], fail_on: str) -> int:
    """Return 3 where a source failed, 1 where something at or above `fail_on` was found, else 0."""
    if errors:
        return TROUBLE
    worst = max((finding.severity.rank for report in reports for finding in report.findings), default=0)
    return FINDINGS if worst >= THRESHOLDS[fail_on] else CLEAN
