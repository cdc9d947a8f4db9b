"""A plan as rows that a manager understands: what happens to what, where, from which value to which, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from okrsync.sync.conflicts import field_name
from okrsync.sync.plan import Create, Delete, How, Merge, Skip, Unlink
from okrsync.sync.settings import Side
from okrsync.sync.values import shown
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from okrsync.model import Language
    from okrsync.sync.plan import Plan, Step
    from okrsync.sync.stores import Record


class PlanRow(NamedTuple):
    """One line of the table."""

    what: str
    where: str
    """The store that is written, or that the row is about."""
    title: str
    field: str = ""
    before: str = ""
    after: str = ""
    why: str = ""


def plan_rows(plan: Plan, names: Mapping[Side, str], language: Language, *, matches: bool = False) -> list[PlanRow]:
    """Return the rows of a plan, in its order; `names` are those of the stores.

    With `matches`, records that were found to belong together are told as well, and how: what a first run is asked for.
    """
    return [row for step in plan.steps for row in _rows(step, names, language, matches=matches)]


def _rows(step: Step, names: Mapping[Side, str], language: Language, *, matches: bool) -> Iterator[PlanRow]:
    match step:
        case Merge():
            yield from _merge_rows(step, names, language, matches=matches)
        case Create():
            why = "" if step.how is How.NEW else say(f"sync.how-{step.how.value}", language)
            yield _row("create", names[step.side], step.source, language, why=why)
            for held in step.held:
                yield _row(
                    "skip", names[step.side], step.source, language, held.field, after=shown(held.value),
                    why=say(held.why, language),
                )  # fmt: skip
        case Delete():
            yield _row("delete", names[step.side], step.record, language, why=say("sync.why-deleted", language))
        case Unlink() if step.left is not None:
            gone = step.deleted_on[0]
            why = say("sync.why-unlinked", language, store=names[gone])
            yield _row("unlink", names[gone.other], step.left, language, why=why)
        case Skip():
            yield _row("skip", names[step.side], step.record, language, why=say(step.why, language))
        case _:
            return


def _merge_rows(step: Merge, names: Mapping[Side, str], language: Language, *, matches: bool) -> Iterator[PlanRow]:
    if matches and step.how is not How.LINKED:
        why = say(f"sync.how-{step.how.value}", language)
        yield _row("match", f"{names[Side.A]} = {names[Side.B]}", step.a, language, why=why)
    for push in step.pushes:
        record = step.on(push.side)
        yield _row(
            "change", names[push.side], record, language, push.field, shown(push.expected), shown(push.new),
            say("sync.why-overrules", language) if push.record else "",
        )  # fmt: skip
    for conflict in step.conflicts:
        if conflict.settled is None:
            yield _row(
                "conflict", f"{names[Side.A]} ≠ {names[Side.B]}", step.a, language, conflict.field, shown(conflict.a),
                shown(conflict.b), say("sync.why-conflict", language),
            )  # fmt: skip
    for held in step.held:
        record = step.on(held.side)
        yield _row(
            "skip", names[held.side], record, language, held.field, shown(record[held.field]), shown(held.value),
            say(held.why, language),
        )  # fmt: skip


def _row(  # noqa: PLR0913, PLR0917 - the columns of the table
    what: str,
    where: str,
    record: Record,
    language: Language,
    name: str = "",
    before: str = "",
    after: str = "",
    why: str = "",
) -> PlanRow:
    title = shown(record["title"]) or say("sync.untitled", language)
    return PlanRow(
        say(f"sync.do-{what}", language), where, title, field_name(name, language) if name else "", before, after, why
    )
