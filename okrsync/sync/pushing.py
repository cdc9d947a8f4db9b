"""Writes changes onto linked records: read again, compare, note, write, read back, and only then remember.

A store that is read and written as a whole (a sheet) gets what many records changed in one write; any other one, record
by record, so that the moment between the last look at a record and its write stays short.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from okrsync.errors import WriteRefusedError
from okrsync.sync.ledger import Conflict, Entry, base_of
from okrsync.sync.outcome import MOST_FAILURES
from okrsync.sync.stores import Change, RecordError, RecordGoneError, RecordRefusedError, Together

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from okrsync.sync.ledger import Ledger, Row
    from okrsync.sync.outcome import Outcome
    from okrsync.sync.pictures import Picture
    from okrsync.sync.plan import Merge, Push
    from okrsync.sync.settings import Side
    from okrsync.sync.stores import Record, Store

Item = TypeVar("Item")

_MOST_TOGETHER = 1_000
"""Records that are written in one step, so that one request stays within what services take."""


class Task(NamedTuple):
    """What one linked record gets on one side."""

    step: Merge
    side: Side
    pushes: tuple[Push, ...]

    @property
    def record(self) -> str:
        """Return the id of the record that is written."""
        return self.step.on(self.side).id


class _Writing(NamedTuple):
    """A task that is noted down, and about to be carried out."""

    task: Task
    entries: tuple[Entry, ...]
    kept: tuple[Conflict, ...]
    """What gives way, and the conflicts that end with the write."""


class Numbers(NamedTuple):
    """The numbers that a run has left."""

    entries: Iterator[int]
    conflicts: Iterator[int]


class Pushing:
    """Carries out the changes of one run."""

    def __init__(
        self,
        picture: Picture,
        stores: Mapping[Side, Store],
        ledger: Ledger,
        outcome: Outcome,
        numbers: Numbers,
    ) -> None:
        """Take what was read, where to write, where to tell what became of it, and how it is numbered."""
        self._picture = picture
        self._stores = stores
        self._ledger = ledger
        self._outcome = outcome
        self._numbers = numbers

    def push(self, tasks: Sequence[Task]) -> None:
        """Write one batch; what somebody changed since it was listed is left to the next run.

        Raises SourceError where the store fails: nobody knows then what of it was written.
        """
        store = self._stores[tasks[0].side]
        standing = fetched(store, [task.record for task in tasks])
        writing = [each for task in tasks if (each := self._ready(task, standing.get(task.record)))]
        if not writing:
            return
        was_open = {each.id for each in self._picture.memory.conflicts.values()}
        # What gives way is kept before it is written over; an open conflict, which keeps it too, ends only afterwards.
        noted: list[Row] = []
        for each in writing:
            noted += each.entries
            noted += (kept._replace(settled=None) if kept.id in was_open else kept for kept in each.kept)
        self._ledger.commit(noted)
        try:
            self._write(store, writing)
        except WriteRefusedError:
            if len(writing) == 1:
                raise
            self._write_singly(store, writing)

    def _ready(self, task: Task, standing: Record | None) -> _Writing | None:
        """Return what of a task can still be written, now that its record has been read again."""
        if standing is None:
            self._outcome.leave(task.step)
            return None
        pushes = tuple(
            push for push in task.pushes
            if standing[push.field] == push.expected and push.field not in standing.locked
        )  # fmt: skip
        for push in task.pushes:
            if push not in pushes:
                self._outcome.leave(task.step, name=push.field)
        if not pushes:
            return None
        return _Writing(
            task._replace(pushes=pushes),
            tuple(self._entry(task, push) for push in pushes),
            tuple(push.record.stamped(self._outcome.run or 0) for push in pushes if push.record),
        )

    def _entry(self, task: Task, push: Push) -> Entry:
        return Entry(
            self._outcome.run or 0, next(self._numbers.entries), "update", task.step.link.id, task.side, task.record,
            push.field, push.expected, push.new,
        )  # fmt: skip

    def _write(self, store: Store, writing: Sequence[_Writing]) -> None:
        changes = {
            each.task.record: {push.field: Change(push.expected, push.new) for push in each.task.pushes}
            for each in writing
        }
        answers = updated(store, changes)
        put: list[Row] = []
        for each in writing:
            answer = answers[each.task.record]
            if isinstance(answer, RecordRefusedError):
                # It says nothing about the store: what comes next is not to starve behind it, night after night.
                self._outcome.failures.append(answer)
                put += self._left_to_people(each)
            elif isinstance(answer, RecordError):
                self._outcome.leave(each.task.step)
            else:
                self._outcome.cells += len(each.task.pushes)
                put += self._remembered(each, answer)
        if put:
            self._ledger.commit(put)

    def _write_singly(self, store: Store, writing: Sequence[_Writing]) -> None:
        """Write what was refused together: one record is not to keep all others from it, night after night."""
        refused = 0
        for each in writing:
            if refused >= MOST_FAILURES:
                self._outcome.leave(each.task.step, "sync.not-reached")
                continue
            try:
                self._write(store, [each])
                refused = 0
            except WriteRefusedError as error:
                self._outcome.failures.append(error)
                refused += 1

    def _remembered(self, writing: _Writing, answer: Record) -> Iterator[Row]:
        link, side = writing.task.step.link.id, writing.task.side
        for push, entry in zip(writing.task.pushes, writing.entries, strict=True):
            yield entry._replace(after=answer[push.field])
            if self._took(side, answer, push):
                yield base_of(link, push.field, side, answer[push.field], push.source)
                yield from (each for each in writing.kept if each.field == push.field)

    def _left_to_people(self, writing: _Writing) -> Iterator[Row]:
        """Yield the conflicts that a refusal opens: what okrsync cannot write waits for a person, on either side."""
        link, side = writing.task.step.link.id, writing.task.side
        for push in writing.task.pushes:
            base = base_of(link, push.field, side, push.expected, push.source)
            yield base
            known = push.record or self._picture.memory.conflicts.get((link, push.field))
            number = known.id if known else next(self._numbers.conflicts)
            yield Conflict(number, link, push.field, self._outcome.run or 0, base.a, base.b)

    def _took(self, side: Side, answer: Record, push: Push) -> bool:
        """Tell whether what was read back is what the store made of our write, and not somebody's next edit."""
        fields = self._picture.fields
        return fields.capabilities[side].answers_writes or (
            fields.comparable(side, answer.kind, push.field, answer[push.field])
            == fields.comparable(side, answer.kind, push.field, push.new)
        )


def batches(store: Store, items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Yield what is written to a store as it is carried out: together where the store can do that, else singly."""
    size = _MOST_TOGETHER if isinstance(store, Together) else 1
    for first in range(0, len(items), size):
        yield items[first : first + size]


def fetched(store: Store, ids: Collection[str]) -> Mapping[str, Record]:
    """Return records as they stand now, without those that are gone."""
    if isinstance(store, Together):
        return store.fetch_together(ids)
    found: dict[str, Record] = {}
    for each in ids:
        try:
            found[each] = store.fetch(each)
        except RecordGoneError:
            continue
    return found


def updated(store: Store, changes: Mapping[str, Mapping[str, Change]]) -> Mapping[str, Record | RecordError]:
    """Write several records; what keeps one of them from being written takes its place in the answer."""
    if isinstance(store, Together):
        return store.update_together(changes)
    answers: dict[str, Record | RecordError] = {}
    for record_id, wanted in changes.items():
        try:
            answers[record_id] = store.update(record_id, wanted)
        except RecordError as error:
            answers[record_id] = error
    return answers
