"""A table's columns settled together: which one holds the titles, whose each field is, what the layout must be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.tables.columns import profile, sample_rows
from okrsync.tables.folding import folded
from okrsync.tables.header_rows import is_filled
from okrsync.tables.headers import KEY_RESULT, OBJECTIVE, read_header
from okrsync.tables.lexicon import sheet_words
from okrsync.tables.records import Meaning
from okrsync.tables.roles import VALUES, Assigned, assign, dominant_language, replace_role
from okrsync.tables.titles import code_kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from okrsync.tables.areas import Area
    from okrsync.tables.columns import Profile

_CATEGORY, _SENTENCE = 2, 3
"""Mean words of what only names a field of work, and of what may be an objective."""
_TITLES = (OBJECTIVE, KEY_RESULT, "okr", "title")


def understand(area: Area, overrides: Mapping[int, str] | None = None) -> Meaning:
    """Return what the columns of a table are for. `overrides`: column → role as the user's config says."""
    readings = {column: read_header(area.headers.get(column, "")) for column in area.columns}
    rows = sample_rows(area.rows)
    profiles = {column: profile(area.grid, rows, column) for column in area.columns}
    language = dominant_language(readings)
    columns = assign(readings, profiles, language)
    meaning = Meaning(area, columns, language)
    if overrides:
        meaning.columns = [_overruled(column, overrides) for column in columns]
    _settle_titles(meaning, profiles)
    _settle_ids(meaning)
    _settle_owners(meaning)
    if overrides:
        meaning.columns = [_overruled(column, overrides) for column in meaning.columns]
    return meaning


def _overruled(column: Assigned, overrides: Mapping[int, str]) -> Assigned:
    if column.column in overrides:
        return column._replace(role=overrides[column.column], confidence=1.0, why="config", rivals=())
    return column._replace(role="ignored", why="config") if column.role in overrides.values() else column


def turn(meaning: Meaning, index: int, role: str, why: str) -> None:
    """Give the column at `index` of the grid another role."""
    meaning.columns = [
        replace_role(column, role, why) if column.column == index else column for column in meaning.columns
    ]


def _settle_titles(meaning: Meaning, profiles: Mapping[int, Profile]) -> None:
    """See to it that the titles have their columns."""
    _described_titles(meaning)
    if not meaning.has(KEY_RESULT) and (meaning.has("type") or _has_coded_rows(meaning)):
        _title_of_typed_rows(meaning, profiles)
    if not meaning.has(KEY_RESULT) and not meaning.has("type"):
        _weak_key_results(meaning)
    if not meaning.has(KEY_RESULT):
        _staircase(meaning, profiles)
    if meaning.has(KEY_RESULT) and not meaning.has(OBJECTIVE) and meaning.has("title"):
        # "Title | Key result": the title is the objective's where it stands before.
        column = meaning.first("title")
        key_result = meaning.first(KEY_RESULT)
        if column is not None and key_result is not None and column < key_result and not meaning.has("type"):
            turn(meaning, column, OBJECTIVE, "title before key results")
    _drop_categories(meaning, profiles)
    _grouped_key_results(meaning)


def _described_titles(meaning: Meaning) -> None:
    """Take "Key result – Description" for the title where no other column holds it."""
    for kind in (OBJECTIVE, KEY_RESULT):
        titled = {column.number for column in meaning.all(kind)}
        for column in meaning.all("description"):
            if column.scope == kind and column.number not in titled and not meaning.has("title"):
                turn(meaning, column.column, kind, "described, not named")


def _drop_categories(meaning: Meaning, profiles: Mapping[int, Profile]) -> None:
    """Leave out a "Goal" of one word beside objectives of several: it says what they are about."""
    columns = meaning.all(OBJECTIVE)
    if not columns or profiles[columns[-1].column].words < _SENTENCE:
        return
    for column in columns[:-1]:
        if profiles[column.column].filled and profiles[column.column].words < _CATEGORY:
            turn(meaning, column.column, "noise", "only words beside objectives")


def _has_coded_rows(meaning: Meaning) -> bool:
    """Tell whether an id column holds ids of both kinds, O1 and KR1.1."""
    column = meaning.first("id")
    kinds = {code_kind(text) for row in sample_rows(meaning.area.rows) if (text := meaning.text(row, column))}
    return {OBJECTIVE, KEY_RESULT} <= kinds


