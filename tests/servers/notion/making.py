"""New pages, databases, data sources and blocks, and how blocks are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.servers.notion import columns, texts
from tests.servers.notion.body_blocks import HEADINGS
from tests.servers.notion.errors import invalid
from tests.servers.notion.store import Block, Database, DataSource, Page
from tests.servers.notion.writing import columns_of, keep

if TYPE_CHECKING:
    from tests.servers.notion.store import Kind, Parent, Store

DEFAULTS: dict[str, dict[str, Any]] = {
    "paragraph": {"icon": None},
    "callout": {"icon": {"type": "emoji", "emoji": "💡"}},
    "to_do": {"checked": False},
    **{heading: {"is_toggleable": False} for heading in HEADINGS},
}
"""What a block of text holds where the request does not say."""


def page(
    store: Store,
    parent: Parent,
    author: str,
    properties: dict[str, Any],
    *,
    icon: dict[str, Any] | None = None,
    cover: dict[str, Any] | None = None,
) -> Page:
    """Make a page or a row (NotionError where a property does not fit; nothing is made then)."""
    made = Page(**store.stamp(parent, author), icon=icon, cover=cover)
    source = store.things.get(parent[1]) if parent[0] == "data_source_id" else None
    if isinstance(source, DataSource):
        fill(store, source, made, properties)
        number(source, made)
        store.things[made.id] = made
        source.rows.append(made.id)
        return made
    set_title(store, made, properties)
    store.things[made.id] = made
    holder = store.things.get(parent[1])
    if isinstance(holder, Page):
        holder.children.append(made.id)
    return made


def fill(store: Store, source: DataSource, row: Page, properties: dict[str, Any]) -> None:
    """Keep the values of a request in a row: all of them or, where one does not fit, none."""
    before = dict(row.values)
    try:
        for column, value in columns_of(source, properties):
            keep(store, source, row, column, value, f"body.properties.{column.name}")
    except Exception:
        row.values = before
        raise


def number(source: DataSource, row: Page) -> None:
    """Give a new row its number, and a status its first option."""
    for column in source.properties.values():
        if column.type == "unique_id":
            row.values[column.id] = source.next_number
            source.next_number += 1
        if column.type == "status" and column.config["options"]:
            row.values.setdefault(column.id, column.config["options"][0]["id"])


def set_title(store: Store, made: Page, properties: dict[str, Any]) -> None:
    """Keep the title of a page that stands alone: it has no other property."""
    for name, value in properties.items():
        if name != "title":
            raise invalid(f"{name} is not a property that exists.")
        made.values["title"] = texts.stored(store, value["title"])


def data_source(
    store: Store, database: Database, author: str, title: list[dict[str, Any]], properties: dict[str, Any]
) -> DataSource:
    """Make a table in a database (NotionError where it has no title property or a column does not fit)."""
    if not any(columns.kind_of(definition) == "title" for definition in properties.values()):
        raise invalid("Title is not provided")
    made = DataSource(**store.stamp(("database_id", database.id), author), title=title)
    store.things[made.id] = made
    try:
        for name, definition in properties.items():
            columns.add(store, made, name, definition)
    except Exception:
        del store.things[made.id]
        raise
    database.data_sources.append(made.id)
    return made


def database(
    store: Store, parent: Parent, author: str, title: list[dict[str, Any]], properties: dict[str, Any]
) -> Database:
    """Make a database with its first data source."""
    made = Database(**store.stamp(parent, author), title=title)
    store.things[made.id] = made
    try:
        data_source(store, made, author, title, properties)
    except Exception:
        del store.things[made.id]
        raise
    holder = store.things.get(parent[1])
    if isinstance(holder, Page):
        holder.children.append(made.id)
    return made


def blocks(
    store: Store, holder: Page | Block, author: str, wanted: list[dict[str, Any]], at: int | None = None
) -> list[Block]:
    """Make blocks in a page or block, at a place among its children or (None) at the end."""
    parent: Parent = ("page_id", holder.id) if isinstance(holder, Page) else ("block_id", holder.id)
    made = []
    for given in wanted:
        name = str(given.get("type") or next(key for key in given if key != "object"))
        content = {key: value for key, value in given[name].items() if key != "children"}
        block = Block(
            **store.stamp(parent, author),
            type=name,
            content=kept_content(store, name, content),
        )
        store.things[block.id] = block
        blocks(store, block, author, given[name].get("children", []))
        made.append(block)
    place = len(holder.children) if at is None else at
    holder.children[place:place] = [block.id for block in made]
    return made


def kept_content(store: Store, name: str, given: dict[str, Any]) -> dict[str, Any]:
    """Return the content of a block as answers hold it."""
    content = dict(given)
    for key in ("rich_text", "caption"):
        if key in content:
            content[key] = texts.stored(store, content[key])
    if "cells" in content:
        content["cells"] = [texts.stored(store, cell) for cell in content["cells"]]
    if name in {"embed", "bookmark", "image", "video", "pdf", "audio", "file", "code"}:
        content.setdefault("caption", [])
    if "rich_text" in content and name not in {"code", "template"}:
        content = {**content, **{key: value for key, value in DEFAULTS.get(name, {}).items() if key not in content}}
        content.setdefault("color", "default")
    if content.get("icon"):
        content["icon"] = typed(content["icon"])
    if name in {"image", "video", "pdf", "audio", "file"}:
        return media(name, content)
    if name == "table":
        return {"has_column_header": False, "has_row_header": False} | content
    return {"color": "default"} | content if name == "table_of_contents" else content


def media(name: str, content: dict[str, Any]) -> dict[str, Any]:
    """Return a file in a block: an outer one by its address, an uploaded one as kept by the service."""
    kept = {"caption": content["caption"]}
    if "external" in content:
        kept |= {"type": "external", "external": content["external"]}
        address = content["external"]["url"]
    else:
        address = f"https://files.example.org/{content['file_upload']['id']}"
        kept |= {"type": "file", "file": {"url": address, "expiry_time": "2027-01-01T00:00:00.000Z"}}
    return kept | ({"name": content.get("name", address.rsplit("/", 1)[-1])} if name == "file" else {})


def typed(given: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return an icon or cover with its type told."""
    if given is None:
        return None
    kind = next(key for key in given if key != "type")
    if kind == "file_upload":
        url = f"https://files.example.org/{given[kind]['id']}"
        return {"type": "file", "file": {"url": url, "expiry_time": "2027-01-01T00:00:00.000Z"}}
    content = {"color": "gray"} | given[kind] if kind == "icon" else given[kind]
    return {"type": kind, kind: content}


def remove_children(store: Store, holder: Kind) -> None:
    """Move everything in a page's body to the trash."""
    assert isinstance(holder, Page)
    for child in holder.children:
        store.things[child].in_trash = True
