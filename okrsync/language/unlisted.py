"""Words that no list knows, told by their place and their ending."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.language.kinds import (
    ALL,
    ARTEFACT,
    BE,
    DETERMINER,
    DURATION,
    FAULT,
    METRIC,
    MONEY,
    NOUN,
    NUMBER,
    OF,
    UNIT,
)
from okrsync.language.noun_phrases import AFTER_VERB, Head
from okrsync.language.tags import any_of

if TYPE_CHECKING:
    from okrsync.language.grammar import Grammar
    from okrsync.language.lexicon import Token

_THING = any_of("nouns.artefact", "nouns.scope", "nouns.insider", "quantities.names")


def is_unlisted_verb(tokens: list[Token], place: int, last: int, grammar: Grammar) -> bool:
    """Tell whether a clause begins with a verb that no list knows: by its ending, or by the article behind it."""
    if place + 1 >= last or grammar.verb_last:
        return False
    following = tokens[place + 1].tags
    if tokens[place].tags:
        return not grammar.head_first and _is_noun_with_object(tokens[place], following, grammar)
    if following & NUMBER and not grammar.head_first:
        return _begins_a_count(tokens, place, last, grammar)
    if not tokens[place].word.endswith(grammar.infinitives):
        return not grammar.head_first and bool(following & DETERMINER & ~ALL)
    # French nouns have an article, English ones stand right behind their verb: "customize modules".
    return bool(following & AFTER_VERB) or not following or (not grammar.head_first and not following & (OF | BE))


def _is_noun_with_object(token: Token, following: int, grammar: Grammar) -> bool:
    """Tell "store all drawings", "staff the desk": a noun straight before an article is a verb."""
    if token.tags & ~_THING or not token.tags or token.word.endswith(grammar.plurals):
        return False
    return bool(following & DETERMINER)


def _begins_a_count(tokens: list[Token], place: int, last: int, grammar: Grammar) -> bool:
    """Tell "graft 12,000 plants" from "stockouts 3" and "churn 12 %"."""
    counted = tokens[place + 2] if place + 2 < last else None
    if (
        counted is None
        or (counted.tags and not counted.tags & NOUN)
        or counted.tags & (UNIT | DURATION | MONEY | METRIC)
    ):
        return False
    named = tokens[place].word.endswith(grammar.plurals) or not tokens[place].word.isalpha()
    return not named and counted.word.isalpha() and counted.word.endswith(grammar.plurals)


def names_further(tokens: list[Token], target: Head, last: int, grammar: Grammar) -> bool:
    """Tell whether a word that no list knows says what is made: "create a loyalty card"."""
    place = target.place + 1
    if grammar.head_first or not place or place >= last or target.tags & (ARTEFACT | FAULT):
        return False
    return not tokens[place].tags and tokens[place].word.isalpha()
