"""Writes down what a run saw in one source, in one transaction."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, delete, insert, select, update

from okrsync.history.check_ins import sighting_of, with_latest
from okrsync.history.forgetting import Forgotten
from okrsync.history.lives import Told, lives
from okrsync.history.remembering import identities, items, sightings
from okrsync.history.schema import FINDING, OKR, SIGHTING
from okrsync.linting.suppress import read_directives

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from okrsync.history.lives import Lives
    from okrsync.linting.rule import Rule
    from okrsync.model import KeyResult, Objective, Report

    Known = Mapping[tuple[str, str], int]


class Asked(NamedTuple):
    """Which rules a run asked, without which nobody knows whether a finding that is not told any more was fixed."""

    codes: frozenset[str]
    known: Sequence[Rule]
    """All that there are: a row may ask to be spared any."""


def compare(connection: Connection, report: Report, asked: Asked) -> Lives:
    """Return what became of the findings of the runs before; nothing is written."""
    return _lives(connection, report, identities(connection, report.plan), asked)


def record(connection: Connection, report: Report, asked: Asked, today: date) -> Lives:
    """Write down the OKRs of `report`, how each stands, and its findings; return what became of earlier ones."""
    before = identities(connection, report.plan)
    found = _lives(connection, report, before, asked)
    known = _record_okrs(connection, report, before, today)
    _record_sightings(connection, report, known, today)
    _record_findings(connection, report, known, found, today)
    return found


def _lives(connection: Connection, report: Report, known: Known, asked: Asked) -> Lives:
    open_ones = _open(connection, report.plan.source)
    # An OKR that nobody has seen before has no number yet: any that is nobody's keeps its findings apart.
    unseen = {(kind, item.key): -number for number, (kind, item, _) in enumerate(items(report.plan), start=1)}
    numbers = {**unseen, **known}
    now = {
        Told(numbers.get((finding.kind, finding.owner_key)), finding.code, finding.field): finding
        for finding in report.findings
    }
    silenced = {
        (known[kind, item.key], code)
        for kind, item, _ in items(report.plan)
        if item.ignore and (kind, item.key) in known
        for directive in read_directives(item.ignore, asked.known)
        for code in directive.codes
    }
    return lives(open_ones.keys(), now, there=set(known.values()), asked=asked.codes, silenced=silenced)


def _open(connection: Connection, source: str) -> dict[Told, int]:
    """Return the open findings of a source → their number."""
    rows = connection.execute(select(FINDING).where(FINDING.c.source == source, FINDING.c.closed.is_(None)))
    return {Told(row.okr, row.code, row.field): row.id for row in rows}


def _record_okrs(connection: Connection, report: Report, before: Known, today: date) -> dict[tuple[str, str], int]:
    plan = report.plan
    connection.execute(update(OKR).where(OKR.c.source == plan.source).values(gone=True))
    forgotten = Forgotten.of(connection)
    known = dict(before)
    for kind, item, above in items(plan):
        values = {
            "key": item.key,
            "parent": known.get(("objective", above.key)) if above else None,
            "title": item.title,
            "owners": [name for name in _owners(item, above) if name not in forgotten],
            "container": item.ref.container,
            "row": item.ref.row,
            "last_day": today,
            "gone": False,
        }
        number = before.get((kind, item.key))
        if number is None:
            new = insert(OKR).values(source=plan.source, kind=kind, first_day=today, **values).returning(OKR.c.id)
            known[kind, item.key] = connection.execute(new).scalar_one()
        else:
            connection.execute(update(OKR).where(OKR.c.id == number).values(**values))
    return known


def _owners(item: Objective | KeyResult, above: Objective | None) -> tuple[str, ...]:
    """Return who keeps an eye on an OKR: for a key result without an owner, those of its objective."""
    return item.owners or (above.owners if above else ())


def _record_sightings(connection: Connection, report: Report, known: Known, today: date) -> None:
    seen = sightings(connection, report.plan.source)
    scores: dict[tuple[str, str], float] = {(score.kind, score.key): score.value for score in report.scores}
    # Days that lie ahead can only have been left by a clock that was wrong.
    ours = select(OKR.c.id).where(OKR.c.source == report.plan.source)
    connection.execute(delete(SIGHTING).where(SIGHTING.c.okr.in_(ours), SIGHTING.c.day > today))
    for kind, item, _ in items(report.plan):
        number = known[kind, item.key]
        latest = sighting_of(item, today, scores.get((kind, item.key)))
        if with_latest(seen.get(number, []), latest)[-1] is not latest:
            continue
        connection.execute(delete(SIGHTING).where(SIGHTING.c.okr == number, SIGHTING.c.day == today))
        connection.execute(insert(SIGHTING).values(okr=number, **asdict(latest)))


def _record_findings(connection: Connection, report: Report, known: Known, found: Lives, today: date) -> None:
    source = report.plan.source
    open_ones = _open(connection, source)
    for told, outcome in found.closed.items():
        closing = {"closed": today, "outcome": outcome.value}
        connection.execute(update(FINDING).where(FINDING.c.id == open_ones[told]).values(**closing))
    staying = [
        {"number": open_ones[told], "last_day": today, "severity": finding.severity.value}
        for told, finding in found.still.items()
    ]
    if staying:
        renewed = update(FINDING).where(FINDING.c.id == bindparam("number"))
        connection.execute(renewed.values(last_day=bindparam("last_day"), severity=bindparam("severity")), staying)
    new = [
        {
            "source": source,
            "okr": known.get((finding.kind, finding.owner_key)),
            "code": finding.code,
            "field": finding.field,
            "severity": finding.severity.value,
            "first_day": today,
            "last_day": today,
        }
        for finding in found.new.values()
    ]
    if new:
        connection.execute(insert(FINDING), new)
