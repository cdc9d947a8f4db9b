"""Finds objectives with too many or too few key results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.linting.cascade import cascade_of
from okrsync.linting.checks.base import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import ObjectiveContext


@dataclass(frozen=True, slots=True)
class Options:
    """How many key results an objective may have; 0 sets no limit."""

    maximum: int = 0
    minimum: int = 0
    """An objective without any key result is another rule's matter (ST204)."""


def check(context: ObjectiveContext, options: Options) -> Iterator[Hit]:
    """Yield a hit where the objective's key results are outside the limits, if it has any.

    One that other objectives break down is measured by those too, so a single key result is not too few for it.
    """
    count = len(context.objective.key_results)
    if options.maximum and count > options.maximum:
        yield Hit(values={"count": count, "maximum": options.maximum})
    if 0 < count < options.minimum and context.objective.key not in context.plan.once(cascade_of).broken_down:
        yield Hit(values={"count": count, "minimum": options.minimum, "first": context.objective.key_results[0].title})
