"""Finds parents that no objective or key result of the plan is called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.linting.cascade import cascade_of, plain_name
from okrsync.linting.checks.base import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import PlanContext


@dataclass(frozen=True, slots=True)
class Options:
    """When a name is a mistake, and when its objective simply stands in another file."""

    near: float = 85.0
    """Likeness (0..100) from which on another title is what was meant."""
    known: float = 0.5
    """Share of parent names that must fit the plan before one without a likely match counts as a mistake."""
    most: int = 200
    """Unknown names that are compared with all titles; beyond, the list itself is the problem."""


def check(context: PlanContext, options: Options) -> Iterator[Hit]:
    """Yield a hit on each objective whose parent is unknown, with the nearest name where one is near."""
    plan = context.plan
    cascade = context.once(cascade_of)
    if not cascade.unknown:
        return
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - few plans name a parent that they lack

    titles = {plain_name(objective.title): objective.title for objective in plan.objectives}
    names = list(titles)
    home = cascade.resolved >= options.known * (cascade.resolved + len(cascade.unknown))
    nearest: dict[str, str | None] = {}
    for place, name in cascade.unknown:
        plain = plain_name(name)
        if plain not in nearest and len(nearest) < options.most:
            found = process.extractOne(plain, names, scorer=fuzz.ratio, score_cutoff=options.near)
            nearest[plain] = titles[found[0]] if found else None
        meant = nearest.get(plain)
        if meant and meant != plan.objectives[place].title:
            values = {"parent": name, "nearest": meant}
            yield Hit(reason="near", values=values, field="parents", subject=plan.objectives[place])
        elif home:
            yield Hit(values={"parent": name}, field="parents", subject=plan.objectives[place])
