"""Property values that a request sends, checked against the columns and brought into the form in which they are kept.

Kept: rich text for texts, ids of options for select, multi-select and status, ids of people and pages, a dict for
a date, plain values for the rest; nothing at all for an empty property.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.servers.notion import dates, texts
from tests.servers.notion.body_text import SELECT_COLORS
from tests.servers.notion.errors import failed_validation, invalid, shown
from tests.servers.notion.ids import as_uuid, unquoted
from tests.servers.notion.store import DataSource, Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.notion.store import Property, Store


def columns_of(source: DataSource, given: dict[str, Any]) -> list[tuple[Property, dict[str, Any]]]:
    """Return the columns that a request writes to, by name or id (NotionError where one is not there or differs)."""
    found, complaints = [], []
    for key, value in given.items():
        column = source.column(key) or source.column(unquoted(key))
        kind = kind_of(value)
        if column is None:
            complaints.append(f"{key} is not a property that exists.")
        elif column.type != kind:
            complaints.append(f"{column.name} is expected to be {column.type}.")
        else:
            found.append((column, value))
    if complaints:
        raise invalid(" ".join(complaints))
    return found


def kind_of(value: dict[str, Any]) -> str:
    """Return the type of a value in a request."""
    return str(value.get("type") or next(key for key in value if key != "id"))


def keep(store: Store, source: DataSource, page: Page, column: Property, value: dict[str, Any], path: str) -> None:
    """Keep the value of a request in a page."""
    given = value[column.type]
    kept = WRITERS[column.type](store, column, given, f"{path}.{column.type}")
    if column.type == "relation":
        relate(store, source, page, column, kept)
    page.values[column.id] = kept


def _text(store: Store, _column: Property, given: Any, _path: str) -> Any:
    return texts.stored(store, given)


def _as_given(_store: Store, _column: Property, given: Any, _path: str) -> Any:
    return given


def option_named(store: Store, column: Property, wanted: dict[str, Any]) -> str:
    """Return the id of an option; select and multi-select make a new one where it is missing, status refuses."""
    options: list[dict[str, Any]] = column.config["options"]
    for option in options:
        if option["id"] == wanted.get("id") or ("id" not in wanted and option["name"] == wanted.get("name")):
            return str(option["id"])
    name = wanted.get("name")
    if column.type == "status":
        raise invalid(f'Invalid status option. Status option "{name or wanted.get("id")}" does not exist".')
    if name is None:
        raise invalid(f"Invalid {column.type} option: no option with ID {wanted.get('id')}.")
    if "," in name:
        raise invalid(f"Invalid select option, commas not allowed: {name}")
    color = wanted.get("color") or SELECT_COLORS[1 + len(options) % (len(SELECT_COLORS) - 1)]
    options.append({"id": store.ids.new(), "name": name, "color": color, "description": None})
    return str(options[-1]["id"])


def _option(store: Store, column: Property, given: Any, _path: str) -> Any:
    return None if given is None else option_named(store, column, given)


def _options(store: Store, column: Property, given: Any, _path: str) -> Any:
    return list(dict.fromkeys(option_named(store, column, wanted) for wanted in given))


def _date(_store: Store, _column: Property, given: Any, path: str) -> Any:
    if given is None:
        return None
    kept: dict[str, str | None] = {"start": given["start"], "end": given.get("end"), "time_zone": None}
    for part in ("start", "end"):
        told = kept[part]
        if told is None:
            continue
        normal = dates.normal(told, given.get("time_zone"))
        if normal is None:
            raise failed_validation(
                [f"{path}.{part} should be a valid ISO 8601 date string, instead was {shown(told)}."]
            )
        kept[part] = normal
    return kept


def _people(store: Store, _column: Property, given: Any, path: str) -> Any:
    kept = []
    for index, person in enumerate(given):
        user_id = as_uuid(person["id"])
        if user_id not in store.users:
            raise invalid(f"{path}[{index}].id should be the ID of a user, instead was {shown(person['id'])}.")
        kept.append(user_id)
    return list(dict.fromkeys(kept))


def _related(store: Store, column: Property, given: Any, path: str) -> Any:
    kept = []
    for index, page in enumerate(given):
        page_id = as_uuid(page["id"])
        related = store.things.get(page_id or "")
        if not isinstance(related, Page) or related.parent != ("data_source_id", column.config["data_source_id"]):
            told = shown(page["id"])
            raise invalid(
                f"{path}[{index}].id should be the ID of a page of the related data source, instead was {told}."
            )
        kept.append(related.id)
    return list(dict.fromkeys(kept))


def _files(_store: Store, _column: Property, given: Any, _path: str) -> Any:
    kept = []
    for entry in given:
        kind = "external" if "external" in entry else "file"
        content = entry.get(kind) or {"url": f"https://files.example.org/{entry['file_upload']['id']}"}
        if kind == "file":
            content = {"url": content["url"], "expiry_time": content.get("expiry_time", "2027-01-01T00:00:00.000Z")}
        kept.append({"name": entry.get("name", content["url"].rsplit("/", 1)[-1]), "type": kind, kind: content})
    return kept


def _verification(store: Store, _column: Property, given: Any, path: str) -> Any:
    if given["state"] == "unverified":
        return None
    start = {"start": dates.normal(store.clock.now().date().isoformat())}
    return {"state": "verified", "date": _date(store, _column, given.get("date", start), path)}


WRITERS: dict[str, Callable[[Store, Property, Any, str], Any]] = {
    "title": _text,
    "rich_text": _text,
    "number": _as_given,
    "url": _as_given,
    "email": _as_given,
    "phone_number": _as_given,
    "checkbox": _as_given,
    "place": _as_given,
    "select": _option,
    "status": _option,
    "multi_select": _options,
    "date": _date,
    "people": _people,
    "relation": _related,
    "files": _files,
    "verification": _verification,
}


def relate(store: Store, source: DataSource, page: Page, column: Property, wanted: list[str]) -> None:
    """Keep the other side of a two-way relation in step with what `page` is about to hold."""
    synced = column.config.get("dual_property")
    other = store.things.get(column.config["data_source_id"])
    if not synced or not isinstance(other, DataSource):
        return
    mirror = other.column(unquoted(synced["synced_property_id"]))
    if mirror is None or (mirror is column and other is source):
        return
    before = set(page.values.get(column.id) or [])
    for related_id in {*before, *wanted}:
        related = store.page(related_id)
        linked = related.values.setdefault(mirror.id, [])
        if related_id not in wanted:
            linked.remove(page.id)
        elif related_id not in before:
            linked.append(page.id)
