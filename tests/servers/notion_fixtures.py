"""What the tests of the local Notion server share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.servers.notion.example import Example, client_of, example
from tests.servers.notion.server import NotionServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from notion_client import Client

NOON = datetime(2026, 3, 4, 12, 0, 42, tzinfo=UTC)
"""A Wednesday, at which the workspace stands still."""


@pytest.fixture
def server() -> Iterator[NotionServer]:
    with NotionServer() as serving:
        serving.store.clock.stop(NOON)
        yield serving


@pytest.fixture
def team(server: NotionServer) -> Example:
    return example(server)


@pytest.fixture
def client(server: NotionServer) -> Iterator[Client]:
    with client_of(server) as talking:
        yield talking
