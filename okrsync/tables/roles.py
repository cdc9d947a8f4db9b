"""Which column plays which role in a table: an assignment, each role at most once, with a confidence and rivals."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from okrsync.tables.headers import KEY_RESULT, OBJECTIVE, HeaderReading

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from okrsync.tables.columns import Profile

REPEATABLE = frozenset(
    {"owner", "contributor", "comment", "noise", "task", "ignored", "description", "start_date", "parent"}
)
VALUES = ("baseline", "target", "current")
_LEAST = 0.4
"""Below this a column is left alone."""
_NEAR = 0.05
"""A rival this near to the winner is worth a word to the reader (OP504)."""
_FOREIGN = 0.93
"""A word of another language than the rest of the header is a little less likely."""


class Assigned(NamedTuple):
    """One column and what it was taken for."""

    column: int
    header: str
    role: str
    confidence: float
    why: str
    reading: HeaderReading
    rivals: tuple[str, ...] = ()
    scope: str | None = None
    number: int | None = None


@dataclass(slots=True, frozen=True)
class _Candidate:
    score: float
    column: int
    role: str


def _mostly(share: float, yes: float, no: float, limit: float = 0.5) -> float:
    return yes if share >= limit else no


def _title_fit(kinds: Profile) -> float:
    if kinds.numbers > 0.6 or kinds.dates > 0.5:
        return 0.1
    if kinds.types >= 0.6 and kinds.both_types:
        return 0.2
    return 0.85 if kinds.words < 1.5 and kinds.filled > 3 and kinds.distinct < 0.5 else 1.0


def _value_fit(kinds: Profile) -> float:
    if kinds.dates > 0.5:
        return 0.3
    if kinds.numbers >= 0.3 or not kinds.filled:
        return 1.0
    return 0.8 if kinds.words <= 6 else 0.45


def _share_fit(kinds: Profile) -> float:
    if kinds.dates > 0.5:
        return 0.2
    return 1.0 if kinds.numbers >= 0.3 else 0.8


def _date_fit(kinds: Profile) -> float:
    if kinds.dates >= 0.3:
        return 1.0
    return 0.45 if kinds.numbers > 0.6 else 0.9


def _short_text_fit(kinds: Profile) -> float:
    if kinds.numbers > 0.5 or kinds.dates > 0.5:
        return 0.2
    return 0.6 if kinds.words > 7 else 1.0


_FIT: Mapping[str, Callable[[Profile], float]] = {
    OBJECTIVE: _title_fit,
    KEY_RESULT: _title_fit,
    "key_result_weak": _title_fit,
    "okr": _title_fit,
    "title": _title_fit,
    "baseline": _value_fit,
    "target": _value_fit,
    "current": _value_fit,
    "progress": _share_fit,
    "score": _share_fit,
    "confidence": lambda kinds: 0.2 if kinds.dates > 0.5 else 1.0,
    "weight": lambda kinds: _mostly(kinds.numbers, 1.0, 0.6),
    "due": _date_fit,
    "start_date": _date_fit,
    "check_in": _date_fit,
    "owner": _short_text_fit,
    "team": _short_text_fit,
    "status": lambda kinds: 0.5 if kinds.numbers > 0.7 or kinds.dates > 0.5 else 1.0,
    "type": lambda kinds: _mostly(kinds.types, 1.0, 0.0) if kinds.filled else 0.6,
    "level": lambda kinds: _mostly(kinds.levels, 1.0, 0.3) if kinds.filled else 0.8,
    "direction": lambda kinds: _mostly(kinds.directions, 1.0, 0.5),
    "ambition": lambda kinds: _mostly(kinds.ambitions, 1.0, 0.3),
    "id": lambda kinds: 0.2 if kinds.words > 3 or kinds.dates > 0.3 else 1.0,
    "unit": lambda kinds: 0.2 if kinds.numbers > 0.7 else 1.0,
    "metric": lambda kinds: _mostly(kinds.numbers, 0.3, 1.0, 0.7),
}


def _dated(role: str, score: float, kinds: Profile) -> dict[str, float]:
    """Return what a "Start" or a "Ziel" full of dates is instead, and a "bis" full of numbers."""
    if kinds.dates > 0.5:
        turned = {"baseline": "start_date", "target": "due", "current": "check_in"}.get(role)
        return {turned: 0.85 * score} if turned else {}
    if role == "due" and kinds.numbers > 0.6:
        return {"target": 0.6 * score}
    return {}


def _by_values(reading: HeaderReading, kinds: Profile) -> dict[str, float]:
    """Return what the values alone say, whatever the header."""
    found: dict[str, float] = {}
    if (kinds.both_types and kinds.types >= 0.8 and kinds.words <= 3) or (kinds.both_types and "type" in reading.roles):
        found["type"] = 0.97
    if (
        kinds.levels >= 0.8
        and kinds.filled
        and ("type" in reading.roles or "level" in reading.roles)
        and not kinds.both_types
    ):
        found["level"] = 0.92
    for role, share in (("direction", kinds.directions), ("ambition", kinds.ambitions)):
        if share >= 0.8 and ("type" in reading.roles or role in reading.roles):
            found[role] = 0.93
    if not reading.roles and kinds.emails >= 0.8:
        found["owner"] = 0.6
    return found


def candidates(reading: HeaderReading, kinds: Profile, language: str | None) -> dict[str, float]:
    """Return every role that a column may play, 0..1, from its header and the kinds of its values."""
    scores: dict[str, float] = {}
    for role, fit in reading.roles.items():
        spoken = reading.languages.get(role)
        score = fit * (_FOREIGN if spoken and language and language not in spoken else 1.0)
        for other, turned in _dated(role, score, kinds).items():
            scores[other] = max(scores.get(other, 0.0), turned)
        scores[role] = max(scores.get(role, 0.0), score * (_FIT[role](kinds) if role in _FIT else 1.0))
    for role, score in _by_values(reading, kinds).items():
        scores[role] = max(scores.get(role, 0.0), score)
    return scores


def dominant_language(readings: Mapping[int, HeaderReading]) -> str | None:
    """Return the language that most headers of a table are written in."""
    votes: Counter[str] = Counter()
    for reading in readings.values():
        spoken = {
            language
            for role, fit in reading.roles.items()
            if fit >= 0.85
            for language in reading.languages.get(role, ())
        }
        # A word that only one language has tells more than one that they share.
        votes.update({language: 12 // len(spoken) for language in spoken})
    return votes.most_common(1)[0][0] if votes else None


def assign(
    readings: Mapping[int, HeaderReading], profiles: Mapping[int, Profile], language: str | None
) -> list[Assigned]:
    """Give each column the likeliest role that is still free, the surest first. Order: by column."""
    scores = {column: candidates(reading, profiles[column], language) for column, reading in readings.items()}
    ranked = sorted(
        (_Candidate(score, column, role) for column, roles in scores.items() for role, score in roles.items()),
        key=lambda item: (-round(item.score, 3), _vagueness(item.role, scores[item.column]), item.column),
    )
    taken: dict[int, Assigned] = {}
    used: set[tuple[str, str | None, int | None, str | None]] = set()
    for item in ranked:
        reading = readings[item.column]
        key = (item.role, reading.scope, reading.number, reading.quarter)
        free = item.role in REPEATABLE or (item.role in (OBJECTIVE, KEY_RESULT)) or key not in used
        if item.column in taken or item.score < _LEAST or not free:
            continue
        used.add(key)
        rivals = tuple(
            role
            for role, score in sorted(scores[item.column].items(), key=lambda pair: -pair[1])
            if role != item.role and item.score - score < _NEAR
        )
        taken[item.column] = Assigned(
            item.column,
            reading.text,
            item.role,
            round(min(item.score, 1.0), 2),
            _why(item, reading, profiles[item.column]),
            reading,
            rivals,
            reading.scope,
            reading.number,
        )
    for column, reading in readings.items():
        taken.setdefault(column, Assigned(column, reading.text, "ignored", 0.5, "", reading))
    return [taken[column] for column in sorted(taken)]


def _vagueness(role: str, scores: Mapping[str, float]) -> int:
    """Break ties: what more columns could be is decided later."""
    return sum(1 for score in scores.values() if score >= 0.9) * 2 + (role in ("title", "comment", "id"))


def _why(item: _Candidate, reading: HeaderReading, kinds: Profile) -> str:
    header = reading.roles.get(item.role)
    by_header = f"header {header:.2f}" if header else "values"
    return f"{by_header}; numbers {kinds.numbers:.0%}, dates {kinds.dates:.0%}, text {kinds.texts:.0%}"


def replace_role(assigned: Assigned, role: str, why: str) -> Assigned:
    """Return the same column in another role, and why."""
    return assigned._replace(role=role, why=why or assigned.why)
