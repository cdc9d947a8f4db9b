"""What the text above a column says: the roles it may stand for, in any of the languages, typos forgiven."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from okrsync.tables.folding import fold, folded
from okrsync.tables.lexicon import sheet_words

if TYPE_CHECKING:
    from okrsync.tables.lexicon import Phrase

OBJECTIVE, KEY_RESULT = "objective", "key_result"
TITLES = (OBJECTIVE, KEY_RESULT, "okr", "title", "key_result_weak")

# A header may name a field and whose it is ("KR owner"): the field wins, and the more telling over the vaguer.
_PRECEDENCE = (
    "okrsync_score", "okrsync_warnings", "ignore", "noise", "parent", "id", "comment", "check_in", "start_date", "due",
    "owner", "type", "weight", "confidence", "direction", "ambition", "level", "baseline", "current", "target",
    "progress", "status", "score", "unit", "metric", "description", "period", "supports", "team", "okr", "title",
    "task", "key_result", "key_result_weak", "objective",
)  # fmt: skip
_RANK = {role: rank for rank, role in enumerate(_PRECEDENCE)}
_FIELDS = frozenset(_PRECEDENCE) - {*TITLES, "team", "task"}
_LONGEST_HEADER = 70
_MOST_WORDS = 9
_TYPO_CUTOFF = 84.0
_TYPO_LETTERS = 5
_TYPO_FACTOR = 0.95
_RUNNER_UP = 0.8
_SHORT_WORD = 3
"""Shorter words ("to", "von", "o") only count as a header of their own: inside a longer one they join other words."""

_NUMBERED = re.compile(r"^([^\W\d_]+)(\d{1,2})$")
_SCALE = re.compile(r"(?:/|\b[01]\s*(?:[-–—]|[^\W\d_]{1,3})\s*)(\d{1,3})\b")
_QUARTERLY = re.compile(r"^(?:[qtk][1-4]|[1-4][qt])$")
_YEAR = re.compile(r"^(?:20\d\d|fy\d\d(?:\d\d)?)$")
_BRACKETS = re.compile(r"[(\[{][^)\]}]*[)\]}]")


@dataclass(slots=True, frozen=True)
class HeaderReading:
    """What one header may mean."""

    text: str
    roles: dict[str, float] = field(default_factory=dict)
    """Role → how well the words fit, 0..1."""
    scope: str | None = None
    """"objective" or "key_result" where the header says whose field it is."""
    number: int | None = None
    """The 2 of "Key result 2 – target"."""
    quarter: str | None = None
    """The "q3" of "Target Q3"."""
    level: str | None = None
    """The level of "Company objective"."""
    scale: int | None = None
    """The 10 of "Confidence (0-10)"."""
    percent: bool = False
    languages: dict[str, frozenset[str]] = field(default_factory=dict)

    @property
    def best(self) -> float:
        """Return the fit of the likeliest role, 0 where the header means nothing known."""
        return max(self.roles.values(), default=0.0)


@lru_cache(maxsize=16384)
def _mended(word: str) -> str | None:
    """Return the known word that `word` is a typo or inflection of."""
    if len(word) < _TYPO_LETTERS:
        return None
    found = process.extractOne(word, sheet_words().vocabulary, scorer=fuzz.ratio, score_cutoff=_TYPO_CUTOFF)
    # A right first letter is what a typist hardly ever gets wrong and what tells "region" from "legion".
    return found[0] if found and found[0][0] == word[0] else None


def _is_near(word: str, wanted: str) -> bool:
    """Tell whether a word of one language is a typo of another's inside a longer name ("meetbaar resultat")."""
    long = min(len(word), len(wanted)) >= _TYPO_LETTERS
    return long and word[0] == wanted[0] and fuzz.ratio(word, wanted) >= _TYPO_CUTOFF


@dataclass(slots=True)
class _Cover:
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
            fit = _TYPO_FACTOR
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


def _cover(words: list[str]) -> _Cover:
    known, cover, at = sheet_words(), _Cover(), 0
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
        if word not in known.filler and word != "%" and len(word) > 1 and not word.isdigit():
            cover.unknown += 1
        at += 1
    return cover


def _scope_words(word: str) -> bool:
    """Tell a word that is numbered when there are several: objective, KR, result."""
    known = sheet_words()
    roles = known.headers.get((word,), {}).keys()
    return bool({OBJECTIVE, KEY_RESULT} & roles) or known.types.get((word,)) in (OBJECTIVE, KEY_RESULT)


def _unnumbered(words: tuple[str, ...]) -> tuple[list[str], int | None, str | None]:
    """Take list numbers, quarters and years out of a header: they say which one, not what."""
    kept: list[str] = []
    number, quarter = None, None
    for word in words:
        numbered = _NUMBERED.match(word)
        if _QUARTERLY.match(word):
            quarter = word
        elif _YEAR.match(word):
            continue
        elif numbered and _scope_words(numbered[1]):
            kept.append(numbered[1])
            number = int(numbered[2])
        elif word.isdigit() and len(word) <= 2:
            number = int(word)
        else:
            kept.append(word)
    return kept, number, quarter


