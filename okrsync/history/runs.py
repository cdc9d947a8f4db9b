"""The book of runs: when each began and ended, what it found in each source, and which slots are claimed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError

from okrsync.history.schema import RUN, RUN_SOURCE, SLOT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Row

    from okrsync.history.lives import Lives
    from okrsync.model import Report


@dataclass(slots=True, frozen=True)
class PastRun:
    """A run as the book has it."""

    number: int
    started: datetime
    finished: datetime | None
    """None: it is under way, or was killed."""
    exit_code: int | None
    sources: tuple[Row[tuple[object, ...]], ...]
    """Rows of `RUN_SOURCE`."""


def begin(connection: Connection, now: datetime) -> int:
    """Write down that a run begins; return its number."""
    new = insert(RUN).values(day=now.date(), started=_text(now)).returning(RUN.c.id)
    number: int = connection.execute(new).scalar_one()
    return number


def finish(connection: Connection, run: int, now: datetime, exit_code: int) -> None:
    """Write down how a run ended."""
    connection.execute(update(RUN).where(RUN.c.id == run).values(finished=_text(now), exit_code=exit_code))


class Seen(NamedTuple):
    """What a run found in a source, and what it wrote there or why it could not."""

    report: Report
    found: Lives
    written: int = 0
    skipped: int = 0
    failure: str | None = None
    """Name of the sentence that says why."""


def note_source(connection: Connection, run: int, seen: Seen) -> None:
    """Write down what a run found in a source."""
    plan = seen.report.plan
    severities = Counter(finding.severity.value for finding in seen.report.findings)
    values = {
        "objectives": len(plan.objectives),
        "key_results": sum(len(objective.key_results) for objective in plan.objectives) + len(plan.orphans),
        "score": next((score.value for score in seen.report.scores if score.kind == "plan"), None),
        "errors": severities["error"],
        "warnings": severities["warning"],
        "hints": severities["info"],
        "new": len(seen.found.new),
        "fixed": seen.found.fixed,
        "written": seen.written,
        "skipped": seen.skipped,
        "failure": seen.failure,
    }
    connection.execute(insert(RUN_SOURCE).values(run=run, source=plan.source, **values))


def note_failure(connection: Connection, run: int, source: str, failure: str) -> None:
    """Write down that a source could not be read, and the name of the sentence that says why."""
    connection.execute(insert(RUN_SOURCE).values(run=run, source=source, failure=failure))


def last_runs(connection: Connection, most: int) -> list[PastRun]:
    """Return the last runs, newest first."""
    runs = connection.execute(select(RUN).order_by(RUN.c.id.desc()).limit(most)).all()
    rows = connection.execute(
        select(RUN_SOURCE).where(RUN_SOURCE.c.run.in_([run.id for run in runs])).order_by(RUN_SOURCE.c.source)
    ).all()
    return [
        PastRun(
            run.id,
            datetime.fromisoformat(run.started),
            datetime.fromisoformat(run.finished) if run.finished else None,
            run.exit_code,
            tuple(row for row in rows if row.run == run.id),
        )
        for run in runs
    ]


def latest(connection: Connection, sources: Sequence[str]) -> list[Row[tuple[object, ...]]]:
    """Return for each of `sources` what its last finished run found: rows of `RUN_SOURCE`."""
    newest = (
        select(func.max(RUN_SOURCE.c.run))
        .join(RUN, RUN.c.id == RUN_SOURCE.c.run)
        .where(RUN_SOURCE.c.source.in_(sources), RUN.c.finished.is_not(None))
        .group_by(RUN_SOURCE.c.source)
    )
    wanted = select(RUN_SOURCE).where(RUN_SOURCE.c.run.in_(newest), RUN_SOURCE.c.source.in_(sources))
    by_source = {row.source: row for row in connection.execute(wanted.order_by(RUN_SOURCE.c.run))}
    return list(by_source.values())


def claim(connection: Connection, job: str, day: date, now: datetime, *, runs: bool = True) -> bool:
    """Claim a slot; return False where it is taken. With `runs` False it is let pass."""
    taken = select(SLOT.c.day).where(SLOT.c.job == job, SLOT.c.day == day)
    if connection.execute(taken).first() is not None:
        return False
    try:
        connection.execute(insert(SLOT).values(job=job, day=day, claimed=_text(now), runs=runs))
    except IntegrityError:  # pragma: no cover - two agents on one PostgreSQL database, at the same moment
        return False
    return True


def claimed(connection: Connection, jobs: Sequence[str]) -> dict[str, set[date]]:
    """Return for each of `jobs` the days whose slots are claimed; a job that was never heard of has no entry."""
    days: dict[str, set[date]] = {}
    for row in connection.execute(select(SLOT.c.job, SLOT.c.day).where(SLOT.c.job.in_(jobs))):
        days.setdefault(row.job, set()).add(row.day)
    return days


def _text(now: datetime) -> str:
    return now.astimezone(UTC).isoformat(timespec="seconds")
