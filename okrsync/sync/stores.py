"""What a store of OKRs must be able to do to be kept in step with another one.

A store hands over records (objectives and key results), whatever it keeps them in: pages, rows, merged areas.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, runtime_checkable

from okrsync.errors import SourceError, TerminalError, TransientError, WriteRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from okrsync.sync.values import FieldType, Value

Kind = Literal["objective", "key_result"]
KINDS: tuple[Kind, ...] = ("objective", "key_result")
OBJECTIVE_FIELD = "objective"
"""Field of a key result that holds its objective, as `Records`."""
PARENTS_FIELD = "parents"
"""Field of an objective: what it contributes to, as `Records`; as text where that is none of the store's records."""


class RecordError(SourceError):
    """One record cannot be written now; nothing was written to it, and others can be."""


class RecordGoneError(RecordError, TerminalError):
    """A record is no longer there, or may no longer be seen."""


class RecordChangedError(RecordError, TransientError):
    """A record no longer holds what was expected."""


class RecordRefusedError(RecordError, WriteRefusedError):
    """One record cannot be written without harm, nor will it tomorrow."""


@dataclass(frozen=True, slots=True)
class Record:
    """One objective or key result as it stands in a store."""

    id: str
    """Identity that survives moving, sorting and renaming, and that no copy shares: a page id, a row's metadata id."""
    kind: Kind
    fields: Mapping[str, Value]
    """Field of the model → value; a field that is missing here is empty."""
    locked: frozenset[str] = frozenset()
    """Fields that hold a formula, or that are protected, in this very record."""
    marker: str | None = None
    """The mark that `Store.create` left, where the store can carry one along. A copy of the record may carry it too."""
    absent: frozenset[str] = frozenset()
    """Fields that other records of its kind have a place for, and this one has not: a column of another tab."""

    def __getitem__(self, name: str) -> Value:
        """Return the value of a field, None where it is empty."""
        return self.fields.get(name)


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a store can hold and do right now."""

    fields: Mapping[Kind, Mapping[str, FieldType]]
    """Only people's own fields: okrsync's columns are never among them."""
    takes_records: Callable[[], bool] = lambda: True
    """Whether records can be created: asked only where there is one to be made, since a sheet has to try it out."""
    can_delete: bool = True
    answers_writes: bool = True
    """Whether `Store.update` and `Store.create` return what the store answered to that very request. Where they read
    it afterwards, a person may have come in between, and a difference is not taken for the store's own rounding."""

    @property
    def can_create(self) -> bool:
        """Tell whether records can be created."""
        return self.takes_records()


class Whereabouts(StrEnum):
    """Where a record is that a listing does not hold."""

    THERE = "there"
    """It can be read: the listing was not complete."""
    DELETED = "deleted"
    """There is proof that a person deleted it (it is in the trash; its row is gone from a sheet that can be read)."""
    HIDDEN = "hidden"
    """It cannot be seen (403, 404): access was lost. Never taken for a deletion."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is to become of one field."""

    expected: Value
    new: Value


@dataclass(frozen=True, slots=True)
class Draft:
    """A record that is to be created."""

    kind: Kind
    fields: Mapping[str, Value] = field(default_factory=dict)


class Store(Protocol):
    """One side of a pair. Every method raises `TransientError` or `TerminalError` and their kinds, nothing else.

    A store retries by itself what is worth retrying, so that an error here means: not this time.
    """

    name: str
    """What people call it."""

    def capabilities(self) -> Capabilities:
        """Return what the store holds and can do, as of the last `listing`."""
        ...

    def listing(self) -> Sequence[Record]:
        """Return every record. Raises an error where the list may not be complete."""
        ...

    def whereabouts(self, record_id: str) -> Whereabouts:
        """Tell where a record is that the listing does not hold."""
        ...

    def fetch(self, record_id: str) -> Record:
        """Return a record as it stands now. Raises RecordGoneError where it is not there."""
        ...

    def update(self, record_id: str, changes: Mapping[str, Change]) -> Record:
        """Write fields of one record, all or none, and return the record as the store holds it afterwards.

        Whoever can compare right before writing (a file, a row found anew) does so.
        Raises RecordChangedError where a field holds anything but what is expected, RecordGoneError where there is no
        such record any more.
        """
        ...

    def create(self, draft: Draft, marker: str) -> Record:
        """Create a record that carries `marker`, in one request, and return it as the store holds it."""
        ...

    def delete(self, record_id: str) -> None:
        """Put a record where its owner can still get it back (the trash), where the store has such a place."""
        ...


@runtime_checkable
class Together(Protocol):
    """A store that is read and written as a whole: what many records get goes into one write."""

    def fetch_together(self, record_ids: Collection[str]) -> Mapping[str, Record]:
        """Read once, and return the records as they stand now, without those that are gone."""
        ...

    def update_together(self, changes: Mapping[str, Mapping[str, Change]]) -> Mapping[str, Record | RecordError]:
        """Write fields of several records in one step; return what each then holds, or what kept it from being written.

        Of each record all fields are written or none. Raises what `Store.update` raises for the store as a whole;
        WriteRefusedError where the one step was refused: nothing was written then.
        """
        ...


@runtime_checkable
class Unmarking(Protocol):
    """A store whose markers people could see, so that they go as soon as nobody waits for them any more."""

    def unmark(self, is_done: Callable[[str], bool]) -> None:
        """Take the markers that are done off the records of the last listing and off those created since.

        Markers of another pair, which may wait for their answer, are none of this one's business.
        """
        ...


class Seen(NamedTuple):
    """What a record said when it was last seen."""

    kind: Kind
    fields: Mapping[str, Value]


@runtime_checkable
class Recalling(Protocol):
    """A store whose records have no identity of their own (rows of a sheet): it knows them again by what they said."""

    def recall(self, known: Mapping[str, Seen]) -> None:
        """Take, before a listing, what is remembered of its records, by their ids."""
        ...
