"""Finds the few objectives that hang in the air where nearly all others say what they contribute to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.linting.cascade import Cascade, cascade_of
from okrsync.linting.checks.base import Hit
from okrsync.model import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import PlanContext
    from okrsync.model import Objective


@dataclass(frozen=True, slots=True)
class Options:
    """How usual a parent must be before its absence means something."""

    usual: float = 0.75
    """Share of comparable objectives that name a parent: below it, working bottom-up is how this plan is made."""
    fewest: int = 4
    """Comparable objectives that there must be."""


def check(context: PlanContext, options: Options) -> Iterator[Hit]:
    """Yield a hit on each objective of a team or a person that names no parent although nearly all others do."""
    objectives = context.plan.objectives
    cascade = context.once(cascade_of)
    comparable = [place for place, objective in enumerate(objectives) if _could_have(objective, place, cascade)]
    without = [place for place in comparable if not objectives[place].parents]
    if len(comparable) < options.fewest or len(comparable) - len(without) < options.usual * len(comparable):
        return
    for place in without:
        values = {"count": len(comparable) - len(without), "all": len(comparable)}
        yield Hit(field="parents", values=values, subject=objectives[place])


def _could_have(objective: Objective, place: int, cascade: Cascade) -> bool:
    """Tell whether a parent could be expected: not at the top, where others contribute to it."""
    if objective.level is Level.UNKNOWN:
        return bool(objective.parents) or place not in cascade.children
    return objective.level in {Level.TEAM, Level.INDIVIDUAL}
