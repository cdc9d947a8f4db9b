"""Finds plans in which every deadline is the last day of the period: deadlines that tell nobody when to look."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from okrsync.linting.checks.base import Hit
from okrsync.linting.scope import name_of_period, when_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import PlanContext
    from okrsync.linting.scope import When
    from okrsync.model import Objective


@dataclass(frozen=True, slots=True)
class Options:
    """How many deadlines on one day are no accident."""

    minimum: int = 5
    """Deadlines that a period must have before they are looked at."""


def check(context: PlanContext, options: Options) -> Iterator[Hit]:
    """Yield one hit on the plan for each period whose deadlines are all its last day."""
    dues: defaultdict[When, list[date]] = defaultdict(list)
    named: dict[When, Objective] = {}
    for objective in context.plan.objectives:
        when = when_of(objective)
        named.setdefault(when, objective)
        dues[when].extend(key_result.due for key_result in objective.key_results if key_result.due)
    for when, days in dues.items():
        if len(days) < options.minimum or len(set(days)) > 1:
            continue
        period = named[when].period
        if days[0] == period.end if period and period.end else _ends_a_quarter(days[0]):
            yield Hit(values={"count": len(days), "due": days[0], "period": name_of_period(named[when])})


def _ends_a_quarter(day: date) -> bool:
    """Tell whether a calendar quarter ends on that day: what a period is taken for where none is named."""
    tomorrow = day + timedelta(days=1)
    return tomorrow.day == 1 and tomorrow.month in {1, 4, 7, 10}
