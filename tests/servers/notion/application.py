"""The door: who asks, in which version, how often; JSON in, JSON out; every refusal in the service's words."""

from __future__ import annotations

import json
import math
import time
import traceback
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from uuid import uuid4

from tests.servers.notion import bodies
from tests.servers.notion.calls import Call
from tests.servers.notion.endpoints_people import oauth
from tests.servers.notion.errors import INVALID_JSON, UNAUTHORIZED, NotionError, failed_validation, shown
from tests.servers.notion.routes import route_of, unknown_address
from tests.servers.notion.showing import View
from tests.servers.notion.versions import Version, version_of
from tests.servers.serving import Answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.notion.contract import Contract
    from tests.servers.notion.routes import Route
    from tests.servers.notion.store import Integration, Store
    from tests.servers.quota import Quota
    from tests.servers.serving import Request

JSON_TYPE = "application/json; charset=utf-8"
WITHOUT_REQUEST_ID = {"list_templates"}


class NotionApplication:
    """Serves a workspace, one request after the other."""

    def __init__(self, store: Store, contract: Contract | None = None) -> None:
        """Serve `store`, checking every request and answer against `contract` where there is one."""
        self.store = store
        self.contract = contract
        self.quota: Quota | None = None
        self.quota_reason = "per_connection"
        self.administration: Callable[[str, dict[str, Any]], object] | None = None
        self.violations: list[str] = []
        self.arrivals: list[tuple[float, str]] = []
        """When (time.monotonic) each request arrived, and its token: rates can be measured."""

    def describe(self, request: Request) -> tuple[str, str]:
        """Return the token that a request carries and whether it reads or writes."""
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        self.arrivals.append((time.monotonic(), token))
        found = route_of(request.method, request.path)
        return token, found[0].kind if found else "other"

    def answer(self, request: Request) -> Answer:
        """Do what is asked."""
        request_id = str(uuid4())
        headers = {"Content-Type": JSON_TYPE, "x-notion-request-id": request_id}
        try:
            with self.store.lock:
                content, route, status = self._serve(request)
        except NotionError as refusal:
            return Answer.of_json(refusal.status, refusal.body(request_id), headers | refusal.headers)
        except Exception:  # noqa: BLE001 - a mistake of this server must fail the test, not hang its client
            self.violations.append(f"{request.method} {request.path}: {traceback.format_exc()}")
            broken = NotionError("internal_server_error", "The local server broke: see NotionServer.violations.")
            return Answer.of_json(500, broken.body(request_id), headers)
        if route not in WITHOUT_REQUEST_ID:
            content = content | {"request_id": request_id}
        return Answer.of_json(status, content, headers)

    def administer(self, command: str, content: dict[str, object]) -> object:
        """Carry out what a test in another process asks (see administration.py)."""
        if self.administration is None:
            raise KeyError(command)
        return self.administration(command, content)

    def _serve(self, request: Request) -> tuple[dict[str, Any], str, int]:
        if request.path.startswith("/v1/oauth/") and request.method == "POST":
            command = request.path.removeprefix("/v1/oauth/")
            if command not in {"token", "introspect", "revoke"}:
                raise unknown_address()
            content = oauth(self.store, command, request.headers.get("authorization", ""), parsed(request.body))
            return content, "oauth", 200
        found = route_of(request.method, request.path)
        if found is None:
            raise unknown_address()
        route, places = found
        integration = self._integration(request)
        version = version_of(request.headers.get("notion-version"))
        if not route.since <= version <= route.until:
            raise unknown_address()
        self._spend(integration)
        known_parameters(route, request)
        call = Call(View(self.store, integration, version), route.operation, request.query)
        if route.operation == "send_upload":
            call.raw, call.content_type = request.body, request.headers.get("content-type", "")
        elif request.method in {"POST", "PATCH"}:
            bodies.check_size(request.body)
            call.body = parsed(request.body)
            bodies.check(route.operation, version, call.body)
            call.body = bodies.spelled_out(call.body)
        content = route.serve(call, *(unquote(place) for place in places))
        self._hold_to_contract(route, version, call.body, content)
        return content, route.operation, call.status

    def _integration(self, request: Request) -> Integration:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        for known in self.store.integrations.values():
            if scheme == "Bearer" and known.token == token and not known.revoked:
                return known
        raise NotionError("unauthorized", UNAUTHORIZED)

    def _spend(self, integration: Integration) -> None:
        """Take one request of what the connection may send, or refuse with the time to wait."""
        wait = self.quota.take(integration.id) if self.quota else 0
        if wait > 0:
            raise rate_limited(wait, self.quota_reason)

    def _hold_to_contract(self, route: Route, version: Version, body: dict[str, Any], content: dict[str, Any]) -> None:
        """Note a request that was served against the official contract; refuse to send an answer against it."""
        if self.contract is None or version < Version.V2025_09_03:
            return
        self.violations += self.contract.request_violations(route.operation, version, body)
        found = self.contract.answer_violations(route.operation, version, content)
        if found:
            self.violations += found
            raise NotionError("internal_server_error", "Contract violated: " + "; ".join(found))


def parsed(body: bytes) -> dict[str, Any]:
    """Return a JSON body (NotionError: invalid_json where it is none)."""
    try:
        content = json.loads(body or b"{}")
    except ValueError:
        raise NotionError("invalid_json", INVALID_JSON) from None
    if not isinstance(content, dict):
        raise failed_validation([f"body should be an object, instead was {shown(content)}."])
    return content


def known_parameters(route: Route, request: Request) -> None:
    """Refuse parameters of the address that the operation does not have."""
    for name in request.query:
        plain = name.split("[")[0]
        if name not in route.query and plain not in route.query:
            given = shown(request.query[name][0])
            raise failed_validation([f"query.{name} should be not present, instead was {given}."], "query")


def rate_limited(seconds: float, reason: str) -> NotionError:
    """Return the refusal of one request too many; it is to be sent again after `seconds`, rounded up."""
    return NotionError(
        "rate_limited",
        "You have been rate limited. Please try again in a few minutes.",
        {"rate_limit_reason": reason},
        {"Retry-After": str(math.ceil(seconds))},
    )
