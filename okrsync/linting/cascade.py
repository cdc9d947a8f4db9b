"""Says who contributes to whom, as the parent names in the sheet tell."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from okrsync.linting.likeness import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from okrsync.model import Objective, Plan

_LABEL = re.compile(r"^\s*([^\s:–—-]{1,12})\s*[:–—.)-]\s+(.{4,})$")
"""“O1 – Win the north”: an id before the title."""
_CUT = re.compile(r"(?:…|\.\.\.)\s*$")
_CUT_LENGTH = 12
"""A title cut short still tells which one it is from this many letters on."""

_NAMESAKES = 20
"""More objectives of one name than this cannot be told apart by name anyway."""


@dataclass(slots=True)
class Cascade:
    """Alignment of a plan. Objectives are named by their place in `Plan.objectives`."""

    parents: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    children: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    supports: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    """Horizontal links that name an objective of the plan."""
    unknown: list[tuple[int, str]] = field(default_factory=list)
    """Objective and the parent name that fits nothing in the plan."""
    resolved: int = 0
    """How many parent names fit an objective or a key result of the plan."""
    broken_down: frozenset[str] = frozenset()
    """Keys of the objectives that others contribute to."""


class _Register:
    """Finds an objective by any name that a person would give it."""

    def __init__(self, plan: Plan) -> None:
        self.places: defaultdict[str, list[int]] = defaultdict(list)
        for place, objective in enumerate(plan.objectives):
            for name in (objective.key, objective.ref.key, objective.title):
                self._add(name, place)
        for place, objective in enumerate(plan.objectives):
            for key_result in objective.key_results:
                for name in (key_result.key, key_result.ref.key, key_result.title):
                    self._add(name, place)

    def _add(self, name: str, place: int) -> None:
        places = self.places[plain_name(name)]
        if len(places) < _NAMESAKES and place not in places:
            places.append(place)

    def find(self, name: str, asking: int, objectives: list[Objective]) -> int | None:
        """Return the place that `name` means to the objective at `asking`, preferring its own period and sheet."""
        plain = plain_name(name)
        places = self.places.get(plain)
        if not places and (label := _LABEL.match(plain)):
            places = self.places.get(label[2]) or self.places.get(label[1])
        if not places and _CUT.search(name):
            places = self._begins_with(plain)
        if not places:
            return None
        return min(places, key=lambda place: (place == asking, _distance(objectives[asking], objectives[place])))

    def _begins_with(self, beginning: str) -> list[int]:
        if len(beginning) < _CUT_LENGTH:
            return []
        return next((places for name, places in self.places.items() if name.startswith(beginning)), [])


def plain_name(name: str) -> str:
    """Return a name in a form to compare: folded, spaces evened out, no end mark or quotes."""
    return " ".join(fold(name).split()).strip(" \"'“”«».")


def _distance(one: Objective, other: Objective) -> int:
    period = (one.period.text if one.period else None) != (other.period.text if other.period else None)
    return 2 * period + (one.ref.container != other.ref.container)


def cascade_of(plan: Plan) -> Cascade:
    """Work out who contributes to whom. A parent that is a key result counts as the objective that holds it."""
    cascade = Cascade()
    if not any(objective.parents or objective.supports for objective in plan.objectives):
        return cascade
    register = _Register(plan)
    orphans = {plain_name(name) for orphan in plan.orphans for name in (orphan.key, orphan.ref.key, orphan.title)}
    for place, objective in enumerate(plan.objectives):
        for name in _named(objective.parents):
            found = register.find(name, place, plan.objectives)
            if found is not None:
                cascade.resolved += 1
                if found not in cascade.parents[place]:
                    cascade.parents[place].append(found)
                    cascade.children[found].append(place)
            elif plain_name(name) in orphans:
                cascade.resolved += 1
            else:
                cascade.unknown.append((place, name))
        for name in _named(objective.supports):
            found = register.find(name, place, plan.objectives)
            if found is not None and found != place and found not in cascade.supports[place]:
                cascade.supports[place].append(found)
    return replace(
        cascade,
        parents=dict(cascade.parents),
        children=dict(cascade.children),
        supports=dict(cascade.supports),
        broken_down=frozenset(plan.objectives[place].key for place in cascade.children),
    )


def _named(names: Iterable[str]) -> list[str]:
    return [name for name in names if name.strip()]
