"""One local Google server for all tests of the Google Sheets source: its spreadsheets know nothing of each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from google_place import google_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from google_place import Google


@pytest.fixture(scope="session")
def google_serving() -> Iterator[Google]:
    """Serve until the last test."""
    with google_server() as google:
        yield google


@pytest.fixture
def google(google_serving: Google) -> Google:
    """Return the server as if nobody had used it yet."""
    google_serving.calm()
    return google_serving
