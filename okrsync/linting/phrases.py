"""Lists of words and phrases that belong to one rule, and where they stand in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from okrsync.language.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from okrsync.model import Language

_WORD = re.compile(r"\w+")


class Found(NamedTuple):
    """A phrase that stands in a text."""

    term: str
    """As the text writes it."""
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Phrases:
    """The lists of `[phrases.<lang>]`, e.g. `add` and `remove`, by language and name."""

    lists: Mapping[Language, Mapping[str, tuple[str, ...]]] = field(default_factory=lambda: MappingProxyType({}))
    _searches: dict[tuple[Language, str], _Search | None] = field(default_factory=dict, compare=False, repr=False)

    def words(self, language: Language, name: str = "add") -> tuple[str, ...]:
        """Return one list, empty where there is none."""
        return self.lists.get(language, {}).get(name, ())

    def find(self, text: str, language: Language, name: str = "add") -> Iterator[Found]:
        """Yield where a phrase of the list stands in `text` as whole words, in any case, with any apostrophe."""
        key = (language, name)
        if key not in self._searches:
            self._searches[key] = _search(self.words(language, name))
        search = self._searches[key]
        if search is None:
            return iter(())
        plain, words = _looked_at(text)
        if search.beginnings is not None and not search.may_find(plain, words):
            return iter(())
        matches = search.pattern.finditer(plain)
        return (Found(text[match.start() : match.end()], match.span()) for match in matches)


class _Search(NamedTuple):
    """How one list is looked for."""

    pattern: re.Pattern[str]
    beginnings: dict[str, tuple[str, ...]] | None
    """First word → the phrases that begin with it, made plain; None where one begins with a sign."""

    def may_find(self, plain: str, words: list[str]) -> bool:
        """Tell whether a text can hold a phrase at all: nearly always it cannot, and the slow search is spared."""
        beginnings = self.beginnings or {}
        if beginnings.keys().isdisjoint(words):
            return False
        return any(phrase in plain for word in words if word in beginnings for phrase in beginnings[word])


@lru_cache(maxsize=8)
def _looked_at(text: str) -> tuple[str, list[str]]:
    """Return a text made plain, and its words: several lists of several rules are looked for in one title in turn."""
    plain = normalise(text)
    return plain, _WORD.findall(plain)


def _search(words: tuple[str, ...]) -> _Search | None:
    """Return how to find any of `words`, longest first; None where there are none."""
    longest_first = sorted({normalise(word).strip() for word in words} - {""}, key=lambda word: (-len(word), word))
    if not longest_first:
        return None
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    beginnings: dict[str, tuple[str, ...]] = {}
    for phrase in longest_first:
        first = _WORD.match(phrase)
        if first is None:
            return _Search(pattern, None)
        beginnings[first[0]] = (*beginnings.get(first[0], ()), phrase)
    return _Search(pattern, beginnings)


NO_PHRASES = Phrases()
