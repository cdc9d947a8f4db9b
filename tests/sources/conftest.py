"""Stores elsewhere, for the tests of sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from google_place import google_server
from notion_workspaces import Workspace

from tests.servers.notion.server import NotionServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from google_place import Google


@pytest.fixture(scope="session")
def google_serving() -> Iterator[Google]:
    """Serve Google's APIs until the last test; its spreadsheets know nothing of each other."""
    with google_server() as google:
        yield google


@pytest.fixture
def google(google_serving: Google) -> Google:
    """Return the Google server as if nobody had used it yet."""
    google_serving.calm()
    return google_serving


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
