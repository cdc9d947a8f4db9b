"""Makes the sources of the real commands on the test servers: at their addresses, and quick to try again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from google_place import QUICK as QUICK_GOOGLE
from notion_workspaces import QUICK as QUICK_NOTION

from okrsync import sources
from okrsync.addresses import GoogleSheetAddress, NotionAddress
from okrsync.sources.google_sheets import GoogleSheetsSource
from okrsync.sources.notion.source import NotionSource

if TYPE_CHECKING:
    import pytest

    from okrsync.sources.calling import Patience

_urls: dict[str, str] = {}
_patience: dict[str, Patience] = {}


def nearby(monkeypatch: pytest.MonkeyPatch, patience: Patience | None = None, **urls: str) -> None:
    """Make sources of stores on the servers at `urls` (google=…, notion=…) until the end of a test."""
    monkeypatch.setitem(sources.STORES, GoogleSheetAddress, sources.Place(__name__, "google"))  # type: ignore[arg-type]
    monkeypatch.setitem(sources.STORES, NotionAddress, sources.Place(__name__, "notion"))  # type: ignore[arg-type]
    for kind, url in urls.items():
        monkeypatch.setitem(_urls, kind, url)
    monkeypatch.setitem(_patience, "google", patience or QUICK_GOOGLE.patience)
    monkeypatch.setitem(_patience, "notion", patience or QUICK_NOTION)


def google(address: GoogleSheetAddress, name: str, *, seconds: float | None = None) -> GoogleSheetsSource:
    """Return a spreadsheet of the test server."""
    access = replace(address.access, api_endpoint=_urls["google"])
    pace = QUICK_GOOGLE._replace(patience=_patience["google"])
    return GoogleSheetsSource(replace(address, access=access), name, pace, seconds)


def notion(address: NotionAddress, name: str, *, seconds: float | None = None) -> NotionSource:
    """Return a database of the test server."""
    access = replace(address.access, base_url=_urls["notion"], requests_per_second=100_000)
    return NotionSource(replace(address, access=access), name, _patience["notion"], seconds)
