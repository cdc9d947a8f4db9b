"""Finds a status that says another thing than the progress beside it: green and far behind, done and half way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from okrsync.linting.checks.base import NO_PHRASES, Hit, Phrases
from okrsync.linting.likeness import fold
from okrsync.linting.standing import is_all_or_nothing, percent
from okrsync.linting.timeline import Span, Stage, span_of
from okrsync.progress import key_result_progress, objective_progress

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from okrsync.linting.checks.base import PlanContext

MEANINGS = ("on_track", "at_risk", "off_track", "done", "not_started", "neutral")
_TOKEN = re.compile(r"\w+|[^\w\s\ufe0f]")


@dataclass(frozen=True, slots=True)
class Options:
    """How far apart is a contradiction. All shares are 0..1."""

    gap: float = 0.35
    """Progress missing against an even pace that still lets “on track” stand."""
    done: float = 0.7
    """Progress below which nothing is “done”: that much is full success of an aspirational OKR."""
    begun: float = 0.05
    """Progress from which on something has been started."""
    words: int = 4
    """Longer statuses are comments: one word of them says little."""
    phrases: Phrases = NO_PHRASES
    """What statuses mean, by language: `on_track`, `at_risk`, `off_track`, `done`, `not_started`, and
    `neutral` for what holds one of their words without its meaning ("not done", "almost done")."""


class _Standing(NamedTuple):
    status: str
    meaning: str | None
    progress: float
    span: Span
    milestone: bool


def check(context: PlanContext, options: Options) -> Iterator[Hit]:
    """Yield a hit on each objective and key result whose status and progress cannot both be right."""
    meanings = meanings_of(options.phrases)
    understood: dict[str, str | None] = {}

    def meant(status: str) -> str | None:
        if status not in understood:
            understood[status] = meaning_of(status, meanings, options.words)
        return understood[status]

    for objective in context.plan.objectives:
        progress = objective_progress(objective) if objective.status else None
        if objective.status and progress is not None:
            span = span_of(objective)
            standing = _Standing(objective.status, meant(objective.status), progress, span, milestone=False)
            yield from (hit._replace(subject=objective) for hit in _judge(standing, context.today, options))
        for item in objective.key_results:
            progress = key_result_progress(item) if item.status else None
            if item.status and progress is not None:
                span, milestone = span_of(objective, item), is_all_or_nothing(item)
                standing = _Standing(item.status, meant(item.status), progress, span, milestone)
                yield from (hit._replace(subject=item) for hit in _judge(standing, context.today, options))


@lru_cache(maxsize=8)
def _dictionary(lists: tuple[tuple[str, tuple[str, ...]], ...]) -> dict[str, str]:
    return {" ".join(_TOKEN.findall(fold(word))): meaning for meaning, words in lists for word in words}


def meanings_of(phrases: Phrases) -> dict[str, str]:
    """Return folded status → meaning, of all languages together: a status column is often in another than its rows."""
    return _dictionary(
        tuple((meaning, phrases.words(language, meaning)) for language in phrases.lists for meaning in MEANINGS)
    )


def meaning_of(status: str, meanings: dict[str, str], most_words: int) -> str | None:
    """Return what a status means; None where it says nothing known, two different things, or tells a story."""
    tokens = _TOKEN.findall(fold(status))
    if sum(token[0].isalnum() for token in tokens) > most_words:
        return None
    found: set[str] = set()
    place = 0
    while place < len(tokens):
        for length in range(len(tokens) - place, 0, -1):
            meaning = meanings.get(" ".join(tokens[place : place + length]))
            if meaning:
                found.add(meaning)
                place += length - 1
                break
        place += 1
    return found.pop() if len(found) == 1 else None


def _judge(standing: _Standing, today: date, options: Options) -> Iterator[Hit]:
    meaning, progress = standing.meaning, standing.progress
    values: dict[str, object] = {"status": standing.status.strip(), "progress": percent(progress)}
    if (
        (meaning == "done" and progress < options.done and not standing.milestone)
        or (meaning == "not_started" and progress > options.begun)
        or (meaning == "off_track" and progress >= 1)
    ):
        yield Hit(reason=meaning, values=values, field="status")
    elif meaning == "on_track" and not standing.milestone and standing.span.stage(today) is Stage.RUNNING:
        passed = standing.span.passed(today)
        if passed is not None and progress + options.gap < passed:
            yield Hit(reason=meaning, values={**values, "passed": percent(passed)}, field="status")
