"""Columns of a data source: made, changed and taken away as the API allows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.servers.notion.body_text import SELECT_COLORS
from tests.servers.notion.body_values import CONFIGS
from tests.servers.notion.errors import invalid
from tests.servers.notion.ids import as_uuid, quoted, unquoted
from tests.servers.notion.store import Database, DataSource, Property

if TYPE_CHECKING:
    from tests.servers.notion.store import Store

STATUS_OPTIONS = (
    ("Not started", "default", "To-do"),
    ("In progress", "blue", "In progress"),
    ("Done", "green", "Complete"),
)
STATUS_GROUPS = (("To-do", "gray"), ("In progress", "blue"), ("Complete", "green"))


def kind_of(definition: dict[str, Any]) -> str:
    """Return the type that a definition is of."""
    return str(definition.get("type") or next(key for key in definition if key not in {"description", "name", "id"}))


def add(store: Store, source: DataSource, name: str, definition: dict[str, Any]) -> Property:
    """Add a column (NotionError where its name is taken or it is a second title)."""
    kind = kind_of(definition)
    if any(column.name == name for column in source.properties.values()):
        raise invalid(f"Cannot create property {name} because a property with that name already exists.")
    if kind == "title" and any(column.type == "title" for column in source.properties.values()):
        raise invalid("Cannot create a second title property.")
    column_id = "title" if kind == "title" else store.ids.new_property(set(source.properties))
    column = Property(column_id, name, kind, description=definition.get("description"))
    source.properties[column_id] = column
    try:
        column.config = config_of(store, source, column, definition.get(kind) or {})
    except Exception:
        del source.properties[column_id]
        raise
    if kind == "unique_id":
        number(source, column, store)
    return column


def number(source: DataSource, column: Property, store: Store) -> None:
    """Give every row that stands there its number."""
    for page_id in source.rows:
        store.page(page_id).values[column.id] = source.next_number
        source.next_number += 1


def config_of(store: Store, source: DataSource, column: Property, given: dict[str, Any]) -> dict[str, Any]:
    """Return what is kept of a definition."""
    match column.type:
        case "relation":
            return relation_config(store, source, column, given)
        case "rollup":
            return rollup_config(store, source, given)
        case "status":
            return status_config(store, given.get("options"), given.get("groups"))
    options = given.get("options", []) if column.type in {"select", "multi_select"} else []
    plain = {
        "number": {"format": given.get("format", "number")},
        "select": {"options": options_of(store, options)},
        "multi_select": {"options": options_of(store, options)},
        "formula": {"expression": given.get("expression", "")},
        "unique_id": {"prefix": given.get("prefix")},
    }
    return plain.get(column.type, {})


def options_of(
    store: Store, given: list[dict[str, Any]], before: list[dict[str, Any]] | None = None
) -> list[dict[str, Any]]:
    """Return the options of a select: those that stood there keep their ids and may not change their color."""
    known = {option["id"]: option for option in before or []} | {option["name"]: option for option in before or []}
    options: list[dict[str, Any]] = []
    for wanted in given:
        old = known.get(wanted.get("id", "")) or known.get(wanted.get("name", ""))
        name = wanted.get("name") or (old or {}).get("name")
        if name is None:
            raise invalid(f"There is no option with ID {wanted.get('id')}.")
        if "," in name:
            raise invalid(f"Invalid select option, commas not allowed: {name}")
        if old and wanted.get("color", old["color"]) != old["color"]:
            raise invalid(f"Cannot update color of select with name: {name}.")
        color = wanted.get("color") or SELECT_COLORS[1 + len(options) % (len(SELECT_COLORS) - 1)]
        fresh = {"id": store.ids.new(), "color": color}
        description = wanted.get("description", (old or {}).get("description"))
        options.append({**(old or fresh), "name": name, "description": description})
    return options


def status_config(
    store: Store, given: list[dict[str, Any]] | None, groups: list[dict[str, Any]] | None
) -> dict[str, Any]:
    """Return the options and groups of a status; an option names its group or goes to the first."""
    standard = [{"name": name, "color": color, "group": group} for name, color, group in STATUS_OPTIONS]
    wanted = standard if given is None else given
    options = options_of(store, [{key: option[key] for key in option if key != "group"} for option in wanted])
    named = groups or [{"name": name, "color": color} for name, color in STATUS_GROUPS]
    held: dict[str, list[str]] = {group["name"]: [] for group in named}
    for option, asked in zip(options, wanted, strict=True):
        held[asked.get("group", named[0]["name"])].append(option["id"])
    made = [
        {"id": store.ids.new(), "name": group["name"], "color": group["color"], "option_ids": held[group["name"]]}
        for group in named
    ]
    return {"options": options, "groups": made}


def relation_config(store: Store, source: DataSource, column: Property, given: dict[str, Any]) -> dict[str, Any]:
    """Return the definition of a relation; a two-way one makes its other side."""
    other = related_source(store, given)
    target = {"database_id": other.parent[1], "data_source_id": other.id}
    if "dual_property" not in given and given.get("type") != "dual_property":
        return {**target, "type": "single_property", "single_property": {}}
    name = (given.get("dual_property") or {}).get(
        "synced_property_name"
    ) or f"Related to {store.title_of(source)} ({column.name})"
    if other is source and not given.get("dual_property"):
        return {**target, "type": "single_property", "single_property": {}}
    mirror = Property(store.ids.new_property(set(other.properties)), name, "relation")
    mirror.config = {
        "database_id": source.parent[1],
        "data_source_id": source.id,
        "type": "dual_property",
        "dual_property": {"synced_property_name": column.name, "synced_property_id": quoted(column.id)},
    }
    other.properties[mirror.id] = mirror
    synced = {"synced_property_name": name, "synced_property_id": quoted(mirror.id)}
    return {**target, "type": "dual_property", "dual_property": synced}


def related_source(store: Store, given: dict[str, Any]) -> DataSource:
    """Return the data source that a relation leads to."""
    other = store.things.get(as_uuid(given.get("data_source_id")) or "")
    database = store.things.get(as_uuid(given.get("database_id")) or "")
    if other is None and isinstance(database, Database):
        other = store.things.get(database.data_sources[0])
    if not isinstance(other, DataSource):
        raise invalid(f"Could not find data source with ID: {given.get('data_source_id') or given.get('database_id')}.")
    return other


def rollup_config(store: Store, source: DataSource, given: dict[str, Any]) -> dict[str, Any]:
    """Return the definition of a rollup: along which relation, which column there, and how."""
    relation = source.column(unquoted(str(given.get("relation_property_id") or given.get("relation_property_name"))))
    if relation is None or relation.type != "relation":
        raise invalid("rollup.relation_property_name should be the name of a relation property.")
    other = store.things[relation.config["data_source_id"]]
    assert isinstance(other, DataSource)
    target = other.column(unquoted(str(given.get("rollup_property_id") or given.get("rollup_property_name"))))
    if target is None:
        raise invalid("rollup.rollup_property_name should be the name of a property of the related data source.")
    return {"function": given["function"], "relation": relation.id, "target": target.id}


def change(store: Store, source: DataSource, key: str, wanted: dict[str, Any] | None) -> None:
    """Change, add or (None) take away the column that is named or numbered `key`."""
    column = source.column(key) or source.column(unquoted(key))
    if wanted is None:
        if column is None:
            raise invalid(f"{key} is not a property that exists.")
        remove(store, source, column)
        return
    defines = any(kind in wanted for kind in CONFIGS) or "type" in wanted
    if column is None:
        if not defines:
            raise invalid(f"{key} is not a property that exists.")
        add(store, source, wanted.get("name", key), wanted)
        return
    if "name" in wanted:
        rename(source, column, wanted["name"])
    if "description" in wanted:
        column.description = wanted["description"]
    if defines:
        redefine(store, source, column, wanted)


def rename(source: DataSource, column: Property, name: str) -> None:
    """Call a column by another name; its id stays."""
    if any(other.name == name and other is not column for other in source.properties.values()):
        raise invalid(
            f"Cannot rename property {column.name} to {name} because a property with that name already exists."
        )
    column.name = name


def remove(store: Store, source: DataSource, column: Property) -> None:
    """Take a column away, with what the rows hold in it and with the other side of a two-way relation."""
    if column.type == "title":
        raise invalid("Cannot delete title property.")
    del source.properties[column.id]
    for page_id in source.rows:
        store.page(page_id).values.pop(column.id, None)
    synced = column.config.get("dual_property")
    other = store.things.get(column.config.get("data_source_id", ""))
    if synced and isinstance(other, DataSource):
        other.properties.pop(unquoted(synced["synced_property_id"]), None)


def redefine(store: Store, source: DataSource, column: Property, wanted: dict[str, Any]) -> None:
    """Give a column another definition; another type empties it, as most changes of type do."""
    kind = kind_of(wanted)
    given = wanted.get(kind) or {}
    if kind == column.type and "options" in given:
        column.config["options"] = options_of(store, given["options"], column.config["options"])
        return
    if kind == column.type and kind in {"relation", "rollup", "number", "formula", "unique_id"}:
        column.config = config_of(store, source, column, given) if given else column.config
        return
    if kind == column.type:
        return
    if "title" in {kind, column.type}:
        raise invalid(f"Cannot change the type of {column.name}: a data source has one title property.")
    column.type = kind
    column.config = config_of(store, source, column, given)
    for page_id in source.rows:
        store.page(page_id).values.pop(column.id, None)
