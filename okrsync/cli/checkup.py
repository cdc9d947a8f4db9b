"""Is everything in place? The config, its secrets, each source, the clock, the state, messages, room on the disk."""

from __future__ import annotations

import platform
import shutil
from typing import TYPE_CHECKING

from okrsync import __version__
from okrsync.cli.checkup_sources import check_clock, check_sources
from okrsync.cli.checkup_upkeep import check_digests, check_secrets, check_state
from okrsync.cli.results import Outcome, bad, failed, good, worth_knowing
from okrsync.cli.settings import read_settings, unjudging
from okrsync.cli.spoken import language_of
from okrsync.cli.targets import jobs
from okrsync.config.finding import find_config
from okrsync.errors import OkrsyncError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import click

    from okrsync.cli.results import Result
    from okrsync.cli.settings import Settings
    from okrsync.model import Language

_LEAST_ROOM = 100 * 1024 * 1024
"""Bytes: a workbook, its backup and a temporary copy, with room to spare."""


def check_everything(context: click.Context, asked: Path | None) -> Iterator[Result]:
    """Yield one result for each thing that a run depends on; a failure that several checks meet is told once."""
    told: set[str] = set()
    for result in _checks(context, asked):
        if result.outcome is not Outcome.BAD or result.sentence not in told:
            yield result
        told.add(result.sentence)


def _checks(context: click.Context, asked: Path | None) -> Iterator[Result]:
    language = language_of(context)
    versions = {"version": __version__, "python": platform.python_version(), "system": platform.system()}
    yield good("cli.doctor-versions", language, **versions)
    try:
        settings = read_settings(context, unjudging(asked))
    except OkrsyncError as error:
        yield failed(error, language)
        return
    language = settings.language
    path = find_config(asked)
    if path is None:
        yield worth_knowing("cli.doctor-no-config", language)
    else:
        yield good("cli.doctor-config", language, file=path, count=len(settings.sources))
    yield _rules(settings)
    if settings.config is not None:
        yield from check_secrets(settings.config, language)
        wanted = jobs(settings, ())[0] if settings.sources else []
        yield from check_clock(wanted, language)
        yield from check_sources(wanted, settings.config.sync, language)
        yield from check_state(settings)
        yield from check_digests(settings.config, language)
    yield _room(settings.folder, language)


def _rules(settings: Settings) -> Result:
    try:
        rules = settings.manner().rule_set
    except OkrsyncError as error:
        return failed(error, settings.language)
    return good("cli.doctor-rules", settings.language, count=len(rules), profile=rules.profile.name)


def _room(folder: Path, language: Language) -> Result:
    free = shutil.disk_usage(folder.resolve()).free
    tell, key = (good, "cli.doctor-room") if free >= _LEAST_ROOM else (bad, "cli.doctor-no-room")
    return tell(key, language, megabytes=free // (1024 * 1024))
