"""What the text above a column says: the roles it may stand for, in any of the languages, typos forgiven."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from okrsync.tables.folding import fold, folded
from okrsync.tables.header_phrases import TYPO_FACTOR, Cover, cover_of, full_word
from okrsync.tables.lexicon import sheet_words

if TYPE_CHECKING:
    from okrsync.tables.lexicon import Phrase

OBJECTIVE, KEY_RESULT = "objective", "key_result"
TITLES = (OBJECTIVE, KEY_RESULT, "okr", "title", "key_result_weak")

# A header may name a field and whose it is ("KR owner"): the field wins, and the more telling over the vaguer.
_PRECEDENCE = (
    "okrsync_score", "okrsync_warnings", "ignore", "noise", "parent", "id", "comment", "check_in", "start_date", "due",
    "contributor", "owner", "type", "weight", "confidence", "direction", "ambition", "level", "baseline", "current",
    "target", "progress", "status", "score", "unit", "metric", "description", "period", "supports", "team", "okr",
    "title", "task", "key_result", "key_result_weak", "objective",
)  # fmt: skip
_RANK = {role: rank for rank, role in enumerate(_PRECEDENCE)}
_FIELDS = frozenset(_PRECEDENCE) - {*TITLES, "team", "task"}
_VALUES = {"baseline", "target", "current"}
_LONGEST_HEADER = 70
_MOST_WORDS = 9
_RUNNER_UP = 0.8
_SURE = 0.8
"""How well the words of a header have to fit where nothing else is asked, 0..1."""
_WEAK_OKR = 0.8
"""How surely "Goals & measures" heads objectives and their key results."""

_SHORTENED = re.compile(r"(?<![^\W_])([^\W\d_]{2,7})\.\s*(?!\w\.)")
_ENDS = re.compile(r"\s*(?:[→➔➜➡⇒/|]|[-–=]+>|\s[-–]\s)\s*")
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
        elif word.isdecimal() and len(word) <= 2:
            number = int(word)
        else:
            kept.append(word)
    return kept, number, quarter


def _weigh(cover: Cover) -> tuple[dict[str, float], dict[str, frozenset[str]]]:
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


def _scope(cover: Cover, roles: dict[str, float]) -> str | None:
    known = sheet_words()
    named = {role for phrase, _ in cover.phrases for role in known.headers[phrase] if role in (OBJECTIVE, KEY_RESULT)}
    telling = bool(_FIELDS & roles.keys()) or "title" in roles
    return next(iter(named)) if telling and len(named) == 1 and len(cover.phrases) > 1 else None


def _adjusted(roles: dict[str, float], scope: str | None, cover: Cover) -> dict[str, float]:
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


def _both(roles: dict[str, float], cover: Cover, words: tuple[str, ...]) -> dict[str, float]:
    """Settle headers that name objectives and what measures them: "Goals & measures"."""
    if len(cover.phrases) != 2 or cover.unknown:
        return roles
    known = sheet_words()
    first, second = ({*known.headers[phrase]} for phrase, _ in cover.phrases)
    used = sum(len(phrase) for phrase, _ in cover.phrases)
    joined = used == len(words) or any(word in known.people_and for word in words)
    if not joined or OBJECTIVE not in first or second & {OBJECTIVE, "title", "id"}:
        return roles
    if KEY_RESULT in second:
        return {"okr": 0.95}
    return {"okr": _WEAK_OKR} if second & {"key_result_weak", "metric"} else roles


def _names_both_ends(text: str) -> bool:
    """Tell "From → To", "Baseline / Target": one column for whence and whither."""
    ends = _ENDS.split(text)
    known = sheet_words().headers
    if len(ends) != 2:
        return False
    first, second = (known.get(fold(end), {}).keys() for end in ends)
    return "baseline" in first and bool(second & {"target", OBJECTIVE})


def _spelled_out(text: str, words: Phrase) -> str:
    """Return a header with its abbreviations ("Val. iniziale", "Avanct") as the words that make most of it."""
    known = sheet_words()
    if len(words) == 1 and not cover_of(list(words)).phrases and (whole := full_word(words[0])):
        return whole
    for found in _SHORTENED.finditer(text):
        short = folded(found[1])
        if not short or (short,) in known.headers:
            continue
        longer = sorted(
            (word for word in known.vocabulary if word.startswith(short)), key=lambda word: (len(word), word)
        )
        spelled = [text.replace(found[0], f"{word} ", 1) for word in longer]
        text = max(spelled, key=lambda candidate: read_header(candidate).best, default=text)
    return text


def _sole_role(text: str, words: Phrase) -> dict[str, float]:
    """Return the role of a header that can have no other: our own, a bare "%", "From → To"."""
    own = sheet_words().own_headers.get(folded(text))
    if own:
        return {own: 1.0}
    if words == ("%",):
        return {"progress": 0.7}
    # A cell with both ends is read as a target that tells where it began.
    return {"target": 1.0} if _names_both_ends(text) else {}


@lru_cache(maxsize=16384)
def read_header(text: str) -> HeaderReading:
    """Read one header. Roles come with a fit of 0..1; none where the words are unknown or too many for a header."""
    known = sheet_words()
    whole = fold(text)
    if len(text) > _LONGEST_HEADER or len(whole) > _MOST_WORDS or not whole:
        return HeaderReading(text)
    if sole := _sole_role(text, whole):
        return HeaderReading(text, sole, percent="%" in text)
    scale = _SCALE.search(text)
    extras = {"scale": int(scale[1]) if scale else None, "percent": "%" in text}
    if whole not in known.headers and (spelled := _spelled_out(text, whole)) != text:
        reading = read_header(spelled)
        return replace(reading, text=text, roles={role: fit * TYPO_FACTOR for role, fit in reading.roles.items()})
    told = _value_in_brackets(text)
    if told:
        return HeaderReading(text, {told: 1.0})
    without_brackets = fold(_BRACKETS.sub(" ", text))
    reading = _read_words(text, without_brackets, extras) if without_brackets else HeaderReading(text)
    inside = _read_words(text, whole, extras) if without_brackets != whole else reading
    # What stands in brackets may change the meaning ("Obiettivo (valore)"), or only explain ("Owner (one name)").
    if inside is not reading and inside.roles and (not reading.roles or _bracket_tells(reading, inside)):
        return inside
    return reading


def role_of(header: str) -> str | None:
    """Return what a header is for, None where its words alone do not say it for sure."""
    roles = read_header(header).roles
    best = max(roles, key=lambda role: roles[role], default=None)
    return best if best is not None and roles[best] >= _SURE else None


def _value_in_brackets(text: str) -> str | None:
    """Return which value "Ist (Start)" is: the brackets say it where both name one."""
    found = _BRACKETS.search(text)
    if not found:
        return None
    known = sheet_words().headers
    outside, inside = (known.get(fold(part), {}).keys() & _VALUES for part in (_BRACKETS.sub(" ", text), found.group()))
    return next(iter(inside)) if outside and len(inside) == 1 and not outside & inside else None


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
    if exact is None:
        exact = known.headers.get(tuple(kept)) or known.headers.get(known.bare(tuple(kept)))
    if exact:
        roles = dict.fromkeys(exact, 1.0)
        cover = cover_of(kept)
        languages = {role: frozenset(spoken) for role, spoken in exact.items()}
    else:
        cover = cover_of(kept)
        if not cover.phrases:
            return HeaderReading(text, quarter=quarter, number=number, percent=percent)
        roles, languages = _weigh(cover)
    scope = _scope(cover, roles)
    roles = _adjusted(roles, scope, cover)
    roles = _both(roles, cover, words)
    if words[0] == "%" and "current" in roles and not {"baseline", "target", "progress"} & roles.keys():
        roles = {**roles, "progress": roles["current"], "current": 0.6 * roles["current"]}
    elif percent and "current" in roles:
        # Beside a column of current values "Reached (%)" is how far they have come.
        roles = {**roles, "progress": max(roles.get("progress", 0.0), 0.8 * roles["current"])}
    levels = cover.levels or [known.levels[(word,)] for word in kept if len(kept) > 1 and (word,) in known.levels]
    level = levels[0] if levels and OBJECTIVE in roles else None
    return HeaderReading(text, roles, scope, number, quarter, level, scale, percent, languages)
