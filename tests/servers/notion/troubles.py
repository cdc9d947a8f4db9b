"""Refusals and failures of the Notion service that a test can switch on, with the bodies of the real one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tests.servers.notion.application import JSON_TYPE, rate_limited
from tests.servers.notion.errors import CONFLICT, RESTRICTED, TIMED_OUT, UNAUTHORIZED, NotionError

if TYPE_CHECKING:
    from tests.servers.faults import Faults


class Troubles:
    """Words for what Notion does to its clients. `where`: times, skip, method, path, kind (see faults.Fault)."""

    def __init__(self, faults: Faults) -> None:
        """Add to `faults`."""
        self._faults = faults

    def refuse(self, refusal: NotionError, **where: Any) -> None:
        """Answer with a refusal of the service instead of doing what is asked."""
        body = json.dumps(refusal.body(str(uuid4()))).encode()
        self._faults.answer(refusal.status, body, {"Content-Type": JSON_TYPE, **refusal.headers}, **where)

    def rate_limited(self, seconds: int = 1, reason: str = "per_connection", **where: Any) -> None:
        """429 with Retry-After, of any length; `reason` is what additional_data.rate_limit_reason says."""
        self.refuse(rate_limited(seconds, reason), **where)

    def overloaded(self, seconds: int | None = None, **where: Any) -> None:
        """529, with Retry-After or without: to be treated like 429."""
        message = "Notion is temporarily overloaded. Please try again later."
        headers = {"Retry-After": str(seconds)} if seconds is not None else {}
        self.refuse(NotionError("service_overload", message, headers=headers), **where)

    def conflict(self, **where: Any) -> None:
        """409: two transactions met."""
        self.refuse(NotionError("conflict_error", CONFLICT), **where)

    def internal_error(self, **where: Any) -> None:
        """500."""
        self.refuse(NotionError("internal_server_error", "Unexpected error occurred."), **where)

    def bad_gateway(self, **where: Any) -> None:
        """502 with the page of a proxy."""
        self._faults.html(502, **where)

    def unavailable(self, **where: Any) -> None:
        """503."""
        message = "Public API service is temporarily unavailable, please try again later."
        self.refuse(NotionError("service_unavailable", message), **where)

    def gateway_timeout(self, **where: Any) -> None:
        """504: the service took too long itself."""
        self.refuse(NotionError("gateway_timeout", TIMED_OUT), **where)

    def unauthorized(self, **where: Any) -> None:
        """401: the token was revoked meanwhile."""
        self.refuse(NotionError("unauthorized", UNAUTHORIZED), **where)

    def restricted(self, **where: Any) -> None:
        """403: the connection lacks a capability."""
        self.refuse(NotionError("restricted_resource", RESTRICTED), **where)
