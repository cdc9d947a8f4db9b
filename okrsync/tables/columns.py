"""What each column of a table is for: its header, the kinds of its values and its place, weighed together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from okrsync.tables.folding import fold
from okrsync.tables.lexicon import sheet_words
from okrsync.tables.numbers import read_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.grid import Grid

_NUMBER_WORDS = 3
_SAMPLE = 240
"""Rows looked at to learn the kinds of a column's values: enough to tell, few enough for 100,000 rows."""


@dataclass(slots=True)
class Profile:
    """What kinds of values a column holds; shares are of the filled cells that say something, 0..1."""

    filled: int = 0
    numbers: float = 0.0
    dates: float = 0.0
    texts: float = 0.0
    words: float = 0.0
    """Mean number of words of its texts."""
    distinct: float = 1.0
    emails: float = 0.0
    types: float = 0.0
    both_types: bool = False
    levels: float = 0.0
    directions: float = 0.0
    ambitions: float = 0.0
    density: float = 0.0
    """Share of the rows that are filled."""


def sample_rows(rows: Sequence[int]) -> Sequence[int]:
    """Return rows spread over the table, the first ones all."""
    if len(rows) <= _SAMPLE:
        return rows
    head = _SAMPLE // 2
    step = max(1, (len(rows) - head) // head)
    return [*rows[:head], *rows[head::step]]


def profile(grid: Grid, rows: Sequence[int], column: int) -> Profile:
    """Return the kinds of values that `column` holds in `rows`."""
    known = sheet_words()
    result = Profile()
    counts: Counter[str] = Counter()
    texts: list[str] = []
    for row in rows:
        value = grid.at(row, column)
        if value is None:
            continue
        if isinstance(value, str):
            if not value.strip() or known.is_blank(value):
                continue
            texts.append(value)
            # "85 % of pupils read weekly" begins with a number and is a title.
            counts["number" if len(value.split()) <= _NUMBER_WORDS and read_number(value) else "text"] += 1
        elif isinstance(value, date):
            counts["date"] += 1
        else:
            counts["number"] += not isinstance(value, bool)
        result.filled += 1
    if not result.filled:
        return result
    result.density = result.filled / max(1, len(rows))
    result.numbers, result.dates, result.texts = (counts[kind] / result.filled for kind in ("number", "date", "text"))
    if texts:
        _profile_texts(result, texts)
    return result


def _profile_texts(result: Profile, texts: list[str]) -> None:
    known = sheet_words()
    words = [fold(text) for text in texts]
    result.words = sum(map(len, words)) / len(words)
    result.distinct = len(set(words)) / len(words)
    total = result.filled
    result.emails = sum("@" in text and " " not in text.strip() for text in texts) / total
    kinds = [known.types.get(phrase) for phrase in words]
    result.types = sum(kind is not None for kind in kinds) / total
    result.both_types = {"objective", "key_result"} <= set(kinds)
    result.levels = sum(_level(phrase) is not None for phrase in words) / total
    result.directions = sum(phrase in known.directions for phrase in words) / total
    result.ambitions = sum(phrase in known.ambitions for phrase in words) / total


def _level(words: tuple[str, ...]) -> str | None:
    known = sheet_words()
    if words in known.levels:
        return known.levels[words]
    return next((known.levels[(word,)] for word in words if (word,) in known.levels), None)


def level_of(text: str) -> str | None:
    """Return the level that a cell names ("Équipe" → team, "Company OKR" → company), None where it names none."""
    return _level(fold(text))


def kind_of(text: str) -> str | None:
    """Return what a type column says of a row: objective, key_result, other; None where the word is unknown."""
    known, words = sheet_words(), fold(text)
    if words in known.types:
        return known.types[words]
    bare = tuple(
        word for word in words if not word.isdecimal() and (word,) not in known.levels and word not in known.filler
    )
    return known.types.get(bare) if bare else None
