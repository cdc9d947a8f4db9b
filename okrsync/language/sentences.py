"""Where one sentence of a key result ends and the next begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.language.kinds import AND, BASE, EXAMPLE, NONE, NUMBER, VERB

if TYPE_CHECKING:
    from okrsync.language.lexicon import Token

_ENDS = frozenset((".", ";", "!", "?", "|", "-", "–", "—", ":"))
_FULL_STOPS = frozenset((".", ";", "!", "?"))
_LONGEST_LABEL = 5
_HARD_ENDS = frozenset((";", "!", "|"))


def sentences(tokens: list[Token], text: str) -> list[tuple[int, int]]:
    """Return (first, behind last) of the sentences of a text; examples ("e.g. …") add no result and are left out."""
    found: list[tuple[int, int]] = []
    first = 0
    examples = False
    for place, token in enumerate(tokens):
        if token.tags & EXAMPLE and place > first and not examples and not _in_parentheses(tokens, first, place):
            found.append((first, place))
            examples = True
        word = token.word
        hard = word in _HARD_ENDS and (word != "|" or tokens[place - 1].end < token.start)  # "bread|cake" is one name
        if word in _ENDS and place > first and (hard or _ends(tokens, place, text)):
            if not examples and not _is_label(tokens, first, place):
                found.append((first, place))
            first = place + 1
            examples = False
    if first < len(tokens) and not examples:
        found.append((first, len(tokens)))
    return found


def _is_label(tokens: list[Token], first: int, place: int) -> bool:
    """Tell "Code review: …", "Marketing - …", a heading of what follows, from a result."""
    if tokens[place].word in _FULL_STOPS or place - first > _LONGEST_LABEL or place + 1 >= len(tokens):
        return False
    if tokens[first].tags & VERB and tokens[first].tags & BASE:
        return False
    return not any(tokens[index].tags & (NUMBER | AND | NONE) for index in range(first, place))


def _in_parentheses(tokens: list[Token], first: int, place: int) -> bool:
    return any(tokens[index].word == "(" for index in range(first, place))


def _ends(tokens: list[Token], place: int, text: str) -> bool:
    """Tell whether the sign ends a sentence: "… leads - Create 20 pages", not "vs. 20", "cut-off - 3 %"."""
    if place + 1 == len(tokens):
        return True
    following = tokens[place + 1]
    behind = text[tokens[place].end :]
    start = behind.lstrip()[:1]
    if behind[:1] == start:
        return False
    if tokens[place].word in (".", "?"):
        return (start.isupper() or start.isdecimal()) and _is_whole(tokens[place - 1].word)
    return start.isupper() and bool(following.tags & VERB) and bool(following.tags & BASE)


def _is_whole(word: str) -> bool:
    """Tell a word or a sign from what is cut short by its full stop: "vs.", "e.g."."""
    return len(word) > 2 or not word.isalpha()  # noqa: PLR2004 - letters
