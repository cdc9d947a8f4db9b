"""Takes back what a run wrote, cell by cell, where nobody has edited since."""

from __future__ import annotations

from itertools import count, groupby
from typing import TYPE_CHECKING, NamedTuple

from okrsync.errors import ConfigError, SourceError
from okrsync.sync.ledger import Conflict, Entry, base_of
from okrsync.sync.mirror import Outcome, looked
from okrsync.sync.pictures import objectives_of
from okrsync.sync.settings import SIDES
from okrsync.sync.stores import Change, RecordChangedError, RecordGoneError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from okrsync.sync.ledger import Base, Ledger, Link, Row
    from okrsync.sync.settings import Settings, Side
    from okrsync.sync.stores import Record, Store
    from okrsync.sync.values import Value


class Kept(NamedTuple):
    """Something that a run wrote and that stays."""

    entry: Entry
    why: str
    """Key of the sentence that says why."""


class Undone(NamedTuple):
    """What was taken back."""

    outcome: Outcome
    kept: list[Kept]


def undo(run: int, stores: Mapping[Side, Store], ledger: Ledger, settings: Settings) -> Undone:
    """Take back what the run number `run` wrote. That is a run of its own, which can be undone likewise.

    Where a cell is taken back, the two sides differ: that is noted as a conflict, so that a person says what is to
    stand, and no later run writes the same again by itself.
    Raises ConfigError where the run wrote nothing, SourceError where a store cannot be read, StateError, BusyError.
    """
    entries = ledger.entries(run)
    if not entries:
        raise ConfigError("sync.nothing-to-undo", run=run)
    undoing = _Undoing(stores, ledger, settings)
    for part in _records(entries):
        undoing.take_back(part)
    return Undone(undoing.outcome, undoing.kept)


