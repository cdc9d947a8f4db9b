"""One run at a time on this computer: a lock that the kernel frees, however a run ends."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from okrsync.errors import BusyError, StateError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock at `path`. Raises BusyError where another run holds it, StateError where it cannot be made."""
    lock = FileLock(path, timeout=0)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise BusyError("agent.busy", lock=path) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StateError("agent.no-lock", lock=path, reason=reason) from error
    try:
        yield
    finally:
        lock.release()
