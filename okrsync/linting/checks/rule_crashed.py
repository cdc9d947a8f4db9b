"""Tells that a rule failed, or that a sentence could not be read, so that silence is not taken for praise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.linting.checks.base import Hit

if TYPE_CHECKING:
    from okrsync.linting.checks.base import Answer, AnyOptions, CrashContext


def check(context: CrashContext, _options: AnyOptions) -> Answer:
    """Yield one hit for the rule or the reading, however many OKRs it failed on."""
    reason = "default" if context.count == 1 else "several"
    if context.code is None:
        reason = "unread" if context.count == 1 else "several_unread"
    yield Hit(reason, {"code": context.code, "error": context.error, "count": context.count})
