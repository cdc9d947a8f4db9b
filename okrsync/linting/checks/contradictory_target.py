"""Finds targets on the wrong side of their baseline, or right on it: met before anybody has begun."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.language.tags import any_of
from okrsync.linting.checks.base import NO_PHRASES, Hit, Phrases
from okrsync.linting.way import direction_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import KeyResultContext

_VERB = any_of("verbs.")


@dataclass(frozen=True, slots=True)
class Options:
    """Where the number runs against the word."""

    phrases: Phrases = NO_PHRASES
    """`ranks`: what grows better as its number falls ("ranking", "position")."""


def check(context: KeyResultContext, options: Options) -> Iterator[Hit]:
    """Yield a hit where the verb or the direction column says one way and the numbers go the other, or nowhere."""
    key_result, claim = context.key_result, context.claim
    way = context.way
    if way is None:
        return
    direction = direction_of(key_result, claim)
    if way.baseline == way.target:
        # A bare metric may be one to hold; a sentence with a verb that is none of holding is not.
        acts = any(token.tags & _VERB for token in claim.tokens) and claim.upkeep is None
        reason = "equal" if way.target and (direction or acts) else None
    elif direction == "up" and way.target < way.baseline:
        ranked = next(options.phrases.find(claim.text, context.language, "ranks"), None)
        # "Speed up delivery from 5 to 2 days": a time that falls is a speed that rises.
        reason = None if ranked or way.is_duration else "up"
    elif direction == "down" and way.target > way.baseline:
        # "Save energy", from 0 to 500 kWh: what is counted is the saving.
        reason = None if way.baseline == 0 else "down"
    else:
        reason = None
    if reason:
        yield Hit(reason=reason, values=way.shown, field=way.field, span=way.span)
