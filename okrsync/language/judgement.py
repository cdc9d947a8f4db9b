"""What a clause comes to, and what is known of it while it is judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from okrsync.language.clauses import Reading
    from okrsync.language.lexicon import Token
    from okrsync.language.quantities import Quantity


class Judgement(NamedTuple):
    """The answers to the questions of K1 to K4: checkable? own work? counted? where from? plain?"""

    checkable: bool
    own_work: bool = False
    counted: bool = False
    """Its own work, in a number."""
    lacks_baseline: bool = False
    vague: int = -1
    """Index of the weasel word that decides, -1 where none does."""
    upkeep: bool = False
    reason: str = "default"
    """Why it cannot be checked, or what kind of own work it is."""
    quantity: Quantity | None = None
    """The number that decides."""
    noun: int = -1
    """Head of what is counted, measured or made, -1."""
    confidence: float | None = None
    """0..1 where this judgement is more or less sure than usual."""


@dataclass(slots=True)
class Case:
    """A clause without a number that says how much, as its questions see it. Places are indexes of tokens, -1 for none."""

    tokens: list[Token]
    reading: Reading
    quantities: list[Quantity]
    verb: int
    """Bits of the verb, as its object makes it mean."""
    noun: int
    noun_tags: int
    plurals: tuple[str, ...]
    """Endings that show a plural."""
    every: int = -1
    none: int = -1
    vague: int = -1
    more: int = -1
    goal: int = -1
    can: int = -1
    bits: int = 0
    """Union of the bits of its words."""
    weasel: int = -1
    """The vague word or comparison that could decide."""

    @property
    def begins(self) -> bool:
        """Tell whether the clause begins with its verb."""
        return self.reading.verb >= 0
