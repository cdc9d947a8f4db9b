"""Tables with a column for objectives and one or more for key results: a row each, blank below, merged, wide."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from okrsync.tables.areas import is_filled
from okrsync.tables.asides import aside
from okrsync.tables.folding import folded
from okrsync.tables.headers import KEY_RESULT, OBJECTIVE
from okrsync.tables.lexicon import sheet_words
from okrsync.tables.records import Record
from okrsync.tables.titles import read_title

if TYPE_CHECKING:
    from okrsync.tables.records import Meaning
    from okrsync.tables.roles import Assigned

OBJECTIVE_FIELDS = frozenset({"period", "level", "team", "ambition", "parent", "supports"})
KEY_RESULT_FIELDS = frozenset({"baseline", "target", "current", "unit", "metric", "direction"})
SHARED_FIELDS = frozenset(
    {
        "owner",
        "progress",
        "score",
        "status",
        "confidence",
        "weight",
        "check_in",
        "ignore",
        "due",
        "id",
        "description",
        "comment",
    }
)
KEPT = OBJECTIVE_FIELDS | KEY_RESULT_FIELDS | SHARED_FIELDS | {"okrsync_score", "okrsync_warnings"}
_STAIRS = 0.5


def cells_of(columns: list[Assigned], row: int) -> dict[str, list[tuple[int, int]]]:
    """Return field → cells of one row."""
    cells: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for column in columns:
        if column.role in KEPT and (column.role == "owner" or column.role not in cells):
            cells[column.role].append((row, column.column))
    return dict(cells)


def _objective_columns(meaning: Meaning) -> list[Assigned]:
    """Return the objective columns, the highest level first, the team's own last."""
    order = {"company": 0, "division": 1, "team": 2, "individual": 3}
    columns = meaning.all(OBJECTIVE)
    known = [column for column in columns if column.reading.level]
    if len(columns) > 1 and known:
        return sorted(columns, key=lambda column: (order.get(column.reading.level or "team", 2), column.column))
    return columns


class _Scopes:
    """Whose each field is, where a row tells of an objective and a key result at once."""

    def __init__(self, meaning: Meaning, objective: int, key_result: int, groups: list[list[int]]) -> None:
        """Settle it from header, place and pattern. `groups`: the rows of each objective."""
        self.objective: list[Assigned] = []
        self.key_result: list[Assigned] = []
        several = [group for group in groups if len(group) > 1]
        for column in meaning.columns:
            scope = self._scope(meaning, column, key_result, several)
            if scope in (OBJECTIVE, "both"):
                self.objective.append(column)
            if scope in (KEY_RESULT, "both"):
                self.key_result.append(column)
        del objective

    @staticmethod
    def _scope(meaning: Meaning, column: Assigned, key_result: int, groups: list[list[int]]) -> str | None:
        if column.role not in KEPT:
            return None
        if column.role in ("okrsync_score", "okrsync_warnings"):
            return "both"
        if column.role in KEY_RESULT_FIELDS:
            return KEY_RESULT
        if column.scope:
            return column.scope
        if column.role in OBJECTIVE_FIELDS:
            return OBJECTIVE
        return _pattern(meaning, column, key_result, groups)


def _pattern(meaning: Meaning, column: Assigned, key_result: int, groups: list[list[int]]) -> str:
    """Tell whose a shared field is: filled on the first row of each objective only, the same on all, or row by row."""
    grid, before = meaning.area.grid, column.column < key_result
    merged = any(
        merge.left == column.column == merge.right and merge.bottom > merge.top and merge.top >= meaning.area.rows[0]
        for merge in grid.merges
        if meaning.area.rows
    )
    filled = [[meaning.text(row, column.column) for row in group] for group in groups]
    only_first = [texts for texts in filled if any(texts)]
    first_only = bool(only_first) and all(texts[0] and not any(texts[1:]) for texts in only_first)
    twins = [other for other in meaning.all(column.role) if not other.scope]
    if merged or first_only:
        return OBJECTIVE
    if len(twins) > 1 and before and any(other.column > key_result for other in twins):
        return OBJECTIVE
    constant = all(len(set(texts)) == 1 for texts in filled)
    if before and constant and filled:
        return "both" if column.role != "id" else OBJECTIVE
    if before and column.role in ("description", "comment"):
        return OBJECTIVE
    return KEY_RESULT


