"""Finds a number in an objective that says how far to go; years, names, ranks and whom it is for are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.linting.checks.base import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import AnyOptions, ObjectiveContext


def check(context: ObjectiveContext, _options: AnyOptions) -> Iterator[Hit]:
    """Yield one hit at the first metric of the objective."""
    found = context.aim.metric
    if found is not None:
        yield Hit(found.reason, {**found.values, "aim": context.aim.wording}, "title", found.span, found.confidence)
