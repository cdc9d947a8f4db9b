"""Finds OKRs of which nobody can tell for when they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.linting.cascade import cascade_of
from okrsync.linting.checks.base import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import AnyOptions, PlanContext
    from okrsync.model import Objective


def check(context: PlanContext, _options: AnyOptions) -> Iterator[Hit]:
    """Yield one hit on the plan where no period or deadline is known at all, else one on each objective without.

    An objective takes its time from the one that it contributes to, or from those that contribute to it.
    """
    objectives = context.plan.objectives
    timeless = {place: objective for place, objective in enumerate(objectives) if not _has_time(objective)}
    if timeless and len(timeless) == len(objectives):
        yield Hit(reason="plan", field="period", values={"count": len(timeless)})
        return
    cascade = context.once(cascade_of)
    for place, objective in timeless.items():
        relatives = (*cascade.parents.get(place, ()), *cascade.children.get(place, ()))
        if all(relative in timeless for relative in relatives):
            yield Hit(field="period", subject=objective)


def _has_time(objective: Objective) -> bool:
    return objective.period is not None or any(key_result.due for key_result in objective.key_results)
