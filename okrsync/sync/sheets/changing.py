"""What changes of records come to in cells, and which of them, written together, are read as they are meant. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from okrsync.grid import address
from okrsync.sources.entries import Entry
from okrsync.sync.sheets.column_types import Held, held_in
from okrsync.sync.sheets.entering import entered, retitled
from okrsync.sync.sheets.look import reads_as, same
from okrsync.sync.sheets.placing import model_row
from okrsync.sync.stores import RecordChangedError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from okrsync.sync.sheets.look import Look
    from okrsync.sync.sheets.recognising import Candidate
    from okrsync.sync.sheets.sighting import Reader, Sighting
    from okrsync.sync.stores import Change
    from okrsync.sync.values import Value


class Writing(NamedTuple):
    """What one record is to say, and the cells that make it say so."""

    record: str
    old: Candidate
    new: Candidate
    entries: tuple[Entry, ...]

    @property
    def cell(self) -> str:
        """Return its first cell as people name it."""
        first = self.entries[0]
        return f"{first.container or ''} {address(first.row, first.column)}".strip()

    def stands_in(self, look: Look) -> bool:
        """Tell whether a later reading shows the record as it was to be."""
        number = look.find(self.record)
        if number is None:
            return False
        names = self.old.fields.keys() | self.new.fields.keys()
        now = look.rows[number]
        return all(same(now[name]) == same(self.new[name]) for name in names if self.old[name] != self.new[name])


def writing(look: Look, record_id: str, changes: Mapping[str, Change]) -> Writing:
    """Return what fields of one record come to.

    Raises RecordGoneError where it is not there, RecordChangedError where it holds anything but what is expected.
    """
    number = look.place_of(record_id)
    row, sighting, said = look.rows[number], look.sight.sightings[number], look.record(number)
    for name, change in changes.items():
        if row.has_twin or said[name] != change.expected or name in said.locked or name not in sighting.cells:
            raise RecordChangedError("sync.changed-meanwhile")
    entries = [entry for name, change in changes.items() for entry in _entries(look, sighting, name, change.new)]
    new = replace(row, fields={**row.fields, **{name: change.new for name, change in changes.items()}})
    return Writing(record_id, row, new, tuple(entries))


def fitting(look: Look, reader: Reader, writings: Sequence[Writing]) -> list[Writing]:
    """Return those that, written together, are read as what they mean, with everything else read as before.

    Where all together are not, those that are to blame are looked for by halves.
    """
    taken: list[Writing] = []

    def take(part: Sequence[Writing]) -> None:
        together = [*taken, *part]
        if reads_as(look, reader, acts_of(together), _wanted(look, together)):
            taken.extend(part)
        elif len(part) > 1:
            middle = len(part) // 2
            take(part[:middle])
            take(part[middle:])

    if writings:
        take(writings)
    return taken


def acts_of(writings: Iterable[Writing]) -> list[Entry]:
    """Return all cells that are written."""
    return [entry for each in writings for entry in each.entries]


def _wanted(look: Look, writings: Iterable[Writing]) -> list[Candidate]:
    """Return what the rows are to say once everything is written."""
    new = {id(each.old): each.new for each in writings}
    own = [new.get(id(row), row) for row in look.rows]
    return [replace(row, parent=new[id(row.parent)]) if id(row.parent) in new else row for row in own]


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
