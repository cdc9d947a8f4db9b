"""Finds words that a team has agreed not to use: for rules of one's own that need nothing but a list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.linting.checks.base import NO_PHRASES, Hit, ObjectiveContext, Phrases

if TYPE_CHECKING:
    from okrsync.linting.checks.base import Answer, KeyResultContext


@dataclass(frozen=True, slots=True)
class Options:
    """Which words."""

    phrases: Phrases = NO_PHRASES
    """The words to find stand in `add`."""


def check(context: KeyResultContext | ObjectiveContext, options: Options) -> Answer:
    """Yield a hit for the first of the words that stands in the title."""
    item = context.objective if isinstance(context, ObjectiveContext) else context.key_result
    for found in options.phrases.find(item.title, context.language):
        yield Hit(values={"term": found.term}, span=found.span)
        return
