"""Google's token endpoint, and the keys and tokens that it knows."""

from __future__ import annotations

import base64
import binascii
import functools
import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.servers.serving import Answer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

AUDIENCE = "https://oauth2.googleapis.com/token"
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
LEEWAY = 300
"""Seconds that a clock may be ahead."""
LIFETIME = 3600

SHEETS_SCOPE = "https://www.googleapis.com/auth/spreadsheets"
LEGACY_SCOPE = "https://spreadsheets.google.com/feeds"
"""What older clients ask for; it reaches as far as SHEETS_SCOPE."""


class GrantError(Exception):
    """No token for that."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.body = {"error": error, "error_description": description}
        self.status = status


@dataclass(slots=True)
class Token:
    """An access token that was given out."""

    user: str
    scopes: frozenset[str]
    expires: float


@functools.cache
def _private_key() -> rsa.RSAPrivateKey:
    """Make one key for the whole process: making it takes longer than a test."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(slots=True)
class Tokens:
    """Who may come in."""

    seed_letters: Callable[[int], str]
    open_to_all: bool = False
    """Any bearer token, and any assertion, is taken for what it says: for suites that bring their own credentials."""
    clock: Callable[[], float] = time.time
    keys: dict[str, rsa.RSAPublicKey] = field(default_factory=dict)
    """E-mail of a service account → its public key."""
    refresh_tokens: dict[str, str] = field(default_factory=dict)
    """Refresh token → the person whose it is."""
    given: dict[str, Token] = field(default_factory=dict)

    def service_account(self, email: str, token_uri: str, *, registered: bool = True) -> dict[str, Any]:
        """Return the content of a key file; the public half is known here from now on (unless not `registered`)."""
        key = _private_key()
        if registered:
            self.keys[email] = key.public_key()
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return {
            "type": "service_account",
            "project_id": "okr-tests",
            "private_key_id": "0123456789abcdef0123456789abcdef01234567",
            "private_key": pem.decode(),
            "client_email": email,
            "client_id": "104023412341104023412",
            "auth_uri": "https://accounts.google.com/o/oauth2/auth",
            "token_uri": token_uri,
            "universe_domain": "googleapis.com",
        }

    def key_file(self, path: Path, email: str, token_uri: str, *, registered: bool = True) -> Path:
        """Write a key file."""
        content = self.service_account(email, token_uri, registered=registered)
        path.write_text(json.dumps(content, indent=2), encoding="utf-8")
        return path

    def answer(self, body: bytes) -> Answer:
        """Serve POST /token."""
        form = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        try:
            return Answer.of_json(200, self._grant(form))
        except GrantError as error:
            return Answer.of_json(error.status, error.body)

    def _grant(self, form: dict[str, str]) -> dict[str, Any]:
        grant = form.get("grant_type", "")
        if grant == JWT_BEARER:
            claims = self._verified(form.get("assertion", ""))
            scopes = str(claims.get("scope", "")).split()
            if not scopes:
                raise GrantError("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
            return self._token(str(claims.get("sub") or claims["iss"]), scopes)
        if grant == "refresh_token":
            user = self.refresh_tokens.get(form.get("refresh_token", ""))
            if user is None:
                raise GrantError("invalid_grant", "Token has been expired or revoked.")
            return self._token(user, form.get("scope", SHEETS_SCOPE).split())
        raise GrantError("unsupported_grant_type", f"Invalid grant_type: {grant}")

    def _token(self, user: str, scopes: list[str]) -> dict[str, Any]:
        text = "ya29." + self.seed_letters(60)
        self.given[text] = Token(user, frozenset(scopes), self.clock() + LIFETIME)
        return {"access_token": text, "expires_in": LIFETIME - 1, "token_type": "Bearer", "scope": " ".join(scopes)}

    def _verified(self, assertion: str) -> dict[str, Any]:
        try:
            head, payload, signature = assertion.split(".")
            claims: dict[str, Any] = json.loads(_decoded(payload))
            algorithm = json.loads(_decoded(head))["alg"]
        except (ValueError, KeyError, binascii.Error):
            raise GrantError("invalid_grant", "Bad Request") from None
        if self.open_to_all:
            return claims
        key = self.keys.get(str(claims.get("iss")))
        if key is None:
            raise GrantError("invalid_grant", "Invalid grant: account not found")
        try:
            key.verify(_decoded(signature), f"{head}.{payload}".encode(), padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature:
            raise GrantError("invalid_grant", "Invalid JWT Signature.") from None
        if algorithm != "RS256" or claims.get("aud") != AUDIENCE:
            raise GrantError("invalid_grant", "Invalid JWT: Failed audience check.")
        now, issued, expires = self.clock(), claims.get("iat", 0), claims.get("exp", 0)
        if not issued - LEEWAY <= now <= expires or expires - issued > LIFETIME:
            reasonable = "Token must be a short-lived token (60 minutes) and in a reasonable timeframe."
            raise GrantError(
                "invalid_grant", f"Invalid JWT: {reasonable} Check your iat and exp values in the JWT claim."
            )
        return claims

    def token_of(self, authorization: str) -> Token | None:
        """Return what the header Authorization stands for; None where it is unknown, or its time is over."""
        kind, _, text = authorization.partition(" ")
        token = self.given.get(text)
        if token is None and self.open_to_all and kind == "Bearer":
            return Token("tester@example.com", frozenset(), float("inf"))
        return token if token is not None and token.expires > self.clock() else None

    def expire_all(self) -> None:
        """Let every token that was given out be too old."""
        for token in self.given.values():
            token.expires = 0


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def reaches(token: Token, scopes: tuple[str, ...]) -> bool:
    """Tell whether a token opens what one of `scopes` opens; no scopes at all: a token that opens everything."""
    held = token.scopes | ({SHEETS_SCOPE} if LEGACY_SCOPE in token.scopes else set())
    return not token.scopes or bool(held & set(scopes))
