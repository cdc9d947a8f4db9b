"""The words of sheets, read once from rules/lexicon/<language>/sheet.toml, all languages together."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from okrsync.builtin import rules_folder
from okrsync.tables.folding import fold, folded
from okrsync.wording import languages, say

if TYPE_CHECKING:
    from collections.abc import Iterable

Phrase = tuple[str, ...]
_OWN_SUFFIX = "_exact"


@dataclass(slots=True)
class SheetWords:
    """Words of all languages. Keys are folded; every set of languages holds ISO 639-1 codes."""

    headers: dict[Phrase, dict[str, set[str]]] = field(default_factory=lambda: defaultdict(dict))
    """Header phrase → role → languages that call it so."""
    levels: dict[Phrase, str] = field(default_factory=dict)
    types: dict[Phrase, str] = field(default_factory=dict)
    directions: dict[Phrase, str] = field(default_factory=dict)
    ambitions: dict[Phrase, str] = field(default_factory=dict)
    own_headers: dict[str, str] = field(default_factory=dict)
    own_tabs: set[str] = field(default_factory=set)
    rows: dict[str, set[Phrase]] = field(default_factory=lambda: defaultdict(set))
    """Kind of row word (blank, total, note …) → phrases."""
    aside_words: frozenset[str] = frozenset()
    """First words of totals, notes, placeholders and examples: a title without any of them is none of these."""
    label_words: frozenset[str] = frozenset()
    """Words by which sheets call objectives and key results."""
    slot_words: frozenset[str] = frozenset()
    """Words that a slot to be filled in consists of: "<Your objective here>"."""
    total_company: frozenset[str] = frozenset()
    """Words that may stand beside "total" in a totals row."""
    tabs: dict[str, set[Phrase]] = field(default_factory=lambda: defaultdict(set))
    people_and: set[str] = field(default_factory=set)
    time: dict[str, set[Phrase]] = field(default_factory=lambda: defaultdict(set))
    ordinals: dict[Phrase, int] = field(default_factory=dict)
    months: dict[str, int] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    """Words of time in scripts without spaces → the same in Latin letters, never longer."""
    magnitudes: dict[str, float] = field(default_factory=dict)
    spans: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """"from" and "to" → the words that stand before the ends of a span ("de 20 à 50")."""
    decimal: dict[str, str] = field(default_factory=dict)
    date_order: dict[str, str] = field(default_factory=dict)
    filler: set[str] = field(default_factory=set)
    starts: dict[str, list[Phrase]] = field(default_factory=lambda: defaultdict(list))
    """First word → header phrases and level phrases that begin with it, longest first."""
    vocabulary: frozenset[str] = frozenset()
    """Every word of four letters or more that stands in a header phrase: what a typo is measured against."""

    def speaks_of_okrs(self, text: str) -> bool:
        """Tell whether a text names OKRs: "Suivi des OKR", "Ziele und Schlüsselergebnisse 2026"."""
        words = fold(text)
        return any(
            words[start : start + len(phrase)] == phrase
            for start, word in enumerate(words)
            for phrase in self.starts.get(word, ())
            if "okr" in self.headers.get(phrase, ())
        )

    def bare(self, words: Phrase) -> Phrase:
        """Return `words` without articles and prepositions, as people leave them out above a narrow column."""
        kept = tuple(word for word in words if word not in self.filler)
        return kept if len(kept) > 1 else words

    def is_blank(self, text: str) -> bool:
        """Tell whether `text` only says that there is nothing: "n/a", "-", "?", "k. A."."""
        words = fold(text)
        if not words:
            return all(mark in _EMPTY_MARKS or mark.isspace() for mark in text)
        return len(text) <= _LONGEST_BLANK and words in self.rows["blank"]


_LONGEST_BLANK = 24
_EMPTY_MARKS = frozenset("-–—−?.…_/\\*'\"()[]{}·•!:;,~#|")
_MAGNITUDES = {"thousand": 1e3, "ten_thousand": 1e4, "million": 1e6, "billion": 1e9}
_TYPO_LENGTH = 4
_LABELS = {"objective", "key_result", "okr"}


def _phrases(words: Iterable[str]) -> Iterable[Phrase]:
    return (phrase for phrase in map(fold, words) if phrase)


def _add(words: SheetWords, language: str, data: dict[str, Any]) -> None:
    for role, names in data["header"].items():
        for phrase in _phrases(names):
            words.headers[phrase].setdefault(role, set()).add(language)
    _add_values(words, data)
    for key, names in data["own"].items():
        if key.endswith(_OWN_SUFFIX):
            words.own_headers.update({folded(name): key.removesuffix(_OWN_SUFFIX) for name in names})
    words.own_tabs.update(map(folded, data["own"]["tabs"]))
    for kind, names in data["row"].items():
        words.rows[kind].update(_phrases(names))
    for kind, names in data["tab"].items():
        words.tabs[kind].update(_phrases(names))
    words.people_and.update(data["people"]["and"])
    words.filler.update(word for phrase in _phrases(data["row"]["filler"]) for word in phrase)
    _add_time(words, data["time"])
    number = data["number"]
    for name, factor in _MAGNITUDES.items():
        words.magnitudes.update({folded(word): factor for word in number.get(name, ())})
    for end in ("from", "to"):
        words.spans[end].update(name.casefold() for name in number[end])
    words.decimal[language] = number["decimal"]
    words.date_order[language] = number["date_order"]


def _add_values(words: SheetWords, data: dict[str, Any]) -> None:
    """Add what the cells of type, level, direction and ambition columns say."""
    targets = {
        "level": words.levels,
        "type": words.types,
        "direction": words.directions,
        "ambition": words.ambitions,
    }
    for kind, target in targets.items():
        for value, names in data[kind].items():
            for phrase in _phrases(names):
                target.setdefault(phrase, value)


def _add_time(words: SheetWords, data: dict[str, Any]) -> None:
    for kind in ("quarter", "half", "year", "fiscal"):
        words.time[kind].update(_phrases(data[kind]))
    for number, names in enumerate(data["ordinal"], 1):
        words.ordinals.update(dict.fromkeys(_phrases(names), number))
    words.written.update(data.get("written", {}))
    for number, names in enumerate(data["months"], 1):
        words.months.update({folded(name): number for name in names})


def _index(words: SheetWords) -> None:
    asides = ("total", "note", "placeholder", "example", "blank")
    words.aside_words = frozenset(phrase[0] for kind in asides for phrase in words.rows[kind])
    words.total_company = frozenset(word for phrase in words.rows["total_with"] for word in phrase)
    named = {word for phrase, roles in words.headers.items() if _LABELS & roles.keys() for word in phrase}
    words.label_words = frozenset(named - words.filler)
    with_names = (*words.rows["placeholder_with"], *((word,) for word in words.filler))
    words.slot_words = frozenset(words.label_words.union(*with_names))
    for phrase, roles in list(words.headers.items()):
        words.headers.setdefault(words.bare(phrase), roles)
    for phrase in {*words.headers, *words.levels}:
        words.starts[phrase[0]].append(phrase)
    for phrases in words.starts.values():
        phrases.sort(key=len, reverse=True)
    words.vocabulary = frozenset(word for phrase in words.headers for word in phrase if len(word) >= _TYPO_LENGTH)


@cache
def sheet_words() -> SheetWords:
    """Return the words of sheets in every language that has a `sheet.toml`."""
    words = SheetWords()
    for path in sorted((rules_folder() / "lexicon").glob("*/sheet.toml")):
        _add(words, path.parent.name, tomllib.loads(path.read_text("utf-8")))
    for language in languages():
        # What okrsync writes is known by the very words that it writes.
        for role, key in (("okrsync_score", "score-title"), ("okrsync_warnings", "warnings-title")):
            words.own_headers[folded(say(f"writeback.{key}", language))] = role
        words.own_tabs.add(folded(say("writeback.summary-tab", language)))
    _index(words)
    return words
