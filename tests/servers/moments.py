"""People who do something between two requests of a client."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Act = Callable[[], object]


@dataclass(slots=True)
class _Waiting:
    act: Act
    after: bool
    number: int | None
    method: str | None
    path: str
    times: int

    def has_come(self, number: int, method: str, path: str, *, after: bool) -> bool:
        return (
            self.after is after
            and self.number in {None, number}
            and self.method in {None, method}
            and re.search(self.path, path) is not None
        )


class Moments:
    """What happens before or after which request; acts run in the server, between two requests, one at a time."""

    def __init__(self) -> None:
        self._waiting: list[_Waiting] = []
        self._lock = threading.RLock()

    def add(
        self,
        act: Act,
        *,
        after: bool = False,
        number: int | None = None,
        method: str | None = None,
        path: str = "",
        times: int = 1,
    ) -> None:
        """Let `act` happen before (or after) the next `times` requests that match.

        `number` counts requests from 1 since the log was cleared; `path` is a regular expression.
        """
        with self._lock:
            self._waiting.append(_Waiting(act, after, number, method, path, times))

    def clear(self) -> None:
        """Let nobody act any more."""
        with self._lock:
            self._waiting.clear()

    def before(self, number: int, method: str, path: str) -> None:
        """Let people act whose moment is before this request."""
        self._run(number, method, path, after=False)

    def after(self, number: int, method: str, path: str) -> None:
        """Let people act whose moment is after this request was carried out, before its answer leaves."""
        self._run(number, method, path, after=True)

    def _run(self, number: int, method: str, path: str, *, after: bool) -> None:
        with self._lock:
            for waiting in [one for one in self._waiting if one.has_come(number, method, path, after=after)]:
                waiting.times -= 1
                if not waiting.times:
                    self._waiting.remove(waiting)
                waiting.act()
