"""The words of one language by form, and the reading of a text as tagged words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from okrsync.language.grammar import grammar_of
from okrsync.language.morphology import Morphology
from okrsync.language.spelling import SIGNS, as_head, by_case, masks_of, token_pattern
from okrsync.language.tags import BIT, any_of
from okrsync.language.text import fold, normalise
from okrsync.language.wordlists import readable, wordlists

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(slots=True)
class Token:
    """One word, number or sign of a text."""

    word: str
    """In lower case, with plain apostrophes; a phrase of several words is one token."""
    start: int
    end: int
    tags: int
    """Union of bits of `tags.BIT`."""

    def tagged(self, tags: int) -> Token:
        """Return the same word with other tags: tokens of a text that is read already are never changed."""
        return Token(self.word, self.start, self.end, tags)


class Phrase(NamedTuple):
    """What follows the first two words of an expression, as it is typed, and what the whole can be."""

    tail: str
    tags: int


def split_words(entries: str | list[str]) -> list[str]:
    """Return the entries of a list of words, which a lexicon may write as one string with commas."""
    parts = entries.split(",") if isinstance(entries, str) else entries
    return [" ".join(part.split()) for part in parts if part.strip()]


class Lexicon:
    """What the words of one language can be."""

    def __init__(self, tables: dict[str, Any], bits: Mapping[str, int] = BIT) -> None:
        """Expand the dictionary forms in `tables` to every form that people write; `bits` are the kinds asked for."""
        self.tables = tables
        self.morphology = Morphology(tables.get("morphology", {}))
        date = tables.get("quantities", {}).get("pattern", {}).get("date", "(?!)")
        self.words: dict[str, int] = _Words(self._tags_of_unknown, re.compile(date))
        self.phrases: dict[str, dict[str, list[Phrase]]] = {}
        """First word → second word → the rest, longest first."""
        quantities = tables.get("quantities", {})
        self.decimal: str = quantities.get("decimal", ".")
        """The sign between units and tenths."""
        self.quantity_values: dict[str, float] = quantities.get("values", {})
        """What numerals, scales, multiples and fractions are worth (fractions in percent)."""
        self.hours: dict[str, float] = quantities.get("hours", {})
        """What units of time are worth in hours."""
        self._period = re.compile(quantities.get("pattern", {}).get("period", "(?!)"))
        facts = tables.get("morphology", {})
        self.grammar = grammar_of(facts)
        self.particles: dict[str, dict[str, int]] = {}
        """Particle → form of a verb that parts from it in a main clause → what both together can be."""
        self._masks = masks_of(bits)
        self._token = token_pattern(tables)
        self._prefixes: tuple[str, ...] = tuple(facts.get("prefixes", ()))
        self._spellings: dict[str, str] = facts.get("spellings", {})
        self._put_all(tables, bits)
        for sign in SIGNS:
            self.words[sign] = self.words.get(sign, 0) | _SYMBOL_BIT
        for seconds in self.phrases.values():
            for second, phrases in seconds.items():
                seconds[second] = _united(phrases)

    def _put_all(self, tables: dict[str, Any], bits: Mapping[str, int]) -> None:
        accentless: dict[str, int] = {}
        for table in ("verbs", "nouns", "adjectives", "grammar", "quantities"):
            for key, entries in tables.get(table, {}).items():
                bit = bits.get(f"{table}.{key}", 0)
                for entry in split_words(entries) if bit else ():
                    for form, form_bits in self._forms(table, entry):
                        self._put(form, bit | form_bits, accentless)
                    if table == "verbs" and "|" in entry:
                        self._put_parted(entry, bit)
        for word, united in accentless.items():
            self.words.setdefault(word, united)

    def _forms(self, table: str, entry: str) -> list[tuple[str, int]]:
        if table == "verbs":
            if self.grammar.verb_last:
                head, space, tail = ("", "", entry) if "|" in entry else entry.rpartition(" ")
                return [(head + space + form, bits) for form, bits in self.morphology.verb(tail)]
            # Of "set up", the first word is inflected, the rest stays.
            head, space, tail = entry.partition(" ")
            return [(form + space + tail, bits) for form, bits in self.morphology.verb(head)]
        if table == "adjectives" and " " not in entry:
            return [(form, 0) for form in self.morphology.adjective(entry)]
        if table in ("nouns", "adjectives"):
            return self._noun_forms(entry)
        return [(entry, 0)]

    def _put_parted(self, entry: str, bit: int) -> None:
        particle, forms = self.morphology.parted(entry)
        known = self.particles.setdefault(particle, {})
        for form, _ in forms:
            known[form] = known.get(form, 0) | bit | _FINITE_BIT

    def _noun_forms(self, entry: str) -> list[tuple[str, int]]:
        head, *middle = entry.split(" ")
        if not middle:
            return [(form, 0) for form in self.morphology.noun(head)]
        # The plural of a phrase stands on its first word, its last, or both; all are taken, wrong ones do no harm.
        *middle, last = middle
        forms = {
            " ".join((first, *middle, end))
            for first in self.morphology.noun(head)
            for end in self.morphology.noun(last)
            if first[-1] == end[-1] or first == head or end == last
        }
        return [(form, 0) for form in forms]

    def _put(self, form: str, bits: int, accentless: dict[str, int]) -> None:
        bare = fold(form)
        parts = list(self._token.finditer(form)) if not form.isalpha() else []
        if len(parts) < 2:  # noqa: PLR2004 - one word
            self.words[form] = self.words.get(form, 0) | bits
            for other in {bare, self._spelled(form)} - {form}:
                accentless[other] = accentless.get(other, 0) | bits
            return
        for spelling in {form, bare, self._spelled(form)}:
            first, second = (spelling[slice(*part.span())] for part in parts[:2])
            tails = self.phrases.setdefault(first, {}).setdefault(second, [])
            tails.append(Phrase(spelling[parts[1].end() :], bits))

    def _spelled(self, form: str) -> str:
        """Return a form as it is typed where a letter is missing: "erhöhen" as "erhoehen"."""
        for letter, typed in self._spellings.items():
            form = form.replace(letter, typed)
        return form

    def tags_of(self, word: str) -> int:
        """Return what `word` (as `normalise` leaves it) can be; 0 if it is unknown."""
        return self.words[word]

    def _tags_of_unknown(self, word: str) -> int:
        if not word.isalpha():
            return self._tags_of_part(word)
        return self.words.get(fold(word), 0) or self._tags_with_prefix(word) or self._tags_of_last_part(word)

    def _tags_with_prefix(self, word: str) -> int:
        """Read "renegotiate" as "negotiate"."""
        for prefix in self._prefixes:
            bits = self.words.get(word[len(prefix) :], 0) if word.startswith(prefix) else 0
            if bits & _VERBS:
                return bits & (_VERBS | _FORMS)
        return 0

    def _tags_of_last_part(self, word: str) -> int:
        """Read "Kundenzufriedenheit" as "Zufriedenheit": the longest known noun that it ends in."""
        return self._last_part(word)[1]

    def first_part(self, word: str) -> str:
        """Return what stands before the noun that a compound ends in; empty where it is none."""
        return word[: self._last_part(word)[0]]

    def _last_part(self, word: str) -> tuple[int, int]:
        shortest = self.grammar.shortest_head
        for place in range(_SHORTEST_FIRST_PART, len(word) - shortest + 1) if shortest else ():
            bits = as_head(self.words.get(word[place:], 0), self._masks)
            if bits:
                return place, bits
        return 0, 0

    def _tags_of_part(self, word: str) -> int:  # noqa: PLR0911 - one question after the other: the first yes answers
        """Read "team's" as "team", "sign-ups" as "signups", "e-mail" by its head."""
        if word.endswith("'s"):
            return self.tags_of(word[:-2])
        if self._period.fullmatch(word):
            return BIT["nouns.period"]
        if "·" in word:
            return self.tags_of(word.partition("·")[0])
        if not word.replace("-", "").replace("'", "").replace(".", "").isalnum():
            return self.tags_of("".join(letter for letter in word if letter.isalpha()))  # "Kund:innen"
        joined = self.words.get(word.replace("-", ""))
        if joined is not None:
            return joined
        spaced = word.replace("-", " ").split(" ")
        if len(spaced) > 1:
            tail = "".join(f" {part}" for part in spaced[2:])
            for phrase in self.phrases.get(spaced[0], {}).get(spaced[1], ()):
                if phrase.tail == tail:
                    return phrase.tags
        if len(spaced) > 1:
            return self._tags_of_compound(spaced)
        return self.words.get(fold(word), 0)

    def _tags_of_compound(self, parts: list[str]) -> int:
        """Read "team-dashboard" and "e-mail" by their head; "full-time" and "in-person" only describe."""
        head, other = (parts[0], parts[1]) if self.grammar.head_first else (parts[-1], parts[0])
        if self.grammar.shortest_head:
            return as_head(self.tags_of(head), self._masks)
        describes = self.words.get(other, 0)
        if describes and not describes & _NOUNS:
            return 0
        bits = self.words.get(head, 0)
        return bits if bits & _NOUNS else 0

    def tokens(self, text: str) -> list[Token]:
        """Return the words, numbers and signs of `text` (as typed), with offsets into it; phrases are one token."""
        plain = normalise(text)
        known = self.words
        phrases = self.phrases
        found: list[Token] = []
        seconds: dict[str, list[Phrase]] | None = None
        end = skip_to = 0
        pieces = iter(self._token.split(plain))  # what stands between, a word, what stands between, a word …
        for between, word in zip(pieces, pieces, strict=False):
            start = end + len(between)
            end = start + len(word)
            if seconds is not None and word in seconds and start >= skip_to:
                stop, bits = self._phrase(plain, seconds[word], end)
                if stop:
                    before = found[-1]
                    phrase = plain[before.start : stop]
                    found[-1] = Token(phrase, before.start, stop, bits)
                    seconds = phrases.get(phrase)
                    skip_to = stop
                    continue
            elif start < skip_to:
                continue
            seconds = phrases.get(word)
            found.append(Token(word, start, end, known[word]))
        return by_case(found, text, self._masks) if self.grammar.capitals and text != plain else found

    @staticmethod
    def _phrase(plain: str, candidates: list[Phrase], end: int) -> tuple[int, int]:
        """Return where the phrase whose second word ends at `end` stops, and its bits; (0, 0) if there is none."""
        for tail, tags in candidates:
            stop = end + len(tail)
            if plain.startswith(tail, end) and (plain[stop - 1] == "'" or not plain[stop : stop + 1].isalpha()):
                return stop, tags
        return 0, 0


class _Words(dict[str, int]):
    """Known words and their bits; a word not known yet is worked out once."""

    def __init__(self, work_out: Callable[[str], int], date: re.Pattern[str]) -> None:
        super().__init__()
        self._work_out = work_out
        self._date = date

    def __missing__(self, word: str) -> int:
        if not word[0].isdecimal() and word[0] not in ".,":
            bits = self._work_out(word)
        else:
            bits = _PERIOD_BIT if word[-1] == "." or self._date.fullmatch(word) else _NUMBER_BIT
        if len(self) < _MOST_WORDS_KEPT:
            self[word] = bits
        return bits


def _united(phrases: list[Phrase]) -> list[Phrase]:
    """Return one phrase a tail, longest first: one listed as two kinds is both."""
    kinds: dict[str, int] = {}
    for tail, bits in phrases:
        kinds[tail] = kinds.get(tail, 0) | bits
    return [Phrase(tail, kinds[tail]) for tail in sorted(kinds, key=lambda tail: -len(tail))]


_NOUNS = any_of("nouns.")
_VERBS = any_of("verbs.")
_FORMS = any_of("form.")
_PERIOD_BIT = BIT["nouns.period"]
_FINITE_BIT = BIT["form.finite"]
_SHORTEST_FIRST_PART = 3
_NUMBER_BIT = BIT["token.number"]
_SYMBOL_BIT = BIT["token.symbol"]
_MOST_WORDS_KEPT = 200_000
"""A long run meets many unknown names; beyond this they are no longer remembered."""


@cache
def lexicon(language: str) -> Lexicon:
    """Return the lexicon of `language` (English where there is none)."""
    return Lexicon(wordlists(readable(language)))


def read_tokens(text: str, language: str) -> list[Token]:
    """Return the tagged words, numbers and signs of `text` in `language`."""
    return lexicon(language).tokens(text)
