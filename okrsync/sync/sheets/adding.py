"""New rows: whether a sheet takes any, where one goes, and which one it was. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from okrsync.sources.entries import Entry, NewRow
from okrsync.sync.sheets.look import reads_as, statement
from okrsync.sync.sheets.placing import Placing
from okrsync.sync.sheets.recognising import Candidate
from okrsync.sync.stores import KINDS, OBJECTIVE_FIELD, PARENTS_FIELD
from okrsync.sync.values import Records

if TYPE_CHECKING:
    from collections.abc import Mapping

    from okrsync.sources.entries import Act
    from okrsync.sync.sheets.look import Look
    from okrsync.sync.sheets.sighting import Reader
    from okrsync.sync.stores import Kind
    from okrsync.sync.values import Value

_PROBE = "okrsync"


class Addition(NamedTuple):
    """A row that is to be, and what makes it."""

    acts: tuple[Act, ...]
    row: Candidate

    def found_in(self, after: Look, before: Look) -> list[int]:
        """Return the places where it stands in a later reading, and did not in an earlier one."""
        known = {row.id for row in before.rows}
        return [
            number
            for number, row in enumerate(after.rows)
            if row.id not in known and statement(row) == statement(self.row)
        ]


def new_row(look: Look, reader: Reader, kind: Kind, said: Mapping[str, Value], *, shifts_rows: bool) -> Addition | None:
    """Return the first way to write a new record that reads as it is meant, None where there is none.

    `said` are its fields, what it belongs to among them. Raises RecordGoneError where that is not there.
    """
    fields = {name: value for name, value in said.items() if name not in {OBJECTIVE_FIELD, PARENTS_FIELD}}
    above, over = (_places(look, said.get(name)) for name in (OBJECTIVE_FIELD, PARENTS_FIELD))
    row = Candidate(kind, None, fields, look.rows[above[0]] if above else None)
    row.parents = tuple(look.rows[each] for each in over) or None
    sightings = look.sight.sightings
    placing = Placing(look.sight, look.types, shifts_rows=shifts_rows)
    for acts in placing.places(
        kind, fields, sightings[above[0]] if above else None, [sightings[each] for each in over]
    ):
        if all(_may_write(look, act) for act in acts) and reads_as(look, reader, acts, [*look.rows, row]):
            return Addition(acts, row)
    return None


def takes_rows(look: Look, reader: Reader, *, shifts_rows: bool) -> bool:
    """Tell whether objectives and key results could be added to a sheet."""
    first = next((row for row in look.rows if row.kind == "objective"), None)
    probe: dict[str, Value] = {"title": _PROBE}
    if first is None:
        kind: Kind = "objective" if look.sight.samples else "key_result"
        return new_row(look, reader, kind, probe, shifts_rows=shifts_rows) is not None
    inside: dict[str, Value] = {**probe, OBJECTIVE_FIELD: Records((first.id,))}
    return all(
        new_row(look, reader, kind, inside if kind == "key_result" else probe, shifts_rows=shifts_rows) is not None
        for kind in KINDS
    )


def _places(look: Look, value: Value) -> list[int]:
    return [look.place_of(each) for each in value.ids] if isinstance(value, Records) else []


def _may_write(look: Look, act: Act) -> bool:
    if isinstance(act, Entry):
        return look.reading.may_write(act.container, act.row, act.column)
    columns = act.cells if isinstance(act, NewRow) else ()
    return all(look.reading.may_write(act.container, act.row, column) for column in columns)
