"""Queries: which rows of a data source meet a filter, and in what order they come."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from tests.servers.notion.body_filters import BY_TYPE, TIMESTAMPS
from tests.servers.notion.conditions import at, judge
from tests.servers.notion.dates import moment
from tests.servers.notion.errors import invalid
from tests.servers.notion.ids import unquoted
from tests.servers.notion.rollups import number_in
from tests.servers.notion.store import plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from tests.servers.notion.showing import View
    from tests.servers.notion.store import DataSource, Page, Property

    Meets = Callable[[Page], bool]

ALIKE = {
    "created_time": {"date"},
    "last_edited_time": {"date"},
    "created_by": {"people"},
    "last_edited_by": {"people"},
    "title": {"rich_text"},
    "rich_text": {"title"},
}
"""Conditions of another type that a property takes as well."""
INNER_NAMES = {"rich_text": "text"}
"""What the service calls a type in its sentence on a filter of the wrong type."""


def rows(view: View, source: DataSource, body: dict[str, Any], *, in_trash: bool = False) -> list[Page]:
    """Return the rows that meet the query, in order (NotionError where it names what is not there)."""
    meets = meeting(view, source, body["filter"]) if body.get("filter") else None
    order = [ordering(view, source, sort) for sort in reversed(body.get("sorts") or [])]
    store = view.store
    hidden, all_in_trash = store.hidden[view.integration.id], store.is_trashed(source)
    found = [
        page
        for page in (store.page(page_id) for page_id in source.rows)
        if (page.in_trash or all_in_trash) is in_trash and page.id not in hidden
    ]
    if meets is not None:
        found = [page for page in found if meets(page)]
    if not order:
        found.reverse()  # as the service does without sorts: the newest first
    for key, descending in order:
        keyed = [(key(page), page) for page in found]
        filled = sorted((pair for pair in keyed if pair[0] is not None), key=itemgetter(0), reverse=descending)
        found = [page for _, page in filled] + [page for told, page in keyed if told is None]
    return found


def meeting(view: View, source: DataSource, wanted: dict[str, Any]) -> Meets:
    """Return the judge of a filter."""
    if "and" in wanted:
        judges = [meeting(view, source, entry) for entry in wanted["and"]]
        return lambda page: all(meets(page) for meets in judges)
    if "or" in wanted:
        judges = [meeting(view, source, entry) for entry in wanted["or"]]
        return lambda page: any(meets(page) for meets in judges)
    if "timestamp" in wanted:
        stamp = wanted["timestamp"]
        now = view.store.clock.now()
        return lambda page: at(stamped(page, stamp), wanted[stamp], now)
    return _by_property(view, source, wanted)


def stamped(page: Page, stamp: str) -> datetime:
    """Return when a page was made or edited, to the minute as pages tell it."""
    moment = page.created if stamp == "created_time" else page.edited
    return moment.replace(second=0, microsecond=0)


def _by_property(view: View, source: DataSource, wanted: dict[str, Any]) -> Meets:
    column = _column(view, source, wanted["property"])
    if column is None:
        raise invalid(f"Could not find property with name or id: {wanted['property']}")
    kind = next(key for key in BY_TYPE if key in wanted)
    if kind != column.type and kind not in ALIKE.get(column.type, set()):
        ours, theirs = (INNER_NAMES.get(name, name) for name in (column.type, kind))
        raise invalid(
            "The property type in the database does not match the property type of the filter provided: "
            f"database property {ours} does not match filter {theirs}"
        )
    condition = wanted[kind]
    if column.type in {"select", "status", "multi_select"}:
        _know_options(column, condition)
    return lambda page: judge(view, view.value(page, column, whole=True), column.type, condition)


def _know_options(column: Property, condition: dict[str, Any]) -> None:
    """Refuse a filter on an option that the column does not have."""
    wanted = next(iter(condition.values()))
    known = [option["name"] for option in column.config["options"]]
    for name in wanted if isinstance(wanted, list) else [wanted]:
        if isinstance(name, str) and name not in known:
            options = ", ".join(f'"{option}"' for option in known)
            raise invalid(
                f'{column.type} option "{name}" not found for property "{column.name}". Available options: {options}.'
            )


def _column(view: View, source: DataSource, name: str) -> Property | None:
    column = source.column(name) or source.column(unquoted(name))
    return column if column in view.columns(source) else None


def ordering(view: View, source: DataSource, sort: dict[str, Any]) -> tuple[Callable[[Page], Any], bool]:
    """Return the key to sort pages by (None for an empty one: those come last) and whether it falls."""
    descending = sort.get("direction", "ascending") == "descending"
    if sort.get("timestamp") in TIMESTAMPS:
        return lambda page: stamped(page, sort["timestamp"]), descending
    column = _column(view, source, sort["property"])
    if column is None:
        raise invalid(f"Could not find sort property with name or id: {sort['property']}")
    ranks = {option["id"]: rank for rank, option in enumerate(column.config.get("options", []))}
    return lambda page: sort_key(view.value(page, column, whole=True), ranks), descending


def sort_key(value: Any, ranks: dict[str, int]) -> Any:
    """Return what a value is sorted by: options by their place in the column, people and relations by their first."""
    kind, inner = value["type"], value[value["type"]]
    if inner is None or inner in ([], ""):
        return None
    match kind:
        case "select" | "status":
            key: Any = ranks[inner["id"]]
        case "multi_select":
            key = [ranks[option["id"]] for option in inner]
        case "date":
            key = moment(inner["start"])
        case "formula" | "rollup" | "unique_id":
            key = _result_key(value)
        case "people" | "relation" | "files":
            key = str(inner[0].get("name") or inner[0]["id"]).casefold()
        case "created_by" | "last_edited_by":
            key = str(inner.get("name") or inner["id"]).casefold()
        case _:
            key = plain(inner) if isinstance(inner, list) else inner
            key = key.casefold() if isinstance(key, str) else key
    return key


def _result_key(value: Any) -> Any:
    inner = value[value["type"]]
    if value["type"] == "unique_id":
        return inner["number"]
    result = inner.get(inner["type"])
    if isinstance(result, dict) and "start" in result:
        return moment(result["start"])
    return number_in(value) if isinstance(result, int | float) else result or None
