"""What a check is asked about, and what it answers.

Every other module of this folder has a function `check(context, options) -> Answer` (a generator, or anything that can
be iterated: `return ()` is the quickest "nothing to say") and, where its rules have options or phrases, a frozen
dataclass `Options` with their names, types and defaults. `applies` in the rule file says which context it gets:

- "key_result": KeyResultContext, "objective": ObjectiveContext, "plan": PlanContext;
- "ignore": IgnoreContext and "crash": CrashContext are for the rules that watch over the linting itself (OP501 …).

An `Options` field called `phrases` (type `Phrases`) receives the lists of `[phrases.<lang>]`: those of the rule file
and those that a user's own file adds with `extends`. A rule of a key result or an objective is asked only about rows in
a language that it claims (that it has messages in), unless its file says `any_language = true` because it reads
values, not words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from okrsync.linting.phrases import NO_PHRASES, Phrases
from okrsync.linting.way import way_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from okrsync.language.aim import Aim
    from okrsync.language.claim import Claim
    from okrsync.linting.suppress import Directive
    from okrsync.linting.way import Way
    from okrsync.model import KeyResult, Language, Objective, Plan

__all__ = [
    "NO_PHRASES",
    "NO_VALUES",
    "Answer",
    "AnyOptions",
    "CrashContext",
    "Hit",
    "IgnoreContext",
    "KeyResultContext",
    "ObjectiveContext",
    "Phrases",
    "PlanContext",
]

T = TypeVar("T")

NO_VALUES: Mapping[str, object] = MappingProxyType({})


class Hit(NamedTuple):
    """One place where a rule applies. The engine makes a finding of it: message, severity, cell, language."""

    reason: str = "default"
    """Which of the rule's messages and suggestions fits: a key of `[message.<lang>]`, falling back to "default"."""
    values: Mapping[str, object] = NO_VALUES
    """What the message names in {braces}; {title} is always there. Numbers, dates and lists of words are written as the
    row's language writes them (give a year as text)."""
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
    """Language of the sheet as a whole."""
    provides: frozenset[str] = frozenset()
    """Fields that the source has a place for, by the names that `needs` uses."""
    languages: dict[int, Language] = field(default_factory=dict)
    """id of an objective or key result → its language, told when the row is read; rules of the plan are asked last."""
    unread: list[tuple[KeyResult | Objective, str]] = field(default_factory=list)
    """Rows whose sentence could not be read, and the kind of the failure."""
    worked_out: dict[Callable[[Plan], object], object] = field(default_factory=dict, init=False, repr=False)

    def once(self, work_out: Callable[[Plan], T]) -> T:
        """Return `work_out(plan)`, worked out once however many rules ask (say, who contributes to whom)."""
        if work_out not in self.worked_out:
            self.worked_out[work_out] = work_out(self.plan)
        return cast("T", self.worked_out[work_out])

    def language_of(self, item: KeyResult | Objective) -> Language:
        """Return the language in which this row is written (a mixed sheet is judged row by row)."""
        return self.languages.get(id(item), self.language)


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
    _ways: list[Way | None] = field(default_factory=list, init=False, repr=False)

    @property
    def way(self) -> Way | None:
        """Return from where to where it goes, None where either end is unknown; worked out once for all rules."""
        if not self._ways:
            self._ways.append(way_of(self.key_result, self.claim))
        return self._ways[0]


@dataclass(slots=True)
class IgnoreContext:
    """One request to silence a rule, as written in a row's "OKR ignore" cell, and what came of it."""

    item: KeyResult | Objective
    directive: Directive
    silenced: int
    """How many findings it silenced."""
    could_fire: bool
    """Whether the rules that it names were asked at all in this run."""
    nearest: str | None
    """Where it names no rule that there is: the code or name that comes nearest."""


@dataclass(slots=True)
class CrashContext:
    """One rule that failed, or the reading of sentences, and where first."""

    code: str | None
    """None: it was the reading."""
    error: str
    """Kind of the failure; never its text, which may quote an OKR."""
    count: int
    """On how many items it failed."""
    item: KeyResult | Objective | None


Answer = Iterable[Hit]
AnyOptions = Any
