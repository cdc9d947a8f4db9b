"""Finds a key result that is the team's own work, done or not done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.linting.checks.base import Hit

if TYPE_CHECKING:
    from okrsync.linting.checks.base import Answer, AnyOptions, KeyResultContext


def check(context: KeyResultContext, _options: AnyOptions) -> Answer:
    """Return one hit where the claim says so, with its reason."""
    found = context.claim.task
    if found is None:
        return ()
    return (Hit(found.reason, found.values, "title", found.span, found.confidence),)
