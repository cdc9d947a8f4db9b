"""Finds OKRs whose time is over and that nobody has scored, and says it once, as high up as it is true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.linting.checks.base import Hit
from okrsync.linting.scope import name_of_period, when_of
from okrsync.linting.timeline import Stage, span_of
from okrsync.progress import key_result_progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import PlanContext
    from okrsync.linting.scope import When
    from okrsync.model import KeyResult, Objective


@dataclass(frozen=True, slots=True)
class Options:
    """When a score is missed."""

    days: int = 7
    """Days after the end that people have for it."""
    archive: int = 365
    """Days after the end from which on nobody will score it any more."""
    together: int = 3
    """From this many objectives on, a period that was not scored at all is told once."""


def check(context: PlanContext, options: Options) -> Iterator[Hit]:
    """Yield a hit on the plan for a period without scores, else on objectives, else on single key results."""
    if not context.provides & {"score", "progress", "current"}:
        return
    closed: dict[When, list[Objective]] = {}
    for objective in context.plan.objectives:
        if objective.key_results and _just_over(context, objective, options):
            closed.setdefault(when_of(objective), []).append(objective)
    for objectives in closed.values():
        scoring = any(item.score is not None for objective in objectives for item in objective.key_results)
        unscored = [
            (objective, [item for item in objective.key_results if not _is_scored(item, scoring=scoring)])
            for objective in objectives
            if objective.score is None
        ]
        whole = [objective for objective, items in unscored if len(items) == len(objective.key_results)]
        if len(whole) >= options.together and len(whole) == len(objectives):
            period = name_of_period(whole[0])
            yield Hit(reason="plan", values={"period": period, "count": len(whole)})
            continue
        field = "score" if "score" in context.provides else "progress"
        for objective, items in unscored:
            if len(items) > 1 and len(items) == len(objective.key_results):
                yield Hit(reason="objective", values={"count": len(items)}, field=field, subject=objective)
                continue
            for item in items:
                yield Hit(field=field, subject=item)


def _just_over(context: PlanContext, objective: Objective, options: Options) -> bool:
    span = span_of(objective)
    if span.end is None or span.stage(context.today) is not Stage.OVER:
        return False
    return options.days < (context.today - span.end).days <= options.archive


def _is_scored(key_result: KeyResult, *, scoring: bool) -> bool:
    """Tell whether the end is known: by its score, or by its progress where this team gives no scores."""
    return key_result.score is not None or (not scoring and key_result_progress(key_result) is not None)
