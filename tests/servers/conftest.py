"""A Google server with one spreadsheet, and what speaks to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import requests

from tests.servers.google.server import GoogleServer
from tests.servers.google_client import Raw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.servers.google.people import People

ANYBODY = "tester@example.com"
"""Whom a server that is open to all takes its callers for."""

OKRS = [
    ["Objective", "Key result", "Target"],
    ["Customers come back", "Reduce churn", 4.5],
    ["", "Raise answered calls", 80],
    ["Teams learn", "Run experiments", 12],
]


@pytest.fixture
def google() -> Iterator[GoogleServer]:
    """Serve, open to all."""
    with GoogleServer(open_to_all=True) as server:
        yield server


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with requests.Session() as opened:
        yield opened


@pytest.fixture
def sheet(google: GoogleServer, session: requests.Session) -> Raw:
    """Make a spreadsheet with the tab OKRs (sheet 0) and the tab “Year 2026”."""
    book = google.add_spreadsheet("OKRs", {"OKRs": OKRS, "Year 2026": [[]]}, shared_with=[ANYBODY])
    return Raw(google, session, book)


@pytest.fixture
def people(google: GoogleServer, sheet: Raw) -> People:
    """Return the people of that spreadsheet."""
    return google.spreadsheet(sheet.book)
