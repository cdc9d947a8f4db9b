"""Says for whom and for when an objective is: OKRs of other teams or other times are not held against each other."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from okrsync.linting.likeness import fold

if TYPE_CHECKING:
    from okrsync.model import KeyResult, Objective

When = tuple[date | str | None, date | None]


def when_of(objective: Objective | None) -> When:
    """Return what tells the objective's time from other times; (None, None) where none is known."""
    period = objective.period if objective else None
    if period is None:
        return (None, None)
    if period.start and period.end:
        return (period.start, period.end)
    return (fold(period.text.strip()), None)


@lru_cache(maxsize=4096)
def who_of(owners: tuple[str, ...]) -> frozenset[str]:
    """Return owners in a form to compare."""
    return frozenset(fold(owner.strip()) for owner in owners if owner.strip())


def owners_of(key_result: KeyResult, objective: Objective | None) -> tuple[str, ...]:
    """Return who answers for a key result: its own owners, else those of its objective."""
    return key_result.owners or (objective.owners if objective else ())


def name_of_period(objective: Objective) -> str:
    """Return the period as people call it, "" where none is known."""
    return objective.period.text if objective.period else ""
