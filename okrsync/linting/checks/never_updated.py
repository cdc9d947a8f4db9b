"""Finds OKRs well under way on which nothing has ever been reported, and says it once, as high up as it is true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.linting.checks.base import Hit
from okrsync.linting.timeline import Stage, span_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import PlanContext
    from okrsync.model import KeyResult, Objective

_PLACES = frozenset({"current", "progress", "last_check_in"})


@dataclass(frozen=True, slots=True)
class Options:
    """When something should have been reported."""

    started: float = 0.25
    """Share of the time (0..1) that must have passed."""
    days: int = 14
    """And days."""
    together: int = 3
    """From this many objectives on, a plan without any report is told once."""


def check(context: PlanContext, options: Options) -> Iterator[Hit]:
    """Yield a hit on the plan, on an objective none of whose key results was reported on, or on single key results."""
    # Where okrsync watches for changes itself, the sheet has no column of dates that could be empty.
    places = context.provides & (_PLACES - {"last_check_in"} if "watched" in context.provides else _PLACES)
    if not places:
        return
    silent: list[tuple[Objective, list[KeyResult]]] = []
    due = 0
    for objective in context.plan.objectives:
        expected = [item for item in objective.key_results if _should_be_known(context, objective, item, options)]
        due += len(expected)
        untouched = [item for item in expected if _is_untouched(item, objective, places, options)]
        if untouched:
            silent.append((objective, untouched))
    if len(silent) >= options.together and sum(len(untouched) for _, untouched in silent) == due:
        yield Hit(reason="plan", values={"count": due})
        return
    field = next(place for place in ("current", "progress", "last_check_in") if place in places)
    for objective, untouched in silent:
        if len(untouched) > 1 and len(untouched) == len(objective.key_results):
            yield Hit(reason="objective", values={"count": len(untouched)}, field=field, subject=objective)
            continue
        for key_result in untouched:
            yield Hit(field=field, subject=key_result)


def _should_be_known(context: PlanContext, objective: Objective, key_result: KeyResult, options: Options) -> bool:
    span = span_of(objective, key_result)
    passed = span.passed(context.today)
    return (
        span.stage(context.today) is Stage.RUNNING
        and passed is not None
        and passed >= options.started
        and span.start is not None
        and (context.today - span.start).days >= options.days
    )


def _is_untouched(key_result: KeyResult, objective: Objective, places: frozenset[str], options: Options) -> bool:
    """Tell whether nobody reported anything: a zero counts as nothing only where something else says so too.

    That is another empty cell, or okrsync, which has watched from the beginning and has seen no change.
    """
    if key_result.last_check_in or objective.last_check_in or key_result.status or key_result.score is not None:
        return False
    undated = "last_check_in" in places or _watched_from_the_start(key_result, objective, options)
    still = key_result.current is None or (undated and key_result.current == key_result.baseline)
    unmoved = key_result.progress is None or (
        key_result.progress == 0 and (undated or ("current" in places and key_result.current is None))
    )
    return still and unmoved


def _watched_from_the_start(key_result: KeyResult, objective: Objective, options: Options) -> bool:
    start = span_of(objective, key_result).start
    since = key_result.watched_since
    return since is not None and start is not None and (since - start).days <= options.days
