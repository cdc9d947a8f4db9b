"""A plan made ready for the checks: every sentence read once, every row's language told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.language.aim import read_aim
from okrsync.language.claim import Fields
from okrsync.language.reading import read_claim
from okrsync.language.text import detect
from okrsync.linting.checks.base import KeyResultContext, ObjectiveContext, PlanContext

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from okrsync.model import KeyResult, Language, Objective, Plan

_SAMPLE = 200
"""How many titles are enough to tell the language of a sheet."""
_ALIASES = {"owners": "owner", "parents": "parent"}


def read_plan(plan: Plan, today: date, language: Language | None = None) -> PlanContext:
    """Return the plan with every objective and key result read.

    `language`, where given, is that of every row; else each row's own text tells it, the whole sheet deciding in doubt.
    """
    whole = language or plan.language or _language_of_sheet(plan)
    languages: dict[int, Language] = {}
    provides = frozenset(_ALIASES.get(name, name) for name in plan.provides)
    context = PlanContext(plan, today, whole, provides=provides, languages=languages)
    objectives: list[ObjectiveContext] = []
    key_results: list[KeyResultContext] = []
    for objective in plan.objectives:
        spoken = languages[id(objective)] = language or detect(objective.title, whole)
        objectives.append(ObjectiveContext(objective, read_aim(objective.title, spoken), spoken, context))
        for key_result in objective.key_results:
            key_results.append(_read(key_result, objective, language, spoken, context))
            languages[id(key_result)] = key_results[-1].language
    for orphan in plan.orphans:
        key_results.append(_read(orphan, None, language, whole, context))
        languages[id(orphan)] = key_results[-1].language
    context.objectives = objectives
    context.key_results = key_results
    return context


def _read(
    item: KeyResult, objective: Objective | None, forced: Language | None, hint: Language, context: PlanContext
) -> KeyResultContext:
    spoken = forced or detect(item.title, hint)
    fields = Fields(item.baseline, item.target, item.current, item.unit, item.due, item.metric, item.direction)
    return KeyResultContext(item, read_claim(item.title, spoken, fields), objective, spoken, context)


def _language_of_sheet(plan: Plan) -> Language:
    """Return the language of a good sample of titles read as one text."""
    titles = [title for title, _ in zip(_titles(plan), range(_SAMPLE), strict=False)]
    return detect(". ".join(titles)) if titles else "en"


def _titles(plan: Plan) -> Iterator[str]:
    for objective in plan.objectives:
        yield objective.title
        for key_result in objective.key_results:
            yield key_result.title
    for orphan in plan.orphans:
        yield orphan.title
