"""How a source has come along: weeks, what is new and fixed since the run before, and who fixed what they were told."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from okrsync.history.lives import Outcome
from okrsync.history.schema import FINDING, OKR, RUN, RUN_SOURCE
from okrsync.model import Severity
from okrsync.trend import Mender, Trend, Week

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from okrsync.history.lives import Lives
    from okrsync.model import Report

WEEKS = 12
"""A quarter."""


def trend(connection: Connection, report: Report, found: Lives, today: date, run: int | None = None) -> Trend | None:
    """Return how the source of `report` has come along; None where no earlier run is known.

    `found` is what became of earlier findings; `run` is the number of this run where it is in the book already.
    """
    source = report.plan.source
    earlier = connection.execute(
        select(RUN.c.id, RUN.c.day, RUN_SOURCE.c.score, RUN_SOURCE.c.errors, RUN_SOURCE.c.warnings, RUN_SOURCE.c.hints)
        .join(RUN_SOURCE, RUN_SOURCE.c.run == RUN.c.id)
        .where(RUN_SOURCE.c.source == source, RUN_SOURCE.c.failure.is_(None), RUN.c.id != (run or 0))
        .order_by(RUN.c.id)
    ).all()
    if not earlier:
        return None
    first = _monday(today) - timedelta(weeks=WEEKS - 1)
    weeks = {
        _monday(row.day): Week(_monday(row.day), row.score, row.errors, row.warnings, row.hints)
        for row in earlier
        if row.day >= first
    }
    weeks[_monday(today)] = _this_week(report, today)
    return Trend(
        since=earlier[-1].day,
        new=len(found.new),
        fixed=found.fixed,
        still_open=len(found.still),
        weeks=tuple(weeks[monday] for monday in sorted(weeks)),
        menders=_menders(connection, source, first),
    )


def _this_week(report: Report, today: date) -> Week:
    severities = Counter(finding.severity for finding in report.findings)
    whole = next((score.value for score in report.scores if score.kind == "plan"), None)
    return Week(_monday(today), whole, *(severities[severity] for severity in Severity))


def _menders(connection: Connection, source: str, first: date) -> tuple[Mender, ...]:
    rows = connection.execute(
        select(OKR.c.owners, FINDING.c.outcome)
        .join(OKR, OKR.c.id == FINDING.c.okr)
        .where(
            FINDING.c.source == source,
            FINDING.c.severity != Severity.INFO.value,
            or_(FINDING.c.closed.is_(None), FINDING.c.closed >= first),
        )
    )
    told: Counter[str] = Counter()
    fixed: Counter[str] = Counter()
    for owners, outcome in rows:
        told.update(owners)
        fixed.update(owners if outcome == Outcome.FIXED else ())
    return tuple(
        Mender(name, count, told[name]) for name, count in sorted(fixed.items(), key=lambda one: (-one[1], one[0]))
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
