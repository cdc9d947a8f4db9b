"""Finds teams that reach everything they set out to: their targets ask for nothing new."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.linting.checks.base import Hit
from okrsync.linting.likeness import fold
from okrsync.linting.timeline import Stage, span_of
from okrsync.model import Ambition
from okrsync.progress import key_result_progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import PlanContext


@dataclass(frozen=True, slots=True)
class Options:
    """How much success is too much. Shares are 0..1."""

    fewest: int = 8
    """Scored key results that a team must have before anything is said."""
    share: float = 0.9
    """Share of them with a full score."""
    full: float = 0.95
    """Score that counts as full."""


def check(context: PlanContext, options: Options) -> Iterator[Hit]:
    """Yield one hit on the plan for each team nearly all of whose closed key results have a full score."""
    ends: defaultdict[str, list[float]] = defaultdict(list)
    named: dict[str, str] = {}
    for objective in context.plan.objectives:
        if objective.ambition is Ambition.COMMITTED:
            continue
        over = span_of(objective).stage(context.today) is Stage.OVER
        team = fold((objective.team or "").strip())
        named.setdefault(team, (objective.team or "").strip())
        for key_result in objective.key_results:
            end = key_result.score
            if end is None and over:
                end = key_result_progress(key_result)
            if end is not None:
                ends[team].append(end)
    for team, scores in ends.items():
        count = sum(score >= options.full for score in scores)
        if len(scores) >= options.fewest and count >= options.share * len(scores):
            values = {"count": count, "all": len(scores), "team": named[team]}
            yield Hit(reason="team" if team else "default", values=values)
