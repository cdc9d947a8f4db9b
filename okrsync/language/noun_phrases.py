"""Finds what a group of words is about: its head noun."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from okrsync.language.kinds import (
    ADJECTIVE,
    AND,
    ARTEFACT,
    ARTICLE,
    BASE,
    BE,
    DETERMINER,
    FINITE,
    GERUND,
    HAVE,
    INSIDER,
    MEANS,
    NOUN,
    NOUN_FORM,
    NUMBER,
    OF,
    OR,
    OUTSIDER,
    PARTICIPLE,
    POSSESSIVE,
    PREPOSITION,
    PURPOSE,
    RELATIVE,
    SYMBOL,
    VERB,
)
from okrsync.language.tags import BIT, any_of

if TYPE_CHECKING:
    from okrsync.language.grammar import Grammar
    from okrsync.language.lexicon import Token

AFTER_VERB = (
    DETERMINER
    | NUMBER
    | PREPOSITION
    | any_of(
        "adjectives.new", "adjectives.vague", "grammar.pronoun", "grammar.at_least", "grammar.at_most",
        "quantities.numerals", "quantities.fractions", "quantities.multiples",
    )
)  # fmt: skip
"""What can follow a verb, and seldom follows a noun within a noun phrase."""
_MEASURE = BIT["nouns.measure"]
_ARROWS = frozenset(("→", "->", "=>"))
_STOPS = frozenset(
    (",", ";", ":", "(", ")", ".", "-", "–", "—", "→", "->", "=>", "<", ">", "≥", "≤", ">=", "<=", "=", "+")
)


class Head(NamedTuple):
    """The head of a noun phrase."""

    place: int
    """Index of its token, -1 where there is no known noun."""
    tags: int
    end: int
    """Index behind the phrase."""


def head(tokens: list[Token], place: int, last: int, grammar: Grammar) -> Head:
    """Return the head of the noun phrase that begins at `place`. "Number of X" is about X."""
    found, bits = -1, 0
    index = place
    while index < last:
        token = tokens[index]
        tags = token.tags
        if tags & NOUN:
            if found >= 0 and (_is_verb_of(tokens, found, index, last, grammar) or _does(tokens, index, last)):
                break
            found, bits = index, tags
            if grammar.head_first and not bits & _MEASURE:
                return Head(found, bits, index + 1)
        elif tags & (PREPOSITION | MEANS) or (found >= 0 and tags & OF):
            if found >= 0 and bits & _MEASURE and tags & OF:
                inside = head(tokens, index + 1, last, grammar)
                if inside.place >= 0:
                    return inside
            if found >= 0 or index > place:
                break
        elif _ends_phrase(tokens, index, place, grammar, bits):
            break
        index += 1
    return Head(found, bits, index)


def _ends_phrase(tokens: list[Token], index: int, first: int, grammar: Grammar, found: int) -> bool:
    """Tell whether a phrase stops before `index`. `found`: bits of its noun so far."""
    tags = tokens[index].tags
    word = tokens[index].word
    if word in _ARROWS and index + 1 < len(tokens) and not tokens[index + 1].tags & (NUMBER | SYMBOL):
        return False  # "the demo → purchase conversion"
    if tags & (RELATIVE | PURPOSE) or word in _STOPS or (tags & (AND | OR) and found):
        return True
    if found and tags & (ARTICLE | POSSESSIVE):
        return True  # "suppliers accept the charter", whatever "accept" may be
    if found:
        # An English gerund or noun of a verb may stand within ("marketing managers", "impact measurement framework"),
        # but not behind a thing ("dashboard showing …").
        within = (tags & GERUND and not found & ARTEFACT) or (tags & NOUN_FORM and not tags & BASE)
        within = within or _describes_next(tokens, index)
        return bool(tags & (VERB | NUMBER)) and (grammar.head_first or not within)
    verb = index > first and tags & VERB and not tags & ADJECTIVE
    return bool(verb) and bool(tags & (BE | HAVE) or (grammar.head_first and tags & FINITE))


def _describes_next(tokens: list[Token], index: int) -> bool:
    """Tell "1 million total registered users" from "users registered in May"."""
    tags = tokens[index].tags
    if not tags & PARTICIPLE or tags & (BASE | FINITE) or index + 1 >= len(tokens):
        return False
    following = tokens[index + 1].tags
    return bool(following & NOUN) and not following & (VERB | PREPOSITION)


def _does(tokens: list[Token], index: int, last: int) -> bool:
    """Tell "a dashboard tracking all metrics" from "a tracking dashboard"."""
    return bool(tokens[index].tags & GERUND) and index + 1 < last and bool(tokens[index + 1].tags & DETERMINER)


def _is_verb_of(tokens: list[Token], subject: int, index: int, last: int, grammar: Grammar) -> bool:
    """Tell whether the noun at `index` is rather the verb of the people before it ("users visit their profile")."""
    token = tokens[index]
    if not token.tags & VERB or not token.tags & (BASE | FINITE) or subject != index - 1:
        return False
    if not tokens[subject].tags & (OUTSIDER | INSIDER) or not tokens[subject].word.endswith(grammar.plurals):
        return False
    following = tokens[index + 1].tags if index + 1 < last else 0
    return bool(following & AFTER_VERB) or not following
