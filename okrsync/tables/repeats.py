"""Tables that only repeat others: summary tabs, check-in logs, copies. Their rows are no OKRs of their own."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from okrsync.tables.folding import fold, folded
from okrsync.tables.headers import KEY_RESULT, OBJECTIVE
from okrsync.tables.lexicon import sheet_words
from okrsync.tables.periods import is_period_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.tables.records import Meaning

_MOST = 0.6
_NEARLY_ALL = 0.8


def is_summary(name: str | None) -> bool:
    """Tell whether a tab's name says that it sums up others."""
    words = fold(name or "")
    phrases = sheet_words().tabs["summary"]
    return any(words[start : start + length] in phrases for length in (1, 2, 3, 4) for start in range(len(words)))


def _titles(meaning: Meaning, kind: str) -> list[str]:
    return [folded(record.title) for record in meaning.records if record.kind == kind]


def _with_children(meaning: Meaning) -> set[int]:
    return {id(record.parent) for record in meaning.records if record.parent is not None}


def without_repeats(meanings: Sequence[Meaning]) -> list[Meaning]:
    """Return the tables that say something of their own, in order."""
    kept = list(meanings)
    if len(kept) < 2 and not any(_titles(meaning, OBJECTIVE) == [] for meaning in kept):
        return kept
    parents = {place for meaning in meanings for place in _with_children(meaning)}
    for meaning in sorted(meanings, key=_weight):
        others = [other for other in kept if other is not meaning]
        if any(id(record) in parents for record in meaning.records if record.meaning is meaning) and _feeds_others(
            meaning, others
        ):
            continue
        if _repeats(meaning, others):
            kept.remove(meaning)
    return kept


def _feeds_others(meaning: Meaning, others: Sequence[Meaning]) -> bool:
    own = {id(record) for record in meaning.records}
    return any(record.parent is not None and id(record.parent) in own for other in others for record in other.records)


def _weight(meaning: Meaning) -> tuple[bool, int, int]:
    """Order: what is likeliest a repetition comes first."""
    return (
        not is_summary(meaning.container),
        len(_titles(meaning, OBJECTIVE)) and len(_titles(meaning, KEY_RESULT)),
        len(meaning.columns),
    )


def _repeats(meaning: Meaning, others: Sequence[Meaning]) -> bool:
    results = _titles(meaning, KEY_RESULT)
    objectives = _titles(meaning, OBJECTIVE)
    summary = is_summary(meaning.container)
    if not results:
        elsewhere = {folded(record.parent.title) for other in others for record in other.records if record.parent}
        return bool(objectives) and _share(objectives, elsewhere) >= (0.01 if summary else _MOST)
    elsewhere = {title for other in others for title in _titles(other, KEY_RESULT)}
    share = _share(results, elsewhere)
    if not objectives:
        return (share >= _NEARLY_ALL and any(_titles(other, OBJECTIVE) for other in others)) or _is_log(
            meaning, results
        )
    if is_period_name(meaning.container or "") or share < _NEARLY_ALL:
        return False
    sheets = {other.container for other in others if set(_titles(other, KEY_RESULT)) & set(results)}
    return summary or (len(sheets) > 1 and len(results) > 1)


def _share(titles: list[str], elsewhere: set[str]) -> float:
    return sum(title in elsewhere for title in titles) / len(titles)


def _is_log(meaning: Meaning, results: list[str]) -> bool:
    """Tell a log of check-ins: the same key results over and over, each with a date of its own."""
    dated = meaning.has("check_in") or any(
        fold(column.header) in sheet_words().rows["date"] for column in meaning.columns
    )
    most = Counter(results).most_common(1)
    return dated and bool(most) and most[0][1] > 1