def _is_section(meaning: Meaning, row: int, *, stairs: bool, titles: list[int]) -> bool:
    """Tell a heading that groups rows ("POLE CADRE DE VIE", merged or alone) from an objective alone on its row."""
    filled = meaning.area.filled(row)
    if len(filled) != 1 or stairs:
        return False
    merged = any(
        merge.top == row and merge.left == filled[0] and merge.right > filled[0] + 1
        for merge in meaning.area.grid.merges
    )
    return merged or filled[0] not in titles


def _usable(text: str, filled: int) -> bool:
    """Tell whether a cell in a title column is a title."""
    kind = aside(text)
    return kind is None or (kind == "note" and filled > 3)


def read_rows(meaning: Meaning) -> list[Record]:
    """Read a table with one key result a row; its objective is repeated, merged, blank below, or alone above."""
    columns = _objective_columns(meaning)
    objective, key_result = columns[-1].column, meaning.first(KEY_RESULT)
    if key_result is None:
        return []
    reader = _RowReader(meaning, columns, objective, key_result)
    return reader.read()


class _RowReader:
    """Goes down the rows of one table and keeps the objective that they belong to."""

    def __init__(self, meaning: Meaning, columns: list[Assigned], objective: int, key_result: int) -> None:
        self.meaning = meaning
        self.objective, self.key_result = objective, key_result
        self.higher = [column for column in columns if column.column != objective]
        self.rows: list[tuple[int, str, str]] = []
        self.titles = [objective, key_result, *(column.column for column in self.higher)]
        self._gather()
        self.records: list[Record] = []
        self.known: dict[tuple[str, ...], Record] = {}
        self.current: Record | None = None
        self.carried: dict[int, str] = {}

    def _gather(self) -> None:
        meaning, grid = self.meaning, self.meaning.area.grid
        alone = with_key_result = 0
        for row in meaning.area.rows:
            above, below = grid.at(row, self.objective), grid.at(row, self.key_result)
            if isinstance(above, str) and above.strip() and not aside(above):
                alone += not is_filled(below)
                with_key_result += is_filled(below)
        self.stairs = alone > _STAIRS * (alone + with_key_result)
        for row in meaning.area.rows:
            filled = meaning.area.filled(row)
            above = self._title(row, self.objective, len(filled))
            below = self._title(row, self.key_result, len(filled))
            if (above is None and below is None) or _is_section(meaning, row, stairs=self.stairs, titles=self.titles):
                continue
            if (
                above == ""
                and below == ""
                and not any(self._title(row, column.column, len(filled)) for column in self.higher)
            ):
                continue
            self.rows.append((row, above or "", below or ""))

    def _title(self, row: int, column: int, filled: int) -> str | None:
        """Return the title in a cell, "" where it is empty, None where it makes the row an aside."""
        text = self.meaning.text(row, column)
        if not text:
            return ""
        kind = aside(text)
        if kind in ("total", "example") or (kind == "note" and filled <= 3):
            return None
        return "" if kind else text

    def _groups(self) -> list[list[int]]:
        groups: list[list[int]] = []
        before = ""
        for row, above, below in self.rows:
            if above and folded(above) != before:
                before = folded(above)
                groups.append([])
            if groups and below:
                groups[-1].append(row)
        return groups

    def read(self) -> list[Record]:
        """Return the records, objectives before their key results."""
        self.scopes = _Scopes(self.meaning, self.objective, self.key_result, self._groups())
        self.marks = [
            column.column for column in self.scopes.objective if column.role == "period" or (column.role == "id")
        ]
        for row, above, below in self.rows:
            higher = self._higher(row)
            if above:
                self._objective(row, above, higher, alone=not below)
            if below:
                self._key_result(row, below)
        return self.records

    def _higher(self, row: int) -> Record | None:
        """Return the record of the higher objective of a row, made where it is met first."""
        parent: Record | None = None
        for column in self.higher:
            text = self.meaning.text(row, column.column)
            if text and not aside(text):
                self.carried[column.column] = text
            text = self.carried.get(column.column, "")
            if not text:
                continue
            title = read_title(text)
            key = ("higher", str(column.column), folded(title.text))
            if key not in self.known:
                record = Record(OBJECTIVE, title.text, row, self.meaning, {"title": [(row, column.column)]}, title.code)
                record.level, record.above = column.reading.level, parent
                self.known[key] = record
                self.records.append(record)
            parent = self.known[key]
        return parent

    def _objective(self, row: int, text: str, higher: Record | None, *, alone: bool) -> None:
        title = read_title(text)
        if not title.text:
            title = title._replace(text=text)
        key = (folded(title.text), *(folded(self.meaning.text(row, column)) for column in self.marks))
        blank_marks = (key[0], *("" for _ in self.marks))
        found = self.known.get(key)
        if (
            found is None
            and self.current is not None
            and key[1:] == blank_marks[1:]
            and folded(self.current.title) == key[0]
        ):
            found = self.current
        if found is not None and not (alone and self.stairs and found is self.current):
            self.current = found
            return
        record = Record(
            OBJECTIVE,
            title.text,
            row,
            self.meaning,
            {**cells_of(self.scopes.objective, row), "title": [(row, self.objective)]},
            title.code,
        )
        identity = next(
            (self.meaning.text(row, column.column) for column in self.scopes.objective if column.role == "id"), ""
        )
        record.code, record.above = identity or title.code, higher
        record.level = next(
            (column.reading.level for column in self.meaning.all(OBJECTIVE) if column.column == self.objective), None
        )
        record.parent_codes = tuple(
            self.meaning.text(row, column.column) for column in self.scopes.objective if column.role == "parent"
        )
        self.known[key] = self.current = record
        self.records.append(record)

    def _key_result(self, row: int, text: str) -> None:
        title = read_title(text)
        if title.kind == "other" or not title.text:
            return
        record = Record(
            KEY_RESULT,
            title.text,
            row,
            self.meaning,
            {**cells_of(self.scopes.key_result, row), "title": [(row, self.key_result)]},
            title.code,
            self.current,
        )
        identity = next(
            (self.meaning.text(row, column.column) for column in self.scopes.key_result if column.role == "id"), ""
        )
        record.code = identity or title.code
        self.records.append(record)


