"""Finds objectives that contribute to one that is over before they are, or begins after them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.linting.cascade import cascade_of
from okrsync.linting.checks.base import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import PlanContext
    from okrsync.model import Period


@dataclass(frozen=True, slots=True)
class Options:
    """How exact periods must fit."""

    slack: int = 31
    """Days by which an objective may begin before or end after its parent: calendars of teams drift a little."""


def check(context: PlanContext, options: Options) -> Iterator[Hit]:
    """Yield a hit on each objective whose period does not lie within its parent's; only where all days are known."""
    objectives = context.plan.objectives
    for place, parents in context.once(cascade_of).parents.items():
        mine = objectives[place].period
        for parent in parents:
            theirs = objectives[parent].period
            reason = _misfit(mine, theirs, options.slack)
            if reason and mine and theirs:
                values = {"parent": objectives[parent].title, "mine": mine.text, "theirs": theirs.text}
                yield Hit(reason=reason, values=values, field="parents", subject=objectives[place])
                break


def _misfit(mine: Period | None, theirs: Period | None, slack: int) -> str | None:
    if mine is None or theirs is None:
        return None
    if mine.start is None or mine.end is None or theirs.start is None or theirs.end is None:
        return None
    if mine.start > theirs.end or mine.end < theirs.start:
        return "default"
    early, late = (theirs.start - mine.start).days, (mine.end - theirs.end).days
    return "longer" if max(early, late) > slack else None
