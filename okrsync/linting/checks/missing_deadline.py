"""Finds key results without a deadline where nothing else tells when they are due and the others have one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.language.quantities import DEADLINE
from okrsync.language.tags import BIT
from okrsync.linting.checks.base import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.language.claim import Claim
    from okrsync.linting.checks.base import KeyResultContext
    from okrsync.model import Plan

_MONTH = BIT["nouns.month"]


@dataclass(frozen=True, slots=True)
class Options:
    """When a missing deadline is more than a habit of the sheet."""

    usual: float = 0.5
    """Share (0..1) of the plan's key results that have one."""


def check(context: KeyResultContext, options: Options) -> Iterator[Hit]:
    """Yield a hit where neither the row, its sentence nor its period says by when.

    An objective none of whose key results has a deadline is another rule's matter (ST211): it is told once there.
    """
    key_result, objective = context.key_result, context.objective
    if key_result.due is not None or "due" in key_result.typed or (objective is not None and objective.period):
        return
    if objective is not None and not any(sibling.due for sibling in objective.key_results):
        return
    if context.plan.once(share_with_deadline) >= options.usual and not says_when(context.claim):
        yield Hit(field="due")


def share_with_deadline(plan: Plan) -> float:
    """Return how many of the plan's key results have a deadline, 0..1."""
    key_results = [item for objective in plan.objectives for item in objective.key_results] + plan.orphans
    return sum(item.due is not None for item in key_results) / len(key_results) if key_results else 0.0


def says_when(claim: Claim) -> bool:
    """Tell whether the sentence itself names a day, a month or a period to be done by."""
    return (
        claim.deadline is not None
        or any(quantity.role is DEADLINE for quantity in claim.quantities)
        or any(token.tags & _MONTH for token in claim.tokens)
    )
