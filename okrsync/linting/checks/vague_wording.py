"""Finds a key result whose success rests on a word that can mean anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.linting.checks.base import Hit

if TYPE_CHECKING:
    from okrsync.linting.checks.base import Answer, AnyOptions, KeyResultContext


def check(context: KeyResultContext, _options: AnyOptions) -> Answer:
    """Yield one hit where the claim says so, with its reason."""
    found = context.claim.vague
    if found is not None:
        yield Hit(found.reason, found.values, "title", found.span, found.confidence)
