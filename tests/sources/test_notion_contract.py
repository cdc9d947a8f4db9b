"""Notion keeps the contract of all sources, against the local server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from contract import ROWS, SourceContract
from notion_workspaces import QUICK, foreign, job

from okrsync.addresses import NotionAddress
from okrsync.sources.notion.source import NotionSource

if TYPE_CHECKING:
    from okrsync.sources.base import Source
    from tests.servers.notion.server import NotionServer
    from tests.servers.notion.store import DataSource


class Place:
    """A database with the rows of the contract."""

    def __init__(self, server: NotionServer) -> None:
        """Lay the rows out; the objective is the title of each page."""
        title, *others = (str(header) for header in ROWS[0])
        schema = {title: "title", **dict.fromkeys(others, "rich_text")}
        rows = [dict(zip(ROWS[0], row, strict=True)) for row in ROWS[1:]]
        self.server = server
        self.table: DataSource = server.people.source(server.people.add_database("OKRs", schema, rows))  # type: ignore[arg-type]


class TestNotion(SourceContract):
    @pytest.fixture
    def place(self, notion: NotionServer) -> Place:
        return Place(notion)

    def open(self, place: Place) -> Source:
        address = job(place.server, place.table).address
        assert isinstance(address, NotionAddress)
        return NotionSource(address, "okrs", patience=QUICK)

    def foreign(self, place: Place) -> object:
        return foreign(place.server)

    def state(self, place: Place) -> object:
        things = place.server.store.things.values()
        return [(thing.id, thing.edited, repr(getattr(thing, "values", None))) for thing in things]

    def edit(self, place: Place, old: str, new: str) -> None:
        pages: list[Any] = [place.server.store.things[row] for row in place.table.rows]
        for page in pages:
            for column in list(place.table.properties.values()):
                value = page.values.get(column.id)
                if isinstance(value, list) and "".join(part["plain_text"] for part in value) == old:
                    place.server.people.edit_property(page, column.name, new)
