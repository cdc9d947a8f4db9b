"""Finds a key result whose success rests on a word that can mean anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.linting.checks.base import NO_PHRASES, Hit, Phrases

if TYPE_CHECKING:
    from okrsync.linting.checks.base import Answer, KeyResultContext


@dataclass(frozen=True, slots=True)
class Options:
    """Words that a team judges otherwise."""

    phrases: Phrases = NO_PHRASES
    """`add`: words that mean nothing here, whatever stands beside them; `remove`: words that all here understand."""


def check(context: KeyResultContext, options: Options) -> Answer:
    """Return one hit where the claim says so, with its reason, or where one of the team's own words stands."""
    found = context.claim.vague
    phrases = options.phrases
    language = context.language
    if found is not None and not any(phrases.find(str(found.values.get("term", "")), language, "remove")):
        return (Hit(found.reason, found.values, "title", found.span, found.confidence),)
    own = next(phrases.find(context.key_result.title, language), None)
    return () if own is None else (Hit(values={"term": own.term, "clause": own.term}, span=own.span),)
