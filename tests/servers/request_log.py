"""The requests that a server got, so that tests can count calls."""

from __future__ import annotations

import re
import threading
from typing import NamedTuple


class Logged(NamedTuple):
    """One request and how it was answered."""

    number: int
    """From 1, in the order of arrival since the log was cleared."""
    method: str
    path: str
    user: str
    kind: str
    """read, write, or another kind that the application names."""
    size: int
    """Bytes of the body of the request."""
    status: int


class RequestLog:
    """Requests in the order in which they were answered."""

    def __init__(self) -> None:
        self._entries: list[Logged] = []
        self._begun = 0
        self._lock = threading.Lock()

    def begin(self) -> int:
        """Return the number of a request that arrives."""
        with self._lock:
            self._begun += 1
            return self._begun

    def end(self, entry: Logged) -> None:
        """Keep a request that was answered."""
        with self._lock:
            self._entries.append(entry)

    def clear(self) -> None:
        """Count anew."""
        with self._lock:
            self._entries.clear()
            self._begun = 0

    def entries(self, kind: str | None = None, *, path: str = "", user: str | None = None) -> list[Logged]:
        """Return the requests of a kind, by a user, whose path matches a regular expression (None and "" match all)."""
        with self._lock:
            return [
                entry
                for entry in self._entries
                if kind in {None, entry.kind} and user in {None, entry.user} and re.search(path, entry.path)
            ]

    def count(self, kind: str | None = None, *, path: str = "", user: str | None = None) -> int:
        """Count what `entries` returns."""
        return len(self.entries(kind, path=path, user=user))
