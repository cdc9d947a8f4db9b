"""Finds teams that set themselves more objectives for one period than they can keep in mind."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.linting.cascade import cascade_of
from okrsync.linting.checks.base import Hit
from okrsync.linting.likeness import fold
from okrsync.linting.scope import name_of_period, when_of, who_of
from okrsync.model import Level

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from okrsync.linting.checks.base import PlanContext
    from okrsync.model import Objective

Group = tuple["Hashable", ...]


@dataclass(frozen=True, slots=True)
class Options:
    """How many objectives are too many."""

    maximum: int = 5
    """Objectives that one team may have in one period."""


def check(context: PlanContext, options: Options) -> Iterator[Hit]:
    """Yield one hit on the plan for each team and period with more objectives than the maximum."""
    cascades = context.once(cascade_of).resolved > 0
    groups: defaultdict[Group, list[Objective]] = defaultdict(list)
    for objective in context.plan.objectives:
        groups[*_whose(objective, cascades=cascades), when_of(objective)].append(objective)
    for group, objectives in groups.items():
        titles = {fold(objective.title) for objective in objectives}
        if len(titles) <= options.maximum or group[0] == "unknown":
            continue
        first = objectives[0]
        values = {
            "count": len(titles),
            "maximum": options.maximum,
            "team": first.team or "",
            "owner": ", ".join(first.owners),
            "period": name_of_period(first),
        }
        yield Hit(reason=f"{group[0]}{'_period' if values['period'] else ''}", values=values, subject=None)


def _whose(objective: Objective, *, cascades: bool) -> Group:
    """Return whose objective it is: a sheet that says nothing of teams is one team's, unless it is a cascade."""
    if objective.level is Level.COMPANY:
        return ("company", objective.ref.container)
    if objective.level is Level.INDIVIDUAL and objective.owners:
        return ("owner", who_of(objective.owners))
    if objective.team:
        return ("team", fold(objective.team))
    if cascades or objective.level is not Level.UNKNOWN:
        return ("owner", who_of(objective.owners)) if objective.owners else ("unknown",)
    return ("sheet", objective.ref.container)
