"""The local Google server and a state, for the stores of sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from okrsync.state.database import Database, open_database
from tests.sources.google_place import google_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.sources.google_place import Google


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
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path / "state.db")
    yield opened
    opened.close()
