"""How words are written: what a text is split into, and what capitals and compounds tell of a word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from okrsync.language.tags import BIT, any_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from okrsync.language.lexicon import Token

SIGNS = ("+/-", "->", "=>", ">=", "<=", *'<>≤≥=~≈±→+-–—%‰€$£¥°/×*:;,.!?()[]{}|&#@«»“”"…⟨⟩')
_SYMBOLS = "|".join(re.escape(sign) for sign in SIGNS[:5]) + "|[" + re.escape("".join(SIGNS[5:])) + "]"
_NUMBER = r"\d{1,3}(?:[ .,']\d{3})+(?![\d])(?:[.,]\d+)?|\d+(?:[.,]\d+)*|[.,]\d+"
_PLAIN_WORD = r"[a-z]\w*+(?![-'.·&])"
"""Nearly every word, found three times as fast as the next one finds it."""
_WORD = r"[^\W\d_]\w*(?:[-'.·&][^\W_]\w*)*"


class Masks(NamedTuple):
    """The bits of whole kinds of words, in the vocabulary of a lexicon."""

    verbs: int
    nouns: int
    means: int
    """Nouns that stand with the grammar: "budget"."""
    units: int
    """Nouns that are written small even where nouns are capitalised: "ms", "kg"."""
    measures: int


def masks_of(bits: Mapping[str, int]) -> Masks:
    """Return the masks of a vocabulary, given as name → bit."""

    def union(*beginnings: str) -> int:
        found = 0
        for name, bit in bits.items():
            found |= bit if name.startswith(beginnings) else 0
        return found

    units = union("nouns.unit", "nouns.duration", "nouns.money")
    # Objectives have a kind of the same name that means metrics; there, "-zahl" is one.
    measures = BIT["nouns.measure"] if bits is BIT else 0
    return Masks(union("verbs."), union("nouns."), union("grammar.budget"), units, measures)


def token_pattern(tables: dict[str, Any]) -> re.Pattern[str]:
    """Return what splits a text at its words, dates, numbers and signs, which its one group holds."""
    elisions = "|".join(tables.get("grammar", {}).get("elisions", ()))
    written = tables.get("quantities", {}).get("pattern", {}).get("date")
    genders = tables.get("morphology", {}).get("genders", "")
    kinds = [
        "" if genders else _PLAIN_WORD,
        rf"(?:{elisions})'" if elisions else "",
        rf"{_WORD}(?:{genders})?" if genders else _WORD,
        written or "",
        _NUMBER,
        _SYMBOLS,
    ]
    return re.compile(f"((?! )(?:{'|'.join(kind for kind in kinds if kind)}))")  # most gaps are a space: no need to try


def as_head(bits: int, masks: Masks) -> int:
    """Return what a compound is of what its last part can be: a noun, or the noun of a verb; "-zahl" counts nothing."""
    kept = bits & (masks.nouns | masks.means) & ~masks.measures
    return kept | (bits & (masks.verbs | _NOUN_FORM) if bits & _NOUN_FORM else 0)


def by_case(tokens: list[Token], text: str, masks: Masks) -> list[Token]:
    """Tell nouns from verbs by their capitals: "Kosten senken", "was es kosten wird". The first word is left alone.

    Where nothing but the first letter is a capital, only what could be a verb is told: not everybody types capitals.
    """
    typed = text[1:].lower() != text[1:]
    for place, token in enumerate(tokens):
        tags = token.tags
        if not place or not tags & (masks.verbs | masks.nouns) or tokens[place - 1].word in _SENTENCE_ENDS:
            continue
        if " " in token.word or any(sign.isdecimal() for sign in token.word):
            continue
        if not text[token.start].isupper():
            if not typed and not tags & masks.verbs:
                continue
            tokens[place] = token.tagged(tags & ~(masks.nouns & ~masks.units))
        elif tags & masks.verbs and tags & (_BASE | _FINITE) and not tags & _NOUN_FORM:
            named = tags & ~(masks.verbs | _FORMS) if tags & masks.nouns else tags & ~_FORMS | _NOUN_FORM
            tokens[place] = token.tagged(named)
    return tokens


_FORMS = any_of("form.")
_BASE = BIT["form.base"]
_FINITE = BIT["form.finite"]
_NOUN_FORM = BIT["form.noun"]
_SENTENCE_ENDS = frozenset(".!?:;|-–—")
