"""A whole workbook: every sheet's tables read, joined, and those left out that are no OKRs or repeat others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.tables.areas import find_areas
from okrsync.tables.cells import is_unsaid
from okrsync.tables.evidence import is_okr_table, mentions_okrs
from okrsync.tables.folding import folded
from okrsync.tables.header_rows import filled_rows
from okrsync.tables.headers import KEY_RESULT, OBJECTIVE
from okrsync.tables.headings import Heading, read_heading, unlabelled_title
from okrsync.tables.layouts import read_table
from okrsync.tables.lexicon import sheet_words
from okrsync.tables.linking import code_key, link
from okrsync.tables.outline import read_outline
from okrsync.tables.overrides import headers_named, overrides_for
from okrsync.tables.ownership import OBJECTIVE_FIELDS
from okrsync.tables.periods import find_period
from okrsync.tables.quarters import choose_quarters
from okrsync.tables.records import Meaning, Record
from okrsync.tables.repeats import is_summary, without_repeats
from okrsync.tables.tabs import Tab, give_context, is_aside
from okrsync.tables.understanding import turn, understand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.grid import Grid
    from okrsync.tables.overrides import Overrides

_SAMPLE = 400
_MOST = 0.8
_BESIDE = OBJECTIVE_FIELDS | {"id", "owner", "type", "okrsync_score", "okrsync_warnings"}
"""What may stand left of the objectives in a table of them."""
_PAIR = 2
_FOLLOWED = frozenset(
    {"owner", "baseline", "target", "current", "progress", "score", "confidence", "status", "due", "weight", "period"}
)
"""Fields of which a lone key result has at least one."""


def read_workbook(grids: Sequence[Grid], *, columns: Overrides, title: str | None) -> list[Meaning]:
    """Return the tables of OKRs in a workbook with their records; empty where there are none."""
    own = sheet_words().own_tabs
    grids = [grid for grid in grids if grid.name is None or folded(grid.name) not in own]
    main = [grid for grid in grids if not is_aside(grid)]
    return _read(main, columns, title) or _read([grid for grid in grids if is_aside(grid)], columns, title)


def _read(grids: Sequence[Grid], columns: Overrides, title: str | None) -> list[Meaning]:
    tabs = [Tab(grid, filled_rows(grid)) for grid in grids]
    mentioned = any(mentions_okrs(tab.grid, tab.filled) for tab in tabs) or bool(
        title and sheet_words().speaks_of_okrs(title)
    )
    for tab in tabs:
        _understand(tab, columns)
    meanings = [meaning for tab in tabs for meaning in tab.meanings]
    _references(meanings)
    _mark_joined(meanings)
    for meaning in meanings:
        read_table(meaning)
    tabular = {id(tab) for tab in tabs if tab.meanings}
    for tab in tabs:
        tab.meanings = [
            meaning for meaning in tab.meanings if is_okr_table(meaning, mentioned=mentioned, chosen=bool(columns))
        ]
    alone = not any(tab.meanings for tab in tabs)
    for tab in tabs:
        # Lists and settings beside the OKRs have bullets and bold words too: only a sheet that speaks of OKRs itself
        # may be read by its looks.
        speaks = mentioned and id(tab) not in tabular and (alone or mentions_okrs(tab.grid, tab.filled))
        if not tab.meanings and (outline := read_outline(tab.grid, tab.filled, mentioned=mentioned, by_look=speaks)):
            tab.meanings = [outline]
            tab.headings[id(outline)] = read_heading(
                tab.grid, [row for row in tab.filled if row < outline.records[0].row]
            )
    link([meaning for tab in tabs for meaning in tab.meanings])
    kept = without_repeats([meaning for tab in tabs for meaning in tab.meanings])
    for tab in tabs:
        tab.meanings = [meaning for meaning in tab.meanings if meaning in kept]
        _give_objectives(tab)
    give_context(tabs, title)
    meanings = [meaning for tab in tabs for meaning in tab.meanings if meaning.records]
    records = [record for meaning in meanings for record in meaning.records]
    told = bool(columns) or any(meaning.known_kind() for meaning in meanings)
    return meanings if told or _is_enough(records, mentioned=mentioned) else []


def _is_enough(records: Sequence[Record], *, mentioned: bool) -> bool:
    """Tell whether what was found is more than a mention: a glossary explains "Key result" with nothing beside it."""
    results = [record for record in records if record.kind == KEY_RESULT]
    if not results:
        # Headers for both kinds promise key results that nobody has written yet.
        return any(mentioned or (each.meaning.has(OBJECTIVE) and each.meaning.has(KEY_RESULT)) for each in records)
    if len(results) > 1:
        return True
    (result,) = results
    if result.meaning.layout not in ("blocks", "outline"):
        return True
    said = (
        not is_unsaid(result.meaning.area.grid.at(*place))
        for role in result.fields() & _FOLLOWED
        if (place := result.place(role))
    )
    return any(said) or len(records) > _PAIR


def _understand(tab: Tab, columns: Overrides) -> None:
    named = headers_named(columns)
    for area in find_areas(tab.grid, tab.filled, named):
        chosen = overrides_for(area, columns)
        meaning = understand(area, chosen)
        tab.meanings.append(meaning)
        heading = tab.headings[id(meaning)] = read_heading(tab.grid, area.above)
        of_tab = find_period(tab.grid.name or "")
        choose_quarters(meaning, heading.period or (of_tab.text if of_tab else None))


def _references(meanings: Sequence[Meaning]) -> None:
    """See an "Objective" column that only holds ids or titles of another table's objectives for the link it is."""
    for meaning in meanings:
        column = meaning.first(OBJECTIVE)
        if column is None or not meaning.has(KEY_RESULT):
            continue
        named = {code_key(text) for row in meaning.area.rows[:_SAMPLE] if (text := meaning.text(row, column))}
        for other in meanings:
            if other is meaning or other.has(KEY_RESULT) or not (other.has(OBJECTIVE) or other.has("title")):
                continue
            codes = {code_key(other.text(row, other.first("id"))) for row in other.area.rows}
            if named and len(named & codes) >= _MOST * len(named):
                turn(meaning, column, "parent", "holds ids of objectives")
                break
            titles = {code_key(other.text(row, other.first(OBJECTIVE))) for row in other.area.rows}
            alone = sum(third.has(KEY_RESULT) for third in meanings) == 1 and _lists_objectives(other)
            if named and alone and len(named & titles) >= _MOST * len(named):
                turn(meaning, column, "parent", "holds titles of another table's objectives")
                break


