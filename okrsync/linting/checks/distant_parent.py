"""Finds objectives that share not a word with their parent, and several with another objective that could be it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.linting.cascade import cascade_of
from okrsync.linting.checks.base import Hit
from okrsync.linting.likeness import read_saying

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import PlanContext
    from okrsync.model import Objective, Plan

_STEM = 5
"""Words are compared by their first letters: “retain” and “retention” are about one thing in any of our languages."""
_SHORTEST = 4
_COMMON_AT_LEAST = 3.0
_COMMON_ANYWHERE = 50
"""Objectives from which on a word tells nothing, however large the plan."""


@dataclass(frozen=True, slots=True)
class Options:
    """When two objectives are far apart."""

    rich: int = 6
    """Telling words that both must have, or nothing can be said of them."""
    shared: int = 3
    """Telling words shared with another possible parent that make it the likelier one."""
    common: float = 0.04
    """Share of objectives from which on a word tells nothing in this plan."""


def check(context: PlanContext, options: Options) -> Iterator[Hit]:
    """Yield a hit where another parent of the same plan fits by its words and the named one does not at all."""
    objectives = context.plan.objectives
    cascade = context.once(cascade_of)
    if not cascade.resolved:
        return
    topics = context.once(topics_of)
    spread = Counter(stem for topic in topics for stem in topic)
    limit = min(max(_COMMON_AT_LEAST, options.common * len(topics)), _COMMON_ANYWHERE)
    everywhere = frozenset(stem for stem, count in spread.items() if count > max(limit, len(topics) / 2))
    telling = [frozenset(stem for stem in topic if spread[stem] <= limit) for topic in topics]
    candidates: defaultdict[str, list[int]] = defaultdict(list)
    for place, children in cascade.children.items():
        if children:
            for stem in telling[place]:
                candidates[stem].append(place)
    for place, parents in cascade.parents.items():
        mine = telling[place]
        if len(mine) < options.rich or any(
            len(telling[parent]) < options.rich or topics[place] & topics[parent] - everywhere for parent in parents
        ):
            continue
        rivals = Counter(rival for stem in mine for rival in candidates[stem] if rival not in {place, *parents})
        likelier = max(rivals, key=lambda rival: (rivals[rival], objectives[rival].key), default=None)
        if likelier is not None and rivals[likelier] >= options.shared:
            values = {"parent": objectives[parents[0]].title, "likelier": objectives[likelier].title}
            yield Hit(values=values, field="parents", subject=objectives[place])


def topics_of(plan: Plan) -> list[frozenset[str]]:
    """Return, for each objective of the plan, the stems of what it and its key results are about."""
    return [_stems(objective) for objective in plan.objectives]


def _stems(objective: Objective) -> frozenset[str]:
    texts = [objective.title, objective.description or "", *(item.title for item in objective.key_results)]
    return frozenset(word[:_STEM] for text in texts for word in read_saying(text).words if len(word) >= _SHORTEST)
