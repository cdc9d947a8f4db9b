"""A store of OKRs as a model: rows in an order, a trash, hidden shares, and a world in which anything may happen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from okrsync.errors import TransientError
from okrsync.sync.settings import Side
from okrsync.sync.stores import (
    Capabilities,
    Change,
    Draft,
    Kind,
    Record,
    RecordChangedError,
    RecordError,
    RecordGoneError,
    Whereabouts,
)
from okrsync.sync.values import FieldKind, FieldType, Value

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

NOTHING: Callable[[str, str], None] = lambda _moment, _what: None  # noqa: E731 - a default that does nothing


@dataclass(slots=True)
class Row:
    """One record in the store."""

    id: str
    kind: Kind
    fields: dict[str, Value]
    marker: str | None = None
    locked: frozenset[str] = frozenset()
    absent: frozenset[str] = frozenset()
    extras: str = ""
    """Everything that is not mapped: other columns, formats, formulas."""


TYPES: dict[Side, dict[Kind, dict[str, FieldType]]] = {
    Side.A: {
        "objective": {"title": FieldType(FieldKind.TEXT), "note": FieldType(FieldKind.TEXT)},
        "key_result": {
            "title": FieldType(FieldKind.TEXT),
            "objective": FieldType(FieldKind.RECORDS),
            "target": FieldType(FieldKind.NUMBER),
            "status": FieldType(FieldKind.TEXT),
            "note": FieldType(FieldKind.TEXT),
        },
    },
    Side.B: {
        "objective": {"title": FieldType(FieldKind.TEXT), "note": FieldType(FieldKind.TEXT)},
        "key_result": {
            "title": FieldType(FieldKind.TEXT),
            "objective": FieldType(FieldKind.RECORDS),
            # It keeps whole numbers only, and does not say so.
            "target": FieldType(FieldKind.NUMBER),
            "status": FieldType(FieldKind.OPTION, options=frozenset({"on", "off"})),
            "note": FieldType(FieldKind.TEXT),
        },
    },
}


@dataclass(slots=True)
class ModelStore:
    """One side. `tick(moment, what)` is called around all that a remote store does: it may raise, or let people act.

    Side A is like a sheet: it compares right before it writes, and answers with what it reads afterwards.
    Side B is like a service: it does not compare, and answers with what it made of the write; it rounds targets.
    """

    side: Side
    name: str = ""
    types: Mapping[Kind, Mapping[str, FieldType]] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    trash: list[Row] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    tick: Callable[[str, str], None] = NOTHING
    cut: Callable[[int], int] = lambda length: length
    """How many rows of so many a listing gives."""
    watch: Callable[[str, Row, Mapping[str, Value]], None] | None = None
    """Called with what okrsync is about to do: "update", "create", "delete"; the row as it stands; the new values."""
    compares: bool = True
    answers: bool = True
    can_create: bool = True
    can_delete: bool = True
    rounds: bool = False
    writes: int = 0
    made: int = 0

    def capabilities(self) -> Capabilities:
        return Capabilities(self.types or TYPES[self.side], lambda: self.can_create, self.can_delete, self.answers)

    def listing(self) -> Sequence[Record]:
        self.tick("before", "listing")
        seen = [self._record(row) for row in self.rows if row.id not in self.hidden]
        return seen[: self.cut(len(seen))]

    def whereabouts(self, record_id: str) -> Whereabouts:
        self.tick("before", "whereabouts")
        if record_id in self.hidden:
            return Whereabouts.HIDDEN
        return Whereabouts.THERE if self.find(record_id) else Whereabouts.DELETED

    def fetch(self, record_id: str) -> Record:
        self.tick("before", "fetch")
        return self._record(self._row(record_id))

    def update(self, record_id: str, changes: Mapping[str, Change]) -> Record:
        self.tick("before" if self.compares else "at", "update")
        row = self._change(record_id, changes)
        self.writes += 1
        if self.answers:
            answer = self._record(row)
            self.tick("after", "update")
            return answer
        self.tick("after", "update")
        return self._record(self._row(record_id))

    def create(self, draft: Draft, marker: str) -> Record:
        self.tick("before", "create")
        row = self.add(draft.kind, {}, marker)
        self._check_allowed(row, draft.fields)
        if self.watch:
            self.watch("create", row, draft.fields)
        self._write(row, draft.fields)
        self.writes += 1
        answer = self._record(row)
        self.tick("after", "create")
        standing = None if self.answers else self.find(row.id)
        return self._record(standing) if standing else answer

    def delete(self, record_id: str) -> None:
        self.tick("at", "delete")
        row = self._row(record_id)
        if self.watch:
            self.watch("delete", row, {})
        self.remove(row)
        self.writes += 1
        self.tick("after", "delete")

    # ---- what people do

    def find(self, record_id: str | None) -> Row | None:
        return next((row for row in self.rows if row.id == record_id), None)

    def add(self, kind: Kind, fields: Mapping[str, Value], marker: str | None = None) -> Row:
        self.made += 1
        row = Row(f"{self.side.value}{self.made}", kind, {}, marker, extras=f"extra{self.made}")
        self._write(row, fields)
        self.rows.append(row)
        return row

    def remove(self, row: Row) -> None:
        self.rows.remove(row)
        self.trash.append(row)

    def write(self, row: Row, name: str, value: Value) -> None:
        self._write(row, {name: value})

    # ---- inside

    def _change(self, record_id: str, changes: Mapping[str, Change]) -> Row:
        row = self._row(record_id)
        if self.compares and any(row.fields.get(name) != change.expected for name, change in changes.items()):
            raise RecordChangedError("sync.changed-meanwhile")
        new = {name: change.new for name, change in changes.items()}
        self._check_allowed(row, new)
        if self.watch:
            self.watch("update", row, new)
        self._write(row, new)
        return row

    def _write(self, row: Row, values: Mapping[str, Value]) -> None:
        for name, value in values.items():
            kept = float(int(value)) if self.rounds and isinstance(value, float) else value
            if kept is None:
                row.fields.pop(name, None)
            else:
                row.fields[name] = kept

    def _row(self, record_id: str) -> Row:
        row = self.find(record_id)
        if row is None or record_id in self.hidden:
            raise RecordGoneError("sync.gone")
        return row

    def _check_allowed(self, row: Row, values: Mapping[str, Value]) -> None:
        types = self.capabilities().fields[row.kind]
        for name, value in values.items():
            assert name not in row.locked, f"a locked cell was written: {name}"
            assert not types[name].read_only, f"a read-only field was written: {name}"
            options = types[name].options
            assert options is None or value is None or value in options, f"no such option: {value}"

    @staticmethod
    def _record(row: Row) -> Record:
        return Record(row.id, row.kind, dict(row.fields), row.locked, row.marker, row.absent)


class SheetModel(ModelStore):
    """A store that is read and written as a whole."""

    def fetch_together(self, record_ids: Collection[str]) -> Mapping[str, Record]:
        self.tick("before", "fetch")
        found = (self.find(record_id) for record_id in record_ids)
        return {row.id: self._record(row) for row in found if row is not None and row.id not in self.hidden}

    def update_together(self, changes: Mapping[str, Mapping[str, Change]]) -> Mapping[str, Record | RecordError]:
        self.tick("before" if self.compares else "at", "update")
        answers: dict[str, Record | RecordError] = {}
        for record_id, wanted in changes.items():
            try:
                self._change(record_id, wanted)
            except RecordError as error:
                answers[record_id] = error
        if len(answers) < len(changes):
            self.writes += 1
            self.tick("after", "update")
        for record_id in changes.keys() - answers.keys():
            row = self.find(record_id)
            answers[record_id] = RecordGoneError("sync.gone") if row is None else self._record(row)
        return answers


def outage() -> TransientError:
    """Return what a store fails with when it is down."""
    return TransientError("sync.down")
