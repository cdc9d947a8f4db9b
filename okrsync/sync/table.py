"""A plan as rows that a manager understands: what happens to what, where, from which value to which, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from okrsync.sync.conflicts import field_name
from okrsync.sync.plan import Create, Delete, How, Merge, Skip, Unlink
from okrsync.sync.settings import SIDES
from okrsync.sync.speaking import in_table
from okrsync.sync.values import shown
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from okrsync.model import Language
    from okrsync.sync.plan import Plan, Step
    from okrsync.sync.settings import Side
    from okrsync.sync.stores import Record
    from okrsync.sync.values import Value


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
    tell = _Telling(names, plan.titles, language)
    return [row for step in plan.steps for row in tell.rows(step, matches=matches)]


class _Telling(NamedTuple):
    """How one plan is told."""

    names: Mapping[Side, str]
    titles: Mapping[Side, Mapping[str, str]]
    language: Language

    def rows(self, step: Step, *, matches: bool) -> Iterator[PlanRow]:
        match step:
            case Merge():
                yield from self._merge_rows(step, matches=matches)
            case Create():
                why = "" if step.how is How.NEW else f"sync.how-{step.how.value}"
                yield self._row("create", self.names[step.side], step.source, why=why)
                for held in step.held:
                    after = self._shown(held.side.other, held.value)
                    yield self._row("skip", self.names[step.side], step.source, held.field, after=after, why=held.why)
            case Delete():
                yield self._row("delete", self.names[step.side], step.record, why="sync.why-deleted")
            case Unlink() if step.left is not None:
                gone = step.deleted_on[0]
                where, store = self.names[gone.other], self.names[gone]
                yield self._row("unlink", where, step.left)._replace(
                    why=say("sync.why-unlinked", self.language, store=store)
                )
            case Skip():
                yield self._row("skip", self.names[step.side], step.record, why=step.why)
            case _:
                return

    def _merge_rows(self, step: Merge, *, matches: bool) -> Iterator[PlanRow]:
        a, b = (self.names[side] for side in SIDES)
        if matches and step.how is not How.LINKED:
            yield self._row("match", f"{a} = {b}", step.a, why=f"sync.how-{step.how.value}")
        for push in step.pushes:
            yield self._row(
                "change", self.names[push.side], step.on(push.side), push.field,
                self._shown(push.side, push.expected), self._shown(push.side, push.new),
                "sync.why-overrules" if push.record else "",
            )  # fmt: skip
        for conflict in step.conflicts:
            if conflict.settled is None:
                here, there = (self._shown(side, conflict.of(side)) for side in SIDES)
                yield self._row("conflict", f"{a} ≠ {b}", step.a, conflict.field, here, there, "sync.why-conflict")
        for held in step.held:
            record = step.on(held.side)
            yield self._row(
                "skip", self.names[held.side], record, held.field, self._shown(held.side, record[held.field]),
                self._shown(held.side.other, held.value), held.why,
            )  # fmt: skip

    def _shown(self, side: Side, value: Value) -> str:
        return in_table(value, self.titles[side], self.language)

    def _row(  # noqa: PLR0913, PLR0917 - the columns of the table
        self, what: str, where: str, record: Record, name: str = "", before: str = "", after: str = "", why: str = ""
    ) -> PlanRow:
        language = self.language
        title = shown(record["title"]) or say("sync.untitled", language)
        called = field_name(name, language) if name else ""
        reason = say(why, language) if why else ""
        return PlanRow(say(f"sync.do-{what}", language), where, title, called, before, after, reason)
