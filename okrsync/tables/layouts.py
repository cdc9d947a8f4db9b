"""Which way a table is laid out, and its rows read that way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.tables.headers import KEY_RESULT, OBJECTIVE
from okrsync.tables.linking import split_tree
from okrsync.tables.mixed_layouts import lines_of, read_mixed, tell_apart
from okrsync.tables.row_layouts import read_rows
from okrsync.tables.wide_layout import read_wide

if TYPE_CHECKING:
    from okrsync.tables.records import Meaning

_LEAVES = frozenset({"type column", "label", "id", "merged", "indentation", "bullets", "bold"})
"""What may tell objectives from key results under a header that names only one of them."""


def _set(meaning: Meaning, layout: str, confidence: float) -> None:
    titles = [column.confidence for column in meaning.columns if column.role in (OBJECTIVE, KEY_RESULT, "okr", "title")]
    meaning.layout, meaning.confidence = layout, round(confidence * min(titles, default=1.0), 2)


def read_table(meaning: Meaning) -> None:
    """Fill the records and the layout of a table; both stay empty where it has no titles of OKRs."""
    numbered = [column for column in meaning.all(KEY_RESULT) if column.number is not None]
    several = len(numbered) > 1 or (len(numbered) == 1 and len(meaning.all(KEY_RESULT)) == 1)
    titled = any(meaning.has(role) for role in (OBJECTIVE, "title", "okr"))
    if numbered and several and titled:
        meaning.records = read_wide(meaning)
        _set(meaning, "wide", 0.95)
    elif meaning.has(OBJECTIVE) and meaning.has(KEY_RESULT) and not meaning.has("type"):
        meaning.records = read_rows(meaning)
        _set(meaning, "rows", 0.95)
    elif titled or meaning.has(KEY_RESULT):
        _read_one_column(meaning)


def _read_one_column(meaning: Meaning) -> None:
    lines = lines_of(meaning)
    if (known := meaning.known_kind()) and not meaning.has("type"):
        meaning.records = read_mixed(meaning, lines, {line.row: known for line in lines})
        _set(meaning, "list of key results" if known == KEY_RESULT else "list of objectives", 0.95)
        return
    tree = meaning.has("parent") and (meaning.has("id") or bool(meaning.area.grid.row_keys))
    told = tell_apart(meaning, lines)
    sole = meaning.has(KEY_RESULT) or (meaning.has(OBJECTIVE) and not meaning.has("okr"))
    if told and sole and told[1] not in _LEAVES:
        told = None
    if meaning.joined and (told is None or told[1] != "type column"):
        meaning.records = read_mixed(meaning, lines, {line.row: OBJECTIVE for line in lines})
        _set(meaning, "list of objectives", 0.9)
        return
    if tree and (told is None or told[1] != "type column"):
        kinds = {line.row: OBJECTIVE for line in lines}
        meaning.records = read_mixed(meaning, lines, kinds)
        split_tree(meaning)
        _set(meaning, "tree", 0.85)
        if meaning.has(KEY_RESULT) and not meaning.has(OBJECTIVE):
            _all(meaning, KEY_RESULT)
        return
    if told:
        kinds, by, confidence = told
        meaning.records = read_mixed(meaning, lines, kinds)
        _set(meaning, "tree" if tree else f"mixed by {by}", confidence)
        return
    kind = KEY_RESULT if meaning.has(KEY_RESULT) else OBJECTIVE
    if kind == OBJECTIVE and not meaning.has(OBJECTIVE):
        return
    meaning.records = read_mixed(meaning, lines, {line.row: kind for line in lines})
    _set(meaning, "list of key results" if kind == KEY_RESULT else "list of objectives", 0.8)


def _all(meaning: Meaning, kind: str) -> None:
    """Make all rows one kind: key results whose objectives stand on another tab are no tree of their own."""
    for record in meaning.records:
        record.kind = kind
    meaning.layout = "list of key results"
