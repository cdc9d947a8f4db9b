"""Forgets: what is older than anybody wants, a source, or a person who asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import scrypt
from secrets import token_hex
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, func, insert, select, update

from okrsync.alike import alike
from okrsync.history.schema import FINDING, FORGOTTEN, OKR, RUN, RUN_SOURCE, SIGHTING, SLOT

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import ColumnElement, Connection, FromClause


@dataclass(slots=True, frozen=True)
class Forgotten:
    """The people whose names are not kept: `name in forgotten`."""

    digests: frozenset[str]
    salt: str | None

    @classmethod
    def of(cls, connection: Connection) -> Forgotten:
        """Return them as they stand in the database."""
        rows = connection.execute(select(FORGOTTEN)).all()
        return cls(frozenset(row.digest for row in rows), rows[0].salt if rows else None)

    def __contains__(self, name: str) -> bool:
        """Tell whether this is one of them."""
        return self.salt is not None and _digest(name, self.salt) in self.digests


class Traces(NamedTuple):
    """What is kept of a source or a person."""

    okrs: int
    runs: int = 0


def traces_of_source(connection: Connection, source: str) -> Traces:
    """Return what is kept of a source."""
    okrs = select(func.count()).select_from(OKR).where(OKR.c.source == source)
    runs = select(func.count()).select_from(RUN_SOURCE).where(RUN_SOURCE.c.source == source)
    return Traces(connection.execute(okrs).scalar_one(), connection.execute(runs).scalar_one())


def forget_source(connection: Connection, source: str) -> None:
    """Take away everything that the history has of a source."""
    _leave_no_traces(connection)
    connection.execute(delete(FINDING).where(FINDING.c.source == source))
    connection.execute(delete(OKR).where(OKR.c.source == source))
    connection.execute(delete(RUN_SOURCE).where(RUN_SOURCE.c.source == source))
    connection.execute(delete(SLOT).where(SLOT.c.job == source))


def traces_of_person(connection: Connection, name: str) -> Traces:
    """Return on how many OKRs a person's name is kept."""
    return Traces(len(_owned(connection, name)))


def forget_person(connection: Connection, name: str) -> None:
    """Take a person's name from every OKR, and keep it no more, though a sheet may still hold it."""
    _leave_no_traces(connection)
    for number, owners in _owned(connection, name).items():
        left = [owner for owner in owners if alike(owner) != alike(name)]
        connection.execute(update(OKR).where(OKR.c.id == number).values(owners=left))
    salt = connection.execute(select(FORGOTTEN.c.salt)).scalars().first() or token_hex(16)
    digest = _digest(name, salt)
    if connection.execute(select(FORGOTTEN.c.digest).where(FORGOTTEN.c.digest == digest)).first() is None:
        connection.execute(insert(FORGOTTEN).values(digest=digest, salt=salt))


def prune(connection: Connection, before: date) -> None:
    """Take away what ended before a day: runs, slots, findings, OKRs that are gone, and how others once stood."""
    connection.execute(delete(RUN).where(RUN.c.day < before))
    connection.execute(delete(SLOT).where(SLOT.c.day < before))
    connection.execute(delete(FINDING).where(FINDING.c.closed < before))
    connection.execute(delete(OKR).where(OKR.c.gone, OKR.c.last_day < before))
    connection.execute(delete(SIGHTING).where(*_no_longer_needed(before)))


def _no_longer_needed(before: date) -> tuple[ColumnElement[bool], ...]:
    """Return which sightings nobody needs in order to know how an OKR stood on the day `before`, and since when.

    A later one tells how it stood, if it was seen by that day. Since when its row says what it says, the first of those
    that hold the same row tells: it stays, or else a row that nobody touches would seem younger each night.
    """
    later, row_changed, first = SIGHTING.alias(), SIGHTING.alias(), SIGHTING.alias()

    def there_is(other: FromClause, *such: ColumnElement[bool]) -> ColumnElement[bool]:
        return select(other.c.okr).where(other.c.okr == SIGHTING.c.okr, *such).exists()

    return (
        there_is(later, later.c.day > SIGHTING.c.day, later.c.day <= before),
        there_is(
            row_changed,
            row_changed.c.day > SIGHTING.c.day,
            row_changed.c.day <= before,
            row_changed.c.digest != SIGHTING.c.digest,
        )
        | there_is(first, first.c.day < SIGHTING.c.day, first.c.digest == SIGHTING.c.digest),
    )


def _leave_no_traces(connection: Connection) -> None:
    """See to it that what is deleted from now on is overwritten, too; SQLite only marks it as free otherwise."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")


def _owned(connection: Connection, name: str) -> dict[int, list[str]]:
    wanted = alike(name)
    rows = connection.execute(select(OKR.c.id, OKR.c.owners))
    return {number: owners for number, owners in rows if wanted in {alike(owner) for owner in owners}}


def _digest(name: str, salt: str) -> str:
    """Return what tells a name and does not give it away: names are few, so that guessing them must cost."""
    return scrypt(alike(name).encode(), salt=bytes.fromhex(salt), n=2**12, r=8, p=1, dklen=16).hex()
