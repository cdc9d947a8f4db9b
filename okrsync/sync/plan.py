"""What one run will do, step by step: plain data, the same for a dry run and for the run after it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from okrsync.sync.settings import SIDES, Side

if TYPE_CHECKING:
    from collections.abc import Mapping

    from okrsync.sync.ledger import Base, Conflict, Link
    from okrsync.sync.stores import Record
    from okrsync.sync.values import Records, Value


class How(StrEnum):
    """How two records came to be taken for counterparts, or why one is created."""

    LINKED = "linked"
    KEY = "key"
    """Their key is the same, and nobody else's."""
    MARKER = "marker"
    """An earlier run created it and never got an answer."""
    RETURNED = "returned"
    """It had been deleted, and somebody has put it back."""
    REJOINED = "rejoined"
    """Its row was deleted, and a row with the same key stands elsewhere: cut and pasted."""
    NEW = "new"
    AGAIN = "again"
    """An earlier run may have tried to create it, and it is not there."""
    RESTORED = "restored"
    """It was deleted on one side while it was edited on the other: the edit counts."""


class Push(NamedTuple):
    """One cell that is to be written."""

    side: Side
    field: str
    expected: Value
    """What stands there now."""
    new: Value
    source: Value
    """What stands on the other side."""
    record: Conflict | None = None
    """What is kept of the value that gives way, or of the conflict that ends."""


class Held(NamedTuple):
    """A field that cannot be written."""

    field: str
    side: Side
    value: Value
    """What the other side has."""
    why: str
    """Key of the sentence that says why."""


@dataclass(frozen=True, slots=True)
class Merge:
    """Two records become the same, up to conflicts."""

    link: Link
    how: How
    a: Record
    b: Record
    pushes: tuple[Push, ...] = ()
    bases: tuple[Base, ...] = ()
    """What was seen, for fields that are not written."""
    forgotten: tuple[Base, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    """Conflicts that open, go on with other values, or end because both sides agree."""
    held: tuple[Held, ...] = ()

    @property
    def all_conflicts(self) -> tuple[Conflict, ...]:
        """Return the conflicts that open, go on or end with it, those that end with a write among them."""
        return (*self.conflicts, *(push.record for push in self.pushes if push.record))

    def on(self, side: Side) -> Record:
        """Return the record of one side."""
        return self.a if side is Side.A else self.b

    def pushes_to(self, side: Side) -> tuple[Push, ...]:
        """Return what is written on one side."""
        return tuple(push for push in self.pushes if push.side is side)


@dataclass(frozen=True, slots=True)
class Create:
    """A record is created on `side`."""

    link: Link
    side: Side
    how: How
    source: Record
    fields: Mapping[str, Value] = field(default_factory=dict)
    references: Mapping[str, Records] = field(default_factory=dict)
    """Field → records of the source's side that it names; their counterparts may be created in the same run."""
    held: tuple[Held, ...] = ()
    marker: str | None = None
    """The one under which it was tried before."""
    ended: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class Unlink:
    """Two records are no longer kept in step, since one was deleted. What is left stays as it is."""

    link: Link
    deleted_on: tuple[Side, ...]
    left: Record | None
    ended: tuple[Conflict, ...] = ()
    forgotten: tuple[Base, ...] = ()
    """What was sent to a record whose create nobody answered, where it now holds anything else."""


@dataclass(frozen=True, slots=True)
class Delete:
    """A record is deleted on `side`, since a person deleted its counterpart and asked for this."""

    link: Link
    side: Side
    record: Record
    ended: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A record that an unanswered create made after all, for a link that has ended: known, and left alone."""

    link: Link
    side: Side
    record: Record
    forgotten: tuple[Base, ...] = ()
    """As for `Unlink`."""


@dataclass(frozen=True, slots=True)
class Skip:
    """A record that nothing is done about."""

    side: Side
    record: Record
    why: str
    """Key of the sentence that says why."""


Step = Merge | Create | Unlink | Delete | Found | Skip


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run will do."""

    steps: tuple[Step, ...] = ()
    is_first: bool = False
    """Nothing is remembered of the pair: what was matched wants to be looked at."""
    titles: Mapping[Side, Mapping[str, str]] = field(
        default_factory=lambda: {side: {} for side in SIDES}, compare=False
    )
    """Side → id of an objective → its title, to speak of what belongs to it."""
