"""Finds company objectives that no team works towards, where others have teams behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.linting.cascade import cascade_of
from okrsync.linting.checks.base import Hit
from okrsync.linting.scope import when_of
from okrsync.model import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import PlanContext


@dataclass(frozen=True, slots=True)
class Options:
    """When alignment is kept well enough in a plan to miss it."""

    links: int = 2
    """Objectives of teams that must name a company objective as their parent."""


def check(context: PlanContext, options: Options) -> Iterator[Hit]:
    """Yield a hit on each company objective without a child, in a period in which others have some."""
    objectives = context.plan.objectives
    children = context.once(cascade_of).children
    company = [place for place, objective in enumerate(objectives) if objective.level is Level.COMPANY]
    links = sum(len(children.get(place, ())) for place in company)
    if links < options.links:
        return
    aligned_times = {when_of(objectives[child]) for place in company for child in children.get(place, ())}
    aligned_times |= {when_of(objectives[place]) for place in company if children.get(place)}
    for place in company:
        if not children.get(place) and when_of(objectives[place]) in aligned_times:
            yield Hit(values={"count": links}, subject=objectives[place])
