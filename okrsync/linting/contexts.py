"""A plan made ready for the checks: every row's language told, every sentence read once, one at a time."""

from __future__ import annotations

from itertools import islice
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


def plan_context(plan: Plan, today: date, language: Language | None = None) -> PlanContext:
    """Return what rules of the whole plan are asked about. `language`, where given, is that of the sheet."""
    provides = frozenset(_ALIASES.get(name, name) for name in plan.provides)
    return PlanContext(plan, today, language or plan.language or _language_of_sheet(plan), provides)


def read_rows(context: PlanContext, forced: Language | None = None) -> Iterator[ObjectiveContext | KeyResultContext]:
    """Yield every objective followed by its key results, then the key results that have none, each read.

    `forced`, where given, is the language of every row; else its own text tells it, its objective and the sheet
    deciding in doubt. Nothing of what was read is kept here, so that memory does not grow with the plan.
    """
    sheet = context.language
    for objective in context.plan.objectives:
        spoken = context.languages[id(objective)] = forced or detect(objective.title, sheet)
        yield ObjectiveContext(objective, read_aim(objective.title, spoken), spoken, context)
        for key_result in objective.key_results:
            yield _read(key_result, objective, forced or detect(key_result.title, spoken), context)
    for orphan in context.plan.orphans:
        yield _read(orphan, None, forced or detect(orphan.title, sheet), context)


def _read(item: KeyResult, objective: Objective | None, spoken: Language, context: PlanContext) -> KeyResultContext:
    context.languages[id(item)] = spoken
    fields = Fields(item.baseline, item.target, item.current, item.unit, item.due, item.metric, item.direction)
    return KeyResultContext(item, read_claim(item.title, spoken, fields), objective, spoken, context)


def _language_of_sheet(plan: Plan) -> Language:
    """Return the language of a good sample of titles read as one text."""
    titles = list(islice(_titles(plan), _SAMPLE))
    return detect(". ".join(titles)) if titles else "en"


def _titles(plan: Plan) -> Iterator[str]:
    for objective in plan.objectives:
        yield objective.title
        for key_result in objective.key_results:
            yield key_result.title
    for orphan in plan.orphans:
        yield orphan.title
