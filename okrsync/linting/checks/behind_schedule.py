"""Finds key results that are much further from their target than the time that is left allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.linting.checks.base import Hit
from okrsync.linting.standing import is_all_or_nothing, percent, progress_field
from okrsync.linting.timeline import Stage, span_of
from okrsync.model import Ambition
from okrsync.progress import key_result_progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import KeyResultContext


@dataclass(frozen=True, slots=True)
class Options:
    """How late is late. All shares are 0..1."""

    gap: float = 0.3
    """Progress missing against an even pace that is still fine: few metrics move evenly."""
    grace: float = 0.33
    """Share of the time before which nothing is said."""
    aspirational: float = 0.7
    """Progress that counts as full success of an aspirational OKR."""
    known: float = 0.4
    """Confidence (0..1) where the team has given a status: it knows, and the profile then shows a mere info."""
    archive: int = 90
    """Days after a deadline, where no period is known, from which on the row is taken for one that is closed."""


def check(context: KeyResultContext, options: Options) -> Iterator[Hit]:
    """Yield a hit where a key result under way is far behind an even pace, or where its own deadline has passed."""
    key_result, objective, today = context.key_result, context.objective, context.plan.today
    progress = key_result_progress(key_result)
    if progress is None or progress >= 1 or key_result.score is not None:
        return
    sure = options.known if key_result.status else None
    full = options.aspirational if objective and objective.ambition is Ambition.ASPIRATIONAL else 1.0
    span, whole = span_of(objective, key_result), span_of(objective)
    stage = span.stage(today)
    if stage is Stage.OVER and key_result.due and whole.stage(today) in {Stage.RUNNING, Stage.UNKNOWN}:
        closed = whole.stage(today) is Stage.UNKNOWN and (today - key_result.due).days > options.archive
        if progress < full and not closed:
            values = {"progress": percent(progress), "due": key_result.due}
            yield Hit(reason="overdue", values=values, field="due")
        return
    passed = span.passed(today)
    if stage is not Stage.RUNNING or passed is None or passed < options.grace or is_all_or_nothing(key_result):
        return
    if progress + options.gap < passed * full and context.claim.upkeep is None:
        shares = {"progress": percent(progress), "passed": percent(passed)}
        yield Hit(values=shares, field=progress_field(key_result), confidence=sure)
