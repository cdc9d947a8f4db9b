"""Finds OKRs under way that nobody has looked at for a while, and says it once, as high up as it is true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from okrsync.linting.checks.base import Hit
from okrsync.linting.timeline import Stage, span_of
from okrsync.progress import key_result_progress

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from okrsync.linting.checks.base import PlanContext
    from okrsync.model import KeyResult, Objective


_LESS_SURE = 0.7
"""Somebody may look at a number, find it as it was, and leave no mark."""


@dataclass(frozen=True, slots=True)
class Options:
    """How long is a while."""

    days: int = 14
    """Days without a check-in that are fine: two weekly ones missed."""
    archive: int = 180
    """Where no period is known, days after which the sheet is taken for one that is over."""
    together: int = 3
    """From this many objectives on, a plan in which all are stale is told once."""


class _Watched(NamedTuple):
    """The open key results of one objective, and those of them that are stale with their days."""

    objective: Objective
    open: int
    stale: list[tuple[KeyResult, int]]

    @property
    def all_stale(self) -> bool:
        return len(self.stale) == self.open


def check(context: PlanContext, options: Options) -> Iterator[Hit]:
    """Yield a hit on the plan, on an objective all of whose open key results are stale, or on single key results.

    Where check-ins have no dates of their own ("watched" in `provides`), rows that do not change are what tells.
    """
    watching = "watched" in context.provides
    prefix, confidence = ("watched-", _LESS_SURE) if watching else ("", None)
    watched = [_watch(objective, context.today, options) for objective in context.plan.objectives]
    under_way = [one for one in watched if one.open]
    if len(under_way) >= options.together and all(one.all_stale for one in under_way):
        days = min(days for one in under_way for _, days in one.stale)
        yield Hit(reason=f"{prefix}plan", values={"days": days}, confidence=confidence)
        return
    for objective, _, stale in (one for one in under_way if one.stale):
        if len(stale) > 1 and len(stale) == len(objective.key_results):
            days = min(days for _, days in stale)
            reason = f"{prefix}objective"
            yield Hit(reason, {"days": days}, field="last_check_in", confidence=confidence, subject=objective)
            continue
        for key_result, days in stale:
            reason = "watched" if watching else "default"
            yield Hit(reason, {"days": days}, field="last_check_in", confidence=confidence, subject=key_result)


def _watch(objective: Objective, today: date, options: Options) -> _Watched:
    still_open = 0
    stale: list[tuple[KeyResult, int]] = []
    for key_result in objective.key_results:
        span = span_of(objective, key_result)
        stage = span.stage(today)
        checked = key_result.last_check_in or objective.last_check_in or key_result.watched_since
        done = (key_result_progress(key_result) or 0.0) >= 1
        if checked is None or done or key_result.score is not None or stage in {Stage.BEFORE, Stage.OVER}:
            continue
        still_open += 1
        days = (today - max(checked, span.start or checked)).days
        if days > options.days and (stage is Stage.RUNNING or days <= options.archive):
            stale.append((key_result, days))
    return _Watched(objective, still_open, stale)
