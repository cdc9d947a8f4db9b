"""The refusals of the Notion API, with the sentences of the real service."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

STATUS_OF_CODE = {
    "invalid_json": 400,
    "invalid_request_url": 400,
    "invalid_request": 400,
    "invalid_grant": 400,
    "validation_error": 400,
    "missing_version": 400,
    "unauthorized": 401,
    "invalid_client": 401,
    "restricted_resource": 403,
    "object_not_found": 404,
    "conflict_error": 409,
    "rate_limited": 429,
    "internal_server_error": 500,
    "bad_gateway": 502,
    "service_unavailable": 503,
    "database_connection_unavailable": 503,
    "gateway_timeout": 504,
    "service_overload": 529,
}


class NotionError(Exception):
    """A refusal: `code` as the service names it, a sentence, and sometimes `additional_data`."""

    def __init__(
        self,
        code: str,
        message: str,
        additional_data: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        """Keep what the answer will hold."""
        super().__init__(message)
        self.code = code
        self.message = message
        self.additional_data = additional_data
        self.headers = headers or {}

    @property
    def status(self) -> int:
        """Return the HTTP status of the answer."""
        return STATUS_OF_CODE[self.code]

    def body(self, request_id: str) -> dict[str, Any]:
        """Return the answer's body; refusals of OAuth have a form of their own (RFC 6749, 5.2)."""
        if self.code in {"invalid_client", "invalid_grant"}:
            told = {"error_description": self.message} if self.code == "invalid_grant" else {}
            return {"error": self.code, **told, "request_id": request_id}
        body = {"object": "error", "status": self.status, "code": self.code, "message": self.message}
        if self.additional_data is not None:
            body["additional_data"] = self.additional_data
        return body | {"request_id": request_id}


def invalid(message: str, additional_data: dict[str, Any] | None = None) -> NotionError:
    """Return a validation_error."""
    return NotionError("validation_error", message, additional_data)


def failed_validation(failures: list[str], where: str = "body") -> NotionError:
    """Return the validation_error of a request of the wrong shape, worded as the service words it."""
    if len(failures) == 1:
        return invalid(f"{where} failed validation: {failures[0]}")
    return invalid(f"{where} failed validation. Fix one:\n" + "\n".join(failures))


def not_found(kind: str, object_id: str, integration: str, integration_id: str) -> NotionError:
    """Return the 404 of something that is not there or not shared: the service does not tell which."""
    return NotionError(
        "object_not_found",
        f"Could not find {kind} with ID: {object_id}. Make sure the relevant pages and databases are shared with "
        f'your integration "{integration}".',
        {"integration_id": integration_id},
    )


def shown(value: object) -> str:
    """Return a value as the service quotes it in a sentence: JSON between backticks."""
    return f"`{json.dumps(value, ensure_ascii=False, separators=(',', ':'))}`"


ARCHIVED = "Can't edit block that is archived. You must unarchive the block before editing."
UNAUTHORIZED = "API token is invalid."
RESTRICTED = "Insufficient permissions for this endpoint."
CONFLICT = "Conflict occurred while saving. Please try again."
TIMED_OUT = "Notion timed out while trying to complete this request. Please try again later."
INVALID_URL = "Invalid request URL."
INVALID_JSON = "Error parsing JSON body."


def reason(status: int) -> str:
    """Return the reason phrase of a status, 529 included."""
    return "Service Overload" if status == STATUS_OF_CODE["service_overload"] else HTTPStatus(status).phrase
