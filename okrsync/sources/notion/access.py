"""The way to Notion: the client, what its failures mean, and the data sources that an address stands for."""

from __future__ import annotations

import hashlib
import logging
import weakref
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import httpx
from notion_client import Client
from notion_client.errors import HTTPResponseError, InvalidPathParameterError, RequestTimeoutError

from okrsync.credentials import resolve
from okrsync.errors import AccessError, SourceError, TerminalError, TransientError
from okrsync.sources.calling import Budget, Caller, Deadline, Fault, Patience

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable

    from okrsync.addresses import NotionAddress

VERSION = "2026-03-11"
"""Of the API: the newest that notion-client 3 speaks. Said explicitly, since the client's own default is older."""
_TOO_MANY = frozenset({429, 529})
_PASSES = frozenset({409, 500, 502, 503, 504})
_REQUEST_TIMEOUT = 30_000
"""Milliseconds without a byte. How long a request may take in all is told by `Patience.request_seconds`."""
_SILENT = logging.getLogger("okrsync.notion")
_SILENT.addHandler(logging.NullHandler())
_SILENT.propagate = False

Json = dict[str, Any]


class GatewayError(Exception):
    """Something between us and Notion answered in its place: a web page, or half an answer."""


class NotionApi:
    """Calls to Notion with one integration's token."""

    def __init__(self, address: NotionAddress, patience: Patience | None = None, seconds: float | None = None) -> None:
        """Find the token and make the client; nothing is called yet. Raises AccessError where there is no token."""
        token = resolve(address.access.token)
        self.address = address
        self.client = Client(
            client=httpx.Client(verify=_trusted()),
            auth=str(token),
            base_url=address.access.base_url.rstrip("/"),
            notion_version=VERSION,
            timeout_ms=_REQUEST_TIMEOUT,
            logger=_SILENT,
            log_level=logging.CRITICAL,
            retry=False,
        )
        weakref.finalize(self, self.client.close)
        access = address.access
        credential = hashlib.sha256(token.encode()).hexdigest()
        budget = _budget(access.base_url, credential, access.requests_per_second)
        self.caller = Caller(diagnose, {"call": budget}, Deadline(seconds), patience or Patience())

    @cached_property
    def own_user(self) -> str:
        """Return the id of the user that the integration writes as."""
        return str(self.call(self.client.users.me)["id"])

    def call(self, do: Callable[..., object], *, repeatable: bool = True, **arguments: object) -> Json:
        """Return the answer of one endpoint of the client. Raises SourceError where it stays without a good one."""

        def once() -> Json:
            answer = do(**arguments)
            if not isinstance(answer, dict):
                raise GatewayError
            return answer

        return self.caller.call(once, repeatable=repeatable)

    def wait_for_turn(self) -> None:
        """Wait until one more request may be sent, for whoever sends two in one `call`."""
        self.caller.budgets["call"].take(self.caller.deadline)


@cache
def _trusted() -> ssl.SSLContext:
    """Return the certificates that are trusted, loaded once: that takes longer than many a request."""
    return httpx.create_ssl_context()


@cache
def _budget(server: str, credential: str, rate: float) -> Budget:
    """Return the one budget of a credential, shared by all sources that call with it."""
    del server, credential  # they are the key under which it is found again
    # One by one, evenly: a burst that stays below the average may still be refused, and that costs half the rate.
    return Budget(1, 1 / rate)


def diagnose(error: Exception) -> Fault | None:
    """Return what a failed call means; None for what is no failure of a call."""
    if isinstance(error, HTTPResponseError):
        return _of_status(error)
    if isinstance(error, RequestTimeoutError | httpx.ReadTimeout | httpx.RemoteProtocolError | httpx.ReadError):
        return Fault(TransientError("notion.no-answer"), maybe_done=True)
    if isinstance(error, httpx.TransportError):
        return Fault(TransientError("notion.unreachable"))
    if isinstance(error, InvalidPathParameterError):
        return Fault(TerminalError("notion.refused", reason="invalid id"))
    if isinstance(error, GatewayError | ValueError):
        # The client takes an answer that is no JSON, or half of one, for a mistake of its own.
        return Fault(TransientError("notion.garbled"), maybe_done=True)
    return None


