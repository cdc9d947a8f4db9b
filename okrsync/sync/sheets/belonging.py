"""Ways to let a key result belong to another objective, and to name one objective beside another. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.sources.entries import Entry, MovedRow
from okrsync.sync.sheets.entering import retitled
from okrsync.sync.stores import PARENTS_FIELD
from okrsync.tables.linking import code_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from okrsync.grid import CellValue
    from okrsync.sources.entries import Act
    from okrsync.sync.sheets.sighting import Cell, Sight, Sighting
    from okrsync.sync.values import Value

_BETWEEN_CODES, _BETWEEN_TITLES = ", ", "; "
"""A title may have a comma in it."""


def ways_to_move(sight: Sight, each: Sighting, to: Sighting) -> Iterator[tuple[Act, ...]]:
    """Yield ways to let a key result belong to another objective, the one that its people would take first.

    Whoever writes sees first which of them reads as it is meant.
    """
    if each.home is not None:
        for name in namings(sight, to, each.container, each.home[1]):
            yield (Entry(each.container, *each.home, name),)
    elif each.is_repeated and each.parent is not None:
        yield tuple(_said_again(sight, each, each.parent, to))
        yield tuple(_said_again(sight, each, each.parent, to, blanks=True))
    elif each.container == to.container:
        behind = 1 + max([to.row, *(child.row for child in sight.children(to))])
        yield (MovedRow(each.container, each.row, behind),)


def _said_again(sight: Sight, each: Sighting, old: Sighting, new: Sighting, *, blanks: bool = False) -> Iterator[Entry]:
    """Yield the cells of a key result's row that repeat its objective, with what the other objective says.

    With `blanks` also those in which neither row of the old one says anything: what is not said is repeated, too.
    """
    for role, (first, column) in old.roles.items():
        here = sight.at(each.container, (each.row, column))
        repeats = (blanks or here is not None) and here == sight.at(old.container, (first, column))
        if repeats and (each.row, column) not in each.roles.values():
            there = new.roles.get(role)
            yield Entry(each.container, each.row, column, None if there is None else sight.at(new.container, there))


def namings(sight: Sight, objective: Sighting, container: str | None, column: int) -> Iterator[CellValue]:
    """Yield what may name an objective in a column: its id or its title, first what the column's other cells use."""
    code = None
    if objective.code is not None and (where := objective.roles.get("id")):
        code = sight.at(objective.container, where)
    coded = titled = 0
    for each, cell, named in _naming_cells(sight):
        if (each.container, cell[1]) == (container, column):
            is_code = named.code is not None and code_key(str(sight.at(container, cell))) == code_key(named.code)
            coded, titled = coded + is_code, titled + (not is_code)
    names = (code, objective.title) if coded > titled else (objective.title, code)
    yield from (name for name in names if name is not None)


def parents_named(
    sight: Sight, objectives: Sequence[Sighting], container: str | None, column: int
) -> Iterator[CellValue]:
    """Yield what may name several objectives in one cell; None for none of them."""
    if not objectives:
        yield None
    elif len(objectives) == 1:
        yield from namings(sight, objectives[0], container, column)
    else:
        names = [str(next(namings(sight, each, container, column))) for each in objectives]
        yield (_BETWEEN_TITLES if any("," in name or " " in name for name in names) else _BETWEEN_CODES).join(names)


def mentions(sight: Sight, objective: Sighting, new: Value) -> Iterator[Entry]:
    """Yield the cells of other rows that name an objective by its title, with its new title."""
    for each, cell, named in _naming_cells(sight):
        held = sight.at(each.container, cell)
        if named is objective and isinstance(held, str) and " ".join(held.split()).count(objective.title) == 1:
            yield Entry(each.container, *cell, retitled(held, objective.title, new))


def _naming_cells(sight: Sight) -> Iterator[tuple[Sighting, Cell, Sighting]]:
    """Yield (record, cell, objective): the cells in which a record names an objective that it belongs to."""
    for each in sight.sightings:
        if each.home is not None and each.parent is not None:
            yield each, each.home, each.parent
        if not isinstance(each.parents, str):
            yield from ((each, cell, parent) for parent in each.parents for cell in each.cells.get(PARENTS_FIELD, ()))
