"""Tells whether two sentences say the same thing: numbers and names count, little words and typing slips do not."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TOKEN = re.compile(r"\d+(?:[.,\s\u00a0\u202f]\d+)*|[^\W\d_]+")
_ACRONYM = re.compile(r"\b[A-Z]{2,}\b")
_STRAIGHT = str.maketrans({"’": "'", "ʼ": "'"})
_SLIP_LENGTH = 4
"""Shorter words that differ are other words ("east", "west"), not slips."""
_SLIP_PREFIX = 2
"""Slips seldom hit the first letters; opposites do ("inbound", "outbound")."""
_CROWD = 40
"""Sentences with the same beginnings of words that are compared with one another at most."""


class Saying(NamedTuple):
    """What a sentence says, for comparing."""

    words: tuple[str, ...]
    """Its words in order, folded, without the little ones."""
    numbers: tuple[str, ...]
    """Its numbers in order, spaces taken out."""


def fold(text: str) -> str:
    """Return the text in lower case, without accents, apostrophes straight."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_STRAIGHT))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def read_saying(text: str, little_words: frozenset[str] = frozenset()) -> Saying:
    """Return what `text` says. `little_words` are folded; an acronym ("IT", "US") is never one of them."""
    words: list[str] = []
    numbers: list[str] = []
    for token in _TOKEN.findall(fold(text)):
        if token[0].isdecimal():
            numbers.append("".join(token.split()))
        elif token not in little_words or _is_acronym(token, text):
            words.append(token)
    return Saying(tuple(words), tuple(numbers))


def _is_acronym(word: str, text: str) -> bool:
    """Tell whether a folded word stands in `text` in capitals, where not everything does."""
    capitals = word.upper()
    return capitals in text and not text.isupper() and capitals in _ACRONYM.findall(text)


def is_slip(one: str, other: str, similarity: float) -> bool:
    """Tell whether two folded words are one word typed or inflected in two ways. `similarity` is 0..100."""
    if min(len(one), len(other)) < _SLIP_LENGTH or one[:_SLIP_PREFIX] != other[:_SLIP_PREFIX]:
        return False
    from rapidfuzz import fuzz  # noqa: PLC0415 - few plans hold two sentences so much alike

    return fuzz.ratio(one, other) >= similarity


def says_the_same(one: Saying, other: Saying, similarity: float) -> bool:
    """Tell whether two sayings differ in nothing but word order and slips (`similarity` of words, 0..100)."""
    if one.numbers != other.numbers or len(one.words) != len(other.words) or not one.words:
        return False
    left, right = Counter(one.words), Counter(other.words)
    only_left = sorted((left - right).elements())
    only_right = sorted((right - left).elements())
    return len(only_left) == len(only_right) and all(
        is_slip(word, rival, similarity) for word, rival in zip(only_left, only_right, strict=True)
    )


def pairs_alike(sayings: Sequence[Saying], similarity: float) -> Iterator[tuple[int, int]]:
    """Yield the places of sayings that differ by slips alone, in linear time: slips keep the first letters."""
    shelves: defaultdict[tuple[tuple[str, ...], ...], list[int]] = defaultdict(list)
    for place, saying in enumerate(sayings):
        shelf = shelves[saying.numbers, tuple(sorted(word[:_SLIP_PREFIX] for word in saying.words))]
        for rival in shelf:
            if says_the_same(sayings[rival], saying, similarity):
                yield rival, place
        if len(shelf) < _CROWD:
            shelf.append(place)
