"""One reading of a sheet understood: which records it shows, and which it would show once something is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from okrsync.sync.comparing import tidied
from okrsync.sync.sheets.applying import applied
from okrsync.sync.sheets.column_types import held_in, learned
from okrsync.sync.sheets.recognising import Candidate, recognise, told
from okrsync.sync.stores import OBJECTIVE_FIELD, PARENTS_FIELD, Record, RecordGoneError

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from okrsync.sources.entries import Act, Reading
    from okrsync.sync.sheets.column_types import ColumnTypes
    from okrsync.sync.sheets.sighting import Reader, Sight
    from okrsync.sync.stores import Seen
    from okrsync.sync.values import Value


@dataclass(slots=True)
class Look:
    """One reading understood: sightings and the records that they are, in the same order."""

    reading: Reading
    sight: Sight
    types: ColumnTypes
    rows: list[Candidate]
    unsure: frozenset[str] = frozenset()
    _places: dict[str, int] = field(default_factory=dict)

    def recognise(self, known: Mapping[str, Seen]) -> None:
        """Give every row its id, from what is remembered of records."""
        self.unsure = recognise(known, self.rows)
        self._places = {row.id: number for number, row in enumerate(self.rows)}

    def find(self, record_id: str) -> int | None:
        """Return the place of a record, None where it is not there."""
        return self._places.get(record_id)

    def place_of(self, record_id: str) -> int:
        """Return the place of a record. Raises RecordGoneError."""
        number = self.find(record_id)
        if number is None:
            raise RecordGoneError("sync.gone")
        return number

    def record(self, number: int) -> Record:
        """Return the record at a place."""
        row, sighting = self.rows[number], self.sight.sightings[number]
        # To what a key result belongs is told by where it stands, even where no cell says it.
        absent = self.types.of[row.kind].keys() - sighting.cells.keys() - {OBJECTIVE_FIELD}
        return Record(row.id, row.kind, told(row), frozenset(sighting.locked), absent=frozenset(absent))


def understood(reading: Reading, reader: Reader) -> Look:
    """Return what a reading shows; nobody is recognised yet."""
    sight = reader.see(reading.grids, reading.may_write)
    types = learned(sight)
    return Look(reading, sight, types, candidates(sight, types))


def reads_as(look: Look, reader: Reader, acts: Sequence[Act], wanted: Sequence[Candidate]) -> bool:
    """Tell whether the sheet, with `acts` carried out, is read as just the records that are wanted."""
    sight = reader.see(applied(look.sight.grids, acts), look.reading.may_write)
    return Counter(map(statement, candidates(sight, learned(sight)))) == Counter(map(statement, wanted))


def candidates(sight: Sight, types: ColumnTypes) -> list[Candidate]:
    """Return the records that a sheet shows, in the order of its sightings."""
    rows: dict[int, Candidate] = {}
    for each in sight.sightings:
        fields: dict[str, Value] = {"title": each.title}
        for name in each.cells:
            if name not in {"title", PARENTS_FIELD}:
                value = tidied(types.value(each.kind, name, held_in(sight, each, name)))
                if value is not None:
                    fields[name] = value
        rows[id(each)] = Candidate(each.kind, each.code, fields, rows.get(id(each.parent)))
    for each in sight.sightings:
        above = each.parents
        named = above if isinstance(above, str) else tuple(rows[id(parent)] for parent in above)
        rows[id(each)].parents = named or None
    return list(rows.values())


def statement(row: Candidate) -> Hashable:
    """Return all that a row says, and what it belongs to, to compare rows by."""
    said = frozenset((name, same(value)) for name, value in row.fields.items() if same(value) is not None)
    return row.kind, said, belonging(row)


def belonging(row: Candidate) -> Hashable:
    """Return to what a row belongs, to compare rows by."""
    above = row.parents
    parents = same(above) if isinstance(above, str) else frozenset(same(each["title"]) for each in above or ())
    return same(row.parent["title"]) if row.parent else None, parents or None


def same(value: Value) -> Hashable:
    """Return a value as cells are compared: blanks and line breaks in a text make no difference."""
    value = tidied(value)
    return " ".join(value.split()) if isinstance(value, str) else value
