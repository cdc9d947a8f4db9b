"""What stands for a number without being one: a blank, a mark on a scale, how often something happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.language.tags import BIT, any_of

if TYPE_CHECKING:
    from okrsync.language.lexicon import Token

GRADE = "grade"
"""Unit of a mark on a scale."""
_TO = BIT["grammar.to"]
_FROM = BIT["grammar.from"]
_NOUN = any_of("nouns.")
_VERB = any_of("verbs.")
_PERIOD = any_of("nouns.month", "nouns.period", "nouns.duration")
_OFTEN = BIT["adjectives.active"]
_PER = BIT["grammar.per"]
_NEW = BIT["adjectives.new"]
_NAMES_MORE = _NOUN | any_of("adjectives.")
_CURRENCIES = frozenset("€$£¥")
_SHARES = frozenset(("%", "‰"))
_COMPARISONS = frozenset((">", ">=", "≥", "<", "<=", "≤"))


def blank_stands_for_a_number(tokens: list[Token], index: int) -> bool:
    """Tell whether the author keeps a number back: "X %", "Sign N partners"."""
    before = tokens[index - 1].word if index else ""
    behind = tokens[index + 1].word if index + 1 < len(tokens) else ""
    if before == "[" and behind == "]" and index + 2 < len(tokens) and not tokens[index + 2].tags & _PERIOD:
        return True  # "publish [N] guides"
    if index + 1 < len(tokens) and tokens[index + 1].tags & _NOUN and not tokens[index + 1].tags & _PERIOD:
        return index == 0 or bool(tokens[index - 1].tags & _VERB)  # "Sign N partners"
    following = tokens[index + 1].tags if index + 1 < len(tokens) else 0
    if following & _NEW and index and tokens[index - 1].tags & _VERB:
        return True  # "Publish N new pages"
    return before in _CURRENCIES or before in _COMPARISONS or behind in _SHARES or behind in _CURRENCIES


def is_grade(tokens: list[Token], index: int) -> bool:
    """Tell whether a single letter is a mark on a scale: "from E to B", "de E à B"."""
    if not tokens[index].word.isalpha():
        return False
    for step in (1, -1):
        link, other = index + step, index + 2 * step
        if 0 <= other < len(tokens) and tokens[link].tags & _TO and len(tokens[other].word) == 1:
            start = min(index, other) - 1
            if tokens[other].word.isalpha() and start >= 0 and tokens[start].tags & _FROM:
                return True
    return False


def is_frequency(tokens: list[Token], index: int) -> bool:
    """Tell "from weekly to daily", "monthly → weekly" from "weekly active users"."""
    tags = tokens[index].tags
    if not (tags & _OFTEN and tags & _PER):
        return False
    before = tokens[index - 1].tags if index else 0
    behind = tokens[index + 1].tags if index + 1 < len(tokens) else 0
    return bool(behind & _TO) or (bool(before & _TO) and not behind & _NAMES_MORE)
