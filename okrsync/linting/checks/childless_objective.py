"""Finds objectives that nothing measures: no key result below, and no objective that breaks them down."""

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
    """When many objectives without key results are said in one sentence."""

    together: int = 3
    """From this many on, a plan without any key result is told once."""


def check(context: PlanContext, options: Options) -> Iterator[Hit]:
    """Yield a hit on each such objective, or one on the plan where nothing in it has a key result."""
    plan = context.plan
    if (
        len(plan.objectives) >= options.together
        and not plan.orphans
        and not any(objective.key_results for objective in plan.objectives)
    ):
        yield Hit(reason="plan", values={"count": len(plan.objectives)})
        return
    children = context.once(cascade_of).children
    for place, objective in enumerate(plan.objectives):
        if not objective.key_results and place not in children:
            yield Hit(subject=objective)
