"""Tables with a column for objectives and one for key results: repeated, merged, blank below, or alone above."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from okrsync.tables.asides import aside
from okrsync.tables.folding import folded
from okrsync.tables.header_rows import is_filled
from okrsync.tables.headers import KEY_RESULT, OBJECTIVE
from okrsync.tables.ownership import Ownership, fields_of
from okrsync.tables.records import Record
from okrsync.tables.titles import OTHER, Title, listed_titles, read_title

if TYPE_CHECKING:
    from okrsync.tables.records import Meaning
    from okrsync.tables.roles import Assigned

_STAIRS = 0.5
_NOTE_CELLS = 3
_LEVELS = {"company": 0, "division": 1, "team": 2, "individual": 3}


def _objective_columns(meaning: Meaning) -> list[Assigned]:
    """Return the objective columns, the highest level first, the team's own last."""
    columns = meaning.all(OBJECTIVE)
    if any(column.reading.level for column in columns):
        return sorted(columns, key=lambda column: (_LEVELS.get(column.reading.level or "team", 2), column.column))
    return columns


def read_rows(meaning: Meaning) -> list[Record]:
    """Read a table with one key result a row."""
    key_result = meaning.first(KEY_RESULT)
    return [] if key_result is None else _RowReader(meaning, key_result).read()


class _RowReader:
    """Goes down the rows of one table and keeps the objective that they belong to."""

    def __init__(self, meaning: Meaning, key_result: int) -> None:
        self.meaning, self.key_result = meaning, key_result
        *self.higher, own = _objective_columns(meaning)
        self.objective, self.level = own.column, own.reading.level
        self.titles = {self.objective, key_result, *(column.column for column in self.higher)}
        self.spans = {(merge.top, merge.left): merge.right for merge in meaning.area.grid.merges}
        self.stairs = self._are_stairs()
        self.look = self._usual_look()
        self.rows = self._titled_rows()
        ownership = Ownership(meaning, key_result, self._groups())
        self.objective_fields = fields_of(ownership.of_objective, self.objective)
        self.key_result_fields = fields_of(ownership.of_key_result, key_result)
        # The same title in another period, or under another id, is another objective.
        self.marks = [column for role in ("period", "id") for column in self.objective_fields.get(role, ())]
        self.records: list[Record] = []
        self.known: dict[tuple[str, ...], Record] = {}
        self.current: Record | None = None
        self.carried: dict[int, str] = {}

    def _are_stairs(self) -> bool:
        """Tell whether most objectives stand alone on their rows."""
        grid = self.meaning.area.grid
        alone = beside = 0
        for row in self.meaning.area.rows:
            above = grid.at(row, self.objective)
            if isinstance(above, str) and above.strip() and not aside(above):
                if is_filled(grid.at(row, self.key_result)):
                    beside += 1
                else:
                    alone += 1
        return alone > _STAIRS * (alone + beside)

    def _usual_look(self) -> tuple[bool, str | None]:
        """Return bold and fill of most objectives that have a key result beside them."""
        grid, looks = self.meaning.area.grid, Counter[tuple[bool, str | None]]()
        for row in self.meaning.area.rows[:200]:
            if is_filled(grid.at(row, self.objective)) and is_filled(grid.at(row, self.key_result)):
                style = grid.style(row, self.objective)
                looks[style.bold, style.fill] += 1
        return looks.most_common(1)[0][0] if looks else (False, None)

    def _titled_rows(self) -> list[tuple[int, str, str]]:
        """Return row, objective and key result of each row that is no aside; "" for what is not there."""
        rows: list[tuple[int, str, str]] = []
        for row in self.meaning.area.rows:
            above, below = self._title(row, self.objective), self._title(row, self.key_result)
            if above is None or below is None or (above and not below and self._is_section(row)):
                continue
            if above or below or any(self._title(row, column.column) for column in self.higher):
                rows.append((row, above, below))
        return rows

    def _title(self, row: int, column: int) -> str | None:
        """Return the title in a cell, "" where it is empty, None where it makes the row an aside."""
        text = self.meaning.text(row, column)
        kind = aside(text) if text else None
        if kind is None:
            return text
        if kind in ("total", "example"):
            return None
        if kind == "note":
            return text if len(self.meaning.area.filled(row)) > _NOTE_CELLS else None
        return ""

    def _is_section(self, row: int) -> bool:
        """Tell a heading that groups rows ("POLE CADRE DE VIE") from an objective without key results."""
        filled = self.meaning.area.filled(row)
        if self.stairs or len(filled) != 1:
            return False
        style = self.meaning.area.grid.style(row, self.objective)
        text = self.meaning.text(row, filled[0])
        return (
            self.spans.get((row, filled[0]), 0) > filled[0] + 1
            or (style.bold, style.fill) != self.look
            or (text.isupper() and len(text) > _NOTE_CELLS)
        )

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
        for row, above, below in self.rows:
            higher = self._higher(row) if self.higher else None
            if above:
                self._read_objective(row, above, higher)
            if below:
                self._read_key_result(row, below)
        owners = {id(record.parent) for record in self.records}
        # "Objective 2" without a word more is a slot that nobody has filled in, unless key results stand in it.
        return [
            record
            for record in self.records
            if id(record) in owners or record.kind == KEY_RESULT or read_title(record.title).text
        ]

    def _higher(self, row: int) -> Record | None:
        """Return the record of the higher objective of a row, made where it is met first."""
        parent: Record | None = None
        for column in self.higher:
            text = self._title(row, column.column)
            if text:
                self.carried[column.column] = text
            text = self.carried.get(column.column)
            if not text:
                continue
            title = read_title(text)
            key = ("higher", str(column.column), folded(title.text))
            if key not in self.known:
                record = Record(OBJECTIVE, title.text, row, self.meaning, {"title": (column.column,)}, title.code)
                record.level, record.above = column.reading.level, parent
                self.known[key] = record
                self.records.append(record)
            parent = self.known[key]
        return parent

    def _texts(self, row: int, fields: dict[str, tuple[int, ...]], role: str) -> tuple[str, ...]:
        return tuple(self.meaning.text(row, column) for column in fields.get(role, ()))

    def _read_objective(self, row: int, text: str, higher: Record | None) -> None:
        title = read_title(text)
        words = title.text or text
        marks = [folded(self.meaning.text(row, column)) for column in self.marks]
        key = (folded(words), *marks)
        if key in self.known:
            self.current = self.known[key]
            return
        if self.current is not None and not any(marks) and folded(self.current.title) == key[0]:
            return
        record = Record(OBJECTIVE, words, row, self.meaning, self.objective_fields)
        record.code = "".join(self._texts(row, self.objective_fields, "id")) or title.code
        record.parent_codes = self._texts(row, self.objective_fields, "parent")
        record.level, record.above = self.level, higher
        self.known[key] = self.current = record
        self.records.append(record)

    def _read_key_result(self, row: int, text: str) -> None:
        for title in listed_titles(self.meaning.area.grid.at(row, self.key_result)) or (read_title(text),):
            if title.kind != OTHER and title.text:
                self._add_key_result(row, title)

    def _add_key_result(self, row: int, title: Title) -> None:
        record = Record(KEY_RESULT, title.text, row, self.meaning, self.key_result_fields)
        record.code = "".join(self._texts(row, self.key_result_fields, "id")) or title.code
        record.parent = self.current
        self.records.append(record)
