"""What went wrong between okrsync and Google, in one sentence each, and whether trying again may help."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, TypeVar

from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from gspread.exceptions import APIError
from requests.exceptions import RequestException

from okrsync.errors import AccessError, TerminalError, TransientError, UnreadableError, WriteRefusedError
from okrsync.sources.calling import Fault
from okrsync.sources.clock import TOLERATED

if TYPE_CHECKING:
    from collections.abc import Callable

    from requests import Response

_Error = TypeVar("_Error", bound=TerminalError)
_PROJECT = re.compile(r"project[s/= ]+(\d+)")
_FORBIDDEN, _BAD_REQUEST, _TOO_MANY, _SERVER = 403, 400, 429, 500
_LOST_ACCESS = {401: "key-refused", 404: "not-found"}


class GarbledError(Exception):
    """An answer with status 200 that is no JSON: a proxy's page, or cut off."""


class Failures:
    """Reads failures for one spreadsheet and one account."""

    def __init__(self, name: str, account: str | None, minutes_off: Callable[[], float | None]) -> None:
        """`name` is what the source is called; `minutes_off` asks the service how wrong this computer's clock is."""
        self.name = name
        self.account = account
        self._minutes_off = minutes_off

    def reading(self, error: Exception) -> Fault | None:
        """Return what a failed read means."""
        return self._fault(error, writing=False)

    def writing(self, error: Exception) -> Fault | None:
        """Return what a failed write means."""
        return self._fault(error, writing=True)

    def _fault(self, error: Exception, *, writing: bool) -> Fault | None:
        if isinstance(error, APIError):
            return self._of_answer(error.response, writing=writing)
        if isinstance(error, GarbledError):
            return Fault(TransientError("google.garbled", name=self.name), maybe_done=True)
        if isinstance(error, TransportError | RequestException):
            return Fault(TransientError("google.unreachable", name=self.name), maybe_done=True)
        if isinstance(error, RefreshError):
            return self._of_refresh(error)
        return Fault(AccessError("google.no-credentials")) if isinstance(error, GoogleAuthError) else None

    def _of_refresh(self, error: RefreshError) -> Fault:
        is_answer = len(error.args) > 1 and isinstance(error.args[1], dict) and "error" in error.args[1]
        if error.retryable or not is_answer:
            # Without an error as OAuth words them, it was somebody else who answered: a proxy, a balancer.
            return Fault(TransientError("google.unreachable", name=self.name))
        said = str(error)
        if "invalid_grant" in said or "invalid_client" in said or "unauthorized_client" in said:
            off = self._minutes_off()
            if off is not None and abs(off) > TOLERATED:
                return Fault(AccessError("google.clock", minutes=round(abs(off))))
        if "invalid_scope" in said:
            return Fault(AccessError("google.scope"))
        return Fault(self._about_account(AccessError, "key-refused"))

    def _of_answer(self, response: Response, *, writing: bool) -> Fault:
        status = response.status_code
        said = _error_of(response)
        reasons = {str(detail.get("reason")) for detail in said.get("details", []) if isinstance(detail, dict)}
        reasons |= {str(each.get("reason")) for each in said.get("errors", []) if isinstance(each, dict)}
        message = str(said.get("message", ""))
        too_many = status == _TOO_MANY or bool(reasons & {"rateLimitExceeded", "userRateLimitExceeded"})
        if too_many:
            return Fault(TransientError("google.quota", name=self.name), _retry_after(response), too_many=True)
        if status >= _SERVER:
            error = TransientError("google.unavailable", name=self.name, status=status)
            return Fault(error, _retry_after(response), maybe_done=True)
        return Fault(self._terminal(status, reasons, message, writing=writing))

    def _terminal(self, status: int, reasons: set[str], message: str, *, writing: bool) -> TerminalError:
        if status == _FORBIDDEN:
            return self._forbidden(reasons, message, writing=writing)
        if status in _LOST_ACCESS:
            return self._about_account(AccessError, _LOST_ACCESS[status])
        if writing and status == _BAD_REQUEST:
            if "protected" in message:
                return self._about_account(WriteRefusedError, "protected")
            return WriteRefusedError("google.refused", name=self.name)
        if "not supported for this document" in message:
            return UnreadableError("google.office-file", name=self.name)
        return UnreadableError("google.strange", name=self.name, status=status)

    def _forbidden(self, reasons: set[str], message: str, *, writing: bool) -> AccessError:
        if reasons & {"SERVICE_DISABLED", "accessNotConfigured"} or "it is disabled" in message:
            project = _PROJECT.search(message)
            service = "drive" if "rive API" in message else "sheets"
            link = f"https://console.cloud.google.com/apis/library/{service}.googleapis.com"
            return AccessError("google.disabled", link=f"{link}?project={project[1]}" if project else link)
        if reasons & {"ACCESS_TOKEN_SCOPE_INSUFFICIENT", "insufficientPermissions"} or "insufficient auth" in message:
            return AccessError("google.scope")
        return self._about_account(AccessError, "read-only" if writing else "not-shared")

    def _about_account(self, kind: type[_Error], key: str) -> _Error:
        return about_account(kind, key, self.account, name=self.name)


def about_account(kind: type[_Error], key: str, account: str | None, **values: object) -> _Error:
    """Return an error whose sentence names the account to share with, or speaks of the reader's own."""
    if account is None:
        return kind(f"google.{key}-person", **values)
    return kind(f"google.{key}", account=account, **values)


def _error_of(response: Response) -> dict[str, Any]:
    """Return the error in an answer; {} where it holds none (a page of a proxy)."""
    try:
        said = response.json()["error"]
    except (ValueError, KeyError, TypeError):
        return {}
    return said if isinstance(said, dict) else {}


def _retry_after(response: Response) -> float | None:
    said = response.headers.get("Retry-After", "")
    if said.isdecimal():
        return float(said)
    try:
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
