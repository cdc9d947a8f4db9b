"""What the tests of keeping two sources in step share: a Notion server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from notion_place import TOKEN, Team

from tests.servers.notion.server import NotionServer

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def notion(monkeypatch: pytest.MonkeyPatch) -> Iterator[NotionServer]:
    """Return a Notion server whose token is where the stores of the tests look for it."""
    with NotionServer() as server:
        monkeypatch.setenv(TOKEN, server.token)
        yield server


@pytest.fixture
def team(notion: NotionServer) -> Team:
    """Return two empty databases of OKRs."""
    return Team(notion)
