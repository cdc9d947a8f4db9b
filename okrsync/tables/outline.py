"""Sheets without a table: headings with bullets, cards of "label | value", staircases of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.tables.areas import Area
from okrsync.tables.asides import aside
from okrsync.tables.folding import tidy
from okrsync.tables.header_rows import is_filled
from okrsync.tables.headers import KEY_RESULT, OBJECTIVE, read_header
from okrsync.tables.lexicon import sheet_words
from okrsync.tables.mixed_layouts import Line, tell_apart
from okrsync.tables.ownership import KEPT
from okrsync.tables.periods import find_period
from okrsync.tables.records import Meaning, Record
from okrsync.tables.titles import OTHER, read_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.grid import Grid

_SURE = 0.9
_LONGEST_LABEL = 45


class _Outline:
    """Goes down a sheet line by line."""

    def __init__(self, grid: Grid, rows: list[int]) -> None:
        width = max((len(grid.rows[row]) for row in rows), default=0)
        area = Area(grid, (), tuple(range(width)), {}, rows)
        self.meaning = Meaning(area, [], None, "outline", 0.75)
        self.grid = grid
        self.objective: Record | None = None
        self.item: Record | None = None
        self.below_divider = False
        self.objectives = self.labelled_results = self.bullets = 0

    def record(self, kind: str, text: str, row: int, column: int, code: str | None) -> None:
        """Begin a new objective or key result."""
        record = Record(kind, text, row, self.meaning, {"title": (column,)}, code)
        if kind == OBJECTIVE:
            self.objective = record
            self.objectives += 1
        else:
            record.parent = self.objective
        self.item = record
        self.meaning.records.append(record)

    def line(self, row: int) -> None:
        """Read one row."""
        cells = [
            (column, value)
            for column, value in enumerate(self.grid.rows[row])
            if is_filled(value) and column not in self.grid.own_columns
        ]
        if not cells or not isinstance(cells[0][1], str):
            return
        column, value = cells[0][0], str(cells[0][1])
        title = read_title(value)
        beside = cells[1] if len(cells) > 1 else None
        if title.kind in (OBJECTIVE, KEY_RESULT) and self._labelled(row, cells):
            return
        if title.kind == OTHER or self._field(row, cells):
            return
        if aside(tidy(value)) or self.objective is None:
            return
        if title.bullet or self.below_divider or (title.code and title.code != title.text):
            self.bullets += 1
            self.record(KEY_RESULT, title.text, row, column, title.code)
        elif beside is None or not isinstance(beside[1], str):
            self.loose.append((row, column, title.text))

    loose: list[tuple[int, int, str]]

    def _labelled(self, row: int, cells: Sequence[tuple[int, object]]) -> bool:
        """Read a row whose first cell is labelled as objective or key result, its title there or in the next cell."""
        column, value = cells[0]
        title = read_title(str(value))
        if title.text and not (title.labelled or title.code):
            return False
        text, place, code = title.text, column, title.code
        if not text:
            if len(cells) == 1:
                self.below_divider = title.kind == KEY_RESULT
                return title.kind == KEY_RESULT
            beside = cells[1][1]
            role = read_header(str(value).rstrip(" :"))
            fields = {name for name, fit in role.roles.items() if fit >= _SURE} & KEPT - {"target", "id", "parent"}
            if not isinstance(beside, str) or (fields and not role.scope):
                return False
            if read_header(tidy(beside)).best >= _SURE:
                return False
            part = read_title(beside)
            text, place, code = part.text, cells[1][0], part.code or code
        if aside(text):
            return True
        self.below_divider = False
        self.labelled_results += title.kind == KEY_RESULT
        self.record(title.kind or KEY_RESULT, text, row, place, code)
        return True

    def _field(self, row: int, cells: Sequence[tuple[int, object]]) -> bool:
        """Read "Owner | Jane", "Owner: Jane": a field of the item above."""
        column, value = cells[0]
        text = tidy(str(value))
        head, colon, rest = text.partition(":")
        if len(text) > _LONGEST_LABEL and not colon:
            return False
        reading = read_header(head.strip())
        role = max(reading.roles, key=reading.roles.__getitem__, default="")
        if reading.best < _SURE or role not in KEPT or self.item is None or (not rest.strip() and len(cells) < 2):
            return False
        item = self.objective if reading.scope == OBJECTIVE and self.objective else self.item
        if rest.strip():
            item.elsewhere.setdefault(role, (row, column))
            item.texts.setdefault(role, rest.strip())
        else:
            item.elsewhere.setdefault(role, (row, cells[1][0]))
        return True


def read_outline(grid: Grid, rows: list[int], *, mentioned: bool, by_look: bool) -> Meaning | None:
    """Read a sheet without a header row; None where nothing tells objectives and key results.

    `mentioned`: the workbook speaks of OKRs, so weaker signs will do. `by_look`: bold, indents and columns may tell.
    """
    outline = _Outline(grid, rows)
    outline.loose = []
    for row in rows:
        outline.line(row)
    if outline.objectives and (outline.labelled_results or (mentioned and (outline.bullets or outline.loose))):
        _take_loose(outline)
        return outline.meaning
    return _by_look(grid, rows) if by_look and not outline.objectives else None


def _take_loose(outline: _Outline) -> None:
    """Where no bullets or labels mark the key results, the plain lines below an objective are they."""
    if outline.labelled_results or outline.bullets:
        return
    objectives = [record for record in outline.meaning.records if record.kind == OBJECTIVE]
    for row, column, text in outline.loose:
        parent = next((record for record in reversed(objectives) if record.row < row), None)
        outline.meaning.records.append(
            Record(KEY_RESULT, text, row, outline.meaning, {"title": (column,)}, None, parent)
        )
    outline.meaning.records.sort(key=lambda record: record.row)


def _by_look(grid: Grid, rows: list[int]) -> Meaning | None:
    """Read unlabelled lines by indentation, bullets, bold or the column that they stand in."""
    lines: list[Line] = []
    for row in rows:
        cells = [(column, value) for column, value in enumerate(grid.rows[row]) if is_filled(value)]
        column, value = cells[0]
        if not isinstance(value, str) or aside(tidy(value)):
            continue
        title = read_title(value)
        first = not lines
        if first and (
            find_period(value) or sheet_words().speaks_of_okrs(value) or read_header(tidy(value)).best >= _SURE
        ):
            continue
        stepped = title._replace(indent=title.indent + 8 * column)
        lines.append(Line(row, column, value, stepped, title.code, len(cells)))
    width = max((len(grid.rows[row]) for row in rows), default=0)
    meaning = Meaning(Area(grid, (), tuple(range(width)), {}, rows), [], None, "outline", 0.6)
    told = tell_apart(meaning, lines)
    if told is None:
        return None
    kinds, _, _ = told
    current: Record | None = None
    for line in lines:
        kind = kinds[line.row]
        if kind not in (OBJECTIVE, KEY_RESULT):
            continue
        record = Record(kind, line.title.text, line.row, meaning, {"title": (line.column,)}, line.code)
        if kind == OBJECTIVE:
            current = record
        record.parent = current if kind == KEY_RESULT else None
        meaning.records.append(record)
    return meaning
