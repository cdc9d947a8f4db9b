"""Finds objectives that contribute to themselves, in one step or several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.linting.cascade import Cascade, cascade_of
from okrsync.linting.checks.base import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import AnyOptions, PlanContext


def check(context: PlanContext, _options: AnyOptions) -> Iterator[Hit]:
    """Yield a hit on each objective of a cycle, naming the next one up."""
    objectives = context.plan.objectives
    for cycle in cycles_of(context.once(cascade_of)):
        members = set(cycle)
        for place in cycle:
            if len(cycle) == 1:
                yield Hit(reason="itself", field="parents", subject=objectives[place])
                continue
            parent = next(up for up in context.once(cascade_of).parents[place] if up in members)
            values = {"parent": objectives[parent].title, "count": len(cycle)}
            yield Hit(values=values, field="parents", subject=objectives[place])


def cycles_of(cascade: Cascade) -> list[list[int]]:
    """Return the groups of objectives that lead back to themselves (Tarjan's algorithm, without recursion)."""
    order: dict[int, int] = {}
    lowest: dict[int, int] = {}
    waiting: list[int] = []
    is_waiting: set[int] = set()
    cycles: list[list[int]] = []
    for root in sorted(cascade.parents):
        if root in order:
            continue
        path = [(root, iter(cascade.parents.get(root, ())))]
        order[root] = lowest[root] = len(order)
        waiting.append(root)
        is_waiting.add(root)
        while path:
            place, parents = path[-1]
            parent = next(parents, None)
            if parent is None:
                path.pop()
                if path:
                    below = path[-1][0]
                    lowest[below] = min(lowest[below], lowest[place])
                if lowest[place] == order[place]:
                    group = _group(place, waiting, is_waiting)
                    if len(group) > 1 or place in cascade.parents.get(place, ()):
                        cycles.append(group)
            elif parent not in order:
                order[parent] = lowest[parent] = len(order)
                waiting.append(parent)
                is_waiting.add(parent)
                path.append((parent, iter(cascade.parents.get(parent, ()))))
            elif parent in is_waiting:
                lowest[place] = min(lowest[place], order[parent])
    return cycles


def _group(place: int, waiting: list[int], is_waiting: set[int]) -> list[int]:
    group: list[int] = []
    while True:
        member = waiting.pop()
        is_waiting.discard(member)
        group.append(member)
        if member == place:
            return sorted(group)
