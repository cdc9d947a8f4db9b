"""Finds progress that does not follow from the values beside it, for rising and for falling metrics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.linting.checks.base import Hit
from okrsync.linting.standing import as_typed, percent
from okrsync.progress import progress_between

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import KeyResultContext


@dataclass(frozen=True, slots=True)
class Options:
    """How far apart is a contradiction."""

    tolerance: float = 0.1
    """Progress (0..1) that rounding and estimates may take."""


def check(context: KeyResultContext, options: Options) -> Iterator[Hit]:
    """Yield a hit where the progress given is not the share of the way from baseline to target."""
    key_result = context.key_result
    given, current, target = key_result.progress, key_result.current, key_result.target
    if given is None or current is None or target is None:
        return
    said = min(1.0, max(0.0, given))
    share = min(1.0, max(0.0, current / target)) if target else None
    worked_out = progress_between(key_result.baseline, current, target)
    reason = None
    if worked_out is not None and abs(said - worked_out) > options.tolerance:
        forgotten = share is not None and key_result.baseline and abs(said - share) <= options.tolerance / 4
        reason = "baseline_forgotten" if forgotten else "default"
    elif share is not None and key_result.baseline is None and key_result.direction == "up" and 0 <= current < target:
        # Any baseline from 0 up gives less than current/target: more than that cannot be, whatever the baseline was.
        worked_out = share
        reason = "no_baseline" if said > share + options.tolerance else None
    # A level to hold ("under 2 %") is kept or not: there is no way to go.
    if reason and worked_out is not None and context.claim.upkeep is None:
        ends = {name: as_typed(key_result, name) for name in ("baseline", "current", "target")}
        values = {**ends, "progress": percent(said), "share": percent(worked_out)}
        yield Hit(reason=reason, values=values, field="progress")
