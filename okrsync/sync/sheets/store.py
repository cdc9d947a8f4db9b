"""A sheet as a store: read whole, written cell by cell, and only where the outcome would be read as it is meant."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

from okrsync.errors import TransientError
from okrsync.grid import address
from okrsync.sources.entries import Entry, GoneRow, NewRow
from okrsync.sync.sheets.column_types import Held, held_in
from okrsync.sync.sheets.entering import entered, retitled
from okrsync.sync.sheets.look import Look, reads_as, same, statement, told, understood
from okrsync.sync.sheets.placing import Placing, model_row
from okrsync.sync.sheets.recognising import Candidate, recognise
from okrsync.sync.stores import (
    KINDS,
    OBJECTIVE_FIELD,
    Capabilities,
    Record,
    RecordChangedError,
    RecordGoneError,
    RecordRefusedError,
    Seen,
    Whereabouts,
)
from okrsync.sync.values import Records

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from okrsync.sources.entries import Act, PeoplesCells, Reading
    from okrsync.sync.sheets.sighting import Reader, Sighting
    from okrsync.sync.stores import Change, Draft, Kind
    from okrsync.sync.values import Value

_FRESH_SECONDS = 1.0
"""So long after it was fetched a record is written without being read once more: a write is one call, not two."""
_PROBE = "okrsync"


class SheetStore:
    """One spreadsheet, workbook or table file."""

    def __init__(self, name: str, cells: PeoplesCells, reader: Reader, first: Reading | None = None) -> None:
        """Take what reads and writes cells. `first` is a reading that was made a moment ago, for the first listing."""
        self.name = name
        self._cells = cells
        self._reader = reader
        self._first = first
        self._known: dict[str, Seen] = {}
        self._last: Look | None = None
        self._fetched = float("-inf")
        self._can_create: bool | None = None

    def recall(self, known: Mapping[str, Seen]) -> None:
        """Take what is remembered of records, by which their rows are known again."""
        self._known = {**known, **self._known}

    def capabilities(self) -> Capabilities:
        """Return what the sheet holds; rows are made where one could be added that reads as it is meant."""
        look = self._last or self._look()
        if self._can_create is None:
            self._can_create = self._could_create(look)
        return Capabilities(look.types.of, can_create=self._can_create)

    def listing(self) -> Sequence[Record]:
        """Return every objective and key result, as they stand on the sheet."""
        first, self._first = self._first, None
        look = self._take(first) if first is not None else self._look()
        return [self._record(look, number) for number in range(len(look.rows))]

    def whereabouts(self, record_id: str) -> Whereabouts:
        """Tell where a record is: a sheet is read whole, so what no row may be any more was deleted."""
        look = self._last or self._look()
        if look.find(record_id) is not None:
            return Whereabouts.THERE
        return Whereabouts.HIDDEN if record_id in look.unsure else Whereabouts.DELETED

    def fetch(self, record_id: str) -> Record:
        """Read again and return a record."""
        look = self._look()
        self._fetched = time.monotonic()
        return self._record(look, self._place(look, record_id))

    def update(self, record_id: str, changes: Mapping[str, Change]) -> Record:
        """Write the cells of fields of one record, in one step."""
        look = self._last
        if look is None or time.monotonic() - self._fetched > _FRESH_SECONDS:
            look = self._look()
        number = self._place(look, record_id)
        row, sighting = look.rows[number], look.sight.sightings[number]
        said = self._record(look, number)
        for name, change in changes.items():
            if row.has_twin or said[name] != change.expected or name in said.locked or name not in sighting.cells:
                raise RecordChangedError("sync.changed-meanwhile")
        acts = [act for name, change in changes.items() for act in self._entries(look, sighting, name, change.new)]
        new = replace(row, fields={**row.fields, **{name: each.new for name, each in changes.items()}})
        wanted = [
            new if each is row else replace(each, parent=new) if each.parent is row else each for each in look.rows
        ]
        self._require(look, acts, wanted, acts[0] if acts else None)
        return self._written(look, acts, record_id, changes)

    def create(self, draft: Draft, marker: str) -> Record:  # noqa: ARG002 - rows carry no mark: they are known by what they say
        """Add a row, in one step; where nobody answers, look whether it is there."""
        look = self._look()
        fields = {name: value for name, value in draft.fields.items() if name != OBJECTIVE_FIELD}
        parent = self._parent(look, draft)
        acts, wanted = self._place_for(look, draft.kind, fields, parent)
        self._fetched = float("-inf")
        before = {row.id for row in look.rows}
        try:
            after = self._take(self._cells.write(look.reading, acts))
        except TransientError:
            after = self._look()
            if not self._new_in(after, before, wanted[-1]):
                raise
        found = self._new_in(after, before, wanted[-1])
        if len(found) != 1:
            raise RecordChangedError("sync.changed-meanwhile")
        return self._record(after, found[0])

    def delete(self, record_id: str) -> None:
        """Take the row out, where nothing else stands in it; else empty the cells of the record."""
        look = self._look()
        self._fetched = float("-inf")
        number = self._place(look, record_id)
        row, sighting = look.rows[number], look.sight.sightings[number]
        if row.has_twin:
            raise RecordChangedError("sync.changed-meanwhile")
        wanted = [each for each in look.rows if each is not row]
        emptied = [
            Entry(sighting.container, *cell, None)
            for name, cells in sighting.cells.items() if name not in sighting.locked
            for cell in cells
        ]  # fmt: skip
        repeats = [
            Entry(sighting.container, *cell, None)
            for cells in (sighting.parent.cells.values() if sighting.parent else ())
            for cell in cells[1:] if cell[0] == sighting.row
        ]  # fmt: skip
        whole = [GoneRow(sighting.container, sighting.row)] if self._cells.shifts_rows else []
        for acts in (whole, [*emptied, *repeats], emptied):
            if acts and reads_as(look, self._reader, acts, wanted):
                self._take(self._cells.write(look.reading, acts))
                return
        raise RecordRefusedError("sync.cannot-delete", store=self.name, cell=_named(sighting))

    # ---- inside

    def _look(self) -> Look:
        return self._take(self._cells.read())

    def _take(self, reading: Reading) -> Look:
        look = understood(reading, self._reader)
        look.unsure = recognise(self._known, look.rows)
        self._known |= {row.id: Seen(row.kind, told(row)) for row in look.rows}
        self._last = look
        return look

    @staticmethod
    def _place(look: Look, record_id: str) -> int:
        number = look.find(record_id)
        if number is None:
            raise RecordGoneError("sync.gone")
        return number

    @staticmethod
    def _record(look: Look, number: int) -> Record:
        row, sighting = look.rows[number], look.sight.sightings[number]
        absent = look.types.of[row.kind].keys() - sighting.cells.keys()
        return Record(row.id, row.kind, told(row), frozenset(sighting.locked | absent))

    @staticmethod
    def _entries(look: Look, sighting: Sighting, name: str, new: Value) -> list[Entry]:
        held = held_in(look.sight, sighting, name)
        (row, column), like = sighting.cells[name][0], None
        if held.value is None and (model := model_row(look.sight, sighting, name, row)) != row:
            like, held = model, Held(None, look.sight.grids[sighting.container].style(model, column))
        value = entered(new, held, look.types.of[sighting.kind][name])
        if name != "title":
            return [Entry(sighting.container, *cell, value, like) for cell in sighting.cells[name]]
        return [
            Entry(sighting.container, *cell, retitled(look.sight.at(sighting.container, cell), sighting.title, new))
            for cell in sighting.cells[name]
        ]

    def _written(self, look: Look, acts: list[Entry], record_id: str, changes: Mapping[str, Change]) -> Record:
        self._fetched = float("-inf")
        try:
            after = self._take(self._cells.write(look.reading, acts))
        except TransientError:
            # Nobody knows whether it was done: look.
            after = self._look()
            number = after.find(record_id)
            if number is None or any(same(after.rows[number][n]) != same(each.new) for n, each in changes.items()):
                raise
        return self._record(after, self._place(after, record_id))

    def _require(self, look: Look, acts: Sequence[Act], wanted: Sequence[Candidate], cell: Entry | None) -> None:
        if not reads_as(look, self._reader, acts, wanted):
            where = f"{cell.container or ''} {address(cell.row, cell.column)}".strip() if cell else ""
            raise RecordRefusedError("sync.would-mean-else", store=self.name, cell=where)

    def _parent(self, look: Look, draft: Draft) -> int | None:
        within = draft.fields.get(OBJECTIVE_FIELD)
        if not isinstance(within, Records) or not within.ids:
            return None
        return self._place(look, within.ids[0])

    def _place_for(
        self, look: Look, kind: Kind, fields: Mapping[str, Value], parent: int | None
    ) -> tuple[tuple[Act, ...], list[Candidate]]:
        found = self._free_place(look, kind, fields, parent)
        if found is None:
            raise RecordRefusedError("sync.no-place", store=self.name)
        return found

    def _free_place(
        self, look: Look, kind: Kind, fields: Mapping[str, Value], parent: int | None
    ) -> tuple[tuple[Act, ...], list[Candidate]] | None:
        """Return the first way to write a new record that reads as it is meant, and what is then read."""
        placing = Placing(look.sight, look.types, shifts_rows=self._cells.shifts_rows)
        objective = None if parent is None else look.sight.sightings[parent]
        above = None if parent is None else look.rows[parent]
        for acts in placing.places(kind, fields, objective):
            wanted = [*look.rows, Candidate(kind, None, dict(fields), above)]
            if all(self._may_write(look, act) for act in acts) and reads_as(look, self._reader, acts, wanted):
                return acts, wanted
        return None

    @staticmethod
    def _may_write(look: Look, act: Act) -> bool:
        if isinstance(act, Entry):
            return look.reading.may_write(act.container, act.row, act.column)
        columns = act.cells if isinstance(act, NewRow) else ()
        return all(look.reading.may_write(act.container, act.row, column) for column in columns)

    def _could_create(self, look: Look) -> bool:
        objectives = [number for number, row in enumerate(look.rows) if row.kind == "objective"]
        if not objectives:
            return self._free_place(look, "key_result", {"title": _PROBE}, None) is not None
        return all(
            self._free_place(look, kind, {"title": _PROBE}, objectives[0] if kind == "key_result" else None) is not None
            for kind in KINDS
        )

    @staticmethod
    def _new_in(look: Look, before: set[str], wanted: Candidate) -> list[int]:
        return [
            number
            for number, row in enumerate(look.rows)
            if row.id not in before and statement(row) == statement(wanted)
        ]


def _named(sighting: Sighting) -> str:
    return f"{sighting.container or ''} {address(sighting.row, 0)}".strip()
