"""Finds key results that belong to no objective."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.linting.checks.base import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import AnyOptions, PlanContext


def check(context: PlanContext, _options: AnyOptions) -> Iterator[Hit]:
    """Yield a hit on each orphan, or one on the plan where it has no objective at all."""
    plan = context.plan
    if not plan.objectives:
        if plan.orphans:
            yield Hit(reason="plan", values={"count": len(plan.orphans)})
        return
    for orphan in plan.orphans:
        yield Hit(subject=orphan)
