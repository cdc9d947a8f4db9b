"""Shape of the body of every request that has one, by API version; a body that does not fit is refused with 400."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.servers.notion.body_blocks import UPDATES, children
from tests.servers.notion.body_filters import Filter, sorts
from tests.servers.notion.body_text import cover, icon, rich_text, true
from tests.servers.notion.body_values import changed_properties, new_properties, property_values
from tests.servers.notion.errors import failed_validation, invalid
from tests.servers.notion.shapes import (
    UNDEFINED,
    Anything,
    Boolean,
    Choice,
    Either,
    Keyed,
    ListOf,
    MapOf,
    Nullable,
    Number,
    Record,
    Shape,
    Text,
    Uuid,
)
from tests.servers.notion.versions import DATA_SOURCES, IN_TRASH, Version

if TYPE_CHECKING:
    from collections.abc import Callable

BODY_LIMIT = 500_000
"""Bytes of a body (the service says 500 KB)."""

paging: dict[str, Shape] = {"start_cursor": Nullable(Text()), "page_size": Number(("a number",), 1, 100)}
page_parent: dict[str, Shape] = {"page_id": Uuid(), "workspace": true}


class Position:
    """Where appended blocks go: after one of the children, at the start, at the end."""

    words = ("an object",)

    def __init__(self, start: str = "start", end: str = "end") -> None:
        """Name the places as the endpoint names them."""
        self.plain = (start, end)

    def failures(self, value: Any, path: str, also: tuple[str, ...] = ()) -> list[str]:
        """Return what is wrong with the position."""
        after = Record(
            {"type": Choice(("after_block",)), "after_block": Record({"id": Uuid()}, ("id",))}, ("after_block",)
        )
        if isinstance(value, dict) and value.get("type") in self.plain:
            return Record({"type": Choice(self.plain)}).failures(value, path, also)
        return after.failures(value, path, also)


def trash_fields(version: Version) -> dict[str, Shape]:
    """Return the fields that move a thing to the trash: `archived` is gone from the newest version."""
    fields: dict[str, Shape] = {"in_trash": Boolean()}
    return fields if version >= IN_TRASH else {**fields, "archived": Boolean()}


def create_page(version: Version) -> Shape:
    """Return the shape of POST /pages."""
    parents: dict[str, Shape] = {**page_parent, "database_id": Uuid()}
    if version >= DATA_SOURCES:
        parents["data_source_id"] = Uuid()
    template: dict[str, Shape] = {
        "type": Choice(("none", "default", "template_id")),
        "template_id": Uuid(),
        "timezone": Text(),
    }
    fields: dict[str, Shape] = {
        "parent": Keyed(parents),
        "properties": property_values,
        "children": children,
        "content": children,
        "markdown": Text(),
        "icon": Nullable(icon),
        "cover": Nullable(cover),
        "template": Record(template, ("type",)),
        "position": Position("page_start", "page_end"),
        "allow_async": Boolean(),
    }
    return Record(fields)


def update_page(version: Version) -> Shape:
    """Return the shape of PATCH /pages/{id}."""
    template: dict[str, Shape] = {"type": Choice(("default", "template_id")), "template_id": Uuid(), "timezone": Text()}
    fields: dict[str, Shape] = {
        "properties": property_values,
        "icon": Nullable(icon),
        "cover": Nullable(cover),
        "is_locked": Boolean(),
        "is_archived": Boolean(),
        "erase_content": Boolean(),
        "template": Record(template, ("type",)),
    }
    return Record(fields | trash_fields(version))


def create_database(version: Version) -> Shape:
    """Return the shape of POST /databases."""
    fields: dict[str, Shape] = {
        "parent": Keyed(page_parent),
        "title": rich_text,
        "description": rich_text,
        "is_inline": Boolean(),
        "icon": Nullable(icon),
        "cover": Nullable(cover),
    }
    if version < DATA_SOURCES:
        return Record(fields | {"properties": new_properties}, ("parent", "properties"))
    return Record(fields | {"initial_data_source": Record({"properties": new_properties})}, ("parent",))


def update_database(version: Version) -> Shape:
    """Return the shape of PATCH /databases/{id}."""
    fields: dict[str, Shape] = {
        "title": rich_text,
        "description": rich_text,
        "is_inline": Boolean(),
        "icon": Nullable(icon),
        "cover": Nullable(cover),
    }
    if version < DATA_SOURCES:
        fields["properties"] = changed_properties
    else:
        fields |= {"parent": Keyed(page_parent), "is_locked": Boolean()}
    return Record(fields | trash_fields(version))


def create_data_source(_version: Version) -> Shape:
    """Return the shape of POST /data_sources."""
    fields: dict[str, Shape] = {
        "parent": Keyed({"database_id": Uuid()}),
        "properties": new_properties,
        "title": rich_text,
        "icon": Nullable(icon),
    }
    return Record(fields, ("parent", "properties"))


def update_data_source(version: Version) -> Shape:
    """Return the shape of PATCH /data_sources/{id}."""
    fields: dict[str, Shape] = {
        "title": rich_text,
        "icon": Nullable(icon),
        "properties": changed_properties,
        "parent": Keyed({"database_id": Uuid()}),
    }
    return Record(fields | trash_fields(version))


def query(version: Version) -> Shape:
    """Return the shape of a query."""
    fields: dict[str, Shape] = {"filter": Filter(), "sorts": sorts, **paging, **trash_fields(version)}
    return Record(fields | {"result_type": Choice(("page", "data_source"))})


def search(version: Version) -> Shape:
    """Return the shape of POST /search."""
    kinds = ("page", "data_source") if version >= DATA_SOURCES else ("page", "database")
    by_time: dict[str, Shape] = {
        "direction": Choice(("ascending", "descending")),
        "timestamp": Choice(("last_edited_time",)),
    }
    fields: dict[str, Shape] = {
        "query": Text(),
        "filter": Record({"property": Choice(("object",)), "value": Choice(kinds), "in_trash": Boolean()}),
        "sort": Either((Record(by_time, ("direction", "timestamp")), Record({"property": Choice(("relevance",))}))),
    }
    return Record(fields | paging)


def append_children(version: Version) -> Shape:
    """Return the shape of PATCH /blocks/{id}/children."""
    place: dict[str, Shape] = (
        {"position": Position()} if version >= IN_TRASH else {"after": Uuid(), "position": Position()}
    )
    return Record({"children": children, **place}, ("children",))


def update_block(version: Version) -> Shape:
    """Return the shape of PATCH /blocks/{id}."""
    return Record({**UPDATES, "type": Text()} | trash_fields(version))


class CreateComment:
    """The shape of POST /comments: on a page, on a block, or in a discussion, with text or Markdown."""

    words = ("an object",)

    def failures(self, value: Any, path: str, also: tuple[str, ...] = ()) -> list[str]:
        """Return what is wrong with the body."""
        attachment = Record({"file_upload_id": Uuid(), "type": Choice(("file_upload",))}, ("file_upload_id",))
        signed: dict[str, Shape] = {
            "type": Choice(("integration", "user", "custom")),
            "custom": Record({"name": Text()}, ("name",)),
        }
        fields: dict[str, Shape] = {
            "parent": Keyed({"page_id": Uuid(), "block_id": Uuid()}),
            "discussion_id": Uuid(),
            "rich_text": rich_text,
            "markdown": Text(),
            "attachments": ListOf(attachment, 3),
            "display_name": Record(signed, ("type",)),
        }
        if found := Record(fields).failures(value, path, also):
            return found
        for one, other in (("parent", "discussion_id"), ("rich_text", "markdown")):
            if one not in value and other not in value:
                return [f"{path}.{key} should be defined, instead was {UNDEFINED}." for key in (one, other)]
            if one in value and other in value:
                return Record({key: fields[key] for key in fields if key != other}).failures(value, path)
        return []


target: dict[str, Shape] = {"data_source_id": Uuid(), "database_id": Uuid()}
view: dict[str, Shape] = {
    "name": Text(),
    "type": Text(),
    "filter": Nullable(Filter()),
    "sorts": Nullable(sorts),
    "quick_filters": Nullable(MapOf(Anything())),
    "configuration": Nullable(MapOf(Anything())),
}
upload: dict[str, Shape] = {
    "mode": Choice(("single_part", "multi_part", "external_url")),
    "filename": Text(900),
    "content_type": Text(),
    "number_of_parts": Number(least=1, most=10_000),
    "external_url": Text(),
}
deleting: dict[str, Shape] = {"allow_deleting_content": Boolean()}
change = Record({"old_str": Text(), "new_str": Text(), "replace_all_matches": Boolean()}, ("old_str", "new_str"))
markdown: dict[str, Shape] = {
    "allow_async": Boolean(),
    "type": Choice(("insert_content", "replace_content", "update_content", "replace_content_range")),
    "insert_content": Record({"content": Text(), "after": Text(), "position": MapOf(Text())}, ("content",)),
    "replace_content": Record({"new_str": Text(), **deleting}, ("new_str",)),
    "update_content": Record({"content_updates": ListOf(change, 100), **deleting}, ("content_updates",)),
    "replace_content_range": Record({"content": Text(), "content_range": Text(), **deleting}, ("content",)),
}
SHAPES: dict[str, Callable[[Version], Shape]] = {
    "create_page": create_page,
    "update_page": update_page,
    "move_page": lambda _: Record({"parent": Keyed({"page_id": Uuid(), "data_source_id": Uuid()})}, ("parent",)),
    "create_database": create_database,
    "update_database": update_database,
    "create_data_source": create_data_source,
    "update_data_source": update_data_source,
    "query_data_source": query,
    "query_database": query,
    "search": search,
    "append_children": append_children,
    "update_block": update_block,
    "create_comment": lambda _: CreateComment(),
    "create_view": lambda _: Record(view | target, ("data_source_id", "name")),
    "update_view": lambda _: Record(view),
    "create_view_query": lambda _: Record({"page_size": paging["page_size"]}),
    "create_upload": lambda _: Record(upload),
    "update_markdown": lambda _: Record(markdown, ("type",)),
    "update_comment": lambda _: Keyed({"rich_text": rich_text, "markdown": Text()}, tag=None),
}
_built: dict[tuple[str, Version], Shape] = {}


def check(operation: str, version: Version, body: Any) -> None:
    """Refuse a body that does not fit the operation (NotionError: validation_error)."""
    if operation not in SHAPES:
        return
    shape = _built.get((operation, version)) or _built.setdefault((operation, version), SHAPES[operation](version))
    if found := shape.failures(body, "body"):
        raise failed_validation(found)


def spelled_out(body: dict[str, Any]) -> dict[str, Any]:
    """Return a body in which a property told as a bare list is spelled out as the title that it is."""
    if not any(isinstance(value, list) for value in body.get("properties", {}).values()):
        return body
    told = {name: {"title": value} if isinstance(value, list) else value for name, value in body["properties"].items()}
    return {**body, "properties": told}


def check_size(body: bytes) -> None:
    """Refuse a body of more than 500 KB (NotionError: validation_error)."""
    if len(body) > BODY_LIMIT:
        raise invalid(f"body failed validation: body.length should be ≤ `{BODY_LIMIT}`, instead was `{len(body)}`.")
