"""What must always hold while two stores are kept in step, checked at the very write that breaks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from people import People

from okrsync.sync.plan import Create, Delete, Merge, Skip, Unlink
from okrsync.sync.settings import Side

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from model_store import ModelStore, Row

    from okrsync.sync.fields import Fields
    from okrsync.sync.ledger import Ledger, Link
    from okrsync.sync.mirror import Prepared
    from okrsync.sync.stores import Record
    from okrsync.sync.values import Value


class BrokenError(AssertionError):
    """An invariant does not hold."""


class Watched(People):
    """A world in which every write is looked at."""

    ledger: Ledger

    def __init__(self) -> None:
        super().__init__()
        self.deleted_by_us: set[str] = set()
        self.forgotten_conflicts: set[Value] = set()
        """What stood in the conflicts of states that were lost."""

    def watcher(self, store: ModelStore) -> Callable[[str, Row, Mapping[str, Value]], None]:
        """Return what is called before okrsync writes to a store."""

        def watch(act: str, row: Row, values: Mapping[str, Value]) -> None:
            self.note(f"{act} {row.id} {dict(values)}")
            if act == "update":
                for name, new in values.items():
                    old = row.fields.get(name)
                    self._check_seen(row, name, old, new)
                    self.last_known[row.id, name] = old if new is None else new
            elif act == "delete":
                self.deleted_by_us.add(row.id)
                self._check_deleted(store.side, row)
            for value in values.values():
                if store.rounds and isinstance(value, float) and value != int(value):
                    self.rounded[float(int(value))] = value
                    self.parents.setdefault(float(int(value)), set()).add(value)

        return watch

    def _check_seen(self, row: Row, name: str, old: Value, new: Value) -> None:
        """See that a value is replaced only if its author's version had been seen, or is in the conflict log (1)."""
        if old is None or name in {"status", "objective"} or old == new:
            return
        kept = {value for each in self.ledger.conflicts() for value in (each.a, each.b)}
        if old in kept or old in self.forgotten_conflicts:
            return
        if self.rounded.get(new) == old:
            raise BrokenError(f"1: {name} of {row.id}: what a store had rounded came back: {old} → {new}")
        seen = self.cleared if new is None else self.ancestors(new)
        if not seen & {old, self.rounded.get(old, old)}:
            raise BrokenError(f"1: {name} of {row.id}: nobody had seen {old}, and {new} replaced it")

    def _check_deleted(self, side: Side, row: Row) -> None:
        """See that nothing is deleted that no person deleted (5)."""
        link = self._link(side, row.id)
        other = link.of(side.other)
        if other not in self.deleted_by_people:
            raise BrokenError(f"5: {row.id} deleted, though nobody deleted {other}")

    def _link(self, side: Side, record_id: str) -> Link:
        return next(link for link in self.ledger.load().links.values() if link.of(side) == record_id)

    def check_plan(self, prepared: Prepared) -> None:
        """Check what can be told from a plan alone (5, 7, 11)."""
        memory, plan = prepared.picture.memory, prepared.plan
        ending = [step for step in plan.steps if isinstance(step, Delete | Unlink)]
        one_sided = [step for step in ending if isinstance(step, Delete) or step.left is not None]
        live = sum(link.live for link in memory.links.values())
        if len(one_sided) > prepared.picture.settings.most_deletes(live):
            raise BrokenError("7: more deletes than may be")
        for step in one_sided:
            if isinstance(step, Unlink) and prepared.picture.deleting(step.link):
                continue
            gone = step.link.of(step.side.other) if isinstance(step, Delete) else step.link.of(step.deleted_on[0])
            if gone not in self.deleted_by_people:
                raise BrokenError(f"5: {gone} taken for deleted")
        if memory.is_new:
            overwritten = [
                push
                for step in plan.steps
                if isinstance(step, Merge)
                for push in step.pushes
                if push.expected is not None
            ]
            if ending or overwritten:
                raise BrokenError("11: without a state something was deleted or overwritten")
        self._check_restored(prepared)

    def _check_restored(self, prepared: Prepared) -> None:
        for step in prepared.plan.steps:
            if isinstance(step, Create) and step.how.value == "restored":
                gone = prepared.picture.memory.links[step.link.id].of(step.side)
                if gone not in self.deleted_by_people | self.deleted_by_us:
                    raise BrokenError("5: restored what nobody had deleted")
                if gone not in self.deleted_by_us:
                    self._check_edited(step, gone)

    def _check_edited(self, step: Create, gone: str | None) -> None:
        """See that nothing is resurrected unless it was edited (5)."""
        dead = next((row for row in self.stores[step.side].trash if row.id == gone), None)
        if dead is None or step.source.kind == "objective":
            return
        for name, value in step.source.fields.items():
            if name in {"status", "objective"}:
                return
            if value != dead.fields.get(name) and value not in self.ancestors(dead.fields.get(name)):
                return
        if dead.fields.keys() - step.source.fields.keys():
            return
        raise BrokenError(f"5: {gone} resurrected, though nobody had edited {step.source.id}")

    def check_rest(self, prepared: Prepared) -> None:
        """See that everything is equal or in one conflict, and every record accounted for (3, 4)."""
        memory, fields = prepared.picture.memory, prepared.picture.fields
        open_conflicts = [each for each in self.ledger.conflicts() if each.settled is None]
        places = [(each.link, each.field) for each in open_conflicts]
        if len(places) != len(set(places)):
            raise BrokenError("3: two open conflicts of one cell")
        held = {
            (step.link.id, each.field) for step in prepared.plan.steps if isinstance(step, Merge) for each in step.held
        }
        accounted: dict[Side, set[str]] = {Side.A: set(), Side.B: set()}
        for link in memory.links.values():
            a, b = (prepared.picture.record(side, link) for side in Side)
            for side in Side:
                accounted[side].add(link.of(side) or "")
            if not (link.live and a and b):
                continue
            for name in fields.types[link.kind]:
                mine = fields.comparable(Side.A, link.kind, name, a[name])
                theirs = fields.comparable(Side.B, link.kind, name, b[name])
                is_rounded = name == "target" and mine is not None and theirs == float(int(a[name]))
                told = (link.id, name) in memory.conflicts or (link.id, name) in held or is_rounded
                if mine != theirs and not told and self._may_be_equal(fields, name, a, b):
                    raise BrokenError(f"3: {name} of {link}: {a[name]} and {b[name]}, and no conflict")
        skipped = {(step.side, step.record.id) for step in prepared.plan.steps if isinstance(step, Skip)}
        for side, store in self.stores.items():
            for row in store.rows:
                is_marked = row.id in prepared.picture.marked[side]
                if row.id not in accounted[side] and (side, row.id) not in skipped and not is_marked:
                    raise BrokenError(f"3: nobody says anything about {row.id}")
        self._check_twins()

    def _may_be_equal(self, fields: Fields, name: str, a: Record, b: Record) -> bool:
        """Tell whether a cell may be written on either side, so that something can be done about a difference."""
        direction = fields.rules[name].direction
        return any(
            fields.is_writable(side, record, name) and direction.goes_to(side)
            for side, record in zip(Side, (a, b), strict=True)
        )

    def _check_twins(self) -> None:
        """See that a record has one counterpart at most (4), unless a listing had been cut short."""
        if self.blurred:
            return
        for store in self.stores.values():
            # One that a person deleted before anybody knew of it, and put back later, cannot be told from a new one.
            known = [row for row in store.rows if row.extras != "copy" and row.id not in self.deleted_by_people]
            markers = [row.marker for row in known if row.marker]
            twins = {marker for marker in markers if markers.count(marker) > 1}
            if twins:
                raise BrokenError(f"4: created twice: {twins}")
