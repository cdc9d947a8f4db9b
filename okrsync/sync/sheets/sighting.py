"""What a sheet says, row by row: every objective and key result with the cells that each of its fields stands in."""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from okrsync.errors import NoOkrsError
from okrsync.grid import address, place
from okrsync.model import COLUMN_OF
from okrsync.sync.sheets.promised import with_samples
from okrsync.sync.stores import KINDS, OBJECTIVE_FIELD, PARENTS_FIELD
from okrsync.tables.plan import read_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from okrsync.grid import CellValue, Grid
    from okrsync.model import KeyResult, Objective, Plan, Table
    from okrsync.sync.stores import Kind

_BOTH = ("title", "owners", "status", "progress", "confidence", "weight", "last_check_in", "score", "ignore")
FIELDS: Mapping[Kind, frozenset[str]] = {
    "objective": frozenset({*_BOTH, "description", "level", "team", "period", "supports", "ambition", PARENTS_FIELD}),
    "key_result": frozenset({*_BOTH, "metric", "unit", "direction", "baseline", "target", "current", "due"}),
}
"""Fields that a cell of a sheet can hold; a key result's objective is told by where it stands."""
_FIELD_OF = {column: name for name, column in COLUMN_OF.items()}

Cell = tuple[int, int]
"""0-based row and column."""
Cells = tuple[Cell, ...]


@dataclass(slots=True)
class Sighting:
    """One objective or key result, where it stands."""

    kind: Kind
    title: str
    container: str | None
    row: int
    """0-based."""
    code: str | None
    """Its own id, where the sheet has a column of ids and nothing else has this one."""
    cells: dict[str, Cells]
    """Field → the cells that say it: more than one where each key result repeats its objective."""
    roles: dict[str, Cell] = field(default_factory=dict)
    """Role → its cell, whether it is kept in step or not: ids, comments, the parent of a key result."""
    parent: Sighting | None = None
    parents: tuple[Sighting, ...] | str = ()
    """The objectives that an objective contributes to; text where it names nothing that is there, or several."""
    locked: set[str] = field(default_factory=set)

    def named(self, cell: Cell) -> str:
        """Return a cell of its sheet as people name it: “OKRs C3”."""
        return f"{self.container or ''} {address(*cell)}".strip()

    @property
    def home(self) -> Cell | None:
        """Return the cell that says to which objective a key result belongs, where its place alone does not."""
        return self.roles.get("parent") if self.kind == "key_result" else None

    @property
    def is_repeated(self) -> bool:
        """Tell whether the row of a key result says its objective again, as others of it do."""
        above = self.parent
        titles = above.cells.get("title", ()) if above and above.container == self.container else ()
        return len(titles) > 1 and any(row == self.row for row, _ in titles)


@dataclass(slots=True)
class Sight:
    """All that a reading shows."""

    grids: Mapping[str | None, Grid]
    sightings: list[Sighting]
    tables: tuple[Table, ...]
    language: str | None = None
    samples: tuple[Sighting, ...] = ()
    """Of each kind that no row is of yet: what one would be like, as the headers promise it. It is not there."""

    @property
    def examples(self) -> Sequence[Sighting]:
        """Return the records that show how others are written."""
        return [*self.sightings, *self.samples]

    def at(self, container: str | None, cell: Cell) -> CellValue:
        """Return the value of a cell."""
        return self.grids[container].at(*cell)

    def children(self, objective: Sighting) -> list[Sighting]:
        """Return the key results of an objective."""
        return [each for each in self.sightings if each.parent is objective]

    def table_of(self, container: str | None, row: int) -> Table | None:
        """Return the table that a row stands in."""
        inside = (t for t in self.tables if t.container == container and t.first_row <= row + 1 <= t.last_row)
        return next(inside, None)


