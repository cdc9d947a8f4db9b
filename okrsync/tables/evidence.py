"""Whether a table holds OKRs at all: an "Objective" column alone makes a task list, a budget or a plan no OKR sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.tables.folding import fold
from okrsync.tables.headers import KEY_RESULT, OBJECTIVE
from okrsync.tables.lexicon import sheet_words
from okrsync.tables.mixed_layouts import title_columns
from okrsync.tables.titles import read_title

if TYPE_CHECKING:
    from okrsync.grid import Grid
    from okrsync.tables.records import Meaning

_SURE = 0.85
_TOP = 12
_VALUES = ("baseline", "target", "current")


def mentions_okrs(grid: Grid, filled: list[int]) -> bool:
    """Tell whether a sheet calls itself OKRs: in its name or its first rows."""
    known = sheet_words()
    if grid.name and known.speaks_of_okrs(grid.name):
        return True
    return any(
        isinstance(value, str) and known.speaks_of_okrs(value) for row in filled[:_TOP] for value in grid.rows[row]
    )


def _names_key_results(meaning: Meaning) -> bool:
    """Tell whether the header itself says "key result" (or "OKR")."""
    strong = [column for column in meaning.columns if column.role in (KEY_RESULT, "okr") and column.confidence >= _SURE]
    return any(
        column.scope == KEY_RESULT or column.reading.roles.get(role, 0.0) >= _SURE
        for column in strong
        for role in (KEY_RESULT, "okr")
    )


def _typed(meaning: Meaning) -> bool:
    kinds = [record.kind for record in meaning.records]
    if not meaning.has("type") or {OBJECTIVE, KEY_RESULT} - set(kinds):
        return False
    others = len(meaning.area.rows) - len(kinds)
    return others <= len(kinds) * 2


def _labelled(meaning: Meaning) -> bool:
    """Tell whether titles or ids say themselves that they are key results ("KR1.2")."""
    named = sum(1 for record in meaning.records if record.kind == KEY_RESULT and _says_key_result(meaning, record.row))
    return named > 0 and named >= 0.3 * sum(record.kind == KEY_RESULT for record in meaning.records)


def _says_key_result(meaning: Meaning, row: int) -> bool:
    columns = [*title_columns(meaning), meaning.first("id")]
    return any(
        read_title(text + (" x" if column == columns[-1] else "")).kind == KEY_RESULT
        for column in columns
        if (text := meaning.text(row, column))
    )


def is_okr_table(meaning: Meaning, *, mentioned: bool, chosen: bool = False) -> bool:
    """Tell whether a table that was read holds OKRs.

    `mentioned`: the workbook speaks of OKRs somewhere, so weaker signs will do. `chosen`: the config names columns.
    """
    if not meaning.records:
        return False
    if chosen or meaning.known_kind():
        return True
    if _names_key_results(meaning) or _typed(meaning) or _labelled(meaning):
        return True
    values = sum(meaning.has(role) for role in _VALUES)
    if meaning.layout == "list of objectives":
        return not meaning.has("task")
    # "Expected result" with a start and a target is a key result by another name; a bare KPI is one only among OKRs.
    named = any("key_result_weak" in column.reading.roles for column in meaning.all(KEY_RESULT)) or meaning.has("okr")
    weak = named and values >= 2 and not meaning.has("task")
    followed = mentioned and (values >= 2 or not meaning.has("task"))
    return weak or followed or (meaning.layout == "tree" and (mentioned or (values >= 2 and _tree_of_goals(meaning))))


def _tree_of_goals(meaning: Meaning) -> bool:
    """Tell whether the ids or parents of a tree are said to be those of goals: "Goal ID", "Parent objective"."""
    known = sheet_words()
    words = (word for role in ("id", "parent") for column in meaning.all(role) for word in fold(column.header))
    return any(OBJECTIVE in known.headers.get((word,), ()) for word in words)
