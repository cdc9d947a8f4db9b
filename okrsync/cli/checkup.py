"""Is everything in place? The config, each of its sources, the folder to write in, and the room on the disk."""

from __future__ import annotations

import platform
import shutil
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from okrsync import __version__
from okrsync.cli.failures import CLEAN
from okrsync.cli.settings import Settings, unjudging
from okrsync.cli.targets import jobs
from okrsync.config import Config, find_config, load_config
from okrsync.errors import ConfigError, OkrsyncError
from okrsync.pipeline import read_job
from okrsync.sources.files import refuse_if_locked
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def check_everything(asked: Path | None, language: Language, *, settled: bool = False) -> Iterator[Result]:
    """Yield one result for each thing that a run depends on, in `language`, or where not `settled` in the config's."""
    versions = {"version": __version__, "python": platform.python_version(), "system": platform.system()}
    yield Result(Outcome.GOOD, say("cli.doctor-versions", language, **versions))
    path = find_config(asked)
    if path is None:
        yield Result(Outcome.WORTH_KNOWING, say("cli.doctor-no-config", language))
        config = Config()
    else:
        try:
            config = load_config(path)
        except ConfigError as error:
            yield _bad(error, language)
            return
        if config.okrsync.language and not settled:
            language = config.okrsync.language
        yield Result(Outcome.GOOD, say("cli.doctor-config", language, file=path, count=len(config.sources)))
    settings = Settings(config, path.parent if path else Path(), unjudging(asked), language)
    yield _rules(settings)
    if config.sources:
        for job in jobs(settings, ())[0]:
            yield from _source(job, language)
    yield _room(settings.folder, language)


def _rules(settings: Settings) -> Result:
    try:
        rules = settings.manner().rule_set()
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
    key_results = sum(len(objective.key_results) for objective in plan.objectives) + len(plan.orphans)
    counts = {"objectives": len(plan.objectives), "key_results": key_results}
    yield Result(Outcome.GOOD, say("cli.doctor-source", language, name=job.name, **counts))
    try:
        refuse_if_locked(job.path)
    except OkrsyncError as error:
        yield Result(Outcome.WORTH_KNOWING, error.text(language))


def _room(folder: Path, language: Language) -> Result:
    free = shutil.disk_usage(folder.resolve()).free
    key, outcome = ("cli.doctor-room", Outcome.GOOD) if free >= _LEAST_ROOM else ("cli.doctor-no-room", Outcome.BAD)
    return Result(outcome, say(key, language, megabytes=free // (1024 * 1024)))


def _bad(error: OkrsyncError, language: Language) -> Result:
    return Result(Outcome.BAD, error.text(language), error.exit_code)
