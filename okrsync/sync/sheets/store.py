"""A sheet as a store: read whole, written cell by cell, and only where the outcome would be read as it is meant."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

from okrsync.errors import TransientError
from okrsync.grid import address
from okrsync.sources.entries import Entry, GoneRow, MovedError, NewRow
from okrsync.sync.sheets.changing import Writing, acts_of, fitting, writing
from okrsync.sync.sheets.look import Look, reads_as, statement, told, understood
from okrsync.sync.sheets.placing import Placing
from okrsync.sync.sheets.recognising import Candidate
from okrsync.sync.stores import (
    KINDS,
    OBJECTIVE_FIELD,
    Capabilities,
    Record,
    RecordChangedError,
    RecordError,
    RecordGoneError,
    RecordRefusedError,
    Seen,
    Whereabouts,
)
from okrsync.sync.values import Records

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from okrsync.sources.entries import Act, PeoplesCells, Reading
    from okrsync.sync.sheets.sighting import Reader, Sighting
    from okrsync.sync.stores import Change, Draft, Kind
    from okrsync.sync.values import Value

_FRESH_SECONDS = 1.0
"""So long after it was fetched a record is written without being read once more: a write is one call, not two."""
_MOST_TRIES = 3
"""How often a write is tried while people move rows in the very moment of it."""
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
        return [look.record(number) for number in range(len(look.rows))]

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
        return look.record(look.place_of(record_id))

    def update(self, record_id: str, changes: Mapping[str, Change]) -> Record:
        """Write the cells of fields of one record, in one step."""
        answer = self.update_together({record_id: changes})[record_id]
        if isinstance(answer, RecordError):
            raise answer
        return answer

    def fetch_together(self, record_ids: Collection[str]) -> Mapping[str, Record]:
        """Read again and return several records; see `Together`."""
        look = self._look()
        self._fetched = time.monotonic()
        places = {record_id: look.find(record_id) for record_id in record_ids}
        return {record_id: look.record(number) for record_id, number in places.items() if number is not None}

    def update_together(self, changes: Mapping[str, Mapping[str, Change]]) -> Mapping[str, Record | RecordError]:
        """Write the cells of fields of several records, in one step; see `Together`."""
        for _ in range(_MOST_TRIES - 1):
            with suppress(MovedError):
                return self._update(changes)
        return self._update(changes)

    def _update(self, changes: Mapping[str, Mapping[str, Change]]) -> Mapping[str, Record | RecordError]:
        look = self._last
        if look is None or time.monotonic() - self._fetched > _FRESH_SECONDS:
            look = self._look()
        answers: dict[str, Record | RecordError] = {}
        writings: list[Writing] = []
        for record_id, wanted in changes.items():
            try:
                writings.append(writing(look, record_id, wanted))
            except RecordError as error:
                answers[record_id] = error
        for each in writings:
            answers[each.record] = RecordRefusedError("sync.would-mean-else", store=self.name, cell=each.cell)
        taken = fitting(look, self._reader, writings)
        after = self._written(look, taken)
        for each in taken:
            number = after.find(each.record)
            answers[each.record] = RecordGoneError("sync.gone") if number is None else after.record(number)
        return answers

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
        return after.record(found[0])

    def delete(self, record_id: str) -> None:
        """Take the row out, where nothing else stands in it; else empty the cells of the record."""
        look = self._look()
        self._fetched = float("-inf")
        number = look.place_of(record_id)
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
        look.recognise(self._known)
        self._known |= {row.id: Seen(row.kind, told(row)) for row in look.rows}
        self._last = look
        return look

    def _written(self, look: Look, writings: Sequence[Writing]) -> Look:
        if not writings:
            return look
        self._fetched = float("-inf")
        try:
            return self._take(self._cells.write(look.reading, acts_of(writings)))
        except MovedError:
            raise
        except TransientError:
            # Nobody knows whether it was done: look.
            after = self._look()
            if not all(each.stands_in(after) for each in writings):
                raise
            return after

    def _parent(self, look: Look, draft: Draft) -> int | None:
        within = draft.fields.get(OBJECTIVE_FIELD)
        if not isinstance(within, Records) or not within.ids:
            return None
        return look.place_of(within.ids[0])

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
