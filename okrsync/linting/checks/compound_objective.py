"""Finds two goals in one objective, which could be reached apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.linting.checks.base import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import AnyOptions, ObjectiveContext


def check(context: ObjectiveContext, _options: AnyOptions) -> Iterator[Hit]:
    """Yield one hit where the reading of the objective says so, with its reason."""
    found = context.aim.compound
    if found is not None:
        yield Hit(found.reason, {**found.values, "aim": context.aim.wording}, "title", found.span, found.confidence)
