"""What changes of records come to in cells, and which of them, written together, are read as they are meant. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from okrsync.sources.entries import Entry, MovedRow
from okrsync.sync.sheets.belonging import mentions, parents_named, ways_to_move
from okrsync.sync.sheets.column_types import Held, held_in
from okrsync.sync.sheets.entering import entered, retitled
from okrsync.sync.sheets.look import belonging, reads_as, same
from okrsync.sync.sheets.placing import model_row
from okrsync.sync.stores import OBJECTIVE_FIELD, PARENTS_FIELD, RecordChangedError, RecordRefusedError
from okrsync.sync.values import Records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from okrsync.sources.entries import Act
    from okrsync.sync.sheets.look import Look
    from okrsync.sync.sheets.recognising import Candidate
    from okrsync.sync.sheets.sighting import Reader, Sighting
    from okrsync.sync.stores import Change
    from okrsync.sync.values import Value


class Writing(NamedTuple):
    """What one record is to say, and what makes it say so."""

    record: str
    old: Candidate
    new: Candidate
    cell: str
    """Where it stands, as people name it."""
    acts: tuple[Act, ...]
    changes: Mapping[str, Change]

    @property
    def moves_a_row(self) -> bool:
        """Tell whether rows stand elsewhere afterwards: such a writing is made by itself."""
        return any(isinstance(act, MovedRow) for act in self.acts)

    def stands_in(self, look: Look) -> bool:
        """Tell whether a later reading shows the record as it was to be."""
        number = look.find(self.record)
        if number is None:
            return False
        now = look.rows[number]
        changed = [name for name in self.old.fields.keys() | self.new.fields.keys() if self.old[name] != self.new[name]]
        return belonging(now) == belonging(self.new) and all(
            same(now[name]) == same(self.new[name]) for name in changed
        )


def writing(look: Look, reader: Reader, record_id: str, changes: Mapping[str, Change]) -> Writing:
    """Return what fields of one record come to.

    Raises RecordGoneError where it is not there, RecordChangedError where it holds anything but what is expected,
    RecordRefusedError where there is no way to let it belong to what it is to belong to.
    """
    number = look.place_of(record_id)
    row, sighting, said = look.rows[number], look.sight.sightings[number], look.record(number)
    for name, change in changes.items():
        if row.has_twin or said[name] != change.expected or name in said.locked | said.absent:
            raise RecordChangedError("sync.changed-meanwhile")
    fields = {name: each.new for name, each in changes.items() if name not in {OBJECTIVE_FIELD, PARENTS_FIELD}}
    acts = [act for name, value in fields.items() for act in _entries(look, sighting, name, value)]
    # A title may stand in no cell of its own: in the name of a tab, before a table.
    cell = sighting.named(sighting.cells.get("title", ((sighting.row, 0),))[0])
    made = Writing(record_id, row, replace(row, fields={**row.fields, **fields}), cell, tuple(acts), changes)
    if PARENTS_FIELD in changes:
        made = _first_that_reads(look, reader, made, _with_parents(look, sighting, made, changes[PARENTS_FIELD].new))
    if OBJECTIVE_FIELD in changes:
        made = _first_that_reads(look, reader, made, _moved(look, sighting, made, changes[OBJECTIVE_FIELD].new))
    return made


def fitting(look: Look, reader: Reader, writings: Sequence[Writing]) -> list[Writing]:
    """Return those that, written together, are read as what they mean, with everything else read as before.

    Where all together are not, those that are to blame are looked for by halves.
    """
    taken: list[Writing] = []

    def take(part: Sequence[Writing]) -> None:
        together = [*taken, *part]
        if _reads(look, reader, together):
            taken.extend(part)
        elif len(part) > 1:
            middle = len(part) // 2
            take(part[:middle])
            take(part[middle:])

    if writings:
        take(writings)
    return taken


def acts_of(writings: Iterable[Writing]) -> list[Act]:
    """Return all that is written."""
    return [act for each in writings for act in each.acts]


def _first_that_reads(look: Look, reader: Reader, made: Writing, ways: Iterable[Writing]) -> Writing:
    found = next((way for way in ways if _reads(look, reader, [way])), None)
    if found is None:
        raise RecordRefusedError("sync.cannot-move", store=reader.name, cell=made.cell)
    return found


def _reads(look: Look, reader: Reader, writings: Sequence[Writing]) -> bool:
    new = {id(each.old): each.new for each in writings}
    wanted = [_joined(new.get(id(row), row), new) for row in look.rows]
    return reads_as(look, reader, acts_of(writings), wanted)


def _joined(row: Candidate, new: Mapping[int, Candidate]) -> Candidate:
    """Return a row with what it belongs to as that is to be."""
    parents = row.parents
    if parents and not isinstance(parents, str):
        parents = tuple(new.get(id(each), each) for each in parents)
    return replace(row, parent=new.get(id(row.parent), row.parent), parents=parents)


def _with_parents(look: Look, sighting: Sighting, made: Writing, new: Value) -> Iterator[Writing]:
    """Yield ways to name the objectives that an objective contributes to."""
    numbers = [look.place_of(each) for each in new.ids] if isinstance(new, Records) else []
    rows = tuple(look.rows[number] for number in numbers)
    cells = sighting.cells[PARENTS_FIELD]
    objectives = [look.sight.sightings[number] for number in numbers]
    # What an earlier run took out was text that names nothing here: that is how it comes back.
    names = [new] if isinstance(new, str) else parents_named(look.sight, objectives, sighting.container, cells[0][1])
    for name in names:
        entries = tuple(Entry(sighting.container, *cell, name) for cell in cells)
        parents = new if isinstance(new, str) else rows
        yield made._replace(acts=(*made.acts, *entries), new=replace(made.new, parents=parents or None))


def _moved(look: Look, sighting: Sighting, made: Writing, new: Value) -> Iterator[Writing]:
    """Yield ways to let a key result belong to another objective; none where it is to belong to several, or to none."""
    if not isinstance(new, Records) or len(new.ids) != 1:
        return
    number = look.place_of(new.ids[0])
    above = replace(made.new, parent=look.rows[number])
    for way in ways_to_move(look.sight, sighting, look.sight.sightings[number]):
        yield made._replace(acts=(*made.acts, *way), new=above)


def _entries(look: Look, sighting: Sighting, name: str, new: Value) -> list[Entry]:
    held = held_in(look.sight, sighting, name)
    (row, column), like = sighting.cells[name][0], None
    if held.value is None and (model := model_row(look.sight, sighting, name, row)) != row:
        like, held = model, Held(None, look.sight.grids[sighting.container].style(model, column))
    value = entered(new, held, look.types.of[sighting.kind][name])
    if name != "title":
        return [Entry(sighting.container, *cell, value, like) for cell in sighting.cells[name]]
    again = [
        Entry(sighting.container, *cell, retitled(look.sight.at(sighting.container, cell), sighting.title, new))
        for cell in sighting.cells[name]
    ]
    return [*again, *mentions(look.sight, sighting, new)]
