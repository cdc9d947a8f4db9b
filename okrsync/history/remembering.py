"""What earlier runs saw of the OKRs that a run has just read, filled into the plan before it is judged."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from okrsync.history.check_ins import FOLLOWED, Sighting, sighting_of, watched, with_latest
from okrsync.history.matching import Place, same
from okrsync.history.schema import OKR, SIGHTING
from okrsync.model import KeyResult

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from sqlalchemy import Connection

    from okrsync.model import Objective, Plan


def items(plan: Plan) -> Iterator[tuple[str, Objective | KeyResult, Objective | None]]:
    """Yield kind, item and the objective above it for everything in a plan, objectives before what is below them."""
    for objective in plan.objectives:
        yield "objective", objective, None
        for key_result in objective.key_results:
            yield "key_result", key_result, objective
    for orphan in plan.orphans:
        yield "key_result", orphan, None


def place_of(kind: str, item: Objective | KeyResult) -> Place:
    """Return what an OKR is known by."""
    return Place(kind, item.key, item.title, item.ref.container, item.ref.row)


def identities(connection: Connection, plan: Plan) -> dict[tuple[str, str], int]:
    """Return (kind, key) → number of every OKR of `plan` that was seen before, under this key or another."""
    rows = connection.execute(select(OKR).where(OKR.c.source == plan.source)).all()
    numbers = {Place(row.kind, row.key, row.title, row.container, row.row): row.id for row in rows}
    there = [place for place, row in zip(numbers, rows, strict=True) if not row.gone]
    now = [place_of(kind, item) for kind, item, _ in items(plan)]
    by_key = {(place.kind, place.key): number for place, number in numbers.items()}
    found = {(place.kind, place.key): numbers[earlier] for place, earlier in same(there, now).items()}
    # An OKR that comes back under its old key is the one that it was.
    keys = [(place.kind, place.key) for place in now]
    return {key: number for key in keys if (number := by_key.get(key) or found.get(key)) is not None}


def sightings(connection: Connection, source: str) -> dict[int, list[Sighting]]:
    """Return number of each OKR of `source` → how it stood, oldest first."""
    columns = [column for column in SIGHTING.c if column.name != "okr"]
    rows = connection.execute(
        select(SIGHTING.c.okr, *columns)
        .join(OKR, OKR.c.id == SIGHTING.c.okr)
        .where(OKR.c.source == source)
        .order_by(SIGHTING.c.okr, SIGHTING.c.day)
    )
    seen: defaultdict[int, list[Sighting]] = defaultdict(list)
    for row in rows:
        number, *values = row
        seen[number].append(Sighting(**dict(zip((column.name for column in columns), values, strict=True))))
    return seen


def recall(connection: Connection, plan: Plan, today: date) -> Plan:
    """Return `plan` with what was seen of its key results: check-ins, and since when nothing has changed.

    A source that keeps its check-ins itself knows better, and so does a column of check-in dates. Where a sheet has
    no column in which anybody could leave a mark, standing still tells nothing.
    """
    if "history" in plan.provides or not plan.provides & FOLLOWED:
        return plan
    known = identities(connection, plan)
    seen = sightings(connection, plan.source)
    dated = "last_check_in" in plan.provides
    for kind, item, _ in items(plan):
        if not isinstance(item, KeyResult):
            continue
        earlier = seen.get(known.get((kind, item.key), 0), [])
        latest = sighting_of(item, today, earlier[-1].score if earlier else None)
        told = watched(with_latest(earlier, latest))
        item.history = told.check_ins
        if not dated:
            item.last_check_in = told.changed
            item.watched_since = told.since
    provided = {"history"} if dated else {"history", "last_check_in", "watched"}
    return replace(plan, provides=plan.provides | provided)
