"""Finds OKRs of which nobody can tell for when they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.linting.checks.base import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import AnyOptions, PlanContext
    from okrsync.model import Objective


def check(context: PlanContext, _options: AnyOptions) -> Iterator[Hit]:
    """Yield one hit on the plan where no period or deadline is known at all, else one on each objective without."""
    objectives = context.plan.objectives
    timeless = [objective for objective in objectives if not _has_time(objective)]
    if timeless and len(timeless) == len(objectives):
        yield Hit(reason="plan", field="period", values={"count": len(timeless)})
        return
    for objective in timeless:
        yield Hit(field="period", subject=objective)


def _has_time(objective: Objective) -> bool:
    return objective.period is not None or any(key_result.due for key_result in objective.key_results)
