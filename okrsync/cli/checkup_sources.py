"""What `okrsync doctor` looks at in each source: whether it opens, what it was taken for, whether it may be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.addresses import FileAddress
from okrsync.cli.diagnosis import is_unsure, role_name
from okrsync.cli.results import Outcome, Result, bad, failed, good, worth_knowing
from okrsync.cli.summary import counts
from okrsync.errors import OkrsyncError, SourceError
from okrsync.pipeline import open_job, read_source
from okrsync.sources.base import Lent
from okrsync.sources.files import refuse_if_locked
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from okrsync.config.syncing import SyncSettings
    from okrsync.model import Language, Plan
    from okrsync.pipeline import Job

_MOST_UNSURE = 3


def check_clock(jobs: Sequence[Job], language: Language) -> Iterator[Result]:
    """Compare this computer's clock with that of each service; one that does not answer is told with its sources."""
    from okrsync.sources.clock import TOLERATED, minutes_off  # noqa: PLC0415 - files alone need no HTTP client

    servers = {job.address.server for job in jobs if not isinstance(job.address, FileAddress)}
    offs = [abs(off) for server in sorted(servers) if (off := minutes_off(server)) is not None]
    if offs:
        worst = round(max(offs))
        tell, key = (good, "cli.doctor-clock") if worst <= TOLERATED else (bad, "cli.doctor-clock-wrong")
        yield tell(key, language, minutes=worst)


def check_sources(jobs: Sequence[Job], pairs: Mapping[str, SyncSettings], language: Language) -> Iterator[Result]:
    """Open, read and try the door of each source, then say which pairs can be kept in step."""
    opened: set[str] = set()
    for job in jobs:
        for result in _source(job, language):
            if result.outcome is Outcome.GOOD:
                opened.add(job.name)
            elif result.outcome is Outcome.BAD:
                opened.discard(job.name)
            yield result
    for name, pair in pairs.items():
        missing = [side for side in (pair.a, pair.b) if side not in opened]
        if missing:
            yield bad("cli.doctor-pair-broken", language, name=name, missing=", ".join(missing))
        else:
            yield good("cli.doctor-pair", language, name=name, a=pair.a, b=pair.b)


def _source(job: Job, language: Language) -> Iterator[Result]:
    try:
        source = open_job(job)
        _, plan = read_source(source, job)
        yield good("cli.doctor-source", language, name=job.name, counts=counts(plan, language))
        yield from _unsure(job.name, plan, language)
        if isinstance(source, Lent):
            yield from _lent(job.name, source, language)
    except OkrsyncError as error:
        yield failed(error, language)
        return
    if isinstance(job.address, FileAddress):
        try:
            refuse_if_locked(job.address.path)
        except OkrsyncError as error:
            yield Result(Outcome.WORTH_KNOWING, error.text(language))


def _lent(name: str, source: Lent, language: Language) -> Iterator[Result]:
    """Tell who we are there, whether we may write, and how much of the quota that took. Raises SourceError."""
    account = source.account()
    if account is not None:
        yield good(f"cli.doctor-account-{source.kind}", language, account=account)
    try:
        source.see_that_it_may_write()
    except SourceError as error:
        yield failed(error, language)
    else:
        yield good("cli.doctor-may-write", language, name=name)
    used = source.use()
    yield good("cli.doctor-quota", language, name=name, calls=used.calls, rate=round(used.a_minute))


def _unsure(name: str, plan: Plan, language: Language) -> Iterator[Result]:
    columns = [column for table in plan.tables for column in table.columns if is_unsure(column)]
    if columns:
        shown = [
            say("cli.quoted", language, text=" ".join(column.header.split())) + f" ({role_name(column.role, language)})"
            for column in columns[:_MOST_UNSURE]
        ]
        more = ["…"] if len(columns) > _MOST_UNSURE else []
        yield worth_knowing("cli.doctor-unsure", language, name=name, columns=", ".join([*shown, *more]))
