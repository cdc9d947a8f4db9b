"""Open conflicts, filled into the plan of a source before it is judged: SY101 tells of them beside their rows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from okrsync.alike import alike
from okrsync.history.looking import open_conflicts
from okrsync.history.remembering import items
from okrsync.model import COLUMN_OF, OpenConflict
from okrsync.sync.conflicts import field_name, remarks
from okrsync.sync.settings import SIDES, Side
from okrsync.sync.sql_ledger import SqlLedger

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from okrsync.model import Plan
    from okrsync.state.database import Database
    from okrsync.sync.conflicts import Remark


class ConflictRemarks:
    """What is to be said about conflicts between the sources of a config."""

    def __init__(self, database: Database, pairs: Mapping[str, Mapping[Side, str]]) -> None:
        """Take the state, and the pairs: name → side → name of its source."""
        self._database = database
        self._pairs = pairs

    def recall(self, plan: Plan) -> Plan:
        """Return `plan` with what is open in it, where its source is kept in step. Raises StateError."""
        mine = [(pair, side) for pair, names in self._pairs.items() for side in SIDES if names[side] == plan.source]
        if not mine:
            return plan
        with self._database.reading() as connection:
            waiting = open_conflicts(connection)
        found: list[OpenConflict] = []
        for pair, side in mine:
            if pair in waiting:
                memory = SqlLedger(self._database, pair, "").load()
                other = self._pairs[pair][side.other]
                found += [each for remark in remarks(memory, side) for each in _told(remark, plan, other)]
        return replace(plan, conflicts=tuple(found), provides=plan.provides | {"conflicts"})


def _told(remark: Remark, plan: Plan, other: str) -> Iterator[OpenConflict]:
    """Yield a conflict for each OKR of the plan that it may be about: titles are all that both sides know."""
    for kind, item, above in items(plan):
        if kind != remark.kind or alike(item.title) != alike(remark.title):
            continue
        if remark.above and above is not None and alike(above.title) not in map(alike, remark.above):
            continue
        name = _header(plan, item.ref.container, remark.field, kind) or field_name(remark.field, plan.language or "en")
        yield OpenConflict(kind, item.key, remark.field, name, remark.here, remark.there, other)


def _header(plan: Plan, container: str | None, field: str, kind: str) -> str | None:
    """Return what the sheet itself calls a field."""
    role = kind if field == "title" else COLUMN_OF.get(field, field)
    tables = [table for table in plan.tables if table.container == container]
    return next((each.header for table in tables for each in table.columns if each.role == role and each.header), None)
