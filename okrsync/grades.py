"""The letters that scores of 0..100 are shown as, and the colours that letters are shown in (docs/score.md)."""

from __future__ import annotations

from typing import Literal

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
