"""How a run ends before its end: asked to (SIGTERM), told to at once (a second one), or out of time."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

TERMINATED = 143
"""What shells expect after SIGTERM: 128 plus its number."""


class OutOfTime(BaseException):
    """The run has taken as long as it may. Like KeyboardInterrupt it passes every `except Exception` of libraries."""


class Stopping:
    """Whether the run should end, and when it must."""

    def __init__(self, seconds: float | None = None) -> None:
        """Begin to count; None for a run that may take as long as it wants."""
        self.asked = False
        self.wake: Callable[[], None] = lambda: None
        """Called when somebody asks, so that a program that waits takes notice."""
        self.begin(seconds)

    def begin(self, seconds: float | None) -> None:
        """Count anew: the agent makes many runs."""
        self._end = None if seconds is None else time.monotonic() + seconds
        self._limiting = False

    @property
    def out_of_time(self) -> bool:
        """Tell whether the time is over."""
        return self._end is not None and time.monotonic() >= self._end

    @property
    def seconds_left(self) -> float | None:
        """Return how long it may still take, never below 0; None for as long as it wants."""
        return None if self._end is None else max(0.0, self._end - time.monotonic())

    @contextmanager
    def limited(self) -> Iterator[None]:
        """Raise OutOfTime in the middle of whatever is done here, once the time is over.

        What is done must bear to be killed at any point, as everything that writes here does. Where a platform has no
        such timer (Windows), and on other threads, the time is looked at between sources only.
        """
        if self._end is None or not _has_timer():
            yield
            return
        before = signal.signal(signal.SIGALRM, self._ring)
        self._limiting = True
        signal.setitimer(signal.ITIMER_REAL, max(self._end - time.monotonic(), 0.001))
        try:
            yield
        finally:
            self._limiting = False
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)

    @contextmanager
    def heeding_signals(self) -> Iterator[None]:
        """End in good order when asked to terminate; leave at once when asked again."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGTERM, self._terminate)
        try:
            yield
        finally:
            signal.signal(signal.SIGTERM, before)

    def _ring(self, _number: int, _frame: FrameType | None) -> None:
        if self._limiting:
            self._limiting = False
            raise OutOfTime

    def _terminate(self, _number: int, _frame: FrameType | None) -> None:
        if self.asked:
            # At once: the kernel frees the lock, and what was not finished is found so by the next run.
            os._exit(TERMINATED)
        self.asked = True
        self.wake()


def _has_timer() -> bool:
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
