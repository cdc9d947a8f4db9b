"""Databases and data sources: create, retrieve, update, query, templates."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from tests.servers.notion import columns, making, objects, paging, texts
from tests.servers.notion import endpoints_views as views
from tests.servers.notion.endpoints_pages import asked_properties, parent_wanted
from tests.servers.notion.errors import TIMED_OUT, NotionError
from tests.servers.notion.querying import rows
from tests.servers.notion.showing import wanted_columns
from tests.servers.notion.store import Database, DataSource

if TYPE_CHECKING:
    from tests.servers.notion.calls import Call

DEFAULT_COLUMNS = {"Name": {"type": "title", "title": {}}}


def create_database(call: Call) -> dict[str, Any]:
    """POST /databases."""
    call.need("insert_content")
    body = call.body
    parent = parent_wanted(call, body["parent"])
    call.editable(call.store.things[parent[1]])
    first = body.get("properties") or body.get("initial_data_source", {}).get("properties") or DEFAULT_COLUMNS
    made = making.database(call.store, parent, call.author, texts.stored(call.store, body.get("title", [])), first)
    adorn(call, made)
    views.add(call.store, call.author, made.id, made.data_sources[0], {})
    call.store.shared[call.author].add(made.id)
    return objects.database(call.view, made)


def adorn(call: Call, thing: Database | DataSource) -> None:
    """Take over the texts and pictures of a body, and what else a database has."""
    for key in ("title", "description"):
        if key in call.body:
            setattr(thing, key, texts.stored(call.store, call.body[key]))
    for key in ("icon", "cover"):
        if key in call.body:
            setattr(thing, key, making.typed(call.body[key]))
    for key in ("is_inline", "is_locked"):
        if key in call.body:
            setattr(thing, key, call.body[key])


def retrieve_database(call: Call, database_id: str) -> dict[str, Any]:
    """GET /databases/{database_id}."""
    call.need("read_content")
    found = call.find(Database, database_id, "path.database_id")
    if not call.knows_data_sources:
        call.source_of(found)
    return objects.database(call.view, found)


def update_database(call: Call, database_id: str) -> dict[str, Any]:
    """PATCH /databases/{database_id}."""
    call.need("update_content")
    found = call.find(Database, database_id, "path.database_id")
    trash = call.trash_wish()
    if trash is None:
        call.editable(found)
    if "properties" in call.body:
        change_columns(call, call.source_of(found))
    adorn(call, found)
    if "title" in call.body and not call.knows_data_sources:
        call.source_of(found).title = found.title
    if trash is not None:
        found.in_trash = trash
    call.store.touch(found, call.author)
    return objects.database(call.view, found)


def create_data_source(call: Call) -> dict[str, Any]:
    """POST /data_sources."""
    call.need("insert_content")
    body = call.body
    database = call.find(Database, body["parent"]["database_id"], "body.parent.database_id")
    call.editable(database)
    title = texts.stored(call.store, body.get("title", []))
    made = making.data_source(call.store, database, call.author, title, body["properties"])
    adorn(call, made)
    return objects.data_source(call.view, made)


def retrieve_data_source(call: Call, data_source_id: str) -> dict[str, Any]:
    """GET /data_sources/{data_source_id}."""
    call.need("read_content")
    return objects.data_source(call.view, call.find(DataSource, data_source_id, "path.data_source_id"))


def update_data_source(call: Call, data_source_id: str) -> dict[str, Any]:
    """PATCH /data_sources/{data_source_id}."""
    call.need("update_content")
    found = call.find(DataSource, data_source_id, "path.data_source_id")
    trash = call.trash_wish()
    if trash is None:
        call.editable(found)
    change_columns(call, found)
    adorn(call, found)
    if trash is not None:
        found.in_trash = trash
    call.store.touch(found, call.author)
    return objects.data_source(call.view, found)


def change_columns(call: Call, source: DataSource) -> None:
    """Change the columns that the body names: all of them or, where one does not fit, none."""
    store = call.store
    columns_before = {other.id: deepcopy(other.properties) for other in store.data_sources()}
    values_before = {row_id: dict(store.page(row_id).values) for row_id in source.rows}
    try:
        for key, wanted in call.body.get("properties", {}).items():
            columns.change(store, source, key, wanted)
    except Exception:
        for other in store.data_sources():
            other.properties = columns_before[other.id]
        for row_id, values in values_before.items():
            store.page(row_id).values = values
        raise


def query_data_source(call: Call, data_source_id: str) -> dict[str, Any]:
    """POST /data_sources/{data_source_id}/query."""
    call.need("read_content")
    return query(call, call.find(DataSource, data_source_id, "path.data_source_id"))


def query_database(call: Call, database_id: str) -> dict[str, Any]:
    """POST /databases/{database_id}/query, as versions before data sources had it."""
    call.need("read_content")
    return query(call, call.source_of(call.find(Database, database_id, "path.database_id")))


def query(call: Call, source: DataSource) -> dict[str, Any]:
    """Return a page of the rows that meet the query; beyond 10,000 rows the service stops and says so."""
    store = call.store
    size = int(call.body.get("page_size") or paging.LARGEST)
    if store.largest_quick_page is not None and size > store.largest_quick_page:
        raise NotionError("gateway_timeout", TIMED_OUT)
    found = rows(call.view, source, call.body, in_trash=bool(call.trash_wish()))[: store.rows_told]
    cap = store.query_cap
    by_id = {page.id: page for page in found}
    prefix = f"s:{store.session}:" if call.knows_data_sources else ""
    part = paging.cut(store, list(by_id), call.body, prefix=prefix)
    if call.body.get("result_type") == "data_source":
        part = paging.Slice([], None, 0)
    reached = part.begin + len(part.entries) >= cap
    entries = part.entries[: max(cap - part.begin, 0)]
    only = wanted_columns(source, asked_properties(call))
    results = [objects.page(call.view, by_id[page_id], only) for page_id in entries]
    kind = "page_or_data_source" if call.knows_data_sources else "page_or_database"
    answer = objects.listing(kind, results, None if reached else part.next_cursor)
    if reached and len(found) > cap:
        answer["request_status"] = {"type": "incomplete", "incomplete_reason": "query_result_limit_reached"}
    return answer


def templates(call: Call, data_source_id: str) -> dict[str, Any]:
    """GET /data_sources/{data_source_id}/templates."""
    call.need("read_content")
    source = call.find(DataSource, data_source_id, "path.data_source_id")
    name = call.query.get("name", [""])[0].casefold()
    known = {template["id"]: template for template in source.templates if name in template["name"].casefold()}
    part = paging.cut(call.store, list(known), paging.asked(call.query))
    return {
        "templates": [known[key] for key in part.entries],
        "has_more": part.next_cursor is not None,
        "next_cursor": part.next_cursor,
    }
