"""Where a new objective or key result may stand in a sheet, the place that its people would take first."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from okrsync.grid import PLAIN
from okrsync.sources.entries import Entry, NewRow
from okrsync.sync.sheets.belonging import namings, parents_named
from okrsync.sync.sheets.column_types import Held
from okrsync.sync.sheets.entering import entered
from okrsync.sync.stores import PARENTS_FIELD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from okrsync.grid import CellValue
    from okrsync.sources.entries import Act
    from okrsync.sync.sheets.column_types import ColumnTypes
    from okrsync.sync.sheets.sighting import Sight, Sighting
    from okrsync.sync.stores import Kind
    from okrsync.sync.values import Value

_NO_FORMAT = PLAIN.number_format
_SAID_BY_ALL = ("type", "level")
"""Columns in which all rows of a kind say the same."""


class Placing:
    """Looks for a place in one sheet."""

    def __init__(self, sight: Sight, types: ColumnTypes, *, shifts_rows: bool) -> None:
        """Take what stands there, and whether rows can be put in between."""
        self._sight = sight
        self._types = types
        self._shifts = shifts_rows

    @cached_property
    def _repeats(self) -> bool:
        """Tell whether key results say their objective again: as the sheet does, and where nothing tells yet.

        A row that says its objective can be sorted and filtered, and keeps it.
        """
        key_results = Counter(id(each.parent) for each in self._sight.sightings if each.parent)
        shown = any(len(each.cells.get("title", ())) > 1 for each in self._sight.sightings)
        return shown or max(key_results.values(), default=0) <= 1

    def places(
        self, kind: Kind, fields: Mapping[str, Value], objective: Sighting | None, parents: Sequence[Sighting] = ()
    ) -> Iterator[tuple[Act, ...]]:
        """Yield ways to write a new record that belongs to an objective, or an objective that contributes to others.

        Whoever writes sees first which of them reads as it is meant.
        """
        template = self._template(kind, objective)
        if template is None:
            return
        if parents and (where := template.cells.get(PARENTS_FIELD)):
            named = next(parents_named(self._sight, parents, template.container, where[0][1]))
            fields = {**fields, PARENTS_FIELD: str(named)}
        own = objective is not None and not self._sight.children(objective)
        if objective is not None and own and objective.container == template.container:
            cells = self._cells(template, fields, objective.row)
            if all(self._sight.at(objective.container, (objective.row, column)) is None for column in cells):
                formats = self._formats(template, cells, objective.row)
                yield tuple(
                    Entry(objective.container, objective.row, column, value, formats.get(column))
                    for column, value in cells.items()
                )
        ways = [self._repeats, not self._repeats] if objective is not None else [False]
        for row, ordered in self._rows(template, objective):
            for repeated in ways if ordered else [True] if objective is not None else [False]:
                cells = self._given(template, objective, repeated=repeated)
                cells |= self._cells(template, fields, template.row)
                formats = self._formats(template, cells, template.row)
                yield (NewRow(template.container, row, template.row, cells, formats, self._shifts),)

    def _template(self, kind: Kind, objective: Sighting | None) -> Sighting | None:
        """Return the record that a new one is like: its sister, else one on the same tab, else any, the last."""
        alike = [each for each in self._sight.examples if each.kind == kind and each.cells.get("title")]
        sisters = [each for each in alike if objective is not None and each.parent is objective]
        here = [each for each in alike if objective is not None and each.container == objective.container]
        return next(reversed(sisters or here or alike), None)

    def _rows(self, template: Sighting, objective: Sighting | None) -> Iterator[tuple[int, bool]]:
        """Yield rows where one may be put in, and whether it stands right behind its sisters there."""
        if template in self._sight.samples:
            # The first row of a table, right below its header.
            if self._is_free(template.container, template.row):
                yield template.row, False
            return
        table = self._sight.table_of(template.container, template.row)
        end = (table.last_row if table else template.row) + (0 if table else 1)
        if objective is not None and objective.container == template.container:
            behind = 1 + max([objective.row, *(each.row for each in self._sight.children(objective))])
            if self._is_free(template.container, behind):
                yield behind, True
        if self._is_free(template.container, end):
            yield end, False

    def _is_free(self, container: str | None, row: int) -> bool:
        grid = self._sight.grids[container]
        is_empty = row >= len(grid.rows) or all(value is None for value in grid.rows[row])
        return self._shifts or (is_empty and not any(merge.top <= row <= merge.bottom for merge in grid.merges))

    def _given(self, template: Sighting, objective: Sighting | None, *, repeated: bool) -> dict[int, CellValue]:
        """Return what a row must say besides its own fields: of which kind it is, and to what it belongs."""
        table = self._sight.table_of(template.container, template.row)
        cells: dict[int, CellValue] = {}
        for column in table.columns if table else ():
            if column.role in _SAID_BY_ALL:
                cells[column.index] = self._sight.at(template.container, (template.row, column.index))
            elif column.role == "parent" and objective is not None and template.kind == "key_result":
                sister = template.parent is objective
                said = self._sight.at(template.container, (template.row, column.index))
                names = namings(self._sight, objective, template.container, column.index)
                cells[column.index] = said if sister else next(names)
        if repeated and objective is not None and objective.container == template.container:
            for first, *_ in objective.cells.values():
                cells[first[1]] = self._sight.at(objective.container, first)
        return {column: value for column, value in cells.items() if value is not None}

    def _cells(self, template: Sighting, fields: Mapping[str, Value], row: int) -> dict[int, CellValue]:
        """Return column → what goes into it, in the look of the template's row, or of a row that is there."""
        grid = self._sight.grids[template.container]
        cells: dict[int, CellValue] = {}
        for name, value in fields.items():
            where = template.cells.get(name)
            if value is None or where is None:
                continue
            column = where[0][1]
            look = grid.style(model_row(self._sight, template, name, row), column)
            cells[column] = entered(value, Held(None, look), self._types.of[template.kind][name])
        return cells

    def _formats(self, template: Sighting, cells: Mapping[int, CellValue], row: int) -> dict[int, int]:
        names = {where[0][1]: name for name, where in template.cells.items() if where[0][1] in cells}
        models = {column: model_row(self._sight, template, name, row) for column, name in names.items()}
        return {column: model for column, model in models.items() if model != row}


def model_row(sight: Sight, like: Sighting, name: str, row: int) -> int:
    """Return the row whose number format a value gets in a cell of `row`: its own, or one that shows how it is done.

    A percentage or a day without its format would be read as another number.
    """
    grid, column = sight.grids[like.container], like.cells[name][0][1]
    if grid.style(row, column).number_format != _NO_FORMAT:
        return row
    shown = [
        cell[0]
        for each in sight.sightings
        if each.kind == like.kind and each.container == like.container
        for cell in each.cells.get(name, ())
        if cell[1] == column and sight.at(like.container, cell) is not None
    ]
    formatted = [each for each in shown if grid.style(each, column).number_format != _NO_FORMAT]
    return formatted[-1] if len(formatted) * 2 > len(shown) else row
