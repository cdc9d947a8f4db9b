"""Which request is which operation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from tests.servers.notion import endpoints_blocks as blocks
from tests.servers.notion import endpoints_databases as databases
from tests.servers.notion import endpoints_files as files
from tests.servers.notion import endpoints_markdown as markdown
from tests.servers.notion import endpoints_pages as pages
from tests.servers.notion import endpoints_people as people
from tests.servers.notion import endpoints_views as views
from tests.servers.notion.errors import INVALID_URL, NotionError
from tests.servers.notion.versions import DATA_SOURCES, Version

if TYPE_CHECKING:
    from collections.abc import Callable


class Route(NamedTuple):
    """A request and what serves it. `query`: the parameters that its address may carry."""

    operation: str
    method: str
    path: str
    serve: Callable[..., dict[str, Any]]
    kind: str
    query: frozenset[str] = frozenset()
    since: Version = Version.V2022_06_28
    until: Version = Version.V2026_03_11


PAGED = frozenset({"start_cursor", "page_size"})
TRANSCRIPT = frozenset({"include_transcript"})
PROPERTIES = frozenset({"filter_properties", "filter_properties[]"})

ROUTES = (
    Route("me", "GET", "users/me", people.me, "read"),
    Route("list_users", "GET", "users", people.list_users, "read", PAGED),
    Route("retrieve_user", "GET", "users/{}", people.retrieve_user, "read"),
    Route("search", "POST", "search", people.search, "read"),
    Route("create_page", "POST", "pages", pages.create, "write"),
    Route("retrieve_page", "GET", "pages/{}", pages.retrieve, "read", PROPERTIES),
    Route("update_page", "PATCH", "pages/{}", pages.update, "write"),
    Route("move_page", "POST", "pages/{}/move", pages.move, "write", since=DATA_SOURCES),
    Route("retrieve_property", "GET", "pages/{}/properties/{}", pages.retrieve_property, "read", PAGED),
    Route("create_database", "POST", "databases", databases.create_database, "write"),
    Route("retrieve_database", "GET", "databases/{}", databases.retrieve_database, "read"),
    Route("update_database", "PATCH", "databases/{}", databases.update_database, "write"),
    Route(
        "query_database", "POST", "databases/{}/query", databases.query_database, "read", PROPERTIES,
        until=Version.V2022_06_28,
    ),
    Route("create_data_source", "POST", "data_sources", databases.create_data_source, "write", since=DATA_SOURCES),
    Route(
        "retrieve_data_source", "GET", "data_sources/{}", databases.retrieve_data_source, "read", since=DATA_SOURCES
    ),
    Route("update_data_source", "PATCH", "data_sources/{}", databases.update_data_source, "write", since=DATA_SOURCES),
    Route(
        "query_data_source", "POST", "data_sources/{}/query", databases.query_data_source, "read", PROPERTIES,
        since=DATA_SOURCES,
    ),
    Route(
        "list_templates", "GET", "data_sources/{}/templates", databases.templates, "read", PAGED | {"name"},
        since=DATA_SOURCES,
    ),
    Route("retrieve_block", "GET", "blocks/{}", blocks.retrieve, "read"),
    Route("update_block", "PATCH", "blocks/{}", blocks.update, "write"),
    Route("delete_block", "DELETE", "blocks/{}", blocks.delete, "write"),
    Route("list_children", "GET", "blocks/{}/children", blocks.children, "read", PAGED),
    Route("append_children", "PATCH", "blocks/{}/children", blocks.append, "write"),
    Route("query_meeting_notes", "POST", "blocks/meeting_notes/query", blocks.meeting_notes, "read"),
    Route("create_comment", "POST", "comments", people.create_comment, "write"),
    Route("list_comments", "GET", "comments", people.list_comments, "read", PAGED | {"block_id"}),
    Route("retrieve_comment", "GET", "comments/{}", people.retrieve_comment, "read"),
    Route("update_comment", "PATCH", "comments/{}", people.update_comment, "write"),
    Route("delete_comment", "DELETE", "comments/{}", people.delete_comment, "write"),
    Route("create_view", "POST", "views", views.create, "write", since=DATA_SOURCES),
    Route(
        "list_views", "GET", "views", views.list_views, "read", PAGED | {"database_id", "data_source_id"},
        since=DATA_SOURCES,
    ),
    Route("retrieve_view", "GET", "views/{}", views.retrieve, "read", since=DATA_SOURCES),
    Route("update_view", "PATCH", "views/{}", views.update, "write", since=DATA_SOURCES),
    Route("delete_view", "DELETE", "views/{}", views.delete, "write", since=DATA_SOURCES),
    Route("create_view_query", "POST", "views/{}/queries", views.create_query, "read", since=DATA_SOURCES),
    Route("view_query_results", "GET", "views/{}/queries/{}", views.query_results, "read", PAGED, since=DATA_SOURCES),
    Route("delete_view_query", "DELETE", "views/{}/queries/{}", views.delete_query, "read", since=DATA_SOURCES),
    Route("create_upload", "POST", "file_uploads", files.create, "write"),
    Route("list_uploads", "GET", "file_uploads", files.list_uploads, "read", PAGED | {"status"}),
    Route("retrieve_upload", "GET", "file_uploads/{}", files.retrieve, "read"),
    Route("send_upload", "POST", "file_uploads/{}/send", files.send, "write"),
    Route("complete_upload", "POST", "file_uploads/{}/complete", files.complete, "write"),
    Route("retrieve_markdown", "GET", "pages/{}/markdown", markdown.retrieve, "read", TRANSCRIPT),
    Route("update_markdown", "PATCH", "pages/{}/markdown", markdown.update, "write"),
    Route("retrieve_task", "GET", "async_tasks/{}", markdown.retrieve_task, "read"),
    Route("list_custom_emojis", "GET", "custom_emojis", people.custom_emojis, "read", PAGED | {"name"}),
)  # fmt: skip
_PATTERNS = [(route, re.compile(route.path.replace("{}", "([^/]+)"))) for route in ROUTES]


def route_of(method: str, path: str) -> tuple[Route, list[str]] | None:
    """Return the operation of a request and the ids in its path (still quoted), or None where there is none."""
    place = path.removeprefix("/v1/").rstrip("/")
    for route, pattern in _PATTERNS:
        if route.method == method and path.startswith("/v1/") and (found := pattern.fullmatch(place)):
            return route, list(found.groups())
    return None


def unknown_address() -> NotionError:
    """Return the refusal of an address that is none."""
    return NotionError("invalid_request_url", INVALID_URL)
