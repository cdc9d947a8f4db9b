"""`okrsync baseline`: accept what is known, so that only what is new is shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from okrsync.cli.failures import CLEAN, TROUBLE
from okrsync.cli.settings import JudgingOptions, judging_options, read_settings
from okrsync.cli.spoken import SpokenCommand, SpokenGroup, option
from okrsync.cli.work import examine
from okrsync.errors import ConfigError, WriteRefusedError
from okrsync.linting import baseline as known
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.cli.settings import Settings
    from okrsync.model import Finding, Report

FILE_NAME = "okrsync-baseline.json"


class BaselineOptions(JudgingOptions):
    """What can be asked of `okrsync baseline`."""

    baseline: Path | None


baseline_option = option("--baseline", type=click.Path(path_type=Path), metavar="FILE")
baseline = SpokenGroup("baseline", {"create": f"{__name__}:create", "prune": f"{__name__}:prune"})


@click.command("create", cls=SpokenCommand)
@click.argument("files", type=click.Path(), metavar="[FILE]...", nargs=-1)
@baseline_option
@judging_options
@click.pass_context
def create(context: click.Context, files: Sequence[str], **chosen: Unpack[BaselineOptions]) -> int:
    """Accept everything that is found today."""
    settings = read_settings(context, chosen)
    findings, whole = _findings(settings, files)
    if not whole:
        # A baseline of half the sources would show the other half as new tomorrow.
        return TROUBLE
    path = chosen["baseline"] or settings.baseline or settings.folder / FILE_NAME
    _write(known.create(findings), path)
    click.echo(say("cli.baseline-created", settings.language, count=len(findings), file=path))
    return CLEAN


@click.command("prune", cls=SpokenCommand)
@click.argument("files", type=click.Path(), metavar="[FILE]...", nargs=-1)
@baseline_option
@judging_options
@click.pass_context
def prune(context: click.Context, files: Sequence[str], **chosen: Unpack[BaselineOptions]) -> int:
    """Forget what has been mended meanwhile."""
    settings = read_settings(context, chosen)
    path = chosen["baseline"] or settings.baseline or settings.folder / FILE_NAME
    before = read_baseline(path)
    findings, whole = _findings(settings, files)
    if not whole:
        return TROUBLE
    after = known.prune(findings, before)
    _write(after, path)
    click.echo(say("cli.baseline-pruned", settings.language, gone=before.total() - after.total(), left=after.total()))
    return CLEAN


def read_baseline(path: Path) -> known.Baseline:
    """Return the baseline in `path`. Raises ConfigError if there is none that can be read."""
    try:
        return known.read(path)
    except FileNotFoundError:
        raise ConfigError("cli.baseline-missing", file=path) from None
    except OSError as error:
        raise ConfigError("cli.baseline-unreadable", file=path, reason=error.strerror) from error


def without_known(reports: Sequence[Report], path: Path) -> tuple[int, int]:
    """Take the findings that the baseline knows out of `reports`; return how many, and how many of it are gone."""
    accepted = read_baseline(path)
    left_out = 0
    for report in reports:
        compared = known.compare(report.findings, accepted)
        left_out += len(compared.known)
        report.findings = compared.new
    return left_out, accepted.total() - left_out


def _findings(settings: Settings, files: Sequence[str]) -> tuple[list[Finding], bool]:
    """Return all findings, and whether every source could be read."""
    batch = examine(settings, files)
    for error in batch.errors:
        settings.tell(error)
    return [finding for report in batch.reports for finding in report.findings], not batch.errors


def _write(accepted: known.Baseline, path: Path) -> None:
    try:
        known.write(accepted, path)
    except OSError as error:
        raise WriteRefusedError("cli.not-written", file=path, reason=error.strerror or type(error).__name__) from error
