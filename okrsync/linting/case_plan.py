"""The plan that a rule's own test describes, built from its TOML."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

from okrsync.errors import RuleError
from okrsync.grid import address
from okrsync.linting.nearest import nearest
from okrsync.model import (
    Ambition,
    CheckIn,
    Column,
    KeyResult,
    Level,
    Objective,
    OpenConflict,
    Period,
    Plan,
    Ref,
    Table,
    Unreadable,
)

Written = dict[str, Any]

SHEET = "OKRs"
_NOT_WRITTEN = frozenset({"ref", "key_results"})
KEY_RESULT_FIELDS = frozenset(field.name for field in fields(KeyResult)) - _NOT_WRITTEN
OBJECTIVE_FIELDS = frozenset(field.name for field in fields(Objective)) - _NOT_WRITTEN
_PLACE = frozenset({"container", "unreadable", "conflicts"})
_LISTS = frozenset({"owners", "parents", "supports"})
_NOT_CELLS = frozenset({"key", "history", "watched_since", "typed"})


class CasePlan:
    """Builds one plan, row by row, noting which fields it has a place for."""

    def __init__(self, file: str) -> None:
        """`file` is what errors name."""
        self.file = file
        self.row = 1
        self.provides: set[str] = set()
        self.unreadable: list[Unreadable] = []
        self.conflicts: list[OpenConflict] = []

    def of_key_result(self, case: Written) -> tuple[Plan, KeyResult]:
        """Return a plan around one key result, under the case's `objective` where it names one."""
        above = case.get("objective")
        written = {key: value for key, value in case.items() if key in KEY_RESULT_FIELDS | _PLACE}
        if above is None:
            item = self._key_result(written)
            return self._plan({}, [], [item]), item
        objective = self._objective(above)
        item = self._key_result(written)
        objective.key_results.insert(0, item)
        return self._plan({}, [objective], []), item

    def of_objective(self, case: Written) -> tuple[Plan, Objective]:
        """Return a plan around one objective, with the case's `key_results`."""
        item = self._objective(
            {key: value for key, value in case.items() if key in OBJECTIVE_FIELDS | _PLACE | {"key_results"}}
        )
        return self._plan({}, [item], []), item

    def of_plan(self, written: Written) -> Plan:
        """Return the plan that a case's `plan` describes."""
        self._only(written, {"objectives", "orphans", "language", "kind", "source", "tables"}, "plan.")
        objectives = [self._objective(table) for table in written.get("objectives", [])]
        orphans = [self._key_result(table) for table in written.get("orphans", [])]
        return self._plan(written, objectives, orphans)

    def _plan(self, written: Written, objectives: list[Objective], orphans: list[KeyResult]) -> Plan:
        if objectives:
            self.provides.add("structure")
        return Plan(
            source=written.get("source", "case"),
            kind=written.get("kind", "excel"),
            objectives=objectives,
            orphans=orphans,
            tables=tuple(self._table(table) for table in written.get("tables", [])),
            provides=frozenset(self.provides),
            unreadable=tuple(self.unreadable),
            conflicts=tuple(self.conflicts),
            language=written.get("language"),
        )

    def _key_result(self, item: Written | str) -> KeyResult:
        written = _titled(item)
        self._only(written, KEY_RESULT_FIELDS | _PLACE, "")
        values = self._values("key_result", written)
        if "history" in written:
            values["history"] = tuple(CheckIn(**check_in) for check_in in written["history"])
        if "watched_since" in written:
            values["watched_since"] = written["watched_since"]
            self.provides.add("watched")
        return KeyResult(**values)

    def _objective(self, item: Written | str) -> Objective:
        written = _titled(item)
        self._only(written, OBJECTIVE_FIELDS | _PLACE | {"key_results"}, "")
        values = self._values("objective", {key: value for key, value in written.items() if key != "key_results"})
        if "level" in written:
            values["level"] = Level(written["level"])
        if "ambition" in written:
            values["ambition"] = Ambition(written["ambition"])
        if "period" in written:
            values["period"] = _period(written["period"])
        objective = Objective(**values)
        objective.key_results = [self._key_result(table) for table in written.get("key_results", [])]
        return objective

    def _values(self, kind: str, written: Written) -> Written:
        """Return the arguments that objectives and key results share, and note the fields that have a place."""
        self.row += 1
        names = [name for name in written if name not in _PLACE | _NOT_CELLS]
        missing = written.get("unreadable", {})
        self.provides.update({*names, *missing} - {"title"})
        if "history" in written:
            self.provides.add("history")
        cells = {name: address(self.row - 1, column) for column, name in enumerate(dict.fromkeys([*names, *missing]))}
        key = written.get("key", f"row {self.row}")
        ref = Ref("case", written.get("container", SHEET), self.row, key, cells)
        self.unreadable += [Unreadable(ref, name, typed, key) for name, typed in missing.items()]
        for name, conflict in written.get("conflicts", {}).items():
            self.conflicts.append(OpenConflict(kind, key, name, **conflict))
        values = {name: tuple(written[name]) if name in _LISTS else written[name] for name in names}
        typed = {name: _typed(written[name]) for name in names if written[name] not in (None, "", [])}
        return {**values, "key": key, "ref": ref, "typed": {**typed, **missing, **written.get("typed", {})}}

    def _table(self, written: Written) -> Table:
        columns = tuple(
            Column(**{**column, "rivals": tuple(column.get("rivals", ()))}) for column in written.get("columns", [])
        )
        values = {"container": SHEET, "layout": "rows", "confidence": 1.0, "header_row": 1, "first_row": 2}
        return Table(**{**values, "last_row": self.row, **written, "columns": columns})

    def _only(self, written: Written, allowed: frozenset[str] | set[str], where: str) -> None:
        for key in written:
            if key not in allowed:
                raise RuleError(
                    "linting.unknown-key", file=self.file, entry=where + key, nearest=where + nearest(key, allowed)
                )


def _titled(item: Written | str) -> Written:
    """Return an OKR of which a case gives nothing but the title as the table that it stands for."""
    return {"title": item} if isinstance(item, str) else item


def _period(written: object) -> Period:
    return Period(**written) if isinstance(written, dict) else Period(str(written))


def _typed(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return str(value.get("text", ""))
    return value.isoformat() if isinstance(value, date) else str(value)
