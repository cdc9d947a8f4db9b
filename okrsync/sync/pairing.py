"""Merges two linked records field by field: what is written where, what is only noted, what waits for a person."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from okrsync.sync.adapting import CannotHoldError
from okrsync.sync.ledger import Base, Conflict
from okrsync.sync.merge import Situation, Verdict, merged
from okrsync.sync.plan import Held, How, Merge, Push
from okrsync.sync.settings import SIDES, Side

if TYPE_CHECKING:
    from collections.abc import Collection

    from okrsync.sync.fields import Fields
    from okrsync.sync.ledger import Link, Memory
    from okrsync.sync.merge import Decision
    from okrsync.sync.stores import Kind, Record
    from okrsync.sync.values import Value


UNSTAMPED = 0
"""A plan does not know the number of the run that will carry it out."""


class Pairing:
    """Merges pairs of records in one run."""

    def __init__(self, fields: Fields, memory: Memory) -> None:
        """Take the fields and what is remembered."""
        self.fields = fields
        self.memory = memory
        self._conflict_ids = count(memory.last_conflict + 1)

    def merge(self, link: Link, how: How, a: Record, b: Record, joined: Collection[Side] = ()) -> Merge | None:
        """Return how two records become the same, None where there is nothing to do and nothing to note.

        `joined` are the sides whose record is new to the link: what is remembered of a field counts only where the
        new record holds what was last seen there, since anything else was written by nobody knows whom.
        """
        notes = _Notes(link.kind)
        for name in self.fields.types[link.kind]:
            if name in a.absent or name in b.absent:
                continue
            base = self.memory.bases.get((link.id, name))
            if base and base.a == a[name] and base.b == b[name] and self._is_settled(link, base):
                # Nearly every field of nearly every run: nobody has touched it.
                continue
            if base and not all(self._believed(side, link, base, a if side is Side.A else b) for side in joined):
                notes.forgotten.append(base)
                base = None
            if base and not self._still_holds(link, base):
                base = None
            self._merge_field(link, name, (a, b), base, notes)
        if how is How.LINKED and not notes.worth_a_step():
            return None
        return Merge(
            link, how, a, b, tuple(notes.pushes), tuple(notes.bases), tuple(notes.forgotten), tuple(notes.conflicts),
            tuple(notes.held),
        )  # fmt: skip

    def same(self, side: Side, kind: Kind, name: str, one: Value, other: Value) -> bool:
        """Tell whether two values of one side are the same, up to what both stores can hold."""
        return one == other or (
            self.fields.comparable(side, kind, name, one) == self.fields.comparable(side, kind, name, other)
        )

    def unbelieved(self, link: Link, side: Side, record: Record) -> tuple[Base, ...]:
        """Return what is remembered of fields in which a record, new to the link, holds anything else.

        That was written by nobody knows whom: a person, or the store that made something else of what it was sent.
        """
        known = (self.memory.bases.get((link.id, name)) for name in self.fields.types[link.kind])
        return tuple(base for base in known if base and not self._believed(side, link, base, record))

    def _believed(self, side: Side, link: Link, base: Base, record: Record) -> bool:
        return self.same(side, link.kind, base.field, record[base.field], base.of(side))

    def is_edited(self, side: Side, link: Link, record: Record) -> bool:
        """Tell whether a record holds anything that the other side has not seen."""
        return any(
            (link.id, name) in self.memory.conflicts
            or (
                ((base := self.memory.bases.get((link.id, name))) is not None)
                and not self.same(side, link.kind, name, record[name], base.of(side))
            )
            for name in self.fields.types[link.kind]
        )

    def ended(self, link: Link, how: str = "unlinked") -> tuple[Conflict, ...]:
        """Return the open conflicts of a link, settled by the end of one of its records."""
        return tuple(
            conflict._replace(settled=how) for conflict in self.memory.conflicts.values() if conflict.link == link.id
        )

    def _is_settled(self, link: Link, base: Base) -> bool:
        """Tell whether nothing is left to do about a field as long as nobody touches it."""
        return (link.id, base.field) not in self.memory.conflicts and self._still_holds(link, base)

    def _still_holds(self, link: Link, base: Base) -> bool:
        """Tell whether links to other records that were the same when they were seen are still the same.

        A record that they name may have been deleted, and have got another counterpart since.
        """
        if not self.fields.is_reference(link.kind, base.field) or (link.id, base.field) in self.memory.conflicts:
            return True
        a, b = (self.fields.comparable(side, link.kind, base.field, base.of(side)) for side in SIDES)
        return a == b

    def _merge_field(
        self, link: Link, name: str, pair: tuple[Record, Record], base: Base | None, notes: _Notes
    ) -> None:
        fields, kind = self.fields, link.kind
        a, b = (record[name] for record in pair)
        seen_a, seen_b = fields.comparable(Side.A, kind, name, a), fields.comparable(Side.B, kind, name, b)
        conflict = self.memory.conflicts.get((link.id, name))
        decision = merged(
            Situation(
                agree=seen_a == seen_b,
                known=base is not None,
                a_changed=base is not None and fields.comparable(Side.A, kind, name, base.a) != seen_a,
                b_changed=base is not None and fields.comparable(Side.B, kind, name, base.b) != seen_b,
                a_blank=seen_a is None,
                b_blank=seen_b is None,
                a_writable=fields.is_writable(Side.A, pair[0], name),
                b_writable=fields.is_writable(Side.B, pair[1], name),
                rule=fields.rules[name],
                choice=conflict.choice if conflict else None,
            )
        )
        now = Base(link.id, name, a, b)
        if decision.verdict is Verdict.AGREED:
            if base != now:
                notes.bases.append(now)
            if conflict:
                notes.conflicts.append(conflict._replace(settled="agreed"))
        elif decision.verdict is Verdict.CONFLICT:
            notes.bases.append(now)
            found = conflict or Conflict(next(self._conflict_ids), link.id, name, UNSTAMPED, a, b)
            notes.conflicts.append(found._replace(a=a, b=b, choice=None))
        elif target := decision.verdict.target:
            self._push(target, now, conflict, notes, decision)

    def _push(self, target: Side, now: Base, conflict: Conflict | None, notes: _Notes, decision: Decision) -> None:
        """Plan the write of one field onto `target`, and keep what gives way."""
        source, expected = now.of(target.other), now.of(target)
        try:
            new = self.fields.adapted(target, notes.kind, now.field, source, expected)
        except CannotHoldError as error:
            notes.held.append(Held(now.field, target, source, error.why))
            return
        settled = target.other.value
        kept = None
        if conflict:
            kept = conflict._replace(a=now.a, b=now.b, settled=settled)
        elif decision.overrules:
            kept = Conflict(next(self._conflict_ids), now.link, now.field, UNSTAMPED, now.a, now.b, settled=settled)
        notes.pushes.append(Push(target, now.field, expected, new, source, kept))


class _Notes:
    """What has been found out about the fields of one pair."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.pushes: list[Push] = []
        self.bases: list[Base] = []
        self.forgotten: list[Base] = []
        self.conflicts: list[Conflict] = []
        self.held: list[Held] = []

    def worth_a_step(self) -> bool:
        return bool(self.pushes or self.bases or self.forgotten or self.conflicts or self.held)