def _weigh(cover: _Cover) -> tuple[dict[str, float], dict[str, frozenset[str]]]:
    """Return the roles that a composed header may have, and the languages that call them so."""
    known = sheet_words()
    share = cover.covered / (cover.covered + cover.unknown)
    roles: dict[str, float] = {}
    languages: dict[str, frozenset[str]] = {}
    for phrase, fit in cover.phrases:
        for role, spoken in known.headers[phrase].items():
            score = (0.45 + 0.55 * share) * fit
            roles[role] = max(roles.get(role, 0.0), score)
            languages[role] = languages.get(role, frozenset()) | frozenset(spoken)
    if len(cover.phrases) > 1:
        ranked = sorted(roles, key=_RANK.__getitem__)
        top = {role for role in known.headers[_telling(cover.phrases)] if role in roles}
        for role in ranked:
            if role not in top:
                roles[role] *= _RUNNER_UP
    return roles, languages


def _telling(phrases: list[tuple[Phrase, float]]) -> Phrase:
    """Return the phrase of the most telling role: "owner" of "objective owner"."""
    known = sheet_words()
    return min((phrase for phrase, _ in phrases), key=lambda phrase: min(_RANK[role] for role in known.headers[phrase]))


def _scope(cover: _Cover, roles: dict[str, float]) -> str | None:
    known = sheet_words()
    named = {role for phrase, _ in cover.phrases for role in known.headers[phrase] if role in (OBJECTIVE, KEY_RESULT)}
    telling = bool(_FIELDS & roles.keys()) or "title" in roles
    return next(iter(named)) if telling and len(named) == 1 and len(cover.phrases) > 1 else None


def _adjusted(roles: dict[str, float], scope: str | None, cover: _Cover) -> dict[str, float]:
    """Settle combinations: "Objective title" is the objective; "Objective ID" under key results is their parent."""
    if scope and "title" in roles and max(roles, key=roles.__getitem__) in ("title", scope):
        roles = {**roles, scope: max(roles["title"], roles.get(scope, 0.0)), "title": 0.5}
    if OBJECTIVE in roles and roles[OBJECTIVE] == max(roles.values()):
        # "Goal", "Ziel", "Obiettivo" also head columns of numbers to reach; the values will tell.
        roles = {**roles, "target": max(roles.get("target", 0.0), 0.6 * roles[OBJECTIVE])}
    if cover.levels and OBJECTIVE in roles and not (_FIELDS & roles.keys() - {"target"}):
        roles = {**roles, OBJECTIVE: max(roles[OBJECTIVE], 0.9)}
        roles = {role: fit * (1 if role == OBJECTIVE else 0.7) for role, fit in roles.items()}
    return roles


@lru_cache(maxsize=16384)
def read_header(text: str) -> HeaderReading:
    """Read one header. Roles come with a fit of 0..1; none where the words are unknown or too many for a header."""
    known = sheet_words()
    if len(text) > _LONGEST_HEADER:
        return HeaderReading(text)
    own = known.own_headers.get(folded(text))
    if own:
        return HeaderReading(text, {own: 1.0})
    scale = _SCALE.search(text)
    extras = {"scale": int(scale[1]) if scale else None, "percent": "%" in text}
    whole = fold(text)
    if whole == ("%",):
        return HeaderReading(text, {"progress": 0.7}, percent=True)
    if len(whole) > _MOST_WORDS or not whole:
        return HeaderReading(text)
    without_brackets = fold(_BRACKETS.sub(" ", text))
    reading = _read_words(text, without_brackets, extras) if without_brackets else HeaderReading(text)
    inside = _read_words(text, whole, extras) if without_brackets != whole else reading
    # What stands in brackets may change the meaning ("Obiettivo (valore)"), or only explain ("Owner (one name)").
    if inside is not reading and inside.roles and (not reading.roles or _bracket_tells(reading, inside)):
        return inside
    return reading


def _bracket_tells(reading: HeaderReading, inside: HeaderReading) -> bool:
    top = max(reading.roles, key=reading.roles.__getitem__)
    with_brackets = max(inside.roles, key=inside.roles.__getitem__)
    return (
        top in TITLES
        and with_brackets in ("target", "baseline", "current", "id", "noise", "okr", "owner")
        and inside.best > 0.75
    )


def _read_words(text: str, words: tuple[str, ...], extras: dict[str, int | bool | None]) -> HeaderReading:
    known = sheet_words()
    percent = bool(extras["percent"])
    scale = extras["scale"]
    exact = known.headers.get(words)
    kept, number, quarter = _unnumbered(words)
    if exact is None and tuple(kept) != words:
        exact = known.headers.get(tuple(kept))
    if exact:
        roles = dict.fromkeys(exact, 1.0)
        cover = _cover(kept)
        languages = {role: frozenset(spoken) for role, spoken in exact.items()}
    else:
        cover = _cover(kept)
        if not cover.phrases:
            return HeaderReading(text, quarter=quarter, number=number, percent=percent)
        roles, languages = _weigh(cover)
    scope = _scope(cover, roles)
    roles = _adjusted(roles, scope, cover)
    level = cover.levels[0] if cover.levels and OBJECTIVE in roles else None
    return HeaderReading(text, roles, scope, number, quarter, level, scale, percent, languages)
