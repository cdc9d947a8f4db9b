"""Lists of words and phrases that belong to one rule, and where they stand in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from okrsync.model import Language

_ONE_FOR_ONE = str.maketrans({"’": "'", "ʼ": "'", "\u00a0": " ", "\u202f": " ", "\t": " ", "\n": " "})
"""Replacements of one character by one, so that a span in the normalised text is a span in the text."""


class Found(NamedTuple):
    """A phrase that stands in a text."""

    term: str
    """As the text writes it."""
    span: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Phrases:
    """The lists of `[phrases.<lang>]`, e.g. `add` and `remove`, by language and name."""

    lists: Mapping[Language, Mapping[str, tuple[str, ...]]] = field(default_factory=lambda: MappingProxyType({}))
    _patterns: dict[tuple[Language, str], re.Pattern[str] | None] = field(
        default_factory=dict, compare=False, repr=False
    )

    def words(self, language: Language, name: str = "add") -> tuple[str, ...]:
        """Return one list, empty where there is none."""
        return self.lists.get(language, {}).get(name, ())

    def find(self, text: str, language: Language, name: str = "add") -> Iterator[Found]:
        """Yield where a phrase of the list stands in `text` as whole words, in any case, with any apostrophe."""
        key = (language, name)
        if key not in self._patterns:
            self._patterns[key] = _pattern(self.words(language, name))
        pattern = self._patterns[key]
        if pattern is not None:
            for match in pattern.finditer(text.translate(_ONE_FOR_ONE)):
                yield Found(text[match.start() : match.end()], match.span())


def _pattern(words: tuple[str, ...]) -> re.Pattern[str] | None:
    """Return one pattern for all words, longest first; None where there are none."""
    if not words:
        return None
    longest_first = sorted(
        {word.translate(_ONE_FOR_ONE).strip() for word in words}, key=lambda word: (-len(word), word)
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


NO_PHRASES = Phrases()
