"""Tables where objectives and key results stand in the same column, told apart row by row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from okrsync.tables.asides import aside
from okrsync.tables.columns import kind_of, level_of
from okrsync.tables.folding import fold
from okrsync.tables.headers import KEY_RESULT, OBJECTIVE
from okrsync.tables.lexicon import sheet_words
from okrsync.tables.ownership import fields_of
from okrsync.tables.records import Record
from okrsync.tables.titles import OTHER, Title, code_depth, code_kind, read_title

if TYPE_CHECKING:
    from collections.abc import Callable

    from okrsync.tables.records import Meaning

Kinds = dict[int, str]
"""Row → "objective", "key_result" or "other"."""
_TELLING = 0.6
_FEW = 3
_VALUE_ROLES = ("baseline", "target", "current", "unit", "metric", "confidence", "progress", "score", "due", "status")


@dataclass(slots=True)
class Line:
    """One row with a title."""

    row: int
    column: int
    text: str
    title: Title
    code: str | None
    filled: int


def title_columns(meaning: Meaning) -> list[int]:
    """Return the columns that may hold the titles of a mixed table."""
    typed = meaning.has("type")
    roles = ("okr", "title", OBJECTIVE, KEY_RESULT) if typed else ("okr", OBJECTIVE, KEY_RESULT, "title")
    columns = [column.column for role in roles for column in meaning.all(role)]
    return columns if typed else columns[:1]


def _is_divider(value: str) -> bool:
    """Tell a line such as "Initiatives" that says that what follows is no key result."""
    return "task" in sheet_words().headers.get(fold(value), ())


def lines_of(meaning: Meaning) -> list[Line]:
    """Return the rows that have a title, asides left out."""
    lines: list[Line] = []
    columns = title_columns(meaning)
    id_column = meaning.first("id")
    grid = meaning.area.grid
    raw = [(row, column, grid.at(row, column)) for row in meaning.area.rows for column in columns]
    dotted = sum(
        1
        for _, _, value in raw
        if isinstance(value, str) and value[:1].isdecimal() and code_depth(value.split(" ")[0]) > 1
    )
    outline = dotted >= _FEW - 1
    seen: set[int] = set()
    divided = False
    for row, column, value in raw:
        if row in seen or not isinstance(value, str) or not value.strip():
            continue
        seen.add(row)
        filled = len(meaning.area.filled(row))
        divided = (divided or (filled == 1 and _is_divider(value))) and read_title(value).kind != OBJECTIVE
        if divided:
            continue
        kind = aside(value.strip())
        if kind and not (kind == "note" and filled > _FEW):
            continue
        title = read_title(value, outline=outline)
        lines.append(Line(row, column, value, title, meaning.text(row, id_column) or title.code, filled))
    return lines


def _by_type(meaning: Meaning, lines: list[Line]) -> Kinds | None:
    column = meaning.first("type")
    if column is None:
        return None
    kinds: Kinds = {}
    for line in lines:
        text = meaning.text(line.row, column)
        kinds[line.row] = kind_of(text) or OTHER
    return kinds if KEY_RESULT in kinds.values() or OBJECTIVE in kinds.values() else None


def _by_label(meaning: Meaning, lines: list[Line]) -> Kinds | None:
    del meaning
    kinds = {line.row: line.title.kind for line in lines if line.title.kind}
    named = Counter(kinds.values())
    if not named[OBJECTIVE] and not named[KEY_RESULT]:
        return None
    if named[OBJECTIVE] and (named[OBJECTIVE] > 1 or named[KEY_RESULT] or lines[0].title.kind == OBJECTIVE):
        return {line.row: line.title.kind or KEY_RESULT for line in lines}
    if named[KEY_RESULT] >= _TELLING * len(lines) / 2 and not named[OBJECTIVE]:
        return {line.row: line.title.kind or OBJECTIVE for line in lines}
    return None


def _by_code(meaning: Meaning, lines: list[Line]) -> Kinds | None:
    column = meaning.first("id")
    coded = [(line, line.code) for line in lines if line.code]
    if len(coded) < _TELLING * len(lines):
        return None
    lettered = {line.row: code_kind(code) for line, code in coded}
    if Counter(lettered.values())[KEY_RESULT] and Counter(lettered.values())[OBJECTIVE]:
        return {line.row: lettered.get(line.row) or OTHER for line in lines}
    depths = {line.row: code_depth(code) for line, code in coded}
    found = sorted(set(depths.values()))
    if len(found) < 2 or found[0] != 1:
        return None
    if len(found) == 2 or column is not None:
        return {line.row: {1: OBJECTIVE, 2: KEY_RESULT}.get(depths.get(line.row, 0), OTHER) for line in lines}
    return {line.row: {1: OBJECTIVE, 2: KEY_RESULT}.get(depths.get(line.row, 0), OTHER) for line in lines}


def _by_mark(mark: Callable[[Meaning, Line], int]) -> Callable[[Meaning, list[Line]], Kinds | None]:
    """Tell rows apart by a mark that is 0 for objectives and more for key results (deeper still: no OKR)."""

    def told(meaning: Meaning, lines: list[Line]) -> Kinds | None:
        marks = {line.row: mark(meaning, line) for line in lines}
        levels = sorted(set(marks.values()))
        if len(levels) < 2:
            return None
        depth = {level: position for position, level in enumerate(levels)}
        kinds = {
            row: (OBJECTIVE, KEY_RESULT)[depth[level]] if depth[level] < 2 else OTHER for row, level in marks.items()
        }
        return kinds if _plausible(kinds, lines) else None

    return told


def _plausible(kinds: Kinds, lines: list[Line]) -> bool:
    """Tell whether an objective comes first, and most have key results below them."""
    named = Counter(kinds.values())
    if (
        not lines
        or kinds[lines[0].row] != OBJECTIVE
        or not named[KEY_RESULT]
        or named[OBJECTIVE] > named[KEY_RESULT] * 1.5
    ):
        return False
    order = [kinds[line.row] for line in lines]
    followed = sum(one == OBJECTIVE and other == KEY_RESULT for one, other in pairwise(order))
    return followed >= 0.6 * named[OBJECTIVE]


def _indent(meaning: Meaning, line: Line) -> int:
    return line.title.indent + 4 * meaning.area.grid.style(line.row, line.column).indent


def _bullet(meaning: Meaning, line: Line) -> int:
    del meaning
    return int(line.title.bullet)


def _weight(meaning: Meaning, line: Line) -> int:
    return int(not meaning.area.grid.style(line.row, line.column).bold)


def _filled_fields(meaning: Meaning, line: Line) -> int:
    return int(any(meaning.text(line.row, column.column) for column in meaning.columns if column.role in _VALUE_ROLES))


def _spanning(meaning: Meaning, line: Line) -> int:
    return int(
        not any(
            merge.top == line.row and merge.left <= line.column <= merge.right and merge.right > merge.left
            for merge in meaning.area.grid.merges
        )
    )


def _look(meaning: Meaning, lines: list[Line]) -> Kinds | None:
    """Tell rows apart by colour or size: what the first row looks like is what objectives look like."""
    styles = {
        line.row: (
            meaning.area.grid.style(line.row, line.column).fill,
            meaning.area.grid.style(line.row, line.column).size,
        )
        for line in lines
    }
    if len(set(styles.values())) != 2:
        return None
    first = styles[lines[0].row]
    kinds = {row: OBJECTIVE if style == first else KEY_RESULT for row, style in styles.items()}
    return kinds if _plausible(kinds, lines) else None


def _capitals(meaning: Meaning, line: Line) -> int:
    del meaning
    return int(not line.title.text.isupper())


_TESTS: tuple[tuple[str, Callable[[Meaning, list[Line]], Kinds | None], float], ...] = (
    ("type column", _by_type, 0.97),
    ("label", _by_label, 0.95),
    ("id", _by_code, 0.93),
    ("indentation", _by_mark(_indent), 0.85),
    ("bullets", _by_mark(_bullet), 0.85),
    ("bold", _by_mark(_weight), 0.8),
    ("merged", _by_mark(_spanning), 0.8),
    ("colour", _look, 0.75),
    ("capitals", _by_mark(_capitals), 0.7),
    ("filled fields", _by_mark(_filled_fields), 0.7),
)


def tell_apart(meaning: Meaning, lines: list[Line]) -> tuple[Kinds, str, float] | None:
    """Return which rows are objectives and which key results, by what they were told apart, and how sure that is."""
    if not lines:
        return None
    for name, test, confidence in _TESTS:
        kinds = test(meaning, lines)
        if kinds:
            return kinds, name, confidence
    return None


def read_mixed(meaning: Meaning, lines: list[Line], kinds: Kinds) -> list[Record]:
    """Return the records of a mixed table: each key result belongs to the objective above it."""
    records: list[Record] = []
    current: Record | None = None
    type_column, parents = meaning.first("type"), meaning.all("parent")
    fields = {column: fields_of(meaning.columns, column) for column in title_columns(meaning)}
    for line in lines:
        kind = kinds[line.row]
        if kind not in (OBJECTIVE, KEY_RESULT) or (not line.title.text):
            continue
        record = Record(
            kind,
            line.title.text,
            line.row,
            meaning,
            fields[line.column],
            line.code,
        )
        record.parent_codes = tuple(meaning.text(line.row, column.column) for column in parents)
        if kind == OBJECTIVE:
            current = record
            if type_column is not None:
                typed = meaning.text(line.row, type_column)
                record.level = level_of(typed) if len(typed.split()) > 1 else None
        else:
            record.parent = current
        records.append(record)
    return records
