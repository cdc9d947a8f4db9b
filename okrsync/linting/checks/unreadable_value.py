"""Finds cells that hold something where a number, a share or a date was expected, and that could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.linting.checks.base import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import AnyOptions, PlanContext
    from okrsync.model import KeyResult, Objective

_EXPECTED = {
    "due": "date",
    "last_check_in": "date",
    "start_date": "date",
    "period": "date",
    "progress": "share",
    "confidence": "share",
    "score": "share",
}
_LONGEST = 60


def check(context: PlanContext, _options: AnyOptions) -> Iterator[Hit]:
    """Yield a hit at each cell that could not be read; on the plan where its row is no OKR."""
    plan = context.plan
    if not plan.unreadable:
        return
    items: dict[str, KeyResult | Objective] = {orphan.key: orphan for orphan in plan.orphans}
    for objective in plan.objectives:
        items.setdefault(objective.key, objective)
        for key_result in objective.key_results:
            items.setdefault(key_result.key, key_result)
    for _, field, typed, owner_key in plan.unreadable:
        shown = " ".join(typed.split())
        values = {"typed": shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"}
        expected = _EXPECTED.get(field, "number")
        yield Hit(reason=expected, values=values, field=field, subject=items.get(owner_key))