def read_wide(meaning: Meaning) -> list[Record]:
    """Read a table with one objective a row and its key results in columns side by side."""
    titles = [column for column in meaning.all(KEY_RESULT) if column.number is not None]
    objective = meaning.first(OBJECTIVE)
    if objective is None:
        objective = meaning.first("title") if meaning.first("title") is not None else meaning.first("okr")
    own = [column for column in meaning.columns if column.number is None or column.scope != KEY_RESULT]
    own = [column for column in own if column not in titles and column.role not in KEY_RESULT_FIELDS]
    records: list[Record] = []
    known = sheet_words()
    for row in meaning.area.rows:
        text = meaning.text(row, objective)
        if not text or aside(text):
            continue
        title = read_title(text)
        record = Record(
            OBJECTIVE, title.text, row, meaning, {**cells_of(own, row), "title": [(row, objective or 0)]}, title.code
        )
        record.code = meaning.text(row, meaning.first("id")) or title.code
        record.parent_codes = tuple(meaning.text(row, column.column) for column in meaning.all("parent"))
        records.append(record)
        for column in titles:
            text = meaning.text(row, column.column)
            if not text or known.is_blank(text) or aside(text):
                continue
            fields = [
                other
                for other in meaning.columns
                if other.number == column.number and other is not column and other.role in KEPT
            ]
            part = read_title(text)
            records.append(
                Record(
                    KEY_RESULT,
                    part.text,
                    row,
                    meaning,
                    {**cells_of(fields, row), "title": [(row, column.column)]},
                    part.code,
                    record,
                )
            )
    return records