def _lists_objectives(meaning: Meaning) -> bool:
    """Tell whether a table is about its objectives, each once: actions, budgets and risks only name what they serve."""
    column = meaning.first(OBJECTIVE)
    if column is None or meaning.has("task") or is_summary(meaning.container):
        return False
    before = {other.role for other in meaning.columns if other.column < column}
    titles = [code_key(text) for row in meaning.area.rows if (text := meaning.text(row, column))]
    return before <= _BESIDE and len(set(titles)) == len(titles)


def _mark_joined(meanings: Sequence[Meaning]) -> None:
    """Mark the tables whose rows the key results of another table name as what they belong to."""
    for meaning in meanings:
        if not meaning.has(KEY_RESULT) or meaning.has(OBJECTIVE):
            continue
        named = {
            code_key(text)
            for column in meaning.all("parent")
            for row in meaning.area.rows[:_SAMPLE]
            if (text := meaning.text(row, column.column))
        }
        for other in meanings:
            if other is meaning or other.has(KEY_RESULT) or not named:
                continue
            columns = [other.first(role) for role in ("id", OBJECTIVE, "title", "okr")]
            held = {code_key(other.text(row, column)) for column in columns for row in other.area.rows}
            other.joined = other.joined or len(named & held) >= _MOST * len(named)


def _lonely(meaning: Meaning) -> bool:
    return (
        bool(meaning.records)
        and meaning.records[0].kind == KEY_RESULT
        and meaning.records[0].parent is None
        and not meaning.has("parent")
    )


def _give_objectives(tab: Tab) -> None:
    """Give tables of key results the objective that stands above them."""
    lonely = [meaning for meaning in tab.meanings if _lonely(meaning)]
    for meaning in lonely:
        heading = tab.headings[id(meaning)]
        objective = _from_heading(meaning, heading, several=len(lonely) > 1)
        if objective is None:
            continue
        meaning.layout = "blocks"
        for record in meaning.records:
            if record.kind == OBJECTIVE:
                break
            record.parent = objective
        meaning.records.insert(0, objective)


def _from_heading(meaning: Meaning, heading: Heading, *, several: bool) -> Record | None:
    title, cell = heading.title, heading.title_cell
    if not title or cell is None:
        found = unlabelled_title(heading, several=several)
        if found is None:
            return None
        title, cell = found
    record = Record(OBJECTIVE, title, cell[0], meaning, {"title": (cell[1],)}, heading.code)
    record.elsewhere = dict(heading.fields)
    record.texts = dict(heading.texts)
    record.parent_codes = (heading.texts["parent"],) if "parent" in heading.texts else ()
    return record