def _records(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """Yield the entries of one record at a time, the last first; what stands within an objective goes before it."""

    def record(entry: Entry) -> tuple[str, int, str]:
        return entry.act, entry.link, entry.side

    parts = [list(part) for _, part in groupby(entries, key=record)]
    yield from sorted(parts, key=lambda part: (_makes_objective(part), -part[0].number))


def _makes_objective(part: Sequence[Entry]) -> bool:
    return part[0].act == "create" and all(entry.field != "objective" for entry in part)


class _Undoing:
    def __init__(self, stores: Mapping[Side, Store], ledger: Ledger, settings: Settings) -> None:
        self.stores = stores
        self.ledger = ledger
        self.memory = ledger.load()
        self.picture = looked(stores, self.memory, settings)
        self.outcome = Outcome(ledger.begin())
        self.kept: list[Kept] = []
        self._numbers = count(1)
        self._conflict_ids = count(self.memory.last_conflict + 1)

    def take_back(self, entries: list[Entry]) -> None:
        """Take back what was written to one record."""
        first = entries[0]
        link = self.memory.links[first.link]
        if first.record is None:
            self._keep(entries, "sync.outcome-unknown")
        elif first.act == "delete":
            self._keep(entries, "sync.deletion-stays")
        else:
            try:
                standing = self.stores[first.side].fetch(first.record)
                if first.act == "create":
                    self._uncreate(link, entries, standing)
                else:
                    self._rewrite(link, entries, standing)
            except (RecordChangedError, RecordGoneError):
                self._keep(entries, "sync.edited-since")
            except SourceError as error:
                self.outcome.failures.append(error)

    def _keep(self, entries: Sequence[Entry], why: str) -> None:
        self.kept.extend(Kept(entry, why) for entry in entries)

    def _is_as_written(self, link: Link, entry: Entry, standing: Record) -> bool:
        name = str(entry.field)
        if name not in self.picture.fields.types[link.kind] or name in standing.locked:
            return False
        return self._is_same(link, name, (entry.side, standing[name]), (entry.side, entry.after))

    def _is_as_before(self, link: Link, entry: Entry, standing: Record) -> bool:
        """Tell whether there is nothing to take back: somebody did, or a run like this one that was killed."""
        name = str(entry.field)
        known = name in self.picture.fields.types[link.kind]
        return known and self._is_same(link, name, (entry.side, standing[name]), (entry.side, entry.before))

    def _is_same(self, link: Link, name: str, one: tuple[Side, Value], other: tuple[Side, Value]) -> bool:
        """Tell whether two values of a field are the same, up to what both stores can hold."""
        first, second = (self.picture.fields.comparable(side, link.kind, name, value) for side, value in (one, other))
        return first == second

    def _rewrite(self, link: Link, entries: Sequence[Entry], standing: Record) -> None:
        writing = [entry for entry in entries if self._is_as_written(link, entry, standing)]
        others = [entry for entry in entries if entry not in writing]
        self._keep([each for each in others if not self._is_as_before(link, each, standing)], "sync.edited-since")
        if not writing:
            return
        side = writing[0].side
        notes = [
            entry._replace(
                run=self.outcome.run or 0, number=next(self._numbers), before=standing[str(entry.field)],
                after=entry.before,
            )
            for entry in writing
        ]  # fmt: skip
        foreseen = [self._foreseen(link, note) for note in notes]
        self.ledger.commit(
            [*notes, *(row for put, _ in foreseen for row in put)], [row for _, drop in foreseen for row in drop]
        )
        changes = {str(note.field): Change(note.before, note.after) for note in notes}
        answer = self.stores[side].update(standing.id, changes)
        self.outcome.cells += len(writing)
        put: list[Row] = []
        for note in notes:
            put.append(note._replace(after=answer[str(note.field)]))
            put += self._difference(link, side, answer[str(note.field)], str(note.field))
        self.ledger.commit(put)

    def _foreseen(self, link: Link, note: Entry) -> tuple[list[Row], list[Base]]:
        """Return what to remember and to forget before a write, in case this run does not live to see its answer.

        The next run must not take our write for somebody's edit, and carry the old value over to the other side. Where
        both sides are the same, that they will differ is remembered now: if nothing is written, the next run finds them
        the same and only takes note. Where they differ, and ours would be the only one that changed, what was last seen
        is forgotten: then they are a conflict, written or not.
        """
        name, other = str(note.field), self.picture.record(note.side.other, link)
        if other is None:
            return [], []
        there = (note.side.other, other[name])
        if self._is_same(link, name, (note.side, note.before), there):
            return list(self._difference(link, note.side, note.after, name)), []
        base = self.memory.bases.get((link.id, name))
        if base is not None and self._is_same(link, name, (note.side.other, base.of(note.side.other)), there):
            return [], [base]
        return [], []

    def _difference(self, link: Link, side: Side, value: Value, name: str) -> Iterator[Row]:
        """Yield what is known of a field that is `value` on `side`: both values, and a conflict where they differ."""
        other = self.picture.record(side.other, link)
        if other is None:
            return
        base = base_of(link.id, name, side, value, other[name])
        yield base
        known = self.memory.conflicts.get((link.id, name))
        if not self._is_same(link, name, *((each, base.of(each)) for each in SIDES)):
            number = known.id if known else next(self._conflict_ids)
            conflict = Conflict(number, link.id, name, self.outcome.run or 0, base.a, base.b)
            self.memory.conflicts[link.id, name] = conflict
            yield conflict
        elif known:
            yield known._replace(settled="agreed")

    def _uncreate(self, link: Link, entries: Sequence[Entry], standing: Record) -> None:
        store = self.stores[entries[0].side]
        written = {str(entry.field) for entry in entries}
        added = [name for name, value in standing.fields.items() if value is not None and name not in written]
        # What stood within it may have been taken back by now: look anew.
        within = any(standing.id in objectives_of(record) for record in store.listing())
        if added or within or not all(self._is_as_written(link, entry, standing) for entry in entries):
            self._keep(entries, "sync.edited-since")
            return
        if not store.capabilities().can_delete:
            self._keep(entries, "sync.deletion-impossible")
            return
        run = self.outcome.run or 0
        notes = [
            entry._replace(run=run, number=next(self._numbers), act="delete", before=entry.after, after=None)
            for entry in entries
        ]
        # Ended before it is deleted: nothing may take our deletion for a person's and delete what it was made from.
        self.ledger.commit([link.ended(), *notes])
        store.delete(standing.id)
        self.outcome.deleted += 1
