"""What is remembered of two sources: which records belong together, what was last seen, conflicts, what was written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from okrsync.sync.settings import Side
from okrsync.sync.stores import Seen
from okrsync.sync.values import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.sync.stores import Kind
    from okrsync.sync.values import Value


@dataclass(frozen=True, slots=True)
class Link:
    """Two records that belong together. A remote record belongs to one link, ever."""

    id: int
    kind: Kind
    a: str | None
    b: str | None
    """Id of the record on each side; None while it is being created there."""
    live: bool = True
    """A link ends when a person deletes one of its records; what is left of it is then left alone."""

    def of(self, side: Side) -> str | None:
        """Return the id of its record on `side`."""
        return self.a if side is Side.A else self.b

    def joined(self, side: Side, record_id: str | None) -> Link:
        """Return this link with another record on `side`, alive."""
        return Link(
            self.id, self.kind, record_id if side is Side.A else self.a, record_id if side is Side.B else self.b
        )

    def ended(self, side: Side | None = None, record_id: str | None = None) -> Link:
        """Return this link at its end; with `side`, with the record that turned out to be there."""
        return replace(self if side is None else self.joined(side, record_id), live=False)


class Base(NamedTuple):
    """The values of one field of a link as they were last read on each side (not as they were written)."""

    link: int
    field: str
    a: Value
    b: Value

    def of(self, side: Side) -> Value:
        """Return the value on `side`."""
        return self.a if side is Side.A else self.b


def base_of(link: int, name: str, side: Side, value: Value, other: Value) -> Base:
    """Return the base of a field whose value is `value` on `side`, `other` on the other one."""
    return Base(link, name, value, other) if side is Side.A else Base(link, name, other, value)


DELETING = "deleting"
"""In place of a marker: the record is being deleted."""


class Pending(NamedTuple):
    """A record that is being created or deleted: until it is answered, nobody knows whether it was."""

    link: int
    side: Side
    marker: str


class Conflict(NamedTuple):
    """Two values of one field of which a person has to pick one; also, once settled, the value that gave way."""

    id: int
    link: int
    field: str
    run: int
    """The run that found it."""
    a: Value
    b: Value
    choice: Side | None = None
    """The side that a person took, until the next run carries it out."""
    settled: str | None = None
    """How it ended: "a" or "b" (whose value stands), "agreed", "unlinked"; None while it is open."""

    def of(self, side: Side) -> Value:
        """Return the value on `side`."""
        return self.a if side is Side.A else self.b

    def stamped(self, run: int) -> Conflict:
        """Return it with the number of the run that found it, where a plan has left that open."""
        return self if self.run else self._replace(run=run)


Act = Literal["update", "create", "delete"]


class Entry(NamedTuple):
    """One cell that a run wrote; written down before the write, made true after it."""

    run: int
    number: int
    act: Act
    link: int
    side: Side
    record: str | None
    field: str | None
    before: Value
    after: Value


Row = Link | Base | Pending | Conflict | Entry


@dataclass(slots=True)
class Memory:
    """Everything that is remembered of one pair, but what was written."""

    life: str = ""
    """Tells this state from an earlier one that was lost: part of every marker."""
    links: dict[int, Link] = field(default_factory=dict)
    bases: dict[tuple[int, str], Base] = field(default_factory=dict)
    pending: dict[tuple[int, Side], Pending] = field(default_factory=dict)
    conflicts: dict[tuple[int, str], Conflict] = field(default_factory=dict)
    """(link, field) → the open one."""
    last_conflict: int = 0

    @property
    def is_new(self) -> bool:
        """Tell whether the pair has never been kept in step."""
        return not self.links

    def seen(self, side: Side) -> dict[str, Seen]:
        """Return what the records of one side said when they were last seen, those of ended links among them."""
        said: defaultdict[int, dict[str, Value]] = defaultdict(dict)
        for base in self.bases.values():
            said[base.link][base.field] = base.of(side)
        links = ((link.of(side), link) for link in self.links.values())
        return {record_id: Seen(link.kind, said[link.id]) for record_id, link in links if record_id is not None}

    def titles(self, side: Side) -> dict[str, str]:
        """Return id → title of the objectives of one side, as they were last seen."""
        objectives = ((link.of(side), link) for link in self.links.values() if link.kind == "objective")
        bases = ((each, self.bases.get((link.id, "title"))) for each, link in objectives if each is not None)
        return {each: shown(base.of(side)) for each, base in bases if base}


class Ledger(Protocol):
    """Where the memory of one pair is kept. Raises StateError; BusyError where another run has taken over."""

    def load(self) -> Memory:
        """Return what is remembered."""
        ...

    def begin(self) -> int:
        """Return the number of a new run, one more than the last."""
        ...

    def commit(self, put: Sequence[Row], drop: Sequence[Base | Pending] = ()) -> None:
        """Remember and forget rows in one transaction, if this run still holds its lease."""
        ...

    def conflicts(self) -> list[Conflict]:
        """Return all conflicts, oldest first: open ones, and those that ended, with what gave way."""
        ...

    def entries(self, run: int) -> list[Entry]:
        """Return what a run wrote, in order."""
        ...

    def last_run(self) -> int | None:
        """Return the number of the newest run that wrote anything."""
        ...
