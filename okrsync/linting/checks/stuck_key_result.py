"""Finds key results under way that have stood still over several check-ins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.linting.checks.base import Hit
from okrsync.linting.standing import is_all_or_nothing, progress_field
from okrsync.linting.timeline import Stage, span_of
from okrsync.progress import key_result_progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import KeyResultContext


@dataclass(frozen=True, slots=True)
class Options:
    """How long standing still is stuck."""

    check_ins: int = 3
    """Check-ins in a row that say the same."""


def check(context: KeyResultContext, options: Options) -> Iterator[Hit]:
    """Yield a hit where the last check-ins all say the same and the key result is neither reached nor a milestone."""
    key_result = context.key_result
    latest = key_result.history[-options.check_ins :]
    stage = span_of(context.objective, key_result).stage(context.plan.today)
    if len(latest) < options.check_ins or stage in {Stage.BEFORE, Stage.OVER}:
        return
    if (key_result_progress(key_result) or 0.0) >= 1 or is_all_or_nothing(key_result):
        return
    stands = {(check_in.current, check_in.progress) for check_in in latest}
    current, progress = stands.pop()
    if stands or (current is None and progress is None):
        return
    if current is not None and key_result.current not in {None, current}:
        return
    since = latest[0].day
    yield Hit(values={"count": len(latest), "since": since}, field=progress_field(key_result))
