"""Takes back what a run wrote, cell by cell, where nobody has edited since."""

from __future__ import annotations

from itertools import count, groupby
from typing import TYPE_CHECKING, NamedTuple

from okrsync.errors import ConfigError, SourceError
from okrsync.sync.ledger import Conflict, Entry, base_of
from okrsync.sync.mirror import looked
from okrsync.sync.outcome import Outcome
from okrsync.sync.pictures import objectives_of
from okrsync.sync.pushing import batches, fetched, updated
from okrsync.sync.settings import SIDES
from okrsync.sync.stores import Change, RecordChangedError, RecordError, RecordGoneError, RecordRefusedError

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
    parts = list(_records(entries))
    for side in SIDES:
        updates = [part for part in parts if (part[0].act, part[0].side) == ("update", side)]
        for batch in batches(stores[side], updates):
            undoing.rewrite(side, batch)
    for part in parts:
        if part[0].act != "update":
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

    def rewrite(self, side: Side, parts: Sequence[Sequence[Entry]]) -> None:
        """Give cells of several records back what they held."""
        try:
            self._rewrite(side, parts)
        except SourceError as error:
            self.outcome.failures.append(error)

    def take_back(self, entries: Sequence[Entry]) -> None:
        """Take back that one record was made; what was deleted stays so."""
        first = entries[0]
        link = self.memory.links[first.link]
        if first.record is None:
            self._keep(entries, "sync.outcome-unknown")
        elif first.act == "delete":
            self._keep(entries, "sync.deletion-stays")
        else:
            try:
                self._uncreate(link, entries, self.stores[first.side].fetch(first.record))
            except (RecordChangedError, RecordGoneError):
                self._keep(entries, "sync.edited-since")
            except SourceError as error:
                self.outcome.failures.append(error)

    def _keep(self, entries: Sequence[Entry], why: str) -> None:
        self.kept.extend(Kept(entry, why) for entry in entries)

    def _holds(self, entry: Entry, standing: Record, value: Value) -> bool:
        """Tell whether the cell of an entry holds a value, up to what both stores can hold."""
        known = entry.field in self.picture.fields.types[standing.kind]
        return known and self._is_same(entry, standing[str(entry.field)], value)

    def _is_same(self, entry: Entry, one: Value, other: Value) -> bool:
        """Tell whether two values of the cell of an entry are the same, up to what both stores can hold."""
        kind = self.memory.links[entry.link].kind
        first, second = (
            self.picture.fields.comparable(entry.side, kind, str(entry.field), value) for value in (one, other)
        )
        return first == second

    def _rewrite(self, side: Side, parts: Sequence[Sequence[Entry]]) -> None:
        store = self.stores[side]
        standing = fetched(store, [str(part[0].record) for part in parts])
        notes: dict[str, list[Entry]] = {}
        for part in parts:
            record = standing.get(str(part[0].record))
            writing = [entry for entry in part if record and self._may_be_rewritten(entry, record)]
            others = [entry for entry in part if entry not in writing]
            # What holds the former value already was taken back by somebody, or by a run like this one that was killed.
            edited = [entry for entry in others if not (record and self._holds(entry, record, entry.before))]
            self._keep(edited, "sync.edited-since")
            if record and writing:
                notes[record.id] = [self._note(entry, record) for entry in writing]
        if not notes:
            return
        foreseen = [self._foreseen(note) for several in notes.values() for note in several]
        self.ledger.commit(
            [*(note for several in notes.values() for note in several), *(row for put, _ in foreseen for row in put)],
            [row for _, drop in foreseen for row in drop],
        )
        answers = updated(
            store,
            {each: {str(n.field): Change(n.before, n.after) for n in several} for each, several in notes.items()},
        )
        put: list[Row] = []
        for record_id, several in notes.items():
            answer = answers[record_id]
            if isinstance(answer, RecordRefusedError):
                self.outcome.failures.append(answer)
            elif isinstance(answer, RecordError):
                self._keep(several, "sync.edited-since")
            else:
                self.outcome.cells += len(several)
                for note in several:
                    put.append(note._replace(after=answer[str(note.field)]))
                    put += self._difference(note, answer[str(note.field)])
        self.ledger.commit(put)

    def _may_be_rewritten(self, entry: Entry, standing: Record) -> bool:
        # A record that goes as a whole takes its locked cells along; one that stays keeps them.
        return entry.field not in standing.locked | standing.absent and self._holds(entry, standing, entry.after)

    def _note(self, entry: Entry, standing: Record) -> Entry:
        before, run = standing[str(entry.field)], self.outcome.run or 0
        return entry._replace(run=run, number=next(self._numbers), before=before, after=entry.before)

    def _foreseen(self, note: Entry) -> tuple[list[Row], list[Base]]:
        """Return what to remember and to forget before a write, in case this run does not live to see its answer.

        The next run must not take our write for somebody's edit, and carry the old value over to the other side. Where
        both sides are the same, that they will differ is remembered now: if nothing is written, the next run finds them
        the same and only takes note. Where they differ, and ours would be the only one that changed, what was last seen
        is forgotten: then they are a conflict, written or not.
        """
        link, name = self.memory.links[note.link], str(note.field)
        other = self.picture.record(note.side.other, link)
        if other is None:
            return [], []
        there = note._replace(side=note.side.other)
        base = self.memory.bases.get((link.id, name))
        if self._agree(note, note.before, other[name]):
            return list(self._difference(note, note.after)), []
        if base is not None and self._is_same(there, base.of(there.side), other[name]):
            return [], [base]
        return [], []

    def _agree(self, entry: Entry, own: Value, other: Value) -> bool:
        """Tell whether both sides of the cell of an entry say the same."""
        kind, name, fields = self.memory.links[entry.link].kind, str(entry.field), self.picture.fields
        return fields.comparable(entry.side, kind, name, own) == fields.comparable(entry.side.other, kind, name, other)

    def _difference(self, note: Entry, value: Value) -> Iterator[Row]:
        """Yield what is known of a field that is `value`: what stands on both sides, a conflict where they differ."""
        link, side, name = self.memory.links[note.link], note.side, str(note.field)
        other = self.picture.record(side.other, link)
        if other is None:
            return
        base = base_of(link.id, name, side, value, other[name])
        yield base
        known = self.memory.conflicts.get((link.id, name))
        if not self._agree(note, value, other[name]):
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
        if added or within or not all(self._holds(entry, standing, entry.after) for entry in entries):
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
