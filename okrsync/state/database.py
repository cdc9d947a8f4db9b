"""Opens the database of the state, brings it up to date, and gives out transactions; what fails is one sentence.

with open_database().writing() as connection: …  # commits at the end, or rolls back where something was raised
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool, StaticPool

from okrsync.errors import StateError
from okrsync.state.failures import explained
from okrsync.state.revisions import bring_up_to_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL

FILE_NAME = "state.db"
BUSY_TIMEOUT = 5.0
"""Seconds that a writer waits for another one: far longer than any transaction of ours takes."""
SAFE_WAL = (3, 51, 3)
"""First SQLite without the WAL-reset bug, which can damage a database in 3.7.0 to 3.51.2."""
_WRITES = "okrsync_writes"


class Database:
    """An open database, up to date. Every failure in one of its transactions is a `StateError`."""

    def __init__(self, engine: Engine, place: str) -> None:
        """Take the engine and what errors call the database (a path, or a URL without its password)."""
        self._engine = engine
        self.place = place

    @property
    def is_sqlite(self) -> bool:
        """Tell whether this is SQLite, else PostgreSQL."""
        return self._engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection in a transaction that sees one moment of the database."""
        with explained(self.place), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection in a transaction; nobody else writes meanwhile (SQLite: BEGIN IMMEDIATE)."""
        engine = self._engine.execution_options(**{_WRITES: True})
        with explained(self.place), engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()


def default_path() -> Path:
    """Return where the state stands when the config does not say: in the platform's folder for data of programs."""
    return platformdirs.user_data_path("okrsync", appauthor=False) / FILE_NAME


def open_database(url: str | Path | None = None, *, busy_timeout: float = BUSY_TIMEOUT) -> Database:
    """Open the state at `url` (a path is a SQLite file; by default `default_path()`), made or brought up to date.

    `busy_timeout` is in seconds. Raises StateError where the database is damaged, locked, full, read-only, made by a
    newer okrsync, or out of reach.
    """
    address = _address(url)
    is_sqlite = address.drivername == "sqlite"
    place = address.database or "" if is_sqlite else address.set(query={}).render_as_string(hide_password=True)
    with explained(place):
        engine = _sqlite(address, busy_timeout) if is_sqlite else _server(address)
        database = Database(engine, place)
        try:
            bring_up_to_date(database)
        except BaseException:
            database.close()
            raise
    return database


def _address(url: str | Path | None) -> URL:
    """Return the checked URL: a path becomes one of SQLite; PostgreSQL is spoken to through psycopg."""
    if url is None or isinstance(url, Path):
        return make_url("sqlite://").set(database=str(url or default_path()))
    try:
        address = make_url(url)
    except ArgumentError:
        raise StateError("state.bad-url") from None
    kind = address.get_backend_name()
    if kind == "sqlite":
        return address.set(drivername="sqlite")
    if kind in {"postgresql", "postgres"}:
        return address.set(drivername="postgresql+psycopg")
    raise StateError("state.unknown-kind", kind=kind)


def _sqlite(address: URL, busy_timeout: float) -> Engine:
    in_memory = address.database in {None, "", ":memory:"}
    if not (in_memory or str(address.database).startswith("file:")):
        _make_private(Path(str(address.database)))
    engine = create_engine(
        address,
        # One connection for a database in memory, since each connection would see a database of its own.
        poolclass=StaticPool if in_memory else NullPool,
        connect_args={"timeout": busy_timeout, "check_same_thread": False},
    )
    wal = sqlite3.sqlite_version_info >= SAFE_WAL and not in_memory

    @event.listens_for(engine, "connect")
    def _settings(connection: sqlite3.Connection, _: object) -> None:
        # Python would begin transactions by itself, and too late: we begin them below.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA journal_mode = {'WAL' if wal else 'DELETE'}")
        connection.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _make_private(path: Path) -> None:
    """Make the file before SQLite does, so that nobody else may read it for a moment; its folder likewise."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return


def _server(address: URL) -> Engine:
    options: dict[str, Any] = {"pool_pre_ping": True, "connect_args": {"connect_timeout": 10}}
    try:
        return create_engine(address, **options)
    except ModuleNotFoundError:
        raise StateError("state.no-driver") from None
