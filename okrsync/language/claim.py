"""A key result read as a claim: who does what, which metric, from where to where, by when.

Rules never look at words: they ask the claim. `reading.read_claim` makes one of a text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from datetime import date

    from okrsync.language.lexicon import Token
    from okrsync.language.quantities import Quantity

Span = tuple[int, int]


@dataclass(slots=True, frozen=True)
class Words:
    """A stretch of the text, as typed."""

    text: str
    span: Span


@dataclass(slots=True, frozen=True)
class Fields:
    """What other cells of the row say. They win over the text."""

    baseline: float | None = None
    target: float | None = None
    current: float | None = None
    unit: str | None = None
    due: date | None = None
    metric: str | None = None
    direction: Literal["up", "down"] | None = None


NO_FIELDS = Fields()


@dataclass(slots=True, frozen=True)
class Verdict:
    """An answer that can say why: `reason` is a key of the rule's messages, `values` fill its braces."""

    reason: str = "default"
    span: Span | None = None
    values: dict[str, object] = field(default_factory=dict)
    confidence: float | None = None


@dataclass(slots=True)
class Clause:
    """One result that can be met or missed on its own."""

    first: int
    """Index of its first token."""
    last: int
    """Index behind its last token."""
    verb: Words | None = None
    verb_tags: int = 0
    """Bits of `tags.BIT`, "verbs.…" and "form.…"."""
    quantities: list[Quantity] = field(default_factory=list)
    measured: Words | None = None
    """What is counted or measured, or the object of the verb."""
    measured_tags: int = 0
    checkable: bool = False
    own_work: bool = False
    counted: bool = False
    unmeasured: Verdict | None = None
    vague: Verdict | None = None
    lacks_baseline: Verdict | None = None


@dataclass(slots=True)
class Claim:
    """One key result, read. Spans are character offsets into `text`."""

    text: str
    language: str
    tokens: list[Token] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    """Every number of the text, in order, each with its role."""
    clauses: list[Clause] = field(default_factory=list)
    fields: Fields = NO_FIELDS
    direction: Literal["up", "down"] | None = None
    """Which way is better, told by the verb or the field."""
    metric: Words | None = None
    """The metric in the author's words, for suggestions."""
    deadline: Words | None = None
    baseline: Quantity | None = None
    target: Quantity | None = None
    change: Quantity | None = None

    # What the rules ask; None means "no".
    unmeasurable: Verdict | None = None
    """Nothing in it can be checked (KR101)."""
    task: Verdict | None = None
    """Its own work, done or not done (KR102)."""
    output: Verdict | None = None
    """Its own work, counted (KR103)."""
    lacks_baseline: Verdict | None = None
    """Names a level or a relative change, not where it starts (KR104)."""
    vague: Verdict | None = None
    """Success rests on a word that can mean anything (KR105)."""
    compound: Verdict | None = None
    """Two results that can be met and missed apart (KR106)."""
    upkeep: Verdict | None = None
    """Holds a level instead of changing one (KR107)."""

    def words(self, span: Span) -> str:
        """Return the text at `span`, as typed."""
        return self.text[span[0] : span[1]]
