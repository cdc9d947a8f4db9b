"""Views of a database: kept as they are told, and queried like their data source."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.servers.notion import objects, paging
from tests.servers.notion.errors import failed_validation, invalid
from tests.servers.notion.ids import address, as_uuid, millisecond
from tests.servers.notion.querying import rows
from tests.servers.notion.store import Database, DataSource

if TYPE_CHECKING:
    from tests.servers.notion.calls import Call
    from tests.servers.notion.store import Store

MINUTES = 15
"""How long the results of a view's query are kept."""


def add(store: Store, author: str, database_id: str, source_id: str, told: dict[str, Any]) -> dict[str, Any]:
    """Keep a view as answers hold it."""
    view_id, now = store.ids.new(), millisecond(store.clock.now())
    kind = told.get("type", "table")
    made = {
        "object": "view",
        "id": view_id,
        "parent": {"type": "database_id", "database_id": database_id},
        "data_source_id": source_id,
        "name": told.get("name", ""),
        "type": kind,
        "created_time": now,
        "created_by": {"object": "user", "id": author},
        "last_edited_time": now,
        "last_edited_by": {"object": "user", "id": author},
        "url": f"{address(database_id)}?v={view_id.replace('-', '')}",
        "filter": told.get("filter"),
        "sorts": told.get("sorts"),
        "quick_filters": told.get("quick_filters"),
        "configuration": told.get("configuration") or {"type": kind},
    }
    store.views[view_id] = made
    return made


def known(call: Call, view_id: str) -> dict[str, Any]:
    """Return a view (NotionError where it is not there or not shared)."""
    found = call.store.views.get(as_uuid(view_id) or "")
    if found is None or not call.view.sees(found["parent"]["database_id"]):
        raise call.missing("view", as_uuid(view_id) or view_id)
    return found


def create(call: Call) -> dict[str, Any]:
    """POST /views."""
    call.need("insert_content")
    source = call.find(DataSource, call.body["data_source_id"], "body.data_source_id")
    given = call.body.get("database_id", source.parent[1])
    database = call.find(Database, given, "body.database_id")
    return add(call.store, call.author, database.id, source.id, call.body)


def retrieve(call: Call, view_id: str) -> dict[str, Any]:
    """GET /views/{view_id}."""
    call.need("read_content")
    return known(call, view_id)


def update(call: Call, view_id: str) -> dict[str, Any]:
    """PATCH /views/{view_id}."""
    call.need("update_content")
    found = known(call, view_id)
    found |= call.body
    found["last_edited_time"] = millisecond(call.store.clock.now())
    return found


def delete(call: Call, view_id: str) -> dict[str, Any]:
    """DELETE /views/{view_id}."""
    call.need("update_content")
    found = call.store.views.pop(known(call, view_id)["id"])
    return {key: found[key] for key in ("object", "id", "parent", "type")}


def list_views(call: Call) -> dict[str, Any]:
    """GET /views?database_id= or ?data_source_id=."""
    call.need("read_content")
    asked = {key: as_uuid(call.query[key][0]) for key in ("database_id", "data_source_id") if key in call.query}
    if not asked:
        raise failed_validation(["query.database_id should be defined, instead was `undefined`."], "query")
    mine = [
        view_id
        for view_id, found in call.store.views.items()
        if found["parent"]["database_id"] == asked.get("database_id", found["parent"]["database_id"])
        and found["data_source_id"] == asked.get("data_source_id", found["data_source_id"])
        and call.view.sees(found["parent"]["database_id"])
    ]
    part = paging.cut(call.store, mine, paging.asked(call.query))
    return objects.listing("view", [{"object": "view", "id": view_id} for view_id in part.entries], part.next_cursor)


def create_query(call: Call, view_id: str) -> dict[str, Any]:
    """POST /views/{view_id}/queries: the rows that the view shows now, kept for a quarter of an hour."""
    call.need("read_content")
    found = known(call, view_id)
    source = call.find(DataSource, found["data_source_id"], "path.view_id")
    page_ids = [page.id for page in rows(call.view, source, {"filter": found["filter"], "sorts": found["sorts"]})]
    query_id = call.store.ids.new()
    call.store.view_queries[query_id] = (found["id"], page_ids)
    part = paging.cut(call.store, page_ids, call.body)
    return {
        "object": "view_query",
        "id": query_id,
        "view_id": found["id"],
        "expires_at": millisecond(call.store.clock.now() + timedelta(minutes=MINUTES)),
        "total_count": len(page_ids),
        "results": [{"object": "page", "id": page_id} for page_id in part.entries],
        "next_cursor": part.next_cursor,
        "has_more": part.next_cursor is not None,
    }


def kept_query(call: Call, view_id: str, query_id: str) -> tuple[str, list[str]]:
    """Return the id and the rows of a query that is kept."""
    found = known(call, view_id)
    kept = call.store.view_queries.get(as_uuid(query_id) or "")
    if kept is None or kept[0] != found["id"]:
        raise invalid(f"Could not find view query with ID: {query_id}.")
    return str(as_uuid(query_id)), kept[1]


def query_results(call: Call, view_id: str, query_id: str) -> dict[str, Any]:
    """GET /views/{view_id}/queries/{query_id}."""
    call.need("read_content")
    _, page_ids = kept_query(call, view_id, query_id)
    part = paging.cut(call.store, page_ids, paging.asked(call.query))
    return objects.listing("page", [{"object": "page", "id": page_id} for page_id in part.entries], part.next_cursor)


def delete_query(call: Call, view_id: str, query_id: str) -> dict[str, Any]:
    """DELETE /views/{view_id}/queries/{query_id}."""
    call.need("read_content")
    known_id, _ = kept_query(call, view_id, query_id)
    del call.store.view_queries[known_id]
    return {"object": "view_query", "id": known_id, "deleted": True}
