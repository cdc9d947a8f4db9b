"""A key result read as a claim: who does what, which metric, from where to where, by when.

Rules never look at words: they ask the claim. `reading.read_claim` makes one of a text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from okrsync.language import answers

if TYPE_CHECKING:
    from datetime import date

    from okrsync.language.clauses import Reading
    from okrsync.language.judgement import Judgement
    from okrsync.language.lexicon import Token
    from okrsync.language.quantities import Quantity, Role

Span = tuple[int, int]


class Fields(NamedTuple):
    """What other cells of the row say. They win over the text."""

    baseline: float | None = None
    target: float | None = None
    current: float | None = None
    unit: str | None = None
    due: date | None = None
    metric: str | None = None
    direction: Literal["up", "down"] | None = None


NO_FIELDS = Fields()


class Clause(NamedTuple):
    """One result of a key result: what grammar sees in it, and what it comes to."""

    reading: Reading
    judgement: Judgement


@dataclass(slots=True)
class Claim:
    """One key result, read. Spans are character offsets into `text`.

    The questions of the rules are properties: each answers with a `Verdict` that says why, or with None for "no".
    """

    text: str
    language: str
    tokens: list[Token] = field(default_factory=list)
    quantities: list[Quantity] = field(default_factory=list)
    """Every number of the text, in order, each with its role."""
    clauses: list[Clause] = field(default_factory=list)
    """Its results; those that only announce what another one measures are left out."""
    fields: Fields = NO_FIELDS
    wordings: dict[int, str] = field(default_factory=dict, repr=False, compare=False)
    """First token of a clause → how messages name it, where one did already."""

    def words(self, span: Span) -> str:
        """Return the text at `span`, as typed."""
        return self.text[span[0] : span[1]]

    def quantity(self, role: Role) -> Quantity | None:
        """Return the first number with `role`."""
        return next((quantity for quantity in self.quantities if quantity.role is role), None)

    @property
    def is_checkable(self) -> bool:
        """Tell whether somebody else could tell that it is reached."""
        return self.unmeasurable is None

    @property
    def deadline(self) -> Span | None:
        """Where the text says by when, None where it does not."""
        return answers.deadline(self)

    @property
    def unmeasurable(self) -> answers.Verdict | None:
        """Nothing in it can be checked (KR101)."""
        return answers.unmeasurable(self)

    @property
    def task(self) -> answers.Verdict | None:
        """Its own work, done or not done (KR102)."""
        return answers.task(self)

    @property
    def output(self) -> answers.Verdict | None:
        """Its own work, counted (KR103)."""
        return answers.output(self)

    @property
    def lacks_baseline(self) -> answers.Verdict | None:
        """Names a level or a relative change, not where it starts (KR104)."""
        return answers.lacks_baseline(self)

    @property
    def vague(self) -> answers.Verdict | None:
        """Success rests on a word that can mean anything (KR105)."""
        return answers.vague(self)

    @property
    def compound(self) -> answers.Verdict | None:
        """Two results that can be met and missed apart (KR106)."""
        return answers.compound(self)

    @property
    def upkeep(self) -> answers.Verdict | None:
        """Holds a level instead of changing one (KR107)."""
        return answers.upkeep(self)
