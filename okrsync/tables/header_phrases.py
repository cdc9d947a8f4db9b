"""A header's words matched with what sheets call their columns: phrases of several words first, typos forgiven."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from okrsync.tables.lexicon import sheet_words

if TYPE_CHECKING:
    from okrsync.tables.lexicon import Phrase

_TYPO_CUTOFF = 84.0
_TYPO_LETTERS = 5
TYPO_FACTOR = 0.95
_SHORTEST = 5
"""Letters of the shortest abbreviation that is taken without a full stop."""
_SHORT_WORD = 3
"""Shorter words ("to", "von", "o") only count as a header of their own: inside a longer one they join other words."""


@lru_cache(maxsize=16384)
def _mended(word: str) -> str | None:
    """Return the known word that `word` is a typo or inflection of."""
    if len(word) < _TYPO_LETTERS:
        return None
    found = process.extractOne(word, sheet_words().vocabulary, scorer=fuzz.ratio, score_cutoff=_TYPO_CUTOFF)
    # A right first letter is what a typist hardly ever gets wrong and what tells "region" from "legion".
    return found[0] if found and found[0][0] == word[0] else None


def full_word(short: str) -> str | None:
    """Return the header of one word that `short` abbreviates ("verantw"), its last letter kept or not."""
    if len(short) < _SHORTEST or not short.isalpha():
        return None
    longer = (phrase[0] for phrase in sheet_words().headers if len(phrase) == 1 and len(phrase[0]) > len(short))
    found = [
        word
        for word in longer
        if word.startswith(short) or (word.startswith(short[:-1]) and len(short) > _SHORTEST and word[-1] == short[-1])
    ]
    return min(found, key=len, default=None)


def _is_near(word: str, wanted: str) -> bool:
    """Tell whether a word of one language is a typo of another's inside a longer name ("meetbaar resultat")."""
    long = min(len(word), len(wanted)) >= _TYPO_LETTERS
    return long and word[0] == wanted[0] and fuzz.ratio(word, wanted) >= _TYPO_CUTOFF


@dataclass(slots=True)
class Cover:
    """The known phrases that a header is made of."""

    phrases: list[tuple[Phrase, float]] = field(default_factory=list)
    levels: list[str] = field(default_factory=list)
    covered: int = 0
    unknown: int = 0


def _matches(words: list[str], at: int, phrase: Phrase) -> float:
    """Return how well `phrase` fits the words from `at` on: 0 (not), 1 (as written), less where a typo was mended."""
    if at + len(phrase) > len(words):
        return 0.0
    fit = 1.0
    for word, wanted in zip(words[at:], phrase, strict=False):
        if word != wanted:
            if _mended(word) != wanted and not (len(phrase) > 1 and _is_near(word, wanted)):
                return 0.0
            fit = TYPO_FACTOR
    return fit


def _phrase_at(words: list[str], at: int) -> tuple[Phrase, float] | None:
    known = sheet_words()
    starts = [words[at]]
    if words[at] not in known.vocabulary and (mended := _mended(words[at])):
        starts.append(mended)
    found = (
        (phrase, fit)
        for start in starts
        for phrase in known.starts.get(start, ())
        if (fit := _matches(words, at, phrase))
    )
    return max(found, key=lambda pair: (len(pair[0]), pair[1]), default=None)


def _stands(words: list[str], word: str, phrase: Phrase) -> bool:
    """Tell whether a phrase counts inside a header: short words mostly join others there, but "id" and "kr" do not."""
    known = sheet_words()
    if len(words) == len(phrase) or len(phrase) > 1:
        return True
    telling = known.headers.get(phrase, {}).keys()
    return (len(word) >= _SHORT_WORD and word not in known.filler) or (
        bool(telling) and telling <= {"id", "key_result", "okr"}
    )


def cover_of(words: list[str]) -> Cover:
    """Return the known phrases that a header consists of, from left to right."""
    known, cover, at = sheet_words(), Cover(), 0
    while at < len(words):
        found = _phrase_at(words, at)
        word = words[at]
        if found and _stands(words, word, found[0]):
            phrase, fit = found
            if phrase in known.headers:
                cover.phrases.append((phrase, fit))
            if phrase in known.levels:
                cover.levels.append(known.levels[phrase])
            cover.covered += len(phrase)
            at += len(phrase)
            continue
        if word not in known.filler and word != "%" and len(word) > 1 and not word.isdecimal():
            cover.unknown += 1
        at += 1
    return cover
