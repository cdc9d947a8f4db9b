"""Holds the lease on the state while a run lasts, so that runs on other computers wait, and a dead one is passed by."""

from __future__ import annotations

import os
import socket
import time
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import TYPE_CHECKING

from okrsync.errors import OkrsyncError
from okrsync.state.lease import acquire, release, renew

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    from okrsync.state.database import Database

NAME = "run"
SECONDS = 600.0
"""How long a run that was killed keeps those on other computers waiting."""
_RENEWED_EVERY = SECONDS / 5


@contextmanager
def leased(database: Database, *, every: float = _RENEWED_EVERY) -> Iterator[Callable[[Connection], None]]:
    """Hold the lease, renewed `every` so many seconds; give what must be called in each transaction of the run.

    That renews the lease, and raises BusyError where another run has taken over. Raises BusyError where another
    computer's run holds it.

    Whoever calls this holds the lock of this computer (`lock.alone`): an earlier run of it cannot be alive.
    """
    here = f"{socket.gethostname()}, "
    lease = acquire(
        database,
        NAME,
        f"{here}process {os.getpid()}",
        now=time.time(),
        seconds=SECONDS,
        is_dead=lambda holder: holder.startswith(here),
    )
    done = Event()

    def hold(connection: Connection) -> None:
        renew(connection, lease, until=time.time() + SECONDS)

    def keep() -> None:
        while not done.wait(every):
            try:
                with database.writing() as connection:
                    hold(connection)
            except OkrsyncError:
                # Overtaken, or the state is out of reach: the run's own next transaction tells, and ends it.
                return

    Thread(target=keep, daemon=True, name="okrsync lease").start()
    try:
        yield hold
    finally:
        done.set()
        # Where the state is out of reach by now, the run has failed for that reason already.
        with suppress(OkrsyncError):
            release(database, lease)
