"""Finds OKRs that nobody answers for, and says it once, as high up as it is true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.linting.cascade import cascade_of
from okrsync.linting.checks.base import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import PlanContext


@dataclass(frozen=True, slots=True)
class Options:
    """When many OKRs without an owner are said in one sentence."""

    together: int = 3
    """From this many objectives on, a plan in which nobody owns anything is told once."""


def check(context: PlanContext, options: Options) -> Iterator[Hit]:
    """Yield a hit on the plan, on an objective whose key results have no owner either, or on single key results."""
    plan = context.plan
    owned = any(
        objective.owners or any(key_result.owners for key_result in objective.key_results)
        for objective in plan.objectives
    )
    if not owned and len(plan.objectives) >= options.together:
        yield Hit(reason="plan", values={"count": len(plan.objectives)})
        return
    children = context.once(cascade_of).children
    for place, objective in enumerate(plan.objectives):
        if objective.owners or (place in children and not objective.key_results):
            continue
        ownerless = [key_result for key_result in objective.key_results if not key_result.owners]
        if len(ownerless) == len(objective.key_results):
            reason = "objective" if ownerless else "default"
            yield Hit(reason=reason, values={"count": len(ownerless)}, field="owners", subject=objective)
            continue
        for key_result in ownerless:
            yield Hit(field="owners", subject=key_result)
