"""Unions of kinds of words that more than one reading of an objective asks for."""

from __future__ import annotations

from okrsync.language.aim_words import bits
from okrsync.language.tags import BIT as SENTENCE_BIT

TIME = (
    bits(
        "nouns.time", "nouns.unit", "nouns.calendar", "nouns.duration", "quantities.ordinals", "quantities.by_when"
    )
    | SENTENCE_BIT["nouns.period"]
)  # fmt: skip
"""Says when, or in which unit."""
EMPTY = bits(
    "grammar.filler", "grammar.determiner", "grammar.indefinite", "grammar.bound", "grammar.we", "grammar.auxiliary"
)
"""Says nothing by itself."""
GENERIC = bits(
    "nouns.universal", "nouns.goal", "nouns.rank", "adjectives.generic", "adjectives.more", "verbs.generic", "verbs.be",
    "verbs.direction", "verbs.multiply",
)  # fmt: skip
"""Could be said in any company."""
SURE = 0.9
LIKELY = 0.8
UNSURE = 0.6
FEW_WORDS = 3
