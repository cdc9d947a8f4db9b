"""Finds dependencies that only one side has written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.linting.cascade import cascade_of
from okrsync.linting.checks.base import Hit
from okrsync.linting.likeness import fold
from okrsync.linting.scope import who_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import AnyOptions, PlanContext
    from okrsync.model import Objective


def check(context: PlanContext, _options: AnyOptions) -> Iterator[Hit]:
    """Yield a hit on each objective that another team's objective leans on without saying so itself."""
    objectives = context.plan.objectives
    cascade = context.once(cascade_of)
    for place, others in cascade.supports.items():
        for other in others:
            back = place in cascade.supports.get(other, ()) or _names(objectives[other], objectives[place])
            upright = place in cascade.parents.get(other, ()) or other in cascade.parents.get(place, ())
            if not back and not upright and _are_strangers(objectives[place], objectives[other]):
                values = {"other": objectives[other].title, "row": objectives[other].ref.row}
                yield Hit(values=values, field="supports", subject=objectives[place])


def _are_strangers(one: Objective, other: Objective) -> bool:
    """Tell whether different people stand behind the two; within one team, everybody knows."""
    if one.team and other.team:
        return fold(one.team) != fold(other.team)
    return bool(one.owners and other.owners) and not who_of(one.owners) & who_of(other.owners)


def _names(objective: Objective, other: Objective) -> bool:
    """Tell whether the objective names the other's team or owner as what it depends on or supports."""
    named = who_of(objective.supports)
    return bool(named & (who_of(other.owners) | {fold(other.team or "").strip()} - {""}))
