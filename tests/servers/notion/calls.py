"""One request that passed the door: who asks, what for, and how it finds the things that it names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from tests.servers.notion.errors import ARCHIVED, RESTRICTED, NotionError, failed_validation, invalid, not_found, shown
from tests.servers.notion.ids import as_uuid
from tests.servers.notion.store import Block, Comment, Database, DataSource, Page
from tests.servers.notion.versions import DATA_SOURCES, Version

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.servers.notion.showing import View
    from tests.servers.notion.store import Kind, Store

    Found = TypeVar("Found", bound=Kind)

NAMES: dict[type, str] = {
    Page: "page",
    Database: "database",
    DataSource: "data_source",
    Block: "block",
    Comment: "comment",
}


@dataclass
class Call:
    """A request: `body` is checked JSON, `query` the parameters of the address, `places` the ids in the path."""

    view: View
    operation: str
    query: Mapping[str, list[str]]
    body: dict[str, Any] = field(default_factory=dict)
    raw: bytes = b""
    content_type: str = ""
    status: int = 200

    @property
    def store(self) -> Store:
        """Return the workspace."""
        return self.view.store

    @property
    def version(self) -> Version:
        """Return the version that the request speaks."""
        return self.view.version

    @property
    def author(self) -> str:
        """Return whose edits these are: the bot's."""
        return self.view.integration.id

    def missing(self, kind: str, object_id: str) -> NotionError:
        """Return the 404 of something that is not there or not shared."""
        return not_found(kind, object_id, self.view.integration.name, self.view.integration.id)

    def need(self, capability: str) -> None:
        """Refuse where the connection lacks a capability (NotionError: restricted_resource)."""
        if capability not in self.view.integration.capabilities:
            raise NotionError("restricted_resource", RESTRICTED)

    def find(self, kind: type[Found], given: str, path: str) -> Found:
        """Return a thing that the request names at `path` (NotionError: none, not shared, another kind)."""
        name = NAMES[kind]
        object_id = as_uuid(given)
        if object_id is None:
            where = path.split(".", 1)[0]
            raise failed_validation([f"{path} should be a valid uuid, instead was {shown(given)}."], where)
        thing = self.store.things.get(object_id)
        if thing is None or not self.view.sees(object_id):
            raise self.missing(name, object_id)
        if not isinstance(thing, kind):
            raise self._another_kind(name, thing)
        return thing

    def _another_kind(self, wanted: str, thing: Kind) -> NotionError:
        actual = NAMES[type(thing)]
        if {wanted, actual} == {"page", "database"}:
            return invalid(
                f"Provided ID {thing.id} is a {actual}, not a {wanted}. Use the retrieve {actual} API instead: "
                f"https://developers.notion.com/reference/retrieve-a-{actual}"
            )
        return self.missing(wanted, thing.id)

    def block_or_page(self, given: str, path: str = "path.block_id") -> Kind:
        """Return a block; pages and databases are blocks too."""
        for kind in (Block, Page, Database):
            thing = self.store.things.get(as_uuid(given) or "")
            if isinstance(thing, kind):
                break
        else:
            return self.find(Block, given, path)
        if not self.view.sees(thing.id):
            raise self.missing("block", thing.id)
        return thing

    def editable(self, thing: Kind) -> None:
        """Refuse to edit what lies in the trash (NotionError: validation_error)."""
        if self.store.is_trashed(thing):
            raise invalid(ARCHIVED)

    def trash_wish(self) -> bool | None:
        """Return whether the body moves a thing into the trash or out of it; None where it says nothing of that."""
        wish = self.body.get("in_trash", self.body.get("archived"))
        return wish if isinstance(wish, bool) else None

    def source_of(self, database: Database) -> DataSource:
        """Return the only data source of a database (NotionError where it has several)."""
        sources = [self.store.things[source_id] for source_id in database.data_sources]
        if len(sources) > 1:
            raise invalid(
                "Databases with multiple data sources are not supported in this API version.",
                {
                    "error_type": "multiple_data_sources_for_database",
                    "database_id": database.id,
                    "child_data_source_ids": [source.id for source in sources],
                    "minimum_api_version": "2025-09-03",
                },
            )
        assert isinstance(sources[0], DataSource)
        return sources[0]

    @property
    def knows_data_sources(self) -> bool:
        """Tell whether the version has data sources."""
        return self.version >= DATA_SOURCES
