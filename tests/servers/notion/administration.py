"""What a test in another process may ask of the server: POST /__admin__/<command> with a JSON body."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.servers.notion.store import DataSource, Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.notion.server import NotionServer
    from tests.servers.notion.store import Kind

Content = dict[str, Any]


class Administration:
    """People's doings and the server's switches, told in JSON; things are named by their ids."""

    def __init__(self, server: NotionServer) -> None:
        """Act on `server`."""
        self._server = server
        self._people = server.people
        self.commands: dict[str, Callable[[Content], object]] = {
            "user": lambda told: {"id": self._people.add_user(told.get("name"), told.get("email")).id},
            "page": self._page,
            "database": self._database,
            "row": lambda told: {"id": self._people.add_row(self._source(told), told.get("values")).id},
            "edit": lambda told: self._people.edit_property(self._known_page(told), told["name"], told["value"]),
            "rename_property": lambda told: self._people.rename_property(
                self._source(told), told["name"], told["new_name"]
            ),
            "delete_property": lambda told: self._people.delete_property(self._source(told), told["name"]),
            "trash": lambda told: self._people.trash(self._thing(told)),
            "restore": lambda told: self._people.restore(self._thing(told)),
            "duplicate": lambda told: {"id": self._people.duplicate(self._known_page(told)).id},
            "share": lambda told: self._people.share(self._thing(told)),
            "unshare": lambda told: self._people.unshare(self._thing(told)),
            "trouble": self._trouble,
            "limit": lambda told: server.limit(**told),
            "slow_above": lambda told: server.slow_above(told["rows"]),
            "stop_queries_after": lambda told: server.stop_queries_after(told["rows"]),
            "forget_cursors": lambda _told: server.forget_cursors(),
            "capabilities": lambda told: server.integration.capabilities.intersection_update(told["keep"]),
            "clock": self._clock,
            "violations": lambda _told: server.violations,
            "store": lambda _told: server.told(),
        }

    def __call__(self, command: str, content: Content) -> object:
        """Carry out a command (KeyError where there is none, or no such thing)."""
        with self._server.at_rest():
            answer = self.commands[command](content)
        return {} if answer is None else answer

    def _thing(self, told: Content) -> Kind:
        return self._server.store.things[told["id"]]

    def _known_page(self, told: Content) -> Page:
        return self._server.store.page(told["id"])

    def _source(self, told: Content) -> DataSource:
        thing = self._thing({"id": told["source"]})
        if not isinstance(thing, DataSource):
            raise KeyError(told["source"])
        return thing

    def _page(self, told: Content) -> Content:
        parent = self._server.store.page(told["parent"]) if "parent" in told else None
        return {"id": self._people.add_page(told["title"], parent, shared=told.get("shared", parent is None)).id}

    def _database(self, told: Content) -> Content:
        parent = self._server.store.page(told["parent"]) if "parent" in told else None
        made = self._people.add_database(told["title"], told["schema"], told.get("rows", []), parent=parent)
        source = self._people.source(made)
        return {"id": made.id, "data_source": source.id, "rows": source.rows}

    def _trouble(self, told: Content) -> None:
        name = told.pop("name")
        if name.startswith("_") or not hasattr(self._server.troubles, name):
            raise KeyError(name)
        getattr(self._server.troubles, name)(**told)

    def _clock(self, told: Content) -> Content:
        clock = self._server.store.clock
        if "stop" in told:
            clock.stop(datetime.fromisoformat(told["stop"]))
        clock.advance(timedelta(seconds=told.get("advance", 0)))
        return {"now": clock.now().isoformat()}
