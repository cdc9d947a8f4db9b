"""Where a source is: a file, a Google Sheet or a Notion database. Plain data, no I/O."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_SPREADSHEET = re.compile(
    r"^https?://docs\.google\.com/(?:a/[^/]+/)?spreadsheets/(?:u/\d+/)?d/(?P<key>[A-Za-z0-9_-]{20,})"
)
_NOTION = re.compile(r"^(?:https?|notion)://(?:[\w-]+\.)*notion\.(?:so|site|com)/", re.IGNORECASE)
_NOTION_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)


@dataclass(slots=True, frozen=True)
class FileAddress:
    """A file on this computer."""

    path: Path

    @property
    def identity(self) -> object:
        """Return what two addresses of the same place have in common."""
        return self.path.resolve()

    @property
    def label(self) -> str:
        """Return a short name for a line on the screen."""
        return self.path.name

    @property
    def hint(self) -> str | None:
        """Return what may tell the period of the OKRs: the name of the file."""
        return self.path.stem

    @property
    def setting(self) -> tuple[str, str]:
        """Return the key and the value by which the config names this place."""
        return "path", self.path.as_posix()


@dataclass(slots=True, frozen=True)
class GoogleAccess:
    """How to reach Google Sheets."""

    credentials: str | None = None
    """Reference to a key (see `okrsync.credentials`); None for what this computer signs in with anyway (ADC)."""
    api_endpoint: str | None = None
    """Another server than Google's own, for tests and proxies."""


@dataclass(slots=True, frozen=True)
class GoogleSheetAddress:
    """One Google spreadsheet, all its tabs."""

    spreadsheet: str
    """Its URL, its key, or its title."""
    access: GoogleAccess = GoogleAccess()

    @property
    def server(self) -> str:
        """Return the URL of the service."""
        return self.access.api_endpoint or "https://sheets.googleapis.com"

    @property
    def key(self) -> str | None:
        """Return the spreadsheet's key; None where only its title is known."""
        found = _SPREADSHEET.match(self.spreadsheet)
        if found:
            return found["key"]
        return self.spreadsheet if re.fullmatch(r"[A-Za-z0-9_-]{30,}", self.spreadsheet) else None

    @property
    def identity(self) -> object:
        """Return what two addresses of the same place have in common."""
        return "google-sheet", self.key or self.spreadsheet

    @property
    def label(self) -> str:
        """Return a short name for a line on the screen."""
        return self.spreadsheet if self.key is None else f"Google Sheets {self.key[:8]}…"

    @property
    def hint(self) -> str | None:
        """Return nothing: the title of a spreadsheet is known only once it is read."""
        return None

    @property
    def setting(self) -> tuple[str, str]:
        """Return the key and the value by which the config names this place."""
        return "google_sheet", self.spreadsheet


@dataclass(slots=True, frozen=True)
class NotionAccess:
    """How to reach Notion."""

    token: str = "env:NOTION_TOKEN"  # noqa: S105 - the name of a variable, not a token
    """Reference to the token of an integration (see `okrsync.credentials`)."""
    base_url: str = "https://api.notion.com"
    requests_per_second: float = 2.5
    """Notion allows three on average; with 2.5 a run is hardly ever refused."""


@dataclass(slots=True, frozen=True)
class NotionAddress:
    """One Notion database or page of databases, with the data sources it holds."""

    database: str
    """Its URL, its id, or its title."""
    access: NotionAccess = NotionAccess()
    details: str = "none"
    """Where the remarks stand beside the property: "callout" at the top of the page, "comment" on it, or "none"."""

    @property
    def server(self) -> str:
        """Return the URL of the service."""
        return self.access.base_url

    @property
    def id(self) -> str | None:
        """Return the id, 32 hexadecimal digits; None where only the title is known."""
        is_url = _NOTION.match(self.database) is not None
        found = (_NOTION_ID.findall if is_url else _whole_id)(re.sub(r"[?#].*", "", self.database))
        return found[-1].replace("-", "").lower() if found else None

    @property
    def identity(self) -> object:
        """Return what two addresses of the same place have in common."""
        return "notion", self.id or self.database

    @property
    def label(self) -> str:
        """Return a short name for a line on the screen."""
        return self.database if self.id is None else f"Notion {self.id[:8]}…"

    @property
    def hint(self) -> str | None:
        """Return nothing: the title of a database is known only once it is read."""
        return None

    @property
    def setting(self) -> tuple[str, str]:
        """Return the key and the value by which the config names this place."""
        return "notion", self.database


def _whole_id(typed: str) -> list[str]:
    return [typed] if _NOTION_ID.fullmatch(typed) else []


Address = FileAddress | GoogleSheetAddress | NotionAddress


def address_of_url(typed: str, google: GoogleAccess, notion: NotionAccess) -> Address | None:
    """Return the address that a URL names; None for what is no URL of a place where OKRs live."""
    if _SPREADSHEET.match(typed):
        return GoogleSheetAddress(typed, google)
    return NotionAddress(typed, notion) if _NOTION.match(typed) else None
