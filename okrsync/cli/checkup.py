"""Is everything in place? The config, each of its sources, the folder to write in, and the room on the disk."""

from __future__ import annotations

import platform
import shutil
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from okrsync import __version__
from okrsync.addresses import FileAddress
from okrsync.cli.failures import CLEAN
from okrsync.cli.settings import read_settings, unjudging
from okrsync.cli.spoken import language_of
from okrsync.cli.summary import counts
from okrsync.cli.targets import jobs
from okrsync.config.finding import find_config
from okrsync.errors import OkrsyncError
from okrsync.pipeline import read_job
from okrsync.sources.files import refuse_if_locked
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import click

    from okrsync.cli.settings import Settings
    from okrsync.model import Language
    from okrsync.pipeline import Job

_LEAST_ROOM = 100 * 1024 * 1024
"""Bytes: a workbook, its backup and a temporary copy, with room to spare."""


class Outcome(Enum):
    """How a check came out."""

    GOOD = auto()
    WORTH_KNOWING = auto()
    BAD = auto()


class Result(NamedTuple):
    """One thing that was looked at."""

    outcome: Outcome
    sentence: str
    exit_code: int = CLEAN


def check_everything(context: click.Context, asked: Path | None) -> Iterator[Result]:
    """Yield one result for each thing that a run depends on."""
    language = language_of(context)
    versions = {"version": __version__, "python": platform.python_version(), "system": platform.system()}
    yield Result(Outcome.GOOD, say("cli.doctor-versions", language, **versions))
    try:
        settings = read_settings(context, unjudging(asked))
    except OkrsyncError as error:
        yield _bad(error, language)
        return
    language = settings.language
    path = find_config(asked)
    if path is None:
        yield Result(Outcome.WORTH_KNOWING, say("cli.doctor-no-config", language))
    else:
        yield Result(Outcome.GOOD, say("cli.doctor-config", language, file=path, count=len(settings.sources)))
    yield _rules(settings)
    if settings.sources:
        for job in jobs(settings, ())[0]:
            yield from _source(job, language)
    yield _room(settings.folder, language)


def _rules(settings: Settings) -> Result:
    try:
        rules = settings.manner().rule_set
    except OkrsyncError as error:
        return _bad(error, settings.language)
    asked = say("cli.doctor-rules", settings.language, count=len(rules), profile=rules.profile.name)
    return Result(Outcome.GOOD, asked)


def _source(job: Job, language: Language) -> Iterator[Result]:
    try:
        _, plan = read_job(job)
    except OkrsyncError as error:
        yield _bad(error, language)
        return
    yield Result(Outcome.GOOD, say("cli.doctor-source", language, name=job.name, counts=counts(plan, language)))
    if not isinstance(job.address, FileAddress):
        return
    try:
        refuse_if_locked(job.address.path)
    except OkrsyncError as error:
        yield Result(Outcome.WORTH_KNOWING, error.text(language))


def _room(folder: Path, language: Language) -> Result:
    free = shutil.disk_usage(folder.resolve()).free
    key, outcome = ("cli.doctor-room", Outcome.GOOD) if free >= _LEAST_ROOM else ("cli.doctor-no-room", Outcome.BAD)
    return Result(outcome, say(key, language, megabytes=free // (1024 * 1024)))


def _bad(error: OkrsyncError, language: Language) -> Result:
    return Result(Outcome.BAD, error.text(language), error.exit_code)
