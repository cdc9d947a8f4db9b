"""Finds rules silenced without a word on why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.linting.checks.base import Hit

if TYPE_CHECKING:
    from okrsync.linting.checks.base import Answer, AnyOptions, IgnoreContext


def check(context: IgnoreContext, _options: AnyOptions) -> Answer:
    """Yield a hit where a rule that exists is silenced and nothing follows it; a useless silence needs no reason."""
    useless = context.could_fire and context.silenced == 0
    if context.directive.codes and not context.directive.reason and not useless:
        yield Hit(values={"named": context.directive.named}, field="ignore")
