"""Finds people who answer for more key results at one time than one person can move."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.linting.checks.base import Hit
from okrsync.linting.likeness import fold
from okrsync.linting.scope import name_of_period, owners_of, when_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import PlanContext
    from okrsync.linting.scope import When
    from okrsync.model import Objective


@dataclass(frozen=True, slots=True)
class Options:
    """How many key results are too many for one person."""

    maximum: int = 8
    """Key results of one owner in one period."""
    together: int = 4
    """From this many overloaded owners on, they are told in one sentence."""


def check(context: PlanContext, options: Options) -> Iterator[Hit]:
    """Yield a hit on the plan for each overloaded owner. A plan with a single owner is that person's own list."""
    loads: defaultdict[tuple[str, When], list[Objective]] = defaultdict(list)
    spelled: dict[str, str] = {}
    for objective in context.plan.objectives:
        teams = {fold((objective.team or "").strip()), fold((objective.ref.container or "").strip())}
        when = when_of(objective)
        for key_result in objective.key_results:
            for owner in owners_of(key_result, objective):
                name = fold(owner.strip())
                if name and name not in teams:
                    spelled.setdefault(name, owner.strip())
                    loads[name, when].append(objective)
    if len(spelled) < 2:  # noqa: PLR2004 - one name alone: nobody to share the load with
        return
    heavy = [(name, objectives) for (name, _), objectives in loads.items() if len(objectives) > options.maximum]
    if len(heavy) >= options.together:
        heavy.sort(key=lambda load: (-len(load[1]), load[0]))
        owners = tuple(dict.fromkeys(spelled[name] for name, _ in heavy))
        values = {"owners": owners[:3], "owner": owners[0], "count": len(owners), "maximum": options.maximum}
        yield Hit(reason="many", values=values)
        return
    for name, objectives in heavy:
        period = name_of_period(objectives[0])
        values = {"owner": spelled[name], "count": len(objectives), "period": period}
        yield Hit(reason="period" if period else "default", values=values)
