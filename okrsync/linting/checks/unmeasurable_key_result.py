"""Finds a key result in which nothing can be checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.linting.checks.base import Hit

if TYPE_CHECKING:
    from okrsync.linting.checks.base import Answer, AnyOptions, KeyResultContext


def check(context: KeyResultContext, _options: AnyOptions) -> Answer:
    """Return one hit where the claim says so, with its reason."""
    found = context.claim.unmeasurable
    if found is None:
        return ()
    return (Hit(found.reason, found.values, "title", found.span, found.confidence),)
