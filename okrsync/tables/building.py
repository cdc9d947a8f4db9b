"""From rows and cells to the model: objectives, key results, where they stand and who they are."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from typing import TYPE_CHECKING

from okrsync.grid import column_letters
from okrsync.model import Ambition, KeyResult, Level, Objective, Ref, Unreadable
from okrsync.tables.columns import level_of
from okrsync.tables.folding import fold, folded
from okrsync.tables.lexicon import sheet_words
from okrsync.tables.linking import code_key
from okrsync.tables.periods import read_period
from okrsync.tables.row_values import RowValues
from okrsync.tables.traits import AMOUNTS, learn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.tables.records import Record
    from okrsync.tables.traits import Traits

_FIELDS = {"check_in": "last_check_in"}
"""Names of the model for roles that sheets call otherwise."""
_letters = cache(column_letters)


class Builder:
    """Turns the records of a workbook into objectives and key results."""

    def __init__(self, source: str, records: Sequence[Record]) -> None:
        """Learn how each sheet writes numbers, dates and shares."""
        self.source = source
        self.unreadable: list[Unreadable] = []
        self._keys: Counter[str] = Counter()
        self._names: dict[int, list[tuple[str, str]]] = {}
        """Identity of a kind of row's columns → its fields and their letters."""
        by_grid: dict[int, list[Record]] = defaultdict(list)
        for record in records:
            by_grid[id(record.meaning.area.grid)].append(record)
        self._traits: dict[int, Traits] = {grid: learn(members) for grid, members in by_grid.items()}

    def _key(self, record: Record) -> str:
        """Return the identity of a row: the store's, its id, else sheet and title, counted among equals."""
        sheet = record.meaning.container or ""
        own = record.meaning.area.grid.row_keys.get(record.row)
        if own is not None:
            base = f"{own}#{record.kind}"
        elif record.code and "id" in record.columns:
            base = f"{sheet}#{record.kind}#{code_key(record.code)}"
        else:
            above = f"|{folded(record.parent.title)}" if record.parent else ""
            base = f"{sheet}|{folded(record.title)}{above}"
        self._keys[base] += 1
        return base if self._keys[base] == 1 else f"{base}~{self._keys[base]}"

    def _ref(self, record: Record, key: str) -> Ref:
        grid = record.meaning.area.grid
        if grid.column_names:
            cells = {_FIELDS.get(role, role): grid.column_names[columns[0]] for role, columns in record.columns.items()}
            return Ref(self.source, grid.name, record.row + 1, key, cells)
        number = str(record.row + 1)
        names = self._names.get(id(record.columns))
        if names is None:
            names = [(_FIELDS.get(role, role), _letters(columns[0])) for role, columns in record.columns.items()]
            if "score" in record.columns and "progress" not in record.columns:
                names.append(("progress", _letters(record.columns["score"][0])))
            self._names[id(record.columns)] = names
        cells = {name: letters + number for name, letters in names}
        for role, (row, column) in record.elsewhere.items():
            cells[_FIELDS.get(role, role)] = f"{_letters(column)}{row + 1}"
        return Ref(self.source, record.meaning.container, record.row + 1, key, cells)

    def _read(self, record: Record) -> tuple[str, Ref, RowValues]:
        key = self._key(record)
        return key, self._ref(record, key), RowValues(record, self._traits[id(record.meaning.area.grid)])

    def _note(self, values: RowValues, ref: Ref, key: str) -> dict[str, str]:
        """Note what could not be read; return what was typed, by the model's names."""
        for role in values.unreadable:
            self.unreadable.append(Unreadable(ref, _FIELDS.get(role, role), values.typed[role], key))
        for role, name in _FIELDS.items():
            if role in values.typed:
                values.typed[name] = values.typed.pop(role)
        return values.typed

    def objective(self, record: Record) -> Objective:
        """Return the objective of a record, with no key results yet."""
        key, ref, values = self._read(record)
        item = Objective(key, record.title, ref)
        item.description = values.text("description")
        level = record.level or level_of(values.text("level") or "")
        item.level = Level(level) if level else Level.UNKNOWN
        item.team = values.text("team") or record.team
        item.owners = values.owners()
        period = values.text("period") or record.period
        item.period = read_period(period) if period else None
        item.parents = (record.above.title,) if record.above else tuple(filter(None, record.parent_codes))
        supports = values.text("supports")
        item.supports = (supports,) if supports else ()
        ambition = sheet_words().ambitions.get(fold(values.text("ambition") or ""))
        item.ambition = Ambition(ambition) if ambition else Ambition.UNKNOWN
        item.weight = values.plain("weight")
        self._follow_up(item, values)
        item.typed = self._note(values, ref, key)
        return item

    def key_result(self, record: Record) -> KeyResult:
        """Return the key result of a record."""
        key, ref, values = self._read(record)
        item = KeyResult(key, record.title, ref)
        item.owners = values.owners()
        item.metric = values.text("metric")
        (item.baseline, first), (item.target, aimed), (item.current, now) = map(values.amount, AMOUNTS)
        item.unit = values.text("unit") or aimed or now or first
        item.direction = values.direction()
        item.weight, item.due = values.plain("weight"), values.date("due")
        self._follow_up(item, values)
        item.typed = self._note(values, ref, key)
        return item

    @staticmethod
    def _follow_up(item: Objective | KeyResult, values: RowValues) -> None:
        """Fill what objectives and key results have alike."""
        item.status, item.ignore = values.text("status"), values.text("ignore")
        item.progress, item.confidence, item.score = map(values.share, ("progress", "confidence", "score"))
        item.last_check_in = values.date("check_in")
        if item.progress is None and not values.said("progress"):
            item.progress = item.score
        elif item.progress is None and item.status is None:
            # A progress told in words ("done", "WIP") is a status.
            item.status = values.text("progress")
