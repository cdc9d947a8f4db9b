"""Finds key results that only say their objective again, and so measure nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.linting.checks.base import NO_PHRASES, Hit, Phrases
from okrsync.linting.likeness import fold, is_slip, read_saying

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import KeyResultContext

_STEM = 5
"""“improving” says again what “improve” says: in short titles, the first letters tell."""


@dataclass(frozen=True, slots=True)
class Options:
    """How much alike is the same."""

    similarity: float = 80.0
    """0..100, of two words that differ by a slip or an ending."""
    share: float = 0.6
    """How much of the objective's words the key result must say again."""
    phrases: Phrases = NO_PHRASES
    """`little_words`: words that do not change what a sentence says."""


def check(context: KeyResultContext, options: Options) -> Iterator[Hit]:
    """Yield a hit where the key result adds neither a word nor a number nor a target of its own."""
    key_result, objective = context.key_result, context.objective
    if objective is None or key_result.target is not None:
        return
    little = frozenset(fold(word) for word in options.phrases.words(context.language, "little_words"))
    mine = read_saying(key_result.title, little)
    theirs = read_saying(objective.title, little)
    if not mine.words or set(mine.numbers) - set(theirs.numbers):
        return
    said_again = {
        word: next((known for known in theirs.words if _is_same(word, known, options.similarity)), None)
        for word in mine.words
    }
    if all(said_again.values()) and len(set(said_again.values())) >= options.share * len(set(theirs.words)):
        yield Hit(values={"objective": objective.title})


def _is_same(word: str, known: str, similarity: float) -> bool:
    return word == known or word[:_STEM] == known[:_STEM] != known or is_slip(word, known, similarity)
