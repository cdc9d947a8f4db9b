"""Carries a plan out, step by step: read again, compare, write, read back, and only then remember."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from okrsync.errors import SourceError, TransientError
from okrsync.sources.entries import EntryRefusedError
from okrsync.sync.creating import Creating
from okrsync.sync.ledger import DELETING, Conflict, Entry, Pending, base_of
from okrsync.sync.pictures import Picture, View
from okrsync.sync.plan import Create, Delete, Found, How, Merge, Plan, Skip, Unlink
from okrsync.sync.planner import planned
from okrsync.sync.settings import SIDES, Settings, Side
from okrsync.sync.stores import Change, Recalling, RecordChangedError, RecordGoneError, RecordRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from okrsync.errors import OkrsyncError
    from okrsync.sync.ledger import Base, Ledger, Memory, Row
    from okrsync.sync.plan import Push, Step
    from okrsync.sync.stores import Record, Store

_MOST_FAILURES = 3
"""Failures in a row after which a store is left alone until the next run."""


class Prepared(NamedTuple):
    """A plan, and what it was made from."""

    plan: Plan
    picture: Picture


class Left(NamedTuple):
    """Something that was planned and not done, since somebody was faster: the next run looks at it again."""

    step: Step
    why: str
    """Key of the sentence that says why."""
    field: str | None = None


@dataclass(slots=True)
class Outcome:
    """What became of a plan."""

    run: int | None = None
    """Number of the run, None where there was nothing to do."""
    cells: int = 0
    """Cells of existing records that were written."""
    created: int = 0
    deleted: int = 0
    left: list[Left] = field(default_factory=list)
    failures: list[OkrsyncError] = field(default_factory=list)
    plan: Plan = field(default_factory=Plan)
    """What was planned."""

    @property
    def is_complete(self) -> bool:
        """Tell whether all that was planned was done."""
        return not (self.left or self.failures)

    @property
    def is_quiet(self) -> bool:
        """Tell whether nothing was written to either store, as on most nights."""
        return not (self.cells or self.created or self.deleted or self.failures)


def prepare(stores: Mapping[Side, Store], ledger: Ledger, settings: Settings) -> Prepared:
    """Read both stores whole and plan; writes nothing anywhere.

    Raises SourceError where a store cannot be read whole, SyncStoppedError where going on could do harm, StateError.
    """
    picture = looked(stores, ledger.load(), settings)
    return Prepared(planned(picture, {side: stores[side].name for side in SIDES}), picture)


def looked(stores: Mapping[Side, Store], memory: Memory, settings: Settings) -> Picture:
    """Read both stores whole. Raises SourceError where one cannot be."""
    return Picture({side: _view(stores[side], side, memory) for side in SIDES}, memory, settings)


def _view(store: Store, side: Side, memory: Memory) -> View:
    if isinstance(store, Recalling):
        store.recall(memory.seen(side))
    listed = store.listing()
    records = {record.id: record for record in listed}
    if len(records) < len(listed):
        raise TransientError("sync.listed-twice", store=store.name)
    linked = [link.of(side) for link in memory.links.values() if link.live]
    missing = {each: store.whereabouts(each) for each in linked if each is not None and each not in records}
    return View(records, store.capabilities(), missing)


def carry_out(prepared: Prepared, stores: Mapping[Side, Store], ledger: Ledger) -> Outcome:
    """Do what was planned. What cannot be done now is told in the outcome, and is the next run's business.

    Raises StateError, and BusyError where another run has taken over; nothing more is written then.
    """
    return _Carrier(prepared, stores, ledger).carry_out(prepared.plan.steps)


class _Carrier:
    def __init__(self, prepared: Prepared, stores: Mapping[Side, Store], ledger: Ledger) -> None:
        self.picture = prepared.picture
        self.memory = prepared.picture.memory
        self.stores = stores
        self.ledger = ledger
        self.outcome = Outcome()
        self._numbers = count(1)

    def carry_out(self, steps: Iterable[Step]) -> Outcome:
        waiting = deque(step for step in steps if not isinstance(step, Skip))
        if waiting:
            self.outcome.run = self.ledger.begin()
        self.creating = Creating(self.picture, self.stores, self.ledger, self.outcome.run or 0, self._numbers)
        failures = tries = 0
        while waiting and failures < _MOST_FAILURES and tries < len(waiting):
            step = waiting.popleft()
            if isinstance(step, Create) and not self.creating.is_ready(step):
                # Its objective is created by another step of this plan.
                waiting.append(step)
                tries += 1
                continue
            tries = 0
            try:
                self._step(step)
                failures = 0
            except (RecordChangedError, RecordGoneError):
                self._leave(step)
            except (RecordRefusedError, EntryRefusedError) as error:
                # It says nothing about the store: what comes next is not to starve behind it, night after night.
                self.outcome.failures.append(error)
            except SourceError as error:
                self.outcome.failures.append(error)
                failures += 1
        self.outcome.left.extend(Left(step, "sync.not-reached") for step in waiting)
        return self.outcome

    def _leave(self, step: Step, why: str = "sync.changed-meanwhile", name: str | None = None) -> None:
        self.outcome.left.append(Left(step, why, name))

    def _step(self, step: Step) -> None:
        match step:
            case Merge():
                self._merge(step)
            case Create():
                obstacle = self.creating.create(step)
                if obstacle:
                    self._leave(step, obstacle)
                else:
                    self.outcome.created += 1
            case Delete():
                self._delete(step)
            case Unlink():
                deleting = self.picture.deleting(step.link)
                pending = [self.memory.pending[step.link.id, deleting]] if deleting else []
                self.ledger.commit([step.link.ended(), *step.ended], pending)
            case Found():
                self.ledger.commit([step.link], [self.memory.pending[step.link.id, step.side]])

    def _merge(self, step: Merge) -> None:
        put: list[Row] = [] if step.how is How.LINKED else [step.link]
        put += step.bases
        put += map(self._stamped, step.conflicts)
        drop: list[Base | Pending] = [*step.forgotten]
        drop += [pending for (link, _), pending in self.memory.pending.items() if link == step.link.id]
        if put or drop:
            self.ledger.commit(put, drop)
        for side in SIDES:
            pushes = [push for push in step.pushes if push.side is side]
            if pushes:
                self._push(step, side, pushes)

    def _push(self, step: Merge, side: Side, pushes: list[Push]) -> None:
        """Write fields of one record: what somebody changed since it was listed is left to the next run."""
        store, record_id = self.stores[side], (step.a if side is Side.A else step.b).id
        standing = store.fetch(record_id)
        writing = [
            push for push in pushes
            if standing[push.field] == push.expected and push.field not in standing.locked
        ]  # fmt: skip
        for push in pushes:
            if push not in writing:
                self._leave(step, name=push.field)
        if not writing:
            return
        entries = [
            Entry(
                self.outcome.run or 0, next(self._numbers), "update", step.link.id, side, record_id, push.field,
                push.expected, push.new,
            )
            for push in writing
        ]  # fmt: skip
        # What gives way is kept before it is written over; an open conflict, which keeps it too, ends only afterwards.
        kept = [self._stamped(push.record) for push in writing if push.record]
        was_open = {each.id for each in self.memory.conflicts.values()}
        self.ledger.commit([*entries, *(each._replace(settled=None) if each.id in was_open else each for each in kept)])
        answer = store.update(record_id, {push.field: Change(push.expected, push.new) for push in writing})
        self.outcome.cells += len(writing)
        put: list[Row] = []
        for push, entry in zip(writing, entries, strict=True):
            put.append(entry._replace(after=answer[push.field]))
            if self._took(side, answer, push):
                put.append(base_of(step.link.id, push.field, side, answer[push.field], push.source))
                put += [each for each in kept if each.field == push.field]
        self.ledger.commit(put)

    def _took(self, side: Side, answer: Record, push: Push) -> bool:
        """Tell whether what was read back is what the store made of our write, and not somebody's next edit."""
        fields = self.picture.fields
        return fields.capabilities[side].answers_writes or (
            fields.comparable(side, answer.kind, push.field, answer[push.field])
            == fields.comparable(side, answer.kind, push.field, push.new)
        )

    def _delete(self, step: Delete) -> None:
        store = self.stores[step.side]
        standing = store.fetch(step.record.id)
        if any(standing[name] != step.record[name] for name in self.picture.fields.types[step.record.kind]):
            self._leave(step)
            return
        entries = [
            Entry(
                self.outcome.run or 0, next(self._numbers), "delete", step.link.id, step.side, step.record.id, name,
                value, None,
            )
            for name, value in standing.fields.items()
        ]  # fmt: skip
        # If nobody answers, the next run must not take our own deletion for a person's.
        pending = Pending(step.link.id, step.side, DELETING)
        self.ledger.commit([pending, *entries])
        store.delete(step.record.id)
        self.outcome.deleted += 1
        self.ledger.commit([step.link.ended(), *step.ended], [pending])

    def _stamped(self, conflict: Conflict) -> Conflict:
        return conflict if conflict.run else conflict._replace(run=self.outcome.run or 0)
