"""Tells numbers that only describe: whom, where, with what budget, or how the measure is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.language.dates import COUNTABLE
from okrsync.language.kinds import (
    ADJECTIVE,
    AND,
    AT_MOST,
    BE,
    BY,
    CAUSE,
    DEFINITE,
    DURATION,
    FALL,
    METRIC,
    NEW,
    NOUN,
    OF,
    PER,
    POSSESSIVE,
    PREPOSITION,
    QUALITY,
    REACH,
    RELATIVE,
    RESULT,
    RISE,
    TO,
    UPKEEP,
    VERB,
    WIN,
    WITH,
)
from okrsync.language.tags import BIT, any_of

if TYPE_CHECKING:
    from okrsync.language.lexicon import Token
    from okrsync.language.quantities import Quantity

_NEAR = 4
"""Words between a number and the word that tells its role, at most."""
_FAR = 9
_CLOSE = 3
_GROWTH = any_of("grammar.over_time", "adjectives.more", "adjectives.quantity")
_COMPLEMENT = CAUSE | UPKEEP | REACH | BE
_BUDGET = BIT["grammar.budget"]
_SCOPE = BIT["nouns.scope"]
_WITHIN = BIT["grammar.within"]


def describes(tokens: list[Token], quantity: Quantity, previous: int, following: int) -> bool:
    """Tell whether it says whom or what it is about: "our 62,000 customers", "a budget of 2 M€"."""
    if previous & POSSESSIVE or (previous & NEW and quantity.unit_tags & DURATION):
        return True  # "within their first 30 days"
    if previous & DEFINITE:
        before = tokens[quantity.first - 2].tags if quantity.first > 1 else 0
        # "exceed the 500 members" names how far; "train the 500 members" whom.
        return not quantity.is_share and not before & (REACH | UPKEEP)
    if previous & PER and not previous & BY and tokens[quantity.first - 1].word != "/":
        return True
    if quantity.unit and any(
        tokens[place].tags & _BUDGET for place in range(max(quantity.first - 3, 0), quantity.first)
    ):
        return True
    return not following & _GROWTH and _in_relative_clause(tokens, quantity.first, done=quantity.is_share)


def _in_relative_clause(tokens: list[Token], place: int, *, done: bool = False) -> bool:
    """Tell whether the number at `place` describes; `done`: a share right behind its verb says what is to be done."""
    for index in range(place - 1, 0, -1):
        token = tokens[index]
        if token.tags & (WIN | RISE | FALL) or token.word in (".", ";", ",", "("):
            return False  # "a scheme that brings in 200 customers" names its effect
        if token.tags & RELATIVE:
            if done and place - index <= _CLOSE and tokens[index + 1].tags & VERB:
                return False  # "a chatbot that answers 30 % of requests"
            # "ensure that 90 %", "faire en sorte que 10 agents" go on with the very result.
            return not any(tokens[back].tags & _COMPLEMENT for back in range(max(index - 2, 0), index + 1))
    return False


def is_added(tokens: list[Token], quantity: Quantity) -> bool:
    """Tell "(n ≥ 300)", "who use at least one module": how a measure is taken, where another number is it."""
    for place in range(quantity.first - 1, max(quantity.first - 1 - _FAR, -1), -1):
        if tokens[place].word == ")":
            return False
        if tokens[place].word == "(":
            return True
    return bool(quantity.bound) and _in_relative_clause(tokens, quantity.first)


def _metric_before(tokens: list[Token], place: int) -> bool:
    return any(tokens[index].tags & METRIC for index in range(max(place - _NEAR, 0), place))


def is_doubtful(tokens: list[Token], quantity: Quantity, previous: int, following: int) -> bool:
    """Tell whether it could be mere scope: "in 3 regions", "for 5 teams", "within 24 h"."""
    if quantity.unit_tags & DURATION:
        if previous & TO and not previous & (OF | DEFINITE | BY) and _metric_before(tokens, quantity.first):
            return False  # "page load to 1 s"
        limited = tokens[quantity.first].tags & AT_MOST and not tokens[quantity.first].tags & _WITHIN
        if limited and previous & METRIC:
            return False  # "sales cycle under 30 days"
        # "… and first response under 4 hours"
        near = range(max(quantity.first - _NEAR, 0), quantity.first)
        joined = any(tokens[place].tags & AND or tokens[place].word == "+" for place in near)
        before = tokens[quantity.first - 2].tags if quantity.first > 1 and previous & (TO | OF) else 0
        measured = (joined and (previous | before) & (METRIC | RESULT | QUALITY)) or (previous & OF and before & METRIC)
        return not measured and bool(previous & PREPOSITION or tokens[quantity.first].tags & AT_MOST)
    if quantity.worded and quantity.value == 1 and previous & PREPOSITION and not quantity.bound:
        return True  # "in one place"
    joined = quantity.bound == "at_most" or bool(quantity.bound and previous & WITH)
    if joined or quantity.unit or (previous & OF and not following & _SCOPE):
        return False
    placed = previous & PREPOSITION and not previous & (TO | BY)
    if following & ADJECTIVE and not following & NOUN:
        following = tokens[quantity.last + 2].tags if quantity.last + 2 < len(tokens) else 0
    return bool(placed) and bool(following & (COUNTABLE | NOUN))