def _of_status(error: HTTPResponseError) -> Fault:
    status, code = error.status, str(getattr(error.code, "value", error.code))
    if status in _TOO_MANY:
        wait = _seconds(error.headers.get("retry-after"))
        return Fault(TransientError("notion.too-many", seconds=wait or 0), wait=wait, too_many=True)
    if status in _PASSES:
        return Fault(TransientError("notion.failing", status=status), maybe_done=status != httpx.codes.CONFLICT)
    return Fault(_refusal(status, code))


def _refusal(status: int, code: str) -> SourceError:
    if status == httpx.codes.UNAUTHORIZED:
        return AccessError("notion.unauthorized")
    if status == httpx.codes.FORBIDDEN:
        return AccessError("notion.forbidden")
    if status == httpx.codes.NOT_FOUND:
        return AccessError("notion.not-shared")
    return TerminalError("notion.refused", reason=code)


def _seconds(header: str | None) -> float | None:
    """Return what Retry-After asks for, of any length; None where it asks for nothing that can be read."""
    try:
        return max(0.0, float(header)) if header else None
    except ValueError:
        return None


def data_sources_at(api: NotionApi) -> list[str]:
    """Return the ids of the data sources that the address names: of a database, of a page of databases, or its own.

    Raises AccessError that says what to connect the integration to where nothing can be seen, TerminalError for a
    title that several have.
    """
    identity = api.address.id
    return _by_title(api) if identity is None else _by_id(api, identity)


def _by_id(api: NotionApi, identity: str) -> list[str]:
    try:
        database = api.call(api.client.databases.retrieve, database_id=identity)
    except AccessError as error:
        if error.key != "notion.not-shared":
            raise
    except TerminalError as error:
        # A page's id where a database's is expected is a mistake of ours, not a missing right.
        if error.key != "notion.refused":
            raise
    else:
        return [source["id"] for source in database.get("data_sources", ())]
    for look in (_itself, _on_page):
        try:
            return look(api, identity)
        except TerminalError as error:
            if error.key not in {"notion.not-shared", "notion.refused"}:
                raise
    raise AccessError("notion.not-connected", place=api.address.database, integration=integration_name(api))


def _itself(api: NotionApi, identity: str) -> list[str]:
    return [api.call(api.client.data_sources.retrieve, data_source_id=identity)["id"]]


def _on_page(api: NotionApi, identity: str) -> list[str]:
    """Return the data sources of the databases that stand on a page."""
    databases: list[str] = []
    cursor: str | None = None
    while True:
        answer = api.call(api.client.blocks.children.list, block_id=identity, page_size=100, **after(cursor))
        databases += [block["id"] for block in answer["results"] if block.get("type") == "child_database"]
        cursor = answer.get("next_cursor")
        if not cursor:
            break
    if not databases:
        raise TerminalError("notion.page-without-databases", place=api.address.database)
    found = (api.call(api.client.databases.retrieve, database_id=database) for database in databases)
    return [source["id"] for database in found for source in database.get("data_sources", ())]


def _by_title(api: NotionApi) -> list[str]:
    wanted = api.address.database.strip().casefold()
    answer = api.call(
        api.client.search, query=api.address.database, filter={"property": "object", "value": "data_source"}
    )
    found = [each for each in answer["results"] if title_of(each).casefold() == wanted]
    if not found:
        raise AccessError("notion.no-such-title", place=api.address.database, integration=integration_name(api))
    if len(found) > 1:
        raise TerminalError(
            "notion.several-titles", place=api.address.database, links=", ".join(each.get("url", "") for each in found)
        )
    return [found[0]["id"]]


def after(cursor: str | None) -> Json:
    """Return the argument with which a listing goes on; none where it begins."""
    return {"start_cursor": cursor} if cursor else {}


def title_of(holder: Json) -> str:
    """Return the title of a database or data source, "" where it has none."""
    return "".join(part.get("plain_text", "") for part in holder.get("title") or ()).strip()


def integration_name(api: NotionApi) -> str:
    """Return what the integration is called where people connect it to a page."""
    return str(api.call(api.client.users.me).get("name") or "okrsync")
