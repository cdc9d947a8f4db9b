"""Text as people type it, made comparable one character to one, and the language it is in."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from okrsync.language.wordlists import telling_words, told_apart

if TYPE_CHECKING:
    from okrsync.model import Language

_SAME_LENGTH = str.maketrans(
    {
        "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'",
        "\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u2009": " ", "\t": " ", "\n": " ", "\r": " ",
        "‑": "-", "‐": "-", "−": "-",
        "➜": "→", "➔": "→", "⟶": "→", "⇒": "→", "➡": "→", "％": "%",
    }
)  # fmt: skip
_ODD = re.compile("[" + "".join(re.escape(chr(code)) for code in _SAME_LENGTH) + "]")
_WORDS = re.compile(r"[^\W\d_]+'?")
_FEWEST_WORDS_FOR_STATISTICS = 4


@lru_cache(maxsize=8)  # a title is looked at in turn for its language, its words and the phrases of several rules
def normalise(text: str) -> str:
    """Return `text` in lower case, with plain apostrophes, hyphens and spaces. Same length: offsets stay true."""
    if text.isascii():
        return text.translate(_SAME_LENGTH).lower() if _ODD.search(text) else text.lower()
    plain = text.translate(_SAME_LENGTH) if _ODD.search(text) else text
    lower = plain.lower()
    if len(lower) == len(text):
        return lower
    # A few letters ("İ") grow when lowered; those stay as they are.
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in plain)


@cache
def _without_accents() -> dict[int, str]:
    letters = {}
    for code in range(0xC0, 0x250):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base != chr(code):
            letters[code] = base
    return letters


def fold(text: str) -> str:
    """Return `text` without accents, same length: "améliorer" → "ameliorer"."""
    return text if text.isascii() else text.translate(_without_accents())


@cache
def _telling_words() -> dict[str, tuple[tuple[Language, float], ...]]:
    """Word → how much it speaks for each language (one shared by n languages speaks 1/n for each)."""
    holders: dict[str, set[Language]] = {}
    for language in told_apart():
        for word in telling_words(language):
            holders.setdefault(word, set()).add(language)
    return {word: tuple((code, 1 / len(spoken)) for code in sorted(spoken)) for word, spoken in holders.items()}


@cache
def _words_against(language: Language) -> frozenset[str]:
    """Words that speak for other languages and not for this one."""
    return frozenset(word for word, votes in _telling_words().items() if all(spoken != language for spoken, _ in votes))


def detect(text: str, hint: Language | None = None) -> Language:
    """Return the language of `text`; `hint` (the sheet's language) decides where the words leave a doubt.

    Counts function words. Only a text of some length that has none of them, and no hint, is put to statistics.
    """
    words = _WORDS.findall(normalise(text))
    if hint is not None and _words_against(hint).isdisjoint(words):
        return hint  # no word that tells anything speaks for another language more than for this one
    telling = _telling_words()
    votes: dict[Language, float] = {}
    for word in telling.keys() & words:
        for language, weight in telling[word]:
            votes[language] = votes.get(language, 0.0) + weight
    if votes:
        best = max(votes.values())
        winners = [language for language, vote in votes.items() if vote > best - 0.01]
        if hint in winners:
            return str(hint)
        if len(winners) == 1:
            return winners[0]
    if hint is not None:
        return hint
    if len(words) >= _FEWEST_WORDS_FOR_STATISTICS:
        return _by_statistics(text)
    return "en"


def _by_statistics(text: str) -> Language:
    from py3langid import langid  # noqa: PLC0415 - loads numpy and a model, which few runs need

    langid.set_languages(list(told_apart()))
    return str(langid.classify(text)[0])
