"""What people ask the history: how things stand (`okrsync status`), and how they came about (`okrsync history`)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select

from okrsync.alike import alike
from okrsync.history.check_ins import Sighting
from okrsync.history.schema import FINDING, OKR, RUN, RUN_SOURCE, SIGHTING
from okrsync.state.pairs import CONFLICT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Connection


class Open(NamedTuple):
    """Remarks on one source that nobody has dealt with yet."""

    errors: int
    warnings: int
    hints: int
    oldest: date
    """The day on which the oldest of them was first told."""


class Looked(NamedTuple):
    """What one run found in one source."""

    day: date
    source: str
    score: float | None
    """0..100."""
    told: int
    """Errors, warnings and hints together."""
    new: int
    fixed: int


class Life(NamedTuple):
    """One remark on an OKR, from first to last."""

    code: str
    first: date
    last: date
    outcome: str | None
    """None while it is open; see `lives.Outcome`."""


@dataclass(slots=True, frozen=True)
class Okr:
    """How one OKR has come along."""

    source: str
    kind: str
    title: str
    gone: bool
    sightings: tuple[Sighting, ...]
    lives: tuple[Life, ...]


def open_findings(connection: Connection, sources: Sequence[str]) -> dict[str, Open]:
    """Return for each of `sources` what is open there; a source without any is left out."""
    rows = connection.execute(
        select(FINDING.c.source, FINDING.c.severity, FINDING.c.first_day).where(
            FINDING.c.closed.is_(None), FINDING.c.source.in_(sources)
        )
    ).all()
    counts = Counter((row.source, row.severity) for row in rows)
    oldest: dict[str, date] = {}
    for row in rows:
        oldest[row.source] = min(row.first_day, oldest.get(row.source, row.first_day))
    return {
        source: Open(counts[source, "error"], counts[source, "warning"], counts[source, "info"], day)
        for source, day in oldest.items()
    }


def open_conflicts(connection: Connection) -> dict[str, int]:
    """Return for each pair of sources that are kept in step how many conflicts wait for a person."""
    waiting = select(CONFLICT.c.pair, func.count()).where(CONFLICT.c.settled.is_(None)).group_by(CONFLICT.c.pair)
    return {pair: count for pair, count in connection.execute(waiting)}  # noqa: C416 - rows are no pairs to mypy


def runs_of(connection: Connection, sources: Sequence[str], most: int) -> list[Looked]:
    """Return what the last runs found in `sources`, oldest first: of several on one day the last, `most` days each."""
    rows = connection.execute(
        select(RUN.c.day, RUN_SOURCE)
        .join(RUN, RUN.c.id == RUN_SOURCE.c.run)
        .where(RUN_SOURCE.c.source.in_(sources), RUN_SOURCE.c.failure.is_(None))
        .order_by(RUN.c.id)
    ).all()
    by_day: dict[tuple[str, date], Looked] = {}
    for row in rows:
        before = by_day.get((row.source, row.day))
        new, fixed = (before.new, before.fixed) if before else (0, 0)
        told = row.errors + row.warnings + row.hints
        by_day[row.source, row.day] = Looked(row.day, row.source, row.score, told, row.new + new, row.fixed + fixed)
    kept = [
        looked for source in sources for looked in [each for each in by_day.values() if each.source == source][-most:]
    ]
    return sorted(kept, key=lambda looked: (looked.day, looked.source))


def okrs_called(connection: Connection, sources: Sequence[str], words: str) -> list[Okr]:
    """Return the OKRs whose title holds `words`, whatever the case; for an objective, its key results as well."""
    rows = connection.execute(
        select(OKR).where(OKR.c.source.in_(sources)).order_by(OKR.c.source, OKR.c.gone, OKR.c.row, OKR.c.id)
    ).all()
    wanted = alike(words)
    found = {row.id for row in rows if wanted in alike(row.title)}
    return [
        Okr(
            row.source,
            row.kind,
            row.title,
            row.gone,
            _sightings(connection, row.id),
            _lives(connection, row.id),
        )
        for row in rows
        if row.id in found or row.parent in found
    ]


def _sightings(connection: Connection, okr: int) -> tuple[Sighting, ...]:
    rows = connection.execute(select(SIGHTING).where(SIGHTING.c.okr == okr).order_by(SIGHTING.c.day)).mappings()
    return tuple(Sighting(**{name: value for name, value in row.items() if name != "okr"}) for row in rows)


def _lives(connection: Connection, okr: int) -> tuple[Life, ...]:
    rows = connection.execute(select(FINDING).where(FINDING.c.okr == okr).order_by(FINDING.c.first_day, FINDING.c.id))
    return tuple(Life(row.code, row.first_day, row.last_day, row.outcome) for row in rows)
