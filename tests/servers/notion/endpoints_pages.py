"""Pages: create, retrieve, update, move, and their properties one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from tests.servers.notion import making, objects, paging
from tests.servers.notion.errors import invalid
from tests.servers.notion.ids import quoted, unquoted
from tests.servers.notion.showing import wanted_columns
from tests.servers.notion.store import Database, DataSource, Page
from tests.servers.notion.writing import columns_of

if TYPE_CHECKING:
    from tests.servers.notion.calls import Call
    from tests.servers.notion.store import Parent, Property

INTERNAL = (
    "Internal integrations aren't owned by a single user, so creating workspace-level private pages is not supported."
)


def parent_wanted(call: Call, given: dict[str, Any] | None) -> Parent:
    """Return where a page shall stand (NotionError where that is nowhere, or not shared)."""
    if not given or "workspace" in given:
        raise invalid(INTERNAL)
    if "page_id" in given:
        return "page_id", call.find(Page, given["page_id"], "body.parent.page_id").id
    if "data_source_id" in given:
        return "data_source_id", call.find(DataSource, given["data_source_id"], "body.parent.data_source_id").id
    database = call.find(Database, given["database_id"], "body.parent.database_id")
    return "data_source_id", call.source_of(database).id


def create(call: Call) -> dict[str, Any]:
    """POST /pages."""
    call.need("insert_content")
    body = call.body
    parent = parent_wanted(call, body.get("parent"))
    call.editable(call.store.things[parent[1]])
    made = making.page(
        call.store,
        parent,
        call.author,
        body.get("properties", {}),
        icon=making.typed(body.get("icon")),
        cover=making.typed(body.get("cover")),
    )
    making.blocks(call.store, made, call.author, body.get("children") or body.get("content") or [])
    return objects.page(call.view, made)


def retrieve(call: Call, page_id: str) -> dict[str, Any]:
    """GET /pages/{page_id}."""
    call.need("read_content")
    found = call.find(Page, page_id, "path.page_id")
    only = wanted_columns(call.store.source_of(found), asked_properties(call))
    return objects.page(call.view, found, only)


def asked_properties(call: Call) -> list[str]:
    """Return the ids that the address asks for, in either spelling of the parameter."""
    return [*call.query.get("filter_properties", []), *call.query.get("filter_properties[]", [])]


def update(call: Call, page_id: str) -> dict[str, Any]:
    """PATCH /pages/{page_id}."""
    call.need("update_content")
    found = call.find(Page, page_id, "path.page_id")
    trash = call.trash_wish()
    if trash is None:
        call.editable(found)
    properties = call.body.get("properties", {})
    source = call.store.source_of(found)
    if source is not None:
        making.fill(call.store, source, found, properties)
        default_statuses(source, found, properties)
    else:
        making.set_title(call.store, found, properties)
    if call.body.get("erase_content"):
        making.remove_children(call.store, found)
    for key in ("icon", "cover"):
        if key in call.body:
            setattr(found, key, making.typed(call.body[key]))
    for key in ("is_locked", "is_archived"):
        if key in call.body:
            setattr(found, key, call.body[key])
    if trash is not None:
        found.in_trash = trash
    call.store.touch(found, call.author)
    return objects.page(call.view, found)


def default_statuses(source: DataSource, row: Page, properties: dict[str, Any]) -> None:
    """Give a status that the request emptied its first option: a status is never empty."""
    for column, _ in columns_of(source, properties):
        if column.type == "status" and row.values.get(column.id) is None and column.config["options"]:
            row.values[column.id] = column.config["options"][0]["id"]


def move(call: Call, page_id: str) -> dict[str, Any]:
    """POST /pages/{page_id}/move."""
    call.need("update_content")
    found = call.find(Page, page_id, "path.page_id")
    call.editable(found)
    parent = parent_wanted(call, call.body["parent"])
    target = call.store.things[parent[1]]
    if target is found or found in call.store.above(target):
        raise invalid("A page cannot be moved into itself.")
    title = [] if not call.store.title_of(found) else found.values[title_id(call, found)]
    leave(call, found)
    found.parent = parent
    found.values = {title_id(call, found): title}
    if isinstance(target, DataSource):
        making.number(target, found)
        target.rows.append(found.id)
    elif isinstance(target, Page):
        target.children.append(found.id)
    call.store.touch(found, call.author)
    return objects.page(call.view, found)


def title_id(call: Call, page: Page) -> str:
    """Return the id of a page's title property."""
    source = call.store.source_of(page)
    return source.title_property.id if source else "title"


def leave(call: Call, page: Page) -> None:
    """Take a page out of where it stands."""
    holder = call.store.things.get(page.parent[1])
    if isinstance(holder, DataSource):
        holder.rows.remove(page.id)
    elif isinstance(holder, Page):
        holder.children.remove(page.id)


LISTED = {"title", "rich_text", "people", "relation"}


def retrieve_property(call: Call, page_id: str, property_id: str) -> dict[str, Any]:
    """GET /pages/{page_id}/properties/{property_id}: one item, or a paged list of them."""
    call.need("read_content")
    found = call.find(Page, page_id, "path.page_id")
    source = call.store.source_of(found)
    if source is None:
        if property_id != "title":
            raise invalid(f"Could not find property with name or id: {property_id}")
        value = call.view.values(found)["title"]
        return _listed(call, found, value, value["title"])
    column = source.column(property_id) or source.column(unquoted(property_id))
    if column is None or column not in call.view.columns(source):
        raise invalid(f"Could not find property with name or id: {property_id}")
    return _property(call, found, column)


def _property(call: Call, page: Page, column: Property) -> dict[str, Any]:
    value = call.view.value(page, column, whole=True)
    value.pop("has_more", None)
    if column.type in LISTED:
        return _listed(call, page, value, value[column.type])
    if column.type == "rollup" and value["rollup"]["type"] == "array":
        return _rolled_up(call, page, value)
    return {"object": "property_item", **value}


def _listed(call: Call, page: Page, value: dict[str, Any], items: list[Any]) -> dict[str, Any]:
    """Return a list of items of one property, a page of them at a time."""
    kind = value["type"]
    results = [{"object": "property_item", "type": kind, "id": value["id"], kind: item} for item in items]
    return _sliced(call, page, value["id"], results, {"type": kind, kind: {}})


def _rolled_up(call: Call, page: Page, value: dict[str, Any]) -> dict[str, Any]:
    """Return the values that a rollup shows, text by text and reference by reference."""
    results = []
    for entry in value["rollup"]["array"]:
        kind = entry["type"]
        parts = entry[kind] if kind in LISTED else [entry[kind]]
        results += [{"object": "property_item", "type": kind, "id": value["id"], kind: part} for part in parts]
    return _sliced(call, page, value["id"], results, {"type": "rollup", "rollup": value["rollup"] | {"array": []}})


def _sliced(
    call: Call, page: Page, property_id: str, results: list[dict[str, Any]], item: dict[str, Any]
) -> dict[str, Any]:
    keys = [str(uuid5(UUID(page.id), f"{property_id} {index}")) for index in range(len(results))]
    part = paging.cut(call.store, keys, paging.asked(call.query))
    answer = objects.listing("property_item", results[part.begin : part.begin + len(part.entries)], part.next_cursor)
    next_url = None
    if part.next_cursor is not None:
        next_url = f"https://api.notion.com/v1/pages/{page.id}/properties/{quoted(unquoted(property_id))}?start_cursor={part.next_cursor}"
    answer["property_item"] = {"id": property_id, "next_url": next_url, **item}
    return answer
