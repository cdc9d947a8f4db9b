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
    if given is None or current is None or target is None or context.claim.upkeep is not None:
        return  # a level to hold ("under 2 %") is kept or not: there is no way to go
    said = min(1.0, max(0.0, given))
    values = {
        "progress": percent(said),
        **{name: as_typed(key_result, name) for name in ("baseline", "current", "target")},
    }
    share = min(1.0, max(0.0, current / target)) if target else None
    if key_result.baseline is None:
        # Any baseline from 0 up gives less than current/target: more than that cannot be, whatever the baseline was.
        possible = share is not None and 0 <= current < target and key_result.direction == "up"
        if possible and share is not None and said > share + options.tolerance:
            yield Hit(reason="no_baseline", values={**values, "share": percent(share)}, field="progress")
        return
    worked_out = progress_between(key_result.baseline, current, target)
    if worked_out is None or abs(said - worked_out) <= options.tolerance:
        return
    reason = "default"
    if share is not None and key_result.baseline != 0 and abs(said - share) <= options.tolerance / 4:
        reason = "baseline_forgotten"
    yield Hit(reason=reason, values={**values, "share": percent(worked_out)}, field="progress")
