"""The one way in: grids of cells become a plan, without being told how they are laid out."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from okrsync.errors import NoOkrsError
from okrsync.model import Column, Plan, Table
from okrsync.tables.building import Builder
from okrsync.tables.headers import KEY_RESULT, OBJECTIVE
from okrsync.tables.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.grid import Grid
    from okrsync.tables.overrides import Overrides
    from okrsync.tables.records import Meaning

_MODEL_ROLES = {"check_in": "last_check_in", "ambition": "ambition", "key_result_weak": "ignored", "okr": "title"}
_NEVER = frozenset({"noise", "task", "comment", "start_date", "type", "id", "key_result_weak", "ignored"})


def read_plan(
    grids: Sequence[Grid], *, source: str, kind: str, columns: Overrides | None = None, title: str | None = None
) -> Plan:
    """Read the OKRs of a workbook.

    `columns` overrules any guess: role → header text or column letter, or a list of them.
    `title` is the file's name, a hint at the period at most. Raises NoOkrsError where there are no OKRs.
    """
    collecting = gc.isenabled()
    # Nothing here makes garbage that points at itself, but the collector would walk the growing plan again and again.
    gc.disable()
    try:
        return _read_plan(grids, source=source, kind=kind, columns=columns or {}, title=title)
    finally:
        if collecting:
            gc.enable()


def _read_plan(grids: Sequence[Grid], *, source: str, kind: str, columns: Overrides, title: str | None) -> Plan:
    meanings = read_workbook(grids, columns=columns, title=title)
    records = [record for meaning in meanings for record in meaning.records]
    if not any(record.kind == KEY_RESULT for record in records) and not records:
        raise NoOkrsError("tables.no-okrs", source=source)
    builder = Builder(source, records)
    plan = Plan(source, kind)
    objectives = {id(record): builder.objective(record) for record in records if record.kind == OBJECTIVE}
    plan.objectives = list(objectives.values())
    for record in records:
        if record.kind == KEY_RESULT:
            owner = objectives.get(id(record.parent))
            (owner.key_results if owner else plan.orphans).append(builder.key_result(record))
    plan.unreadable = tuple(builder.unreadable)
    plan.tables = tuple(_table(meaning) for meaning in meanings)
    plan.provides = _provides(meanings)
    return plan


def _role(meaning: Meaning, role: str) -> str:
    if role in ("title", "okr") or (role == OBJECTIVE and meaning.layout.startswith("mixed")):
        return "title"
    return {"check_in": "last_check_in", "key_result_weak": "ignored"}.get(role, role)


def _table(meaning: Meaning) -> Table:
    area = meaning.area
    rows = [record.row for record in meaning.records]
    columns = tuple(
        Column(column.column, column.header, _role(meaning, column.role), column.confidence, column.why, column.rivals)
        for column in meaning.columns
    )
    first = min(rows, default=area.rows[0] if area.rows else 0)
    last = max(rows, default=first)
    header = area.header_rows[-1] + 1 if area.header_rows else None
    return Table(meaning.container, meaning.layout, meaning.confidence, header, first + 1, last + 1, columns)


def _provides(meanings: Sequence[Meaning]) -> frozenset[str]:
    fields = {
        _role(meaning, column.role) for meaning in meanings for column in meaning.columns if column.role not in _NEVER
    }
    kinds = {(id(record.columns), *record.elsewhere): record for meaning in meanings for record in meaning.records}
    for record in kinds.values():
        fields |= {_role(record.meaning, role) for role in record.fields() if role not in _NEVER}
    records = [record for meaning in meanings for record in meaning.records]
    if any(record.period for record in records):
        fields.add("period")
    if any(record.team for record in records):
        fields.add("team")
    if "score" in fields:
        fields.add("progress")
    if any(record.above or record.parent_codes for record in records):
        fields.add("parent")
    if any(record.kind == OBJECTIVE for record in records) and any(record.kind == KEY_RESULT for record in records):
        fields.add("structure")
    return frozenset(fields - {"ignored", "okrsync_score", "okrsync_warnings"})
