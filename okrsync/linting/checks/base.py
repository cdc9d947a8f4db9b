"""What a check is asked about, and what it answers.

Every other module of this folder has a function `check(context, options) -> Iterator[Hit]` and, where its rules have
options, a frozen dataclass `Options` with their names, types and defaults. `applies` in the rule file says which
context it gets: KeyResultContext, ObjectiveContext or PlanContext.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from okrsync.language.aim import Aim
    from okrsync.language.claim import Claim
    from okrsync.model import KeyResult, Language, Objective, Plan

T = TypeVar("T")

NO_VALUES: Mapping[str, object] = MappingProxyType({})


class Hit(NamedTuple):
    """One place where a rule applies. The engine makes a finding of it: message, severity, cell, language."""

    reason: str = "default"
    """Which of the rule's messages and suggestions fits: a key of `[message.<lang>]`, falling back to "default"."""
    values: Mapping[str, object] = NO_VALUES
    """What the message names in {braces}. A float is written as the row's language writes numbers."""
    field: str = "title"
    span: tuple[int, int] | None = None
    """Where in the field's text."""
    confidence: float | None = None
    """0..1, where this hit is more or less sure than the rule in general."""
    subject: KeyResult | Objective | None = None
    """Whom to tell, where it is not the item asked about (a check on the plan names the OKR; None: the plan itself)."""


@dataclass(slots=True)
class PlanContext:
    """The whole plan, and what is worked out once for all rules."""

    plan: Plan
    today: date
    language: Language
    worked_out: dict[Callable[[Plan], object], object] = field(default_factory=dict, init=False, repr=False)

    def once(self, work_out: Callable[[Plan], T]) -> T:
        """Return `work_out(plan)`, worked out once however many rules ask (say, who contributes to whom)."""
        if work_out not in self.worked_out:
            self.worked_out[work_out] = work_out(self.plan)
        return cast("T", self.worked_out[work_out])

    def language_of(self, item: KeyResult | Objective) -> Language:
        """Return the language in which this row is written (a mixed sheet is judged row by row)."""
        raise NotImplementedError


@dataclass(slots=True)
class ObjectiveContext:
    """One objective, read."""

    objective: Objective
    aim: Aim
    language: Language
    plan: PlanContext


@dataclass(slots=True)
class KeyResultContext:
    """One key result, read; its fields have joined the claim."""

    key_result: KeyResult
    claim: Claim
    objective: Objective | None
    language: Language
    plan: PlanContext


Answer = Iterator[Hit]
AnyOptions = Any
