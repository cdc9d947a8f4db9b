"""A plan made ready for the checks: every row's language told, every sentence read once, one at a time."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from okrsync.language.aim import read_aim
from okrsync.language.claim import Fields
from okrsync.language.reading import read_claim
from okrsync.language.text import detect
from okrsync.linting.checks.base import KeyResultContext, ObjectiveContext, PlanContext
from okrsync.model import COLUMN_OF, Objective

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from okrsync.model import KeyResult, Language, Plan

_SAMPLE = 200
"""How many titles are enough to tell the language of a sheet."""


def plan_context(plan: Plan, today: date, language: Language | None = None) -> PlanContext:
    """Return what rules of the whole plan are asked about. `language`, where given, is that of the sheet."""
    provides = frozenset(COLUMN_OF.get(name, name) for name in plan.provides)
    return PlanContext(plan, today, language or plan.language or _language_of_sheet(plan), provides)


def read_rows(context: PlanContext, forced: Language | None = None) -> Iterator[ObjectiveContext | KeyResultContext]:
    """Yield every objective followed by its key results, then the key results that have none, each read.

    `forced`, where given, is the language of every row; else its own text tells it, its objective and the sheet
    deciding in doubt. What cannot be read goes to `context.unread`. Nothing else is kept here, so that memory does not
    grow with the plan.
    """
    for item, above in _rows(context.plan):
        try:
            read = _read(item, above, forced, context)
        except Exception as error:  # noqa: BLE001 - a sentence that nobody foresaw must not take the others down
            context.unread.append((item, type(error).__name__))
            continue
        yield read


def _rows(plan: Plan) -> Iterator[tuple[Objective | KeyResult, Objective | None]]:
    for objective in plan.objectives:
        yield objective, None
        for key_result in objective.key_results:
            yield key_result, objective
    for orphan in plan.orphans:
        yield orphan, None


def _read(
    item: Objective | KeyResult, above: Objective | None, forced: Language | None, context: PlanContext
) -> ObjectiveContext | KeyResultContext:
    spoken = forced or detect(item.title, context.language_of(above) if above else context.language)
    context.languages[id(item)] = spoken
    if isinstance(item, Objective):
        return ObjectiveContext(item, read_aim(item.title, spoken), spoken, context)
    fields = Fields(item.baseline, item.target, item.current, item.unit, item.due, item.metric, item.direction)
    return KeyResultContext(item, read_claim(item.title, spoken, fields), above, spoken, context)


def _language_of_sheet(plan: Plan) -> Language:
    """Return the language of a good sample of titles read as one text."""
    titles = [str(item.title) for item, _ in islice(_rows(plan), _SAMPLE)]
    return detect(". ".join(titles)) if titles else "en"
