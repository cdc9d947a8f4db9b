"""A sheet as a store: read whole, written cell by cell, and only where the outcome would be read as it is meant."""

from __future__ import annotations

import time
from contextlib import suppress
from functools import cache, partial
from typing import TYPE_CHECKING, TypeVar

from okrsync.errors import TransientError
from okrsync.sources.entries import Entry, EntryRefusedError, GoneRow, MovedError
from okrsync.sync.sheets.adding import new_row, takes_rows
from okrsync.sync.sheets.changing import Writing, acts_of, fitting, writing
from okrsync.sync.sheets.look import Look, reads_as, understood
from okrsync.sync.sheets.recognising import told
from okrsync.sync.stores import (
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

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from okrsync.sources.entries import Act, PeoplesCells, Reading
    from okrsync.sync.sheets.sighting import Reader
    from okrsync.sync.stores import Change, Draft

Made = TypeVar("Made")

_FRESH_SECONDS = 1.0
"""So long after records were fetched, or a write was answered, nothing is read anew before a write: it is one call."""
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
        self._seen_at = float("-inf")

    def recall(self, known: Mapping[str, Seen]) -> None:
        """Take what is remembered of records, by which their rows are known again."""
        self._known = {**known, **self._known}

    def capabilities(self) -> Capabilities:
        """Return what the sheet holds; rows are made where one could be added that reads as it is meant."""
        look = self._last or self._look()
        return Capabilities(look.types.of, cache(partial(self._takes_rows, look)))

    def listing(self) -> Sequence[Record]:
        """Return every objective and key result, as they stand on the sheet."""
        first, self._first = self._first, None
        look = self._look() if first is None else self._take(first)
        return [look.record(number) for number in range(len(look.rows))]

    def whereabouts(self, record_id: str) -> Whereabouts:
        """Tell where a record is: a sheet is read whole, so what no row may be any more was deleted."""
        look = self._last or self._look()
        if look.find(record_id) is not None:
            return Whereabouts.THERE
        return Whereabouts.HIDDEN if record_id in look.unsure else Whereabouts.DELETED

    def fetch(self, record_id: str) -> Record:
        """Read again and return a record."""
        look = self._just_seen(self._look())
        return look.record(look.place_of(record_id))

    def update(self, record_id: str, changes: Mapping[str, Change]) -> Record:
        """Write the cells of fields of one record, in one step."""
        answer = self.update_together({record_id: changes})[record_id]
        if isinstance(answer, RecordError):
            raise answer
        return answer

    def fetch_together(self, record_ids: Collection[str]) -> Mapping[str, Record]:
        """Read again and return several records; see `Together`."""
        look = self._just_seen(self._look())
        places = {record_id: look.find(record_id) for record_id in record_ids}
        return {record_id: look.record(number) for record_id, number in places.items() if number is not None}

    def update_together(self, changes: Mapping[str, Mapping[str, Change]]) -> Mapping[str, Record | RecordError]:
        """Write the cells of fields of several records, in one step; see `Together`."""
        answers, moving = _tried(partial(self._update, changes))
        for record_id, change in moving.items():
            # A row that moves shifts others: each such write is one of its own, from a reading of its own.
            answers[record_id] = _tried(partial(self._move, record_id, change))
        return answers

    def create(self, draft: Draft, marker: str) -> Record:  # noqa: ARG002 - rows carry no mark: they are known by what they say
        """Add a row, in one step; where nobody answers, look whether it is there."""
        return _tried(partial(self._create, draft))

    def delete(self, record_id: str) -> None:
        """Take the row out, where nothing else stands in it; else empty the cells of the record."""
        look = self._look()
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
        raise RecordRefusedError("sync.cannot-delete", store=self.name, cell=sighting.named((sighting.row, 0)))

    # ---- inside

    def _update(
        self, changes: Mapping[str, Mapping[str, Change]]
    ) -> tuple[dict[str, Record | RecordError], dict[str, Change]]:
        """Write all that leaves rows where they are; return what became of it, and the changes that move a row."""
        look = self._fresh()
        answers: dict[str, Record | RecordError] = {}
        moving: dict[str, Change] = {}
        writings: list[Writing] = []
        for record_id, wanted in changes.items():
            try:
                made = writing(look, self._reader, record_id, wanted)
                if made.moves_a_row:
                    moving[record_id] = wanted[OBJECTIVE_FIELD]
                    staying = {name: change for name, change in wanted.items() if name != OBJECTIVE_FIELD}
                    made = writing(look, self._reader, record_id, staying)
                writings.append(made)
            except RecordError as error:
                answers[record_id] = error
        for each in writings:
            answers[each.record] = RecordRefusedError("sync.would-mean-else", store=self.name, cell=each.cell)
        taken = fitting(look, self._reader, writings)
        try:
            after = self._changed(look, taken)
            answers |= {each.record: _answer(after, each.record) for each in taken}
        except EntryRefusedError as error:
            # One of them: it is looked for by halves, so that it keeps no other from being written.
            middle = len(taken) // 2
            for part in (taken[:middle], taken[middle:]) if middle else ():
                answers |= self._update({each.record: each.changes for each in part})[0]
            if not middle:
                answers[taken[0].record] = RecordRefusedError(error.key, **error.values)
        return answers, {each: change for each, change in moving.items() if not isinstance(answers[each], RecordError)}

    def _move(self, record_id: str, change: Change) -> Record | RecordError:
        """Let a key result belong to another objective, along with its row."""
        look = self._fresh()
        try:
            made = writing(look, self._reader, record_id, {OBJECTIVE_FIELD: change})
        except RecordError as error:
            return error
        return _answer(self._changed(look, [made]), record_id)

    def _takes_rows(self, look: Look) -> bool:
        return takes_rows(look, self._reader, shifts_rows=self._cells.shifts_rows)

    def _create(self, draft: Draft) -> Record:
        look = self._fresh()
        made = new_row(look, self._reader, draft.kind, draft.fields, shifts_rows=self._cells.shifts_rows)
        if made is None:
            raise RecordRefusedError("sync.no-place", store=self.name)
        try:
            after = self._written(look, made.acts, lambda later: bool(made.found_in(later, look)))
        except EntryRefusedError as error:
            raise RecordRefusedError(error.key, **error.values) from error
        found = made.found_in(after, look)
        if len(found) != 1:
            raise RecordChangedError("sync.changed-meanwhile")
        return after.record(found[0])

    def _fresh(self) -> Look:
        """Return the last reading where it was made just now, else a new one."""
        is_fresh = self._last is not None and time.monotonic() - self._seen_at <= _FRESH_SECONDS
        return self._last if self._last is not None and is_fresh else self._look()

    def _look(self) -> Look:
        return self._take(self._cells.read())

    def _take(self, reading: Reading) -> Look:
        look = understood(reading, self._reader)
        look.recognise(self._known)
        self._known |= {row.id: Seen(row.kind, told(row)) for row in look.rows}
        self._last, self._seen_at = look, float("-inf")
        return look

    def _just_seen(self, look: Look) -> Look:
        self._seen_at = time.monotonic()
        return look

    def _changed(self, look: Look, writings: Sequence[Writing]) -> Look:
        return self._written(look, acts_of(writings), lambda later: all(each.stands_in(later) for each in writings))

    def _written(self, look: Look, acts: Sequence[Act], is_done: Callable[[Look], bool]) -> Look:
        """Write, and return what stands there then; where nobody answers, look whether it was done."""
        if not acts:
            return look
        self._seen_at = float("-inf")
        try:
            return self._just_seen(self._take(self._cells.write(look.reading, acts)))
        except MovedError:
            raise
        except TransientError:
            after = self._look()
            if not is_done(after):
                raise
            return after


def _tried(write: Callable[[], Made]) -> Made:
    """Write, once more where people moved rows in that very moment. Raises MovedError where they go on."""
    for _ in range(_MOST_TRIES - 1):
        with suppress(MovedError):
            return write()
    return write()


def _answer(look: Look, record_id: str) -> Record | RecordError:
    number = look.find(record_id)
    return RecordGoneError("sync.gone") if number is None else look.record(number)
