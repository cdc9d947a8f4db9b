"""A plan as `okrsync show` prints it: for programs (JSON, CSV) and for people (table)."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from okrsync.alike import alike
from okrsync.model import Level
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from okrsync.model import KeyResult, Language, Objective, Plan

_KEY_RESULT_COLUMNS = ("owners", "baseline", "target", "current", "unit", "progress", "confidence", "status", "due")
_OBJECTIVE_COLUMNS = ("level", "team", "period")


def plan_as_json(plan: Plan) -> str:
    """Return the plan as JSON, version 1. Rows are 1-based, progress and confidence 0..1, dates ISO 8601."""
    titles = _titles_by_name(plan)
    entries = [_objective_entry(objective, titles) for objective in plan.objectives]
    orphans = [_key_result_entry(key_result) for key_result in plan.orphans]
    document = {"version": 1, "objectives": entries, "orphan_key_results": orphans}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def plan_as_csv(plan: Plan) -> str:
    """Return the plan as CSV, one line for each key result and for each objective that has none."""
    out = io.StringIO()
    names = ("sheet", "row", *_OBJECTIVE_COLUMNS, "objective", "objective_owners", "key_result", *_KEY_RESULT_COLUMNS)
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    for objective, key_result in _lines(plan):
        record: dict[str, object] = {}
        if objective is not None:
            entry = _objective_entry(objective, {})
            record |= {name: entry[name] for name in ("sheet", "row", *_OBJECTIVE_COLUMNS)}
            record |= {"objective": objective.title, "objective_owners": "; ".join(objective.owners)}
        if key_result is not None:
            found = _key_result_entry(key_result)
            record |= {name: found[name] for name in ("sheet", "row", *_KEY_RESULT_COLUMNS)}
            record |= {"key_result": key_result.title, "owners": "; ".join(key_result.owners)}
        writer.writerow(record)
    return out.getvalue()


def plan_as_rows(plan: Plan, language: Language) -> tuple[list[str], list[list[str]]]:
    """Return headers and rows of a table for people: what was read, with numbers as typed."""
    names = ("row", "title", "owners", "baseline", "target", "current", "progress", "due")
    rows = []
    for item, indent in _items(plan):
        place = "!".join(part for part in (item.ref.container, str(item.ref.row)) if part)
        progress = "" if item.progress is None else f"{item.progress:.0%}"
        typed: Mapping[str, str] = item.typed
        numbers = [typed.get(name, "") for name in ("baseline", "target", "current")]
        rows.append([place, indent + item.title, ", ".join(item.owners), *numbers, progress, typed.get("due", "")])
    return [say(f"cli.column-{name}", language) for name in names], rows


def _items(plan: Plan) -> Iterator[tuple[Objective | KeyResult, str]]:
    for objective in plan.objectives:
        yield objective, ""
        for key_result in objective.key_results:
            yield key_result, "  "
    for orphan in plan.orphans:
        yield orphan, "? "


def _lines(plan: Plan) -> Iterator[tuple[Objective | None, KeyResult | None]]:
    for objective in plan.objectives:
        if not objective.key_results:
            yield objective, None
        for key_result in objective.key_results:
            yield objective, key_result
    for orphan in plan.orphans:
        yield None, orphan


def _objective_entry(objective: Objective, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "title": objective.title,
        "sheet": objective.ref.container,
        "row": objective.ref.row,
        "level": None if objective.level is Level.UNKNOWN else objective.level.value,
        "team": objective.team,
        "owners": list(objective.owners),
        "period": objective.period.text if objective.period else None,
        "parents": [titles.get(alike(parent), parent) for parent in objective.parents],
        "status": objective.status,
        "progress": objective.progress,
        "key_results": [_key_result_entry(key_result) for key_result in objective.key_results],
    }


def _key_result_entry(key_result: KeyResult) -> dict[str, Any]:
    return {
        "title": key_result.title,
        "sheet": key_result.ref.container,
        "row": key_result.ref.row,
        "owners": list(key_result.owners),
        "baseline": key_result.baseline,
        "target": key_result.target,
        "current": key_result.current,
        "unit": key_result.unit,
        "progress": key_result.progress,
        "confidence": key_result.confidence,
        "status": key_result.status,
        "due": key_result.due.isoformat() if key_result.due else None,
    }


def _titles_by_name(plan: Plan) -> dict[str, str]:
    """Return key (folded) → title: a sheet may name a parent by its id, people know it by its title."""
    return {alike(item.key): item.title for item, _ in _items(plan)}
