"""Lists of words and phrases that belong to one rule, and where they stand in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from okrsync.model import Language

_ONE_FOR_ONE = str.maketrans({"’": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "\t": " ", "\n": " "})
"""Replacements of one character by one, so that a span in the normalised text is a span in the text."""

_FIRST_WORD = re.compile(r"\w+")


class Found(NamedTuple):
    """A phrase that stands in a text."""

    term: str
    """As the text writes it."""
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Phrases:
    """The lists of `[phrases.<lang>]`, e.g. `add` and `remove`, by language and name."""

    lists: Mapping[Language, Mapping[str, tuple[str, ...]]] = field(default_factory=lambda: MappingProxyType({}))
    _searches: dict[tuple[Language, str], _Search] = field(default_factory=dict, compare=False, repr=False)

    def words(self, language: Language, name: str = "add") -> tuple[str, ...]:
        """Return one list, empty where there is none."""
        return self.lists.get(language, {}).get(name, ())

    def find(self, text: str, language: Language, name: str = "add") -> Iterator[Found]:
        """Yield where a phrase of the list stands in `text` as whole words, in any case, with any apostrophe."""
        search = self._searches.get((language, name))
        if search is None:
            search = self._searches[language, name] = _search(self.words(language, name))
        if search.first_words is not None and search.first_words.isdisjoint(_words_of(text)):
            return iter(())
        matches = search.pattern.finditer(text.translate(_ONE_FOR_ONE))
        return (Found(text[match.start() : match.end()], match.span()) for match in matches)


class _Search(NamedTuple):
    """How one list is looked for."""

    pattern: re.Pattern[str]
    first_words: frozenset[str] | None
    """What its phrases begin with: a text with none of these needs no search. None where one begins with a sign."""


@lru_cache(maxsize=8)
def _words_of(text: str) -> frozenset[str]:
    """Return the words of a text; several lists of several rules are looked for in one title after the other."""
    return frozenset(_FIRST_WORD.findall(text.lower()))


def _search(words: tuple[str, ...]) -> _Search:
    """Return how to find any of `words`, longest first."""
    straight = {word.translate(_ONE_FOR_ONE).strip() for word in words} - {""}
    longest_first = sorted(straight, key=lambda word: (-len(word), word))
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
    beginnings = [_FIRST_WORD.match(word.lower()) for word in straight]
    return _Search(pattern, frozenset(match[0] for match in beginnings if match) if all(beginnings) else None)


NO_PHRASES = Phrases()
