"""The few calls that are made to Google, each through the layer of turns, retries and deadlines."""

from __future__ import annotations

import hashlib
import json
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from google.auth.transport.requests import AuthorizedSession
from gspread.http_client import HTTPClient
from gspread.urls import DRIVE_FILES_API_V3_URL, SPREADSHEET_BATCH_UPDATE_URL, SPREADSHEET_URL

from okrsync.errors import AccessError, TerminalError, WriteRefusedError
from okrsync.sources.calling import Budget, Caller, Deadline, Patience
from okrsync.sources.clock import minutes_off
from okrsync.sources.google.access import account_of, sign_in
from okrsync.sources.google.book import FIELDS
from okrsync.sources.google.failures import Failures, GarbledError, about_account

if TYPE_CHECKING:
    from collections.abc import Mapping

    from google.auth.credentials import Credentials
    from requests import Response

    from okrsync.addresses import GoogleSheetAddress
    from okrsync.sources.google.book import Json

_TIMEOUTS = (5.0, 60.0)
"""Seconds to connect, and between two pieces of an answer."""
_HOSTS = ("https://sheets.googleapis.com", "https://www.googleapis.com")
_SPREADSHEETS = "application/vnd.google-apps.spreadsheet"
_MOST_NAMED = 5
_NOBODYS_KEY = "okrsync-may-write"
"""No metadata is ever given this key."""

_budgets: dict[object, dict[str, Budget]] = {}
_budgets_lock = threading.Lock()


class Pace(NamedTuple):
    """How fast and how long to call."""

    calls: int = 58
    """Reads, and as many writes, in each stretch of `seconds`. Google allows one account 60 a minute, counted as they
    arrive, and some travel longer than others."""
    seconds: float = 60.0
    patience: Patience = Patience(request_seconds=180.0)
    """Google itself gives a request up after 180 seconds."""
    run_seconds: float = 900.0


USUAL_PACE = Pace()


def _budgets_of(credential: object, pace: Pace) -> dict[str, Budget]:
    """Return the budgets that all sources with this credential share."""
    with _budgets_lock:
        new = {kind: Budget(pace.calls, pace.seconds) for kind in ("read", "write")}
        return _budgets.setdefault((credential, pace.calls, pace.seconds), new)


class _Http(HTTPClient):
    """gspread's client, at another address where the config names one."""

    api_endpoint: str | None = None
    credentials: Credentials | None = None

    def request(self, method: str, endpoint: str, *args: Any, **kwargs: Any) -> Response:
        """Send one request. Raises gspread's APIError, or what requests and google-auth raise."""
        host = next((each for each in _HOSTS if endpoint.startswith(each)), None)
        if self.api_endpoint is not None and host is not None:
            endpoint = self.api_endpoint.rstrip("/") + endpoint.removeprefix(host)
        try:
            response: Response = super().request(method, endpoint, *args, **kwargs)
        except TypeError:
            if self.credentials is None or self.credentials.valid:
                raise
            # google-auth takes any answer with status 200 for a token, a web page too.
            raise GarbledError from None
        return response


