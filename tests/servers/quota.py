"""How many requests a user may send in a stretch of time."""

from __future__ import annotations

import threading
import time
from collections import defaultdict, deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Clock:
    """A clock that a test moves by hand, in place of time.monotonic."""

    def __init__(self, now: float = 0) -> None:
        self.now = now

    def __call__(self) -> float:
        """Return the time, in seconds."""
        return self.now

    def forward(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


class Quota:
    """At most `limit` requests of one key in any `seconds` (a sliding window)."""

    def __init__(self, limit: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.limit = limit
        self.seconds = seconds
        self.clock = clock
        self._taken: dict[str, deque[float]] = defaultdict(deque)
        self._lock = threading.Lock()

    def take(self, key: str) -> float:
        """Take one request; return 0, or in how many seconds there will be one again (nothing is taken then)."""
        with self._lock:
            now, taken = self.clock(), self._taken[key]
            while taken and taken[0] <= now - self.seconds:
                taken.popleft()
            if len(taken) >= self.limit:
                return (taken[0] if taken else now) + self.seconds - now
            taken.append(now)
            return 0
