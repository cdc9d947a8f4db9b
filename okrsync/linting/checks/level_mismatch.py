"""Finds objectives that contribute to one further down the organisation than they are themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.linting.cascade import cascade_of
from okrsync.linting.checks.base import Hit
from okrsync.model import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import AnyOptions, PlanContext

_HEIGHT = {Level.COMPANY: 3, Level.DIVISION: 2, Level.TEAM: 1, Level.INDIVIDUAL: 0}


def check(context: PlanContext, _options: AnyOptions) -> Iterator[Hit]:
    """Yield a hit on each objective whose parent stands lower; equal levels are fine, unknown ones say nothing."""
    objectives = context.plan.objectives
    for place, parents in context.once(cascade_of).parents.items():
        height = _HEIGHT.get(objectives[place].level)
        for parent in parents:
            above = _HEIGHT.get(objectives[parent].level)
            if height is not None and above is not None and above < height:
                reason = f"{objectives[place].level}_under_{objectives[parent].level}"
                values = {"parent": objectives[parent].title}
                yield Hit(reason=reason, values=values, field="parents", subject=objectives[place])
                break
