"""Tells of fields that were changed in both of two places that are kept in step, and that a person has to decide on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.linting.checks.base import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import AnyOptions, PlanContext
    from okrsync.model import KeyResult, Objective


def check(context: PlanContext, _options: AnyOptions) -> Iterator[Hit]:
    """Yield a hit at each field with an open conflict."""
    plan = context.plan
    if not plan.conflicts:
        return
    items: dict[tuple[str, str], KeyResult | Objective] = {("key_result", each.key): each for each in plan.orphans}
    for objective in plan.objectives:
        items["objective", objective.key] = objective
        items.update((("key_result", each.key), each) for each in objective.key_results)
    for conflict in plan.conflicts:
        reason = "empty-here" if conflict.here == "" else "empty-there" if conflict.there == "" else "default"
        values = {"name": conflict.name, "here": conflict.here, "there": conflict.there, "other": conflict.other}
        yield Hit(reason, values, conflict.field, subject=items.get((conflict.kind, conflict.owner_key)))
