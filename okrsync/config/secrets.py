"""Passwords and tokens do not belong in a config file: files are copied, mailed and committed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from okrsync.credentials import is_reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_NAME = re.compile(r"token|secret|passw(?:or)?d|passphrase|api[_-]?key|private[_-]?key|credential", re.IGNORECASE)
# Prefixes that well-known services give their keys, so that the keys can be found where they leaked.
_VALUE = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|^(?:ntn_|secret_|sk-|gh[pousr]_|github_pat_|glpat-|xox[abpr]-|AKIA|AIza|ya29\.|eyJ)"
    r"[A-Za-z0-9_\-./+=]{12,}"
)


def looks_secret(line: str) -> bool:
    """Tell whether a line that could not be understood may hold a secret, and is better not shown."""
    return bool(_NAME.search(line) or any(_VALUE.search(part) for part in re.split(r"[\s=\"']+", line)))


def secret_paths(document: Mapping[str, object], before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the path of every value that looks like a secret, by its name or by itself."""
    for name, value in document.items():
        path = (*before, name)
        if isinstance(value, dict):
            yield from secret_paths(value, path)
        elif isinstance(value, list):
            if any(isinstance(each, str) and _VALUE.search(each) for each in value):
                yield path
        elif isinstance(value, str) and value and (_VALUE.search(value) or _is_named_secret(name, value)):
            yield path


def _is_named_secret(name: str, value: str) -> bool:
    """Tell whether a value is a secret by its name; one that only says where the secret is kept is none."""
    return (bool(_NAME.search(name)) or name == "key") and not is_reference(value)
