"""Carries a plan out, step by step: read again, compare, write, read back, and only then remember."""

from __future__ import annotations

from collections import deque
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from okrsync.errors import SourceError, TransientError
from okrsync.sync.creating import Creating
from okrsync.sync.ledger import DELETING, Entry, Pending
from okrsync.sync.outcome import MOST_FAILURES, Outcome
from okrsync.sync.pictures import Picture, View
from okrsync.sync.plan import Create, Delete, Found, How, Merge, Plan, Skip, Unlink
from okrsync.sync.planner import planned
from okrsync.sync.pushing import Numbers, Pushing, Task, batches
from okrsync.sync.settings import SIDES, Settings, Side
from okrsync.sync.stores import Recalling, RecordChangedError, RecordGoneError, RecordRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from okrsync.sync.ledger import Base, Conflict, Ledger, Memory, Row
    from okrsync.sync.plan import Step
    from okrsync.sync.stores import Store


class Prepared(NamedTuple):
    """A plan, and what it was made from."""

    plan: Plan
    picture: Picture


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
        self._failures = 0

    def carry_out(self, steps: Iterable[Step]) -> Outcome:
        doing = [step for step in steps if not isinstance(step, Skip)]
        if not doing:
            return self.outcome
        self.outcome.run = self.ledger.begin()
        merges = [step for step in doing if isinstance(step, Merge)]
        self._note(merges)
        self._push(merges)
        self._make_and_end(deque(step for step in doing if not isinstance(step, Merge)))
        return self.outcome

    @property
    def _is_down(self) -> bool:
        return self._failures >= MOST_FAILURES

    @contextmanager
    def _attempt(self, *steps: Step) -> Iterator[None]:
        """Keep what goes wrong with some steps from ending the run: it is told, and is the next run's business."""
        try:
            yield
            self._failures = 0
        except (RecordChangedError, RecordGoneError):
            for step in steps:
                self.outcome.leave(step)
        except RecordRefusedError as error:
            # It says nothing about the store: what comes next is not to starve behind it, night after night.
            self.outcome.failures.append(error)
        except SourceError as error:
            self.outcome.failures.append(error)
            self._failures += 1

    # ---- records that belong together

    def _note(self, merges: Sequence[Merge]) -> None:
        """Remember what was seen of records, who belongs to whom, and which conflicts are open.

        In one transaction: nothing of it is written anywhere else, and a first run has thousands of them.
        """
        put: list[Row] = []
        drop: list[Base | Pending] = []
        for step in merges:
            put += [] if step.how is How.LINKED else [step.link]
            put += step.bases
            put += (conflict.stamped(self.outcome.run or 0) for conflict in step.conflicts)
            drop += step.forgotten
            drop += [pending for side in SIDES if (pending := self.memory.pending.get((step.link.id, side)))]
        if put or drop:
            self.ledger.commit(put, drop)

    def _push(self, merges: Sequence[Merge]) -> None:
        """Write what changed, all of a side together where its store can do that."""
        planned = (each.id for step in merges for each in step.all_conflicts)
        numbers = Numbers(self._numbers, count(max([self.memory.last_conflict, *planned]) + 1))
        pushing = Pushing(self.picture, self.stores, self.ledger, self.outcome, numbers)
        for side in SIDES:
            tasks = [Task(step, side, pushes) for step in merges if (pushes := step.pushes_to(side))]
            for batch in batches(self.stores[side], tasks):
                steps = [task.step for task in batch]
                if self._is_down:
                    for step in steps:
                        self.outcome.leave(step, "sync.not-reached")
                    continue
                with self._attempt(*steps):
                    pushing.push(batch)

    # ---- records that are made, and links that end

    def _make_and_end(self, waiting: deque[Step]) -> None:
        creating = Creating(self.picture, self.stores, self.ledger, self.outcome.run or 0, self._numbers)
        tries = 0
        while waiting and not self._is_down and tries < len(waiting):
            step = waiting.popleft()
            if isinstance(step, Create) and not creating.is_ready(step):
                # Its objective is created by another step of this plan.
                waiting.append(step)
                tries += 1
                continue
            tries = 0
            with self._attempt(step):
                self._step(step, creating)
        for step in waiting:
            self.outcome.leave(step, "sync.not-reached")

    def _step(self, step: Step, creating: Creating) -> None:
        match step:
            case Create():
                obstacle = creating.create(step)
                if obstacle:
                    self.outcome.leave(step, obstacle)
                else:
                    self.outcome.created += 1
            case Delete():
                self._delete(step)
            case Unlink():
                deleting = self.picture.deleting(step.link)
                pending = [self.memory.pending[step.link.id, deleting]] if deleting else []
                drop: list[Base | Pending] = [*pending, *step.forgotten, *self._differing(step.ended)]
                self.ledger.commit([step.link.ended(), *step.ended], drop)
            case Found():
                self.ledger.commit([step.link], [self.memory.pending[step.link.id, step.side], *step.forgotten])

    def _delete(self, step: Delete) -> None:
        store = self.stores[step.side]
        standing = store.fetch(step.record.id)
        if any(standing[name] != step.record[name] for name in self.picture.fields.types[step.record.kind]):
            self.outcome.leave(step)
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
        self.ledger.commit([step.link.ended(), *step.ended], [pending, *self._differing(step.ended)])

    def _differing(self, ended: Iterable[Conflict]) -> list[Base]:
        """Return the bases of fields whose conflict ends with its link: if both come back, they differ still."""
        known = (self.memory.bases.get((each.link, each.field)) for each in ended)
        return [base for base in known if base]