class GoogleClient:
    """Talks about one spreadsheet."""

    def __init__(
        self,
        address: GoogleSheetAddress,
        name: str,
        pace: Pace = USUAL_PACE,
    ) -> None:
        """Sign in; nothing is sent yet. Raises AccessError where there is no key, or no usable one."""
        access = address.access
        self.name = name
        self._key = address.key
        self._title = address.spreadsheet
        credentials = sign_in(access.credentials, by_title=address.key is None)
        self.account = account_of(credentials)
        self._http = _Http(credentials, AuthorizedSession(credentials))  # type: ignore[no-untyped-call]
        self._http.api_endpoint, self._http.credentials = access.api_endpoint, credentials
        self._http.set_timeout(_TIMEOUTS)
        failures = Failures(name, self.account, self._minutes_off)
        budgets = _budgets_of((access.api_endpoint, access.credentials, self.account), pace)
        deadline = Deadline(pace.run_seconds)
        self.reader = Caller(failures.reading, budgets, deadline, pace.patience)
        self.writer = Caller(failures.writing, budgets, deadline, pace.patience)

    def read(self) -> tuple[Json, str]:
        """Return the whole spreadsheet, as far as we look at it, and a fingerprint of the answer. One call.

        Raises AccessError, UnreadableError, TransientError.
        """
        url = SPREADSHEET_URL % self._spreadsheet()
        params = {"fields": FIELDS, "includeGridData": "true"}
        return self.reader.call(lambda: self._get(url, params), kind="read")

    def update(self, changes: list[Json]) -> Json:
        """Carry out `changes` in one atomic step; return the spreadsheet right after it. One call.

        Raises WriteRefusedError where Google refuses them (nothing was done), TransientError where they may have been
        carried out and the answer was lost, AccessError.
        """
        url = SPREADSHEET_BATCH_UPDATE_URL % self._spreadsheet()
        body = encoded({"requests": changes, "includeSpreadsheetInResponse": True, "responseIncludeGridData": True})
        headers = {"Content-Type": "application/json; charset=utf-8"}
        params = {"fields": f"updatedSpreadsheet({FIELDS})"}

        def send() -> Json:
            answer: Json = _parsed(self._http.request("post", url, params=params, data=body, headers=headers).content)
            try:
                updated: Json = answer["updatedSpreadsheet"]
            except KeyError:
                raise GarbledError from None
            return updated

        return self.writer.call(send, kind="write", repeatable=False)

    def see_that_it_may_write(self) -> None:
        """Ask for a change that has nothing to change: Google refuses it to who may only read. One call."""
        url = SPREADSHEET_BATCH_UPDATE_URL % self._spreadsheet()
        nothing = {"developerMetadataLookup": {"metadataKey": _NOBODYS_KEY}}
        body = encoded({"requests": [{"deleteDeveloperMetadata": {"dataFilter": nothing}}]})
        headers = {"Content-Type": "application/json; charset=utf-8"}
        # That there is nothing to delete may be an error, too: one that only who may write gets to hear.
        with suppress(WriteRefusedError):
            self.writer.call(lambda: self._http.request("post", url, data=body, headers=headers), kind="write")

    def _get(self, url: str, params: Mapping[str, str]) -> tuple[Json, str]:
        content = self._http.request("get", url, params=params).content
        return _parsed(content), hashlib.sha256(content).hexdigest()

    def _spreadsheet(self) -> str:
        """Return the key, looked up once by the title where that is all we know."""
        if self._key is None:
            self._key = self._key_of_title(self._title)
        return self._key

    def _key_of_title(self, title: str) -> str:
        escaped = title.replace("\\", "\\\\").replace("'", "\\'")
        params = {
            "q": f"name = '{escaped}' and mimeType = '{_SPREADSHEETS}' and trashed = false",
            "fields": "files(id,webViewLink)",
            "pageSize": str(_MOST_NAMED + 1),
            "supportsAllDrives": "true",
            "includeItemsFromAllDrives": "true",
        }
        answer, _ = self.reader.call(lambda: self._get(DRIVE_FILES_API_V3_URL, params), kind="read")
        files = answer.get("files", [])
        if not files:
            raise about_account(AccessError, "no-such-title", self.account, title=title)
        if len(files) > 1:
            links = [f"https://docs.google.com/spreadsheets/d/{each['id']}" for each in files[:_MOST_NAMED]]
            raise TerminalError("google.several-titles", title=title, links=" ".join(links))
        key: str = files[0]["id"]
        return key

    def _minutes_off(self) -> float | None:
        return minutes_off(self._http.api_endpoint or _HOSTS[0])


def encoded(content: object) -> bytes:
    """Return JSON in as few bytes as can be."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _parsed(content: bytes) -> Json:
    try:
        answer = json.loads(content)
    except ValueError:
        raise GarbledError from None
    if not isinstance(answer, dict):
        raise GarbledError
    return answer
