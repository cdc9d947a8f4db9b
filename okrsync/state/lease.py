"""One run at a time: a lease that ends by itself, with a token by which a run that was overtaken is known.

A lock alone does not do: a run that was paused for longer than its lease would wake up and go on writing. So every
transaction of a run asks, within itself, whether its token is still the newest (`renew`).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from sqlalchemy import Column, Float, Integer, Table, Text, insert, select, update

from okrsync.errors import BusyError
from okrsync.state.schema import METADATA

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from okrsync.state.database import Database

LEASE = Table(
    "lease",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("token", Integer, nullable=False),
    Column("holder", Text),
    Column("until", Float, nullable=False),
)
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to write under a name, as long as nobody holds a newer token."""

    name: str
    token: int


def acquire(  # noqa: PLR0913 - what a lease consists of
    database: Database,
    name: str,
    holder: str,
    *,
    now: float,
    seconds: float,
    is_dead: Callable[[str], bool] = lambda _: False,
) -> Lease:
    """Take the lease `name` for `seconds` from `now` (seconds since the epoch); `holder` is what others are told.

    `is_dead` tells of an earlier holder that it cannot be running any more, so that nobody waits for it.
    Raises BusyError while somebody else holds it.
    """
    with database.writing() as connection:
        row = connection.execute(select(LEASE).where(LEASE.c.name == name).with_for_update()).one_or_none()
        values = {"holder": holder, "until": now + seconds}
        if row is None:
            connection.execute(insert(LEASE).values(name=name, token=1, **values))
            return Lease(name, 1)
        if row.holder is not None and row.until > now and not is_dead(row.holder):
            minutes = ceil((row.until - now) / _MINUTE)
            raise BusyError("state.lease-held", holder=row.holder, minutes=minutes)
        token = row.token + 1
        connection.execute(update(LEASE).where(LEASE.c.name == name).values(token=token, **values))
        return Lease(name, token)


def renew(connection: Connection, lease: Lease, *, until: float) -> None:
    """Hold the lease until `until` (seconds since the epoch), within the transaction of `connection`.

    Raises BusyError where another run has taken over: whatever the transaction was to write is not written.
    """
    still_ours = (LEASE.c.name == lease.name, LEASE.c.token == lease.token, LEASE.c.holder.is_not(None))
    if not connection.execute(update(LEASE).where(*still_ours).values(until=until)).rowcount:
        raise BusyError("state.lease-lost")


def release(database: Database, lease: Lease) -> None:
    """Give the lease back; one that somebody else has taken meanwhile stays theirs."""
    with database.writing() as connection:
        connection.execute(
            update(LEASE).where(LEASE.c.name == lease.name, LEASE.c.token == lease.token).values(holder=None, until=0.0)
        )
