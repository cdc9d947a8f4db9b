"""Text made comparable: no case, no accents, no punctuation, cut into words whose places are kept."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
# A percent sign is a word ("% done"); scripts without spaces are cut character by character.
_WORD = re.compile(r"%|[぀-鿿가-힯]|[^\W_]+")
_PART = re.compile(r"%|[぀-鿿가-힯]|\d+|[^\W\d_]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "Œ": "OE", "Æ": "AE"})


class Word(NamedTuple):
    """One folded word and where it stands in the text it came from."""

    text: str
    start: int
    end: int


def _plain(text: str) -> str:
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark))


@lru_cache(maxsize=65536)
def fold(text: str) -> tuple[str, ...]:
    """Return the words of `text` without case, accents and punctuation: "Résultat-clé n° 1" → resultat, cle, n, 1."""
    return tuple(_WORD.findall(_plain(_CAMEL.sub(" ", text)).casefold()))


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """Return `fold(text)` as one string, good as a key for "the same words"."""
    return " ".join(fold(text))


def parts(text: str) -> list[Word]:
    """Return the words of `text` with digits and letters apart ("2019Q2" → 2019, q, 2), each with its place."""
    # Folding letter by letter keeps the places true where one character becomes two.
    return [Word(_plain(found.group()).casefold(), *found.span()) for found in _PART.finditer(text)]


def tidy(text: str) -> str:
    """Return `text` with every run of blanks and line breaks as one space, none at the ends."""
    return " ".join(text.split())
