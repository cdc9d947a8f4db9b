"""What a clause comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from okrsync.language.quantities import Quantity


UNSURE = 0.5
"""Confidence of what rests on the build of a sentence, not on words that are known."""


class Judgement(NamedTuple):
    """The answers to what is asked of every result: checkable, own work, counted, with a start, in plain words."""

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
