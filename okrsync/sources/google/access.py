"""Signing in to Google: a service account's key, a person's permission, or what this computer signs in with anyway."""

from __future__ import annotations

import json
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import google.auth
from google.auth import identity_pool
from google.auth.exceptions import GoogleAuthError
from google.oauth2 import credentials as people
from google.oauth2 import service_account

from okrsync.credentials import resolve
from okrsync.errors import AccessError

if TYPE_CHECKING:
    from google.auth.credentials import Credentials

SHEETS = "https://www.googleapis.com/auth/spreadsheets"
_TOKENS = "https://oauth2.googleapis.com/token"
TITLES = "https://www.googleapis.com/auth/drive.metadata.readonly"
"""Names of files and nothing of what is in them; asked for only where a spreadsheet is named by its title."""


def sign_in(reference: str | None, *, by_title: bool) -> Credentials:
    """Return credentials with the least scopes; nothing is sent yet.

    `reference` says where a key is kept (a service account's, a person's permission with its refresh token, or a
    workload identity's configuration); None for what this computer signs in with anyway (`gcloud auth`, the account of
    the virtual machine, GOOGLE_APPLICATION_CREDENTIALS).
    Raises AccessError where there is none, or where it is no such key.
    """
    scopes = [SHEETS, TITLES] if by_title else [SHEETS]
    if reference is None:
        try:
            with warnings.catch_warnings():
                # Without a quota project it may still work; where not, Google's answer says so.
                warnings.simplefilter("ignore", UserWarning)
                found, _ = google.auth.default(scopes=scopes)
        except GoogleAuthError as error:
            raise AccessError("google.no-credentials") from error
        return found
    return _of_key(resolve(reference), tuple(scopes), reference)


@lru_cache(maxsize=64)
def _of_key(text: str, scopes: tuple[str, ...], reference: str) -> Credentials:
    """Return the credentials that a key gives; the same ones for all sheets, so that one sign-in does for them."""
    key = _key(text, reference)
    try:
        return _credentials(key, list(scopes), reference)
    except (ValueError, TypeError, GoogleAuthError):
        # What was wrong with it would quote the key.
        raise AccessError("google.key-damaged", reference=reference) from None


def _key(text: str, reference: str) -> dict[str, Any]:
    try:
        key = json.loads(text)
    except ValueError:
        raise AccessError("google.key-not-json", reference=reference) from None
    if not isinstance(key, dict):
        raise AccessError("google.key-not-json", reference=reference)
    return key


def _credentials(key: dict[str, Any], scopes: list[str], reference: str) -> Credentials:
    kind = key.get("type")
    if kind == "service_account":
        return service_account.Credentials.from_service_account_info(key, scopes=scopes)  # type: ignore[no-untyped-call, no-any-return]
    if kind == "authorized_user":
        return _person(key)
    if kind == "external_account":
        return identity_pool.Credentials.from_info(key, scopes=scopes)  # type: ignore[no-untyped-call, no-any-return]
    if "installed" in key or "web" in key:
        raise AccessError("google.key-of-a-program", reference=reference)
    raise AccessError("google.key-of-another-kind", reference=reference)


def _person(key: dict[str, Any]) -> Credentials:
    """Return the permission that a person gave in the browser; with the scopes that they agreed to, no others."""
    missing = {"client_id", "client_secret", "refresh_token"} - key.keys()
    if missing:
        raise ValueError(missing)
    return people.Credentials(  # type: ignore[no-untyped-call]
        None,
        refresh_token=key["refresh_token"],
        client_id=key["client_id"],
        client_secret=key["client_secret"],
        token_uri=key.get("token_uri", _TOKENS),
        quota_project_id=key.get("quota_project_id"),
    )


def account_of(credentials: Credentials) -> str | None:
    """Return the e-mail address that a sheet must be shared with, None where it is not known (a person's own)."""
    address = getattr(credentials, "service_account_email", None)
    # Until it has asked, a virtual machine calls its account "default".
    return address if address and "@" in address else None
