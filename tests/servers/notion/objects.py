"""Pages, databases, data sources, blocks and comments as answers hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.servers.notion.ids import address, millisecond, minute
from tests.servers.notion.store import Block, Comment, Database, DataSource, Page, Parent, Thing
from tests.servers.notion.versions import DATA_SOURCES, IN_TRASH

if TYPE_CHECKING:
    from tests.servers.notion.showing import View
    from tests.servers.notion.store import Kind


def _author(user_id: str) -> dict[str, Any]:
    return {"object": "user", "id": user_id}


def _archived(view: View, *, in_trash: bool) -> dict[str, Any]:
    """Return the old name of being in the trash, which the newest version has no more."""
    return {} if view.version >= IN_TRASH else {"archived": in_trash}


def _times(thing: Thing) -> dict[str, Any]:
    return {"created_time": minute(thing.created), "last_edited_time": minute(thing.edited)}


def _authors(thing: Thing) -> dict[str, Any]:
    return {"created_by": _author(thing.created_by), "last_edited_by": _author(thing.edited_by)}


def parent_of(view: View, parent: Parent) -> dict[str, Any]:
    """Return where a thing stands."""
    kind, parent_id = parent
    if kind == "workspace":
        return {"type": "workspace", "workspace": True}
    if kind == "data_source_id":
        database_id = view.store.things[parent_id].parent[1]
        if view.version < DATA_SOURCES:
            return {"type": "database_id", "database_id": database_id}
        return {"type": kind, kind: parent_id, "database_id": database_id}
    return {"type": kind, kind: parent_id}


def page(view: View, shown: Page, only: set[str] | None = None) -> dict[str, Any]:
    """Return a page, with all its properties or those of the ids `only`."""
    trashed = view.store.is_trashed(shown)
    newer = {"is_archived": shown.is_archived, "is_locked": shown.is_locked} if view.version >= DATA_SOURCES else {}
    return {
        "object": "page",
        "id": shown.id,
        **_times(shown),
        **_authors(shown),
        "cover": shown.cover,
        "icon": shown.icon,
        "parent": parent_of(view, shown.parent),
        "in_trash": trashed,
        **newer,
        "properties": view.values(shown, only),
        "url": address(shown.id, view.store.title_of(shown)),
        "public_url": shown.public_url,
        **_archived(view, in_trash=trashed),
    }


def database(view: View, shown: Database) -> dict[str, Any]:
    """Return a database: a container that names its data sources, or for the oldest version the table itself."""
    if view.version < DATA_SOURCES:
        return _table(view, shown)
    trashed = view.store.is_trashed(shown)
    sources = [view.store.things[source_id] for source_id in shown.data_sources]
    return {
        "object": "database",
        "id": shown.id,
        "title": shown.title,
        "description": shown.description,
        "parent": parent_of(view, shown.parent),
        "is_inline": shown.is_inline,
        "in_trash": trashed,
        "is_locked": shown.is_locked,
        "created_time": millisecond(shown.created),
        "last_edited_time": millisecond(shown.edited),
        "data_sources": [
            {"id": source.id, "name": view.store.title_of(source)} for source in sources if not source.in_trash
        ],
        "icon": shown.icon,
        "cover": shown.cover,
        "url": address(shown.id),
        "public_url": shown.public_url,
        **_archived(view, in_trash=trashed),
    }


def _table(view: View, shown: Database) -> dict[str, Any]:
    """Return a database as 2022-06-28 knew it, with the columns of its only data source."""
    source = view.store.things[shown.data_sources[0]]
    assert isinstance(source, DataSource)
    trashed = view.store.is_trashed(shown)
    return {
        "object": "database",
        "id": shown.id,
        "cover": shown.cover,
        "icon": shown.icon,
        **_times(source),
        **_authors(source),
        "title": shown.title,
        "description": shown.description,
        "is_inline": shown.is_inline,
        "properties": {column.name: view.column(column) for column in view.columns(source)},
        "parent": parent_of(view, shown.parent),
        "url": address(shown.id),
        "public_url": shown.public_url,
        "archived": trashed,
        "in_trash": trashed,
    }


def data_source(view: View, shown: DataSource) -> dict[str, Any]:
    """Return a data source with its columns."""
    holder = view.store.things[shown.parent[1]]
    assert isinstance(holder, Database)
    trashed = view.store.is_trashed(shown)
    return {
        "object": "data_source",
        "id": shown.id,
        "cover": shown.cover,
        "icon": shown.icon,
        **_times(shown),
        **_authors(shown),
        "title": shown.title,
        "description": shown.description,
        "is_inline": holder.is_inline,
        "properties": {column.name: view.column(column) for column in view.columns(shown)},
        "parent": {"type": "database_id", "database_id": holder.id},
        "database_parent": parent_of(view, holder.parent),
        "url": address(holder.id),
        "public_url": holder.public_url,
        "in_trash": trashed,
        **_archived(view, in_trash=trashed),
    }


def block(view: View, shown: Kind) -> dict[str, Any]:
    """Return a block; a page or a database is one too, where it stands."""
    trashed = view.store.is_trashed(shown)
    if isinstance(shown, Block):
        kind, content, below = shown.type, shown.content, shown.children
    else:
        is_page = isinstance(shown, Page)
        kind = "child_page" if is_page else "child_database"
        content, below = {"title": view.store.title_of(shown)}, shown.children if isinstance(shown, Page) else []
    return {
        "object": "block",
        "id": shown.id,
        "parent": parent_of(view, shown.parent),
        **_times(shown),
        **_authors(shown),
        "has_children": any(not view.store.things[child].in_trash for child in below),
        "in_trash": trashed,
        "type": kind,
        kind: content,
        **_archived(view, in_trash=trashed),
    }


def comment(view: View, shown: Comment) -> dict[str, Any]:
    """Return a comment."""
    _ = view
    return {
        "object": "comment",
        "id": shown.id,
        "parent": {"type": shown.parent[0], shown.parent[0]: shown.parent[1]},
        "discussion_id": shown.discussion_id,
        **_times(shown),
        "created_by": _author(shown.created_by),
        "rich_text": shown.rich_text,
        "display_name": shown.display_name,
    }


def any_object(view: View, shown: Kind) -> dict[str, Any]:
    """Return a thing that a search finds."""
    if isinstance(shown, Page):
        return page(view, shown)
    if isinstance(shown, DataSource):
        return data_source(view, shown)
    assert isinstance(shown, Database)
    return database(view, shown)


def listing(kind: str, results: list[Any], next_cursor: str | None) -> dict[str, Any]:
    """Return a list of things of one kind."""
    return {
        "object": "list",
        "results": results,
        "next_cursor": next_cursor,
        "has_more": next_cursor is not None,
        "type": kind,
        kind: {},
    }
