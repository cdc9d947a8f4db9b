"""Rows of a table that are no OKRs: totals, averages, legends, notes, placeholders, examples."""

from __future__ import annotations

import re
from functools import lru_cache

from okrsync.tables.folding import fold
from okrsync.tables.lexicon import sheet_words

_HEAD = re.compile(r"^\s*([^:]{1,40}?)\s*:")
_OPENING = re.compile(r"^[\s(\[<«]*([^)\]:]{1,16})[)\]:]")
_SHORTENED = re.compile(r"^\s*((?:[^\W\d_]{1,4}\.\s?)?[^\W\d_]{1,4}\.)(?=\s)")
"""An abbreviation in front, such as "e.g." or "z. B."."""
_BRACKETED = re.compile(r"^\s*[\[(<«{].*[\])>»}]\s*$")


_LONGEST_TOTAL = 8
_MARKS = ("NB ", "N.B.", "PS ", "⚠", "ℹ")


def _is_total(words: tuple[str, ...]) -> bool:
    """Totals consist of nothing else: "Moyenne objectif" is one, "Average handling time" is a key result."""
    if len(words) > _LONGEST_TOTAL:
        return False
    known = sheet_words()
    totals, company = known.rows["total"], known.total_company
    for length in (3, 2, 1):
        for start in range(max(0, min(len(words) - length + 1, 3))):
            if words[start : start + length] in totals:
                rest = words[:start] + words[start + length :]
                return all(word in company or word.isdecimal() or len(word) == 1 or (word,) in totals for word in rest)
    return False


def _is_note(text: str, words: tuple[str, ...]) -> bool:
    notes = sheet_words().rows["note"]
    head = _HEAD.match(text)
    if head and fold(head[1]) in notes:
        return True
    # Without a colon only an opening of two words tells ("Merci de …"): "Note Google" is a key result.
    return (
        text.startswith(_MARKS)
        or words in notes
        or any(words[:length] in notes for length in (2, 3, 4) if len(words) > length)
    )


def _is_slot(text: str, words: tuple[str, ...]) -> bool:
    """Tell what a template leaves to be filled in: "<Objective 1>", "[Your key result]", "Insert objective here"."""
    if len(words) > _LONGEST_TOTAL:
        return False
    known = sheet_words()
    if not all(word in known.slot_words or word.isdigit() for word in words):
        return False
    told = _BRACKETED.match(text) or any((word,) in known.rows["placeholder_with"] for word in words)
    return bool(told) and not known.label_words.isdisjoint(words)


@lru_cache(maxsize=32768)
def aside(text: str) -> str | None:
    """Return "total", "note", "placeholder" or "example" where a title is none, else None."""
    words = fold(text)
    known = sheet_words()
    if not words or _is_slot(text, words):
        return "placeholder" if text.strip() else None
    if known.aside_words.isdisjoint(words[:4]) and not text.startswith(_MARKS):
        return None
    if _is_total(words):
        return "total"
    placeholders = known.rows["placeholder"]
    bracketed = _BRACKETED.match(text) and any(words[: len(phrase)] == phrase for phrase in placeholders)
    if words in placeholders or words in known.rows["blank"] or bracketed:
        return "placeholder"
    if _is_note(text, words):
        return "note"
    opening = _OPENING.match(text) or _SHORTENED.match(text)
    return "example" if opening and fold(opening[1]) in known.rows["example"] else None