def _title_of_typed_rows(meaning: Meaning, profiles: Mapping[int, Profile]) -> None:
    if any(meaning.has(role) for role in _TITLES):
        return
    texts = [
        column
        for column in meaning.columns
        if column.role in ("ignored", "description", "task", "metric", "key_result_weak", "comment")
    ]
    best = max(texts, key=lambda column: profiles[column.column].words * profiles[column.column].density, default=None)
    if best is not None and profiles[best.column].words > 1:
        turn(meaning, best.column, "title", "longest texts beside a type column")


def _weak_key_results(meaning: Meaning) -> None:
    """Take "Expected result", "Success measure" for key results where nothing nearer is there."""
    weak = meaning.first("key_result_weak")
    if weak is not None and meaning.has(OBJECTIVE):
        turn(meaning, weak, KEY_RESULT, "weak: the nearest to key results that is there")
        return
    metric = meaning.first("metric")
    values = sum(meaning.has(role) for role in VALUES)
    enough = values == len(VALUES) or (values > 1 and not meaning.has("task"))
    if metric is not None and meaning.has(OBJECTIVE) and enough:
        turn(meaning, metric, KEY_RESULT, "weak: a metric with values beside each objective")


def _staircase(meaning: Meaning, profiles: Mapping[int, Profile]) -> None:
    """Find key results one column to the right of the objectives, under no header of their own."""
    start = next((column for role in ("okr", OBJECTIVE, "title") for column in meaning.all(role)), None)
    if start is None or meaning.has("type"):
        return
    beside = start.column + 1
    candidate = next((column for column in meaning.columns if column.column == beside), None)
    if candidate is None or candidate.header or profiles[beside].texts < 0.6 or profiles[beside].words < 1.5:
        return
    grid, rows = meaning.area.grid, meaning.area.rows
    both = sum(is_filled(grid.at(row, start.column)) and is_filled(grid.at(row, beside)) for row in rows)
    alone = sum(is_filled(grid.at(row, beside)) for row in rows)
    if alone and (both <= 0.2 * alone or start.role == "okr"):
        turn(meaning, start.column, OBJECTIVE, "left of a staircase")
        turn(meaning, beside, KEY_RESULT, "right of a staircase")


def _grouped_key_results(meaning: Meaning) -> None:
    """Give numbers to key results whose columns repeat ("Key result | Target | Key result | Target")."""
    titles = [column for column in meaning.all(KEY_RESULT) if column.number is None]
    same = [column for column in titles if titles and folded(column.header) == folded(titles[0].header)]
    if len(same) < 2:
        return
    numbered: list[Assigned] = []
    group: int | None = None
    for column in meaning.columns:
        if column in same:
            group = (group or 0) + 1
        shared = column.role in ("okrsync_score", "okrsync_warnings", "ignore") or column.role == OBJECTIVE
        if group and not shared and column.number is None:
            column = _again(column, same, meaning)._replace(number=group, scope=KEY_RESULT)  # noqa: PLW2901 - the column of this group
        numbered.append(column)
    meaning.columns = numbered


def _again(column: Assigned, same: list[Assigned], meaning: Meaning) -> Assigned:
    """Give a repeated header the role that its first occurrence has."""
    if column.role != "ignored" or not column.header:
        return column
    twin = next(
        (
            other
            for other in meaning.columns
            if other.role != "ignored" and folded(other.header) == folded(column.header)
        ),
        None,
    )
    return column._replace(role=twin.role, confidence=twin.confidence) if twin and column not in same else column


def _settle_owners(meaning: Meaning) -> None:
    """Take those who help for owners only where no column names an owner."""
    role = "ignored" if meaning.has("owner") else "owner"
    for column in meaning.all("contributor"):
        turn(meaning, column.column, role, "helpers beside an owner" if role == "ignored" else "nobody else is named")


def _settle_ids(meaning: Meaning) -> None:
    """Settle what an "Objective ID" names: the row among objectives, the parent among key results."""
    titles = meaning.has(OBJECTIVE) or meaning.has("title") or meaning.has("okr")
    if meaning.has(KEY_RESULT) and not titles:
        for column in meaning.all("id"):
            if column.scope == OBJECTIVE:
                turn(meaning, column.column, "parent", "objective's id beside key results")
    for column in meaning.all("parent"):
        words = folded(column.header)
        names_objective = any("id" in sheet_words().headers.get((word,), ()) for word in words.split())
        if not names_objective or "parent" in words or meaning.has("type"):
            continue
        if titles and not meaning.has("id"):
            turn(meaning, column.column, "id", "objective id beside its title")
        elif titles and meaning.has(OBJECTIVE) and meaning.has(KEY_RESULT):
            turn(meaning, column.column, "id", "objective id beside its title")
            meaning.columns = [
                item._replace(scope=OBJECTIVE) if item.column == column.column else item for item in meaning.columns
            ]
