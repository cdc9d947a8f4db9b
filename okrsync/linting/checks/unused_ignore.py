"""Finds requests to silence a rule that silence nothing: the OKR was mended, or no rule is called that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.linting.checks.base import Hit

if TYPE_CHECKING:
    from okrsync.linting.checks.base import Answer, AnyOptions, IgnoreContext


def check(context: IgnoreContext, _options: AnyOptions) -> Answer:
    """Yield a hit where the request names no rule, or a rule that was asked and found nothing."""
    directive = context.directive
    if not directive.codes:
        reason = "unknown" if any(letter.isdecimal() for letter in directive.named) else "unnamed"
        yield Hit(reason, {"named": directive.named, "nearest": context.nearest}, field="ignore")
    elif context.silenced == 0 and context.could_fire:
        yield Hit("everything" if directive.everything else "default", {"named": directive.named}, field="ignore")
