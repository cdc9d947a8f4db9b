"""Keys and tokens by reference: the config says where one is kept, never what it is.

- `env:NAME`: an environment variable; where it is not set, the file that `NAME_FILE` names (as containers do it);
- `file:PATH`: a file that only its owner may read;
- `keyring:SERVICE/NAME`: the keyring of the desktop (needs `okrsync[keyring]`);
- `credential:NAME`: what systemd hands over (`LoadCredential=`), a file in `$CREDENTIALS_DIRECTORY`.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from okrsync.errors import AccessError

if TYPE_CHECKING:
    from collections.abc import Mapping

_REFERENCE = re.compile(r"(?P<scheme>env|file|keyring|credential):(?P<name>\S.*)")


class Secret(str):
    """A secret that does not show itself where an object is printed."""

    __slots__ = ()

    def __repr__(self) -> str:
        """Return stars."""
        return "Secret('***')"


def is_reference(value: str) -> bool:
    """Tell whether `value` says where a secret is kept."""
    return _REFERENCE.fullmatch(value) is not None


def resolve(reference: str, environment: Mapping[str, str] = os.environ) -> Secret:
    """Return the secret that `reference` points at, without the white space around it.

    Raises AccessError that names the reference, never what was found, where there is none.
    """
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise AccessError("credentials.no-reference")
    name = found["name"].strip()
    match found["scheme"]:
        case "env":
            secret = _from_environment(name, environment)
        case "file":
            secret = _from_file(Path(name).expanduser(), reference)
        case "credential":
            folder = environment.get("CREDENTIALS_DIRECTORY")
            if not folder:
                raise AccessError("credentials.no-credentials-directory", reference=reference)
            secret = _from_file(Path(folder) / name, reference)
        case _:
            secret = _from_keyring(name, reference)
    if not secret.strip():
        raise AccessError("credentials.empty", reference=reference)
    return Secret(secret.strip())


def _from_environment(name: str, environment: Mapping[str, str]) -> str:
    if name in environment:
        return environment[name]
    beside = environment.get(f"{name}_FILE")
    if beside:
        return _from_file(Path(beside), f"env:{name}_FILE")
    raise AccessError("credentials.no-variable", name=name)


def _from_file(path: Path, reference: str) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise AccessError("credentials.not-readable", reference=reference, reason=reason) from None


def _from_keyring(name: str, reference: str) -> str:
    service, separator, user = name.rpartition("/")
    if not separator:
        raise AccessError("credentials.keyring-name", reference=reference)
    try:
        import keyring  # noqa: PLC0415 - an extra that most installations do without
        from keyring.errors import KeyringError  # noqa: PLC0415 - as above
    except ImportError:
        raise AccessError("credentials.keyring-missing", reference=reference) from None
    try:
        secret = keyring.get_password(service, user)
    except KeyringError as error:
        raise AccessError("credentials.not-readable", reference=reference, reason=type(error).__name__) from None
    if secret is None:
        raise AccessError("credentials.keyring-empty", reference=reference)
    return secret
