"""What the tests of the Google server speak to it with: raw requests, and the real gspread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import gspread
from google.oauth2 import service_account

if TYPE_CHECKING:
    from pathlib import Path

    import requests

    from tests.servers.google.server import GoogleServer

SHEETS = "https://www.googleapis.com/auth/spreadsheets"
DRIVE = "https://www.googleapis.com/auth/drive"
HOSTS = ("https://sheets.googleapis.com", "https://www.googleapis.com")


class Said(NamedTuple):
    """An answer."""

    status: int
    body: Any


class Raw:
    """Requests as they go over the wire, for the spreadsheet `book`."""

    def __init__(self, server: GoogleServer, session: requests.Session, book: str, bearer: str | None = None) -> None:
        self.server, self.session, self.book = server, session, book
        self.root = f"{server.url}/v4/spreadsheets/{book}"
        self.headers = {"Authorization": f"Bearer {bearer or 'anybody'}"}

    def ask(self, method: str, path: str, body: Any = None, **parameters: Any) -> Said:
        """Send a request to a path below the spreadsheet, or to one that begins with the name of an API."""
        root = self.server.url if path.startswith(("/v4", "/drive", "/__admin__")) else self.root
        answer = self.session.request(
            method, root + path, json=body, params=parameters, headers=self.headers, timeout=10
        )
        is_json = answer.headers.get("Content-Type", "").startswith("application/json")
        return Said(answer.status_code, answer.json() if is_json else answer.content)

    def get(self, **parameters: Any) -> Any:
        """Return the spreadsheet."""
        return self._good(self.ask("GET", "", **parameters))

    def read(self, cells: str, **parameters: Any) -> Any:
        """Return the values of a range."""
        told = self._good(self.ask("GET", f"/values/{cells}", **parameters))
        return told.get("values", [])

    def write(self, cells: str, values: list[list[Any]], option: str = "USER_ENTERED", **parameters: Any) -> Any:
        """Write a range of values."""
        parameters["valueInputOption"] = option
        return self._good(self.ask("PUT", f"/values/{cells}", {"values": values}, **parameters))

    def batch(self, *edits: dict[str, Any]) -> list[dict[str, Any]]:
        """Carry out requests of a batchUpdate; return the replies."""
        replies: list[dict[str, Any]] = self._good(self.ask("POST", ":batchUpdate", {"requests": edits}))["replies"]
        return replies

    def refused(self, *edits: dict[str, Any]) -> str:
        """Return the message with which a batchUpdate is refused."""
        said = self.ask("POST", ":batchUpdate", {"requests": edits})
        assert said.status == 400
        return str(said.body["error"]["message"])

    def _good(self, said: Said) -> Any:
        assert said.status == 200, said.body
        return said.body


def gspread_client(server: GoogleServer, key: Path, *scopes: str) -> gspread.Client:
    """Return the real client; only the hosts in its addresses are others."""

    class Local(gspread.HTTPClient):
        def request(self, method: str, endpoint: str, *args: Any, **kwargs: Any) -> requests.Response:
            for host in HOSTS:
                endpoint = endpoint.replace(host, server.url)
            return super().request(method, endpoint, *args, **kwargs)

    credentials = service_account.Credentials.from_service_account_file(str(key), scopes=scopes or (SHEETS, DRIVE))
    return gspread.Client(auth=credentials, http_client=Local)
