"""What a database may fail with, put as one sentence that says what to do."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError

from okrsync.errors import StateError

if TYPE_CHECKING:
    from collections.abc import Iterator

_PRIMARY = 0xFF
"""SQLite's extended result codes hold the primary one in their lowest byte."""
_SQLITE = {
    sqlite3.SQLITE_CORRUPT: "state.damaged",
    sqlite3.SQLITE_NOTADB: "state.damaged",
    sqlite3.SQLITE_FULL: "state.full",
    sqlite3.SQLITE_READONLY: "state.read-only",
    sqlite3.SQLITE_PERM: "state.read-only",
    sqlite3.SQLITE_CANTOPEN: "state.not-openable",
    sqlite3.SQLITE_BUSY: "state.locked",
    sqlite3.SQLITE_LOCKED: "state.locked",
    sqlite3.SQLITE_IOERR: "state.disk-fails",
}


@contextmanager
def explained(place: str) -> Iterator[None]:
    """Turn what the database at `place` fails with into a StateError; our own mistakes pass as they are."""
    try:
        yield
    except DBAPIError as error:
        key = _sentence(error)
        if key is None:
            raise
        raise StateError(key, place=place, reason=_first_line(error.orig)) from error
    except OSError as error:
        raise StateError("state.not-openable", place=place, reason=error.strerror or str(error)) from error


def _sentence(error: DBAPIError) -> str | None:
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return _SQLITE.get(code & _PRIMARY)
    if isinstance(error, OperationalError):
        return "state.unreachable"
    # A driver's DatabaseError proper (not one of its kinds) is damage, too: psycopg has it for data it cannot read.
    return "state.damaged" if type(error) is DatabaseError else None


def _first_line(reason: BaseException | None) -> str:
    return str(reason).partition("\n")[0].strip()