@dataclass(frozen=True, slots=True)
class Reader:
    """How one source is understood."""

    name: str
    kind: str
    columns: Mapping[str, Sequence[str]]
    hint: str | None
    moves_rows: bool = False
    """Whether the source lets rows be moved, with all that stands in them."""

    def see(self, grids: Iterable[Grid], may_write: Callable[[str | None, int, int], bool]) -> Sight:
        """Return the objectives and key results of a source, in the order in which they stand; none where it has none.

        A field is locked where a formula holds it, where it is protected, or where its cells contradict each other.
        """
        by_name = {grid.name: grid for grid in grids}
        grids = list(by_name.values())
        try:
            plan = self._plan(grids)
            sight = Sight(by_name, _sightings(plan), plan.tables, next(_languages(plan), None))
        except NoOkrsError:
            sight = Sight(by_name, [], ())
        if {each.kind for each in sight.sightings} != set(KINDS):
            self._add_samples(sight, grids)
        within: defaultdict[int, list[Sighting]] = defaultdict(list)
        for each in sight.sightings:
            within[id(each.parent)].append(each)
        for objective in sight.sightings:
            if objective.kind == "objective":
                _add_repeats(sight, objective, within[id(objective)])
        _lock(sight, may_write)
        for each in sight.sightings:
            if each.kind == "key_result" and not self._may_be_moved(sight, each, may_write):
                each.locked.add(OBJECTIVE_FIELD)
        return sight

    def _plan(self, grids: Sequence[Grid]) -> Plan:
        return read_plan(grids, source=self.name, kind=self.kind, columns=self.columns, title=self.hint)

    def _add_samples(self, sight: Sight, grids: Sequence[Grid]) -> None:
        """Add what the headers promise of the kinds that no row is of yet."""
        there = {each.kind for each in sight.sightings}
        for name, row, sown in with_samples(grids, self.columns):
            with suppress(NoOkrsError):
                plan = self._plan(sown)
                samples = [each for each in _sightings(plan) if (each.container, each.row) == (name, row)]
                if {each.kind for each in samples} == set(KINDS):
                    sight.samples = tuple(each for each in samples if each.kind not in there)
                    sight.tables = sight.tables or plan.tables
                    sight.language = sight.language or next(_languages(plan), None)
                    return

    def _may_be_moved(self, sight: Sight, each: Sighting, may_write: Callable[[str | None, int, int], bool]) -> bool:
        """Tell whether a key result can come to belong to another objective: by its cells, or along with its row."""
        grid = sight.grids[each.container]
        if each.home is not None:
            return each.home not in grid.formulas and may_write(each.container, *each.home)
        if each.is_repeated:
            again = [(each.row, column) for _, column in (each.parent.roles.values() if each.parent else ())]
            return all(cell not in grid.formulas and may_write(each.container, *cell) for cell in again)
        is_first = each.parent is not None and each.parent.row == each.row
        merged = any(merge.top <= each.row <= merge.bottom and merge.top < merge.bottom for merge in grid.merges)
        return self.moves_rows and not is_first and not merged


def _languages(plan: Plan) -> Iterator[str]:
    yield from (table.language for table in plan.tables if table.language)


def _sightings(plan: Plan) -> list[Sighting]:
    found: list[Sighting] = []
    for objective in plan.objectives:
        seen = _sighting("objective", objective)
        found.append(seen)
        for key_result in objective.key_results:
            within = _sighting("key_result", key_result)
            within.parent = seen
            found.append(within)
    found += [_sighting("key_result", orphan) for orphan in plan.orphans]
    _find_parents(found, plan)
    codes = Counter((each.kind, each.code) for each in found)
    for each in found:
        if codes[each.kind, each.code] > 1:
            each.code = None
    return found


def _find_parents(found: Sequence[Sighting], plan: Plan) -> None:
    """Find the objectives that the parent cells of objectives name; what names none, or several, is left as text."""
    objectives = [each for each in found if each.kind == "objective"]
    by_title: defaultdict[str, list[Sighting]] = defaultdict(list)
    for each in objectives:
        by_title[each.title].append(each)
    for each, item in zip(objectives, plan.objectives, strict=True):
        if PARENTS_FIELD in each.cells and item.parents:
            named = [by_title[title] for title in item.parents]
            is_clear = all(len(them) == 1 for them in named)
            each.parents = tuple(them[0] for them in named) if is_clear else ", ".join(item.parents)


def _sighting(kind: Kind, item: Objective | KeyResult) -> Sighting:
    cells: dict[str, Cells] = {}
    roles = {role: place(where) for role, where in item.ref.cells.items()}
    for role, where in roles.items():
        name = _FIELD_OF.get(role, role)
        if name in FIELDS[kind]:
            cells[name] = (where,)
    if cells.get("progress") == cells.get("score"):
        # A sheet with a score and no progress: one cell is one field.
        cells.pop("progress", None)
    code = None
    head = f"{item.ref.container or ''}#{kind}#"
    if "id" in item.ref.cells and item.key.startswith(head):
        code = item.key.removeprefix(head).partition("~")[0]
    return Sighting(kind, item.title, item.ref.container, item.ref.row - 1, code, cells, roles)


def _add_repeats(sight: Sight, objective: Sighting, within: Sequence[Sighting]) -> None:
    """Find the cells in which the rows of its key results say again what an objective's own row says."""
    rows = {child.row for child in within if child.container == objective.container}
    taken = {cell for child in within for cell in child.roles.values()}
    for name, (first, *_) in objective.cells.items():
        again = [
            cell
            for row in sorted(rows - {first[0]})
            if (cell := (row, first[1])) not in taken and sight.at(objective.container, cell) is not None
        ]
        objective.cells[name] = (first, *again)


def _lock(sight: Sight, may_write: Callable[[str | None, int, int], bool]) -> None:
    said = Counter(
        (each.container, cell) for each in sight.sightings for cells in each.cells.values() for cell in cells
    )
    for each in sight.sightings:
        grid = sight.grids[each.container]
        for name, cells in each.cells.items():
            values = {_folded(grid.at(*cell)) for cell in cells}
            shared = any(said[each.container, cell] > 1 for cell in cells)
            closed = any(cell in grid.formulas or not may_write(each.container, *cell) for cell in cells)
            if shared or closed or len(values) > 1:
                # What one cell says of several rows is not to be changed for one of them.
                each.locked.add(name)
        titles = each.cells.get("title", ())
        words = [str(_folded(grid.at(*cell)) or "").count(each.title) for cell in titles]
        if words != [1] * len(words) or not words:
            # Words that were put in order while reading: they stay.
            each.locked.add("title")


def _folded(value: CellValue) -> CellValue:
    return " ".join(value.split()) if isinstance(value, str) else value
