"""Finds objectives whose key results' weights do not make up the whole."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.linting.checks.base import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import ObjectiveContext
    from okrsync.model import Objective, Plan

_SHARES = 1.0
_PERCENTS = 100.0


@dataclass(frozen=True, slots=True)
class Options:
    """How exact the sum must be."""

    tolerance: float = 0.015
    """Share of the whole that rounding may take: three times 33 % is fine."""


def whole_of(plan: Plan) -> float | None:
    """Return what weights add up to in this plan (1 or 100); None where they are ranks or points, or do not exist.

    The plan's own habit tells: objectives whose weights do add up, else round percentages or fractions all over.
    """
    weights = [weight for objective in plan.objectives for weight in _weights(objective)]
    if not weights:
        return None
    sums = [sum(_weights(objective)) for objective in plan.objectives if len(_weights(objective)) > 1]
    for whole in (_PERCENTS, _SHARES):
        if any(math.isclose(total, whole, rel_tol=0.015) for total in sums):
            return whole
    if max(weights) < 1:
        return _SHARES
    if max(weights) > 10 and all(math.isclose(weight % 5, 0) for weight in weights):  # noqa: PLR2004 - 15, 30, 55: percentages
        return _PERCENTS
    return None


def check(context: ObjectiveContext, options: Options) -> Iterator[Hit]:
    """Yield a hit where two weights or more miss the whole, or where a key result has none and the others fill it."""
    objective = context.objective
    whole = context.plan.once(whole_of)
    weights = _weights(objective)
    if whole is None or len(weights) < 2:  # noqa: PLR2004 - a single weight has nothing to add up to
        return
    total = sum(weights)
    if math.isclose(total, whole, rel_tol=options.tolerance):
        return
    blanks = [key_result for key_result in objective.key_results if key_result.weight is None]
    yield Hit(
        reason="blank" if blanks and total < whole else "default",
        values={"total": round(total, 2), "whole": int(whole), "count": len(blanks)},
    )


def _weights(objective: Objective) -> list[float]:
    return [key_result.weight for key_result in objective.key_results if key_result.weight is not None]
