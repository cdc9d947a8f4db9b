"""Scores of 0..100, the letters that they are shown as, and the colours that letters are shown in (docs/score.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

GRADES = ((95, "A"), (85, "B"), (70, "C"), (50, "D"))
"""Least score, letter; from the best."""
LOWEST_GRADE = "E"

Tone = Literal["good", "fair", "poor"]


def grade(value: float) -> str:
    """Return the letter of a score of 0..100, rounded as people see it: A from 95, B from 85, C from 70, D from 50."""
    return next((letter for least, letter in GRADES if round(value) >= least), LOWEST_GRADE)


def tone(letter: str) -> Tone:
    """Return how a letter is coloured everywhere: A and B green, C and D amber, below red."""
    return "good" if letter in {"A", "B"} else "fair" if letter in {"C", "D"} else "poor"


class Deduction(NamedTuple):
    """Points that one finding took from one score."""

    code: str
    points: float
    finding_key: str


@dataclass(slots=True, frozen=True)
class Score:
    """How well an OKR is written and kept (never how far it has come): 0..100 and a letter."""

    key: str
    kind: Literal["key_result", "objective", "team", "plan"]
    title: str
    value: float
    grade: str
    breakdown: tuple[Deduction, ...] = ()

    @property
    def tone(self) -> Tone:
        """Return how its letter is coloured everywhere: A and B green, C and D amber, below red."""
        return tone(self.grade)

    @property
    def shown(self) -> int:
        """Return the whole number that people see; the grade is the letter of just this number."""
        return round(self.value)
