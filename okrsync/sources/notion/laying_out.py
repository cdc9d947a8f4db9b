"""Data sources laid out as sheets: a row of names, then a row for each page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from okrsync.grid import Grid, Style
from okrsync.sources.notion.own import find_own, held
from okrsync.sources.notion.reading import relation_target, title_of_page
from okrsync.sources.notion.values import COMPUTED, READ, cell_of
from okrsync.tables.headers import role_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from okrsync.grid import CellValue
    from okrsync.sources.notion.own import Own
    from okrsync.sources.notion.reading import DataSource

Json = dict[str, Any]

_PERCENT = Style(number_format="0%")
_KINDS = frozenset({"objective", "key_result"})
_HEADER = 0
_READING_ORDER = (
    "objective", "key_result", "title", "type", "parent", "level", "team", "period", "metric", "unit", "baseline",
    "target", "current", "progress", "confidence", "status", "due", "owner",
)  # fmt: skip


class Sheet(NamedTuple):
    """A data source as a sheet, and where in it things are."""

    source: DataSource
    grid: Grid
    own: Own


class _Column(NamedTuple):
    """One column: a property, or a relation that only the other side has."""

    header: str
    name: str
    configuration: Json
    role: str | None
    """What it is for, where Notion itself tells."""


def lay_out(sources: Sequence[DataSource]) -> list[Sheet]:
    """Return a sheet for each data source that holds OKRs, related pages named by their titles."""
    titles = {page["id"]: title_of_page(page) for source in sources for page in source.pages}
    holding = [source for source in sources if source.holds_okrs]
    names = _distinct_names(holding)
    known = {source.id: source for source in sources}
    return [_sheet(source, names[source.id], known, titles) for source in holding]


def _distinct_names(sources: Sequence[DataSource]) -> dict[str, str]:
    """Return id → title, told apart by a number where several have the same."""
    names: dict[str, str] = {}
    for source in sources:
        name, number = source.title or "Notion", 1
        while name in names.values():
            number += 1
            name = f"{source.title or 'Notion'} ({number})"
        names[source.id] = name
    return names


def _sheet(source: DataSource, name: str, known: Mapping[str, DataSource], titles: Mapping[str, str]) -> Sheet:
    own = find_own(source.schema)
    columns = [column for column in _columns(source, known) if column.configuration["id"] not in own.ids.values()]
    pointing = _pointed_at(source, known)
    rows: list[list[CellValue]] = [[column.header for column in columns]]
    if pointing:
        rows[0].append("Objective")
    styles: dict[tuple[int, int], Style] = {}
    links: dict[tuple[int, int], tuple[str, ...]] = {}
    for number, page in enumerate(source.pages, start=1):
        values = {value["id"]: value for value in page.get("properties", {}).values()}
        row: list[CellValue] = []
        for index, column in enumerate(columns):
            value = values.get(column.configuration["id"], {})
            row.append(cell_of(value, titles))
            if value.get("type") == "relation":
                links[number, index] = tuple(each["id"] for each in value.get("relation") or ())
            elif _is_percent(column.configuration):
                styles[number, index] = _PERCENT
        if pointing:
            above = pointing.get(page["id"], ())
            row.append("; ".join(titles[each] for each in above if titles.get(each)) or None)
            links[number, len(columns)] = above
        rows.append(row)
    grid = Grid(name, rows, styles=styles, links=links)
    grid.row_keys = {number: page["id"] for number, page in enumerate(source.pages, start=1)}
    grid.known_roles = {index: column.role for index, column in enumerate(columns) if column.role}
    grid.column_names = {index: column.name for index, column in enumerate(columns)}
    grid.formulas = frozenset(
        (row, index)
        for index, column in enumerate(columns)
        if column.configuration["type"] in COMPUTED
        for row in range(1, len(rows))
    )
    if pointing:
        grid.known_roles = {**grid.known_roles, len(columns): "parent"}
        grid.column_names = {**grid.column_names, len(columns): "Objective"}
    _add_own(grid, source, own)
    return Sheet(source, grid, own)


def _columns(source: DataSource, known: Mapping[str, DataSource]) -> list[_Column]:
    """Return the columns in the order in which people read, whatever order Notion lists them in."""
    columns = [
        column
        for name, configuration in source.schema.items()
        if (column := _column(source, name, configuration, known)) is not None
    ]
    return sorted(columns, key=_reading_order)


def _reading_order(column: _Column) -> tuple[bool, int, str]:
    role = column.role or role_of(column.name)
    rank = _READING_ORDER.index(role) if role in _READING_ORDER else len(_READING_ORDER)
    return column.configuration["type"] != "title", rank, column.name


def _column(source: DataSource, name: str, configuration: Json, known: Mapping[str, DataSource]) -> _Column | None:
    kind = configuration["type"]
    if kind not in READ:
        return None
    if kind == "title":
        told = _told_by_title(source, name)
        return _Column(source.title if told else name, name, configuration, told)
    target = relation_target(configuration)
    role = role_of(name)
    if target is not None:
        if target not in known or role is None or _lists_children(source, role, target):
            return None
        return _Column(name, name, configuration, _role_of_relation(source, role, target, known))
    return _Column(name, name, configuration, "owner" if kind == "people" and role is None else None)


def _told_by_title(source: DataSource, name: str) -> str | None:
    """Return what all rows of "Key Results" are, where a property called "Name" holds their titles and says nothing.

    None where each row says for itself what it is: by a type, or by what it stands under.
    """
    kind = role_of(source.title)
    if kind not in _KINDS or role_of(name) not in {None, "title"}:
        return None
    told_by_row = any(
        role_of(each) == "type" or relation_target(configuration) == source.id
        for each, configuration in source.schema.items()
    )
    return None if told_by_row else kind


def _lists_children(source: DataSource, role: str, target: str) -> bool:
    """Tell the far end of a relation, which lists what points here: it is read where it points from."""
    return role == "key_result" or (target == source.id and role != "parent")


def _role_of_relation(source: DataSource, role: str, target: str, known: Mapping[str, DataSource]) -> str | None:
    if not known[target].holds_okrs:
        return role
    return "parent" if role in {"objective", "okr", "parent"} or target == source.id else role


def _pointed_at(source: DataSource, known: Mapping[str, DataSource]) -> dict[str, tuple[str, ...]]:
    """Return page → the objectives whose list of key results names it, where only that side has the relation."""
    if any(
        target in known and role_of(name) in {"objective", "okr", "parent"}
        for name, configuration in source.schema.items()
        if (target := relation_target(configuration)) is not None
    ):
        return {}
    pointing: dict[str, tuple[str, ...]] = {}
    for other in known.values():
        for name, configuration in other.schema.items():
            if other is source or relation_target(configuration) != source.id or role_of(name) != "key_result":
                continue
            for page in other.pages:
                for each in page.get("properties", {}).get(name, {}).get("relation") or ():
                    pointing[each["id"]] = (*pointing.get(each["id"], ()), page["id"])
    return pointing


def _is_percent(configuration: Json) -> bool:
    return configuration["type"] == "number" and (configuration.get("number") or {}).get("format") == "percent"


def _add_own(grid: Grid, source: DataSource, own: Own) -> None:
    """Put our two columns behind the others, whatever they are called now."""
    first = len(grid.rows[_HEADER])
    for offset, kind in enumerate(("score", "warnings")):
        if kind in own.ids:
            grid.own_columns[first + offset] = f"okrsync_{kind}"
    if not grid.own_columns:
        return
    for number, page in enumerate(source.pages, start=1):
        values = held(page, own)
        grid.rows[number] += [values.get("score"), values.get("warnings")]
