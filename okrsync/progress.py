"""How far an OKR has come (0..1), worked out from its values. Never mixed up with the score, which is about quality."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from okrsync.model import KeyResult, Objective


def progress_between(baseline: float | None, current: float | None, target: float | None) -> float | None:
    """Return the share of the way from `baseline` to `target` that `current` has come, 0..1, beyond either end clamped.

    Works for rising and falling metrics alike. None where a value is missing, or where baseline and target are the same
    (a level to keep: there is no way to go, so no share of it).
    """
    if baseline is None or current is None or target is None or baseline == target:
        return None
    return min(1.0, max(0.0, (current - baseline) / (target - baseline)))


def key_result_progress(key_result: KeyResult) -> float | None:
    """Return the progress of a key result, 0..1: from its values, else as its team gave it; None where unknown."""
    worked_out = progress_between(key_result.baseline, key_result.current, key_result.target)
    if worked_out is not None:
        return worked_out
    return None if key_result.progress is None else min(1.0, max(0.0, key_result.progress))


def objective_progress(objective: Objective) -> float | None:
    """Return the progress of an objective, 0..1: the mean of its key results', by weight where all of those have one.

    Key results whose progress is unknown do not count (unknown is not zero). Without any known, the objective's own
    figure as its team gave it; None where that is missing too.
    """
    known = [(share, item.weight) for item in objective.key_results if (share := key_result_progress(item)) is not None]
    mean = _weighted_mean(known)
    if mean is not None:
        return mean
    return None if objective.progress is None else min(1.0, max(0.0, objective.progress))


def _weighted_mean(shares: list[tuple[float, float | None]]) -> float | None:
    """Return the mean by weight; a plain mean where a weight is missing or negative, or all are zero."""
    if not shares:
        return None
    weights = [weight for _, weight in shares if weight is not None and weight >= 0]
    total = sum(weights)
    if len(weights) < len(shares) or total <= 0:
        return _mean(share for share, _ in shares)
    return sum(share * weight for (share, _), weight in zip(shares, weights, strict=True)) / total


def _mean(shares: Iterable[float]) -> float:
    values = list(shares)
    return sum(values) / len(values)


def expected_progress(start: date | None, end: date | None, today: date) -> float | None:
    """Return the share of the period that has passed by the end of `today`, 0..1: what an even pace would have reached.

    0 before the first day, 1 from the last day on; None where a bound is unknown or the end comes before the start.
    """
    if start is None or end is None or end < start:
        return None
    days = (end - start).days + 1
    passed = (today - start).days + 1
    return min(1.0, max(0.0, passed / days))
