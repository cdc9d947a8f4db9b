"""Finds a target or a change that does not say where it starts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.linting.checks.base import Hit

if TYPE_CHECKING:
    from okrsync.linting.checks.base import Answer, AnyOptions, KeyResultContext

_WITHOUT_A_PLACE = 0.5
"""A title alone need not hold everything: where the sheet has no column for it, the finding is a hint."""


def check(context: KeyResultContext, _options: AnyOptions) -> Answer:
    """Return one hit where neither the title nor a column says where the metric stands today."""
    found = context.claim.lacks_baseline
    if found is None:
        return ()
    sure = None if "baseline" in context.plan.provides else _WITHOUT_A_PLACE
    return (Hit(found.reason, found.values, "title", found.span, sure),)
