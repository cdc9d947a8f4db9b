"""Finds numbers that are pleasant to look at and say nothing of whether anybody is better off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.language.quantities import TARGET
from okrsync.linting.checks.base import NO_PHRASES, Hit, Phrases
from okrsync.linting.way import direction_of

if TYPE_CHECKING:
    from okrsync.linting.checks.base import Answer, KeyResultContext


@dataclass(frozen=True, slots=True)
class Options:
    """What is vanity, and what redeems it."""

    phrases: Phrases = NO_PHRASES
    """`vanity`: the metrics; `redeemed`: words that make an outcome of them (rate, conversion, paying …)."""


def check(context: KeyResultContext, options: Options) -> Answer:
    """Return a hit where a vanity metric is what is to be reached, and no rate or outcome is."""
    claim, language = context.claim, context.language
    found = next(options.phrases.find(claim.text, language, "vanity"), None)
    if found is None:
        return ()
    if next(options.phrases.find(f"{claim.text} {context.key_result.metric or ''}", language, "redeemed"), None):
        return ()
    if direction_of(context.key_result, claim) == "down":
        return ()  # fewer of them is nobody's vanity: paper, queues, calls
    if any(quantity.is_share and quantity.role is TARGET for quantity in claim.quantities):
        return ()
    return (Hit(values={"term": found.term}, span=found.span),)
