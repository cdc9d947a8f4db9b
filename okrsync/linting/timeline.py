"""Says where a day stands in the time of an OKR: before it begins nobody is late, after it ends nothing is stale."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from okrsync.progress import expected_progress

if TYPE_CHECKING:
    from datetime import date

    from okrsync.model import KeyResult, Objective


class Stage(StrEnum):
    """Where a day stands in a span of time."""

    BEFORE = "before"
    RUNNING = "running"
    OVER = "over"
    UNKNOWN = "unknown"


class Span(NamedTuple):
    """First and last day, as far as they are known."""

    start: date | None
    end: date | None

    def stage(self, today: date) -> Stage:
        """Return where `today` stands; an end alone tells whether it is over, and that it is not yet."""
        if self.start is None and self.end is None:
            return Stage.UNKNOWN
        if self.end is not None and today > self.end:
            return Stage.OVER
        if self.start is not None and today < self.start:
            return Stage.BEFORE
        return Stage.RUNNING

    def passed(self, today: date) -> float | None:
        """Return the share of the span that has passed, 0..1; None where a bound is unknown."""
        return expected_progress(self.start, self.end, today)


def span_of(objective: Objective | None, key_result: KeyResult | None = None) -> Span:
    """Return the time of an objective, or of its key result, whose own deadline comes before the period's end.

    A deadline before the period begins says nothing of when the work began, so the start is then unknown.
    """
    period = objective.period if objective else None
    start, end = (period.start, period.end) if period else (None, None)
    if key_result is not None and key_result.due is not None:
        end = key_result.due
        if start is not None and end < start:
            start = None
    return Span(start, end)
