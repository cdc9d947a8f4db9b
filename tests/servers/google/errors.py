"""How Google says no: the bodies of its errors, word for word where they were seen."""

from __future__ import annotations

from typing import Any

STATUSES = {
    400: ("INVALID_ARGUMENT", "Request contains an invalid argument."),
    401: (
        "UNAUTHENTICATED",
        (
            "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other "
            "valid authentication credential. "
            "See https://developers.google.com/identity/sign-in/web/devconsole-project."
        ),
    ),
    403: ("PERMISSION_DENIED", "The caller does not have permission"),
    404: ("NOT_FOUND", "Requested entity was not found."),
    409: ("ABORTED", "The operation was aborted."),
    429: ("RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota)."),
    500: ("INTERNAL", "Internal error encountered."),
    503: ("UNAVAILABLE", "The service is currently unavailable."),
    504: ("DEADLINE_EXCEEDED", "The request timed out. Please try again."),
}

DRIVE_REASONS = {
    400: "badRequest",
    401: "authError",
    403: "insufficientFilePermissions",
    404: "notFound",
    429: "rateLimitExceeded",
}

RPC = "type.googleapis.com/google.rpc."


class ApiError(Exception):
    """A request that is refused, with what Google answers to it."""

    def __init__(self, status: int, message: str = "", details: list[dict[str, Any]] | None = None) -> None:
        name, usual = STATUSES.get(status, ("UNKNOWN", "Unknown error."))
        super().__init__(message or usual)
        self.status = status
        self.name = name
        self.message = message or usual
        self.details = details or []
        self.headers: dict[str, str] = {}

    def body(self) -> dict[str, Any]:
        """Return the body as the Sheets API gives it."""
        error: dict[str, Any] = {"code": self.status, "message": self.message, "status": self.name}
        if self.details:
            error["details"] = self.details
        return {"error": error}

    def drive_body(self) -> dict[str, Any]:
        """Return the body as the Drive API gives it: older, and of another shape."""
        reason = DRIVE_REASONS.get(self.status, "backendError")
        told = {"message": self.message, "domain": "global", "reason": reason}
        return {"error": {"code": self.status, "message": self.message, "errors": [told]}}


class RefusedError(Exception):
    """One request of a batch cannot be carried out; the batch says which."""


def violations(found: list[tuple[str, str]]) -> ApiError:
    """Return the error for (field, description) pairs that a payload breaks."""
    listed = [{"field": field, "description": text} if field else {"description": text} for field, text in found]
    details = [{"@type": RPC + "BadRequest", "fieldViolations": listed}]
    return ApiError(400, "\n".join(text for _, text in found), details)


def quota_exceeded(kind: str, limit: int) -> ApiError:
    """Return the error for a user who sent more than `limit` requests of a kind (read, write) in a minute."""
    title = kind.capitalize()
    return ApiError(
        429,
        f"Quota exceeded for quota metric '{title} requests' and limit '{title} requests per minute per user' of "
        "service 'sheets.googleapis.com' for consumer 'project_number:104023412341'.",
        [
            {
                "@type": RPC + "ErrorInfo",
                "reason": "RATE_LIMIT_EXCEEDED",
                "domain": "googleapis.com",
                "metadata": {
                    "consumer": "projects/104023412341",
                    "quota_limit": f"{title}RequestsPerMinutePerUser",
                    "quota_limit_value": str(limit),
                    "quota_location": "global",
                    "quota_metric": f"sheets.googleapis.com/{kind}_requests",
                    "quota_unit": "1/min/{project}/{user}",
                    "service": "sheets.googleapis.com",
                },
            },
            {
                "@type": RPC + "Help",
                "links": [
                    {
                        "description": "Request a higher quota limit.",
                        "url": "https://cloud.google.com/docs/quotas/help/request_increase",
                    }
                ],
            },
        ],
    )


def scope_insufficient(service: str, method: str) -> ApiError:
    """Return the error for a token whose scopes do not reach as far as the method."""
    metadata = {"service": service, "method": method}
    info = {"@type": RPC + "ErrorInfo", "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "domain": "googleapis.com"}
    return ApiError(403, "Request had insufficient authentication scopes.", [{**info, "metadata": metadata}])
