"""When each job of a config is due: its sources every night, its messages on their own days."""

from __future__ import annotations

from datetime import time
from functools import partial
from typing import TYPE_CHECKING

from okrsync.agent.slots import Timetable
from okrsync.rituals.timing import is_its_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from okrsync.config.models import Config

_DIGEST = "digest:"


def digest_job(name: str) -> str:
    """Return the name of the job that sends a digest, which is no name of a source."""
    return f"{_DIGEST}{name}"


def timetables(config: Config) -> Mapping[str, Timetable]:
    """Return job → when it is due: each source by its name, each digest by that of its job."""
    told = config.agent
    nightly = Timetable(told.local_time, told.zone, told.weekdays, jitter=told.spread)
    return dict.fromkeys(config.sources, nightly) | {
        digest_job(name): Timetable(
            time.fromisoformat(digest.at),
            told.zone,
            frozenset({digest.weekday}),
            is_its_day=partial(is_its_day, digest.kind, digest.weekday),
        )
        for name, digest in config.digests.items()
    }
