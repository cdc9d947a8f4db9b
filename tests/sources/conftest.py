"""Stores elsewhere, for the tests of sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from notion_workspaces import Workspace

from tests.servers.notion.server import NotionServer

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def notion(monkeypatch: pytest.MonkeyPatch) -> Iterator[NotionServer]:
    """Return a Notion server whose token is where the config of the tests says."""
    with NotionServer() as server:
        monkeypatch.setenv("OKRSYNC_TEST_TOKEN", server.token)
        yield server


@pytest.fixture
def workspace(notion: NotionServer) -> Workspace:
    """Return a workspace with two databases of OKRs."""
    return Workspace(notion)
