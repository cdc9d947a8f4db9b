"""Brings a database to the newest revision of its tables, or refuses one that a newer okrsync has made."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from okrsync.errors import StateError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from okrsync.state.database import Database

_FOLDER = Path(__file__).parent / "migrations"
_LOCK = 7_305_041
"""Number of the advisory lock that keeps two programs from migrating one PostgreSQL database at once."""


@cache
def revisions() -> tuple[str, ...]:
    """Return the revisions that this okrsync knows, oldest first: a file is named `<revision>_<what it does>.py`."""
    return tuple(sorted(path.name.partition("_")[0] for path in (_FOLDER / "versions").glob("[0-9]*_*.py")))


def bring_up_to_date(database: Database) -> None:
    """Check the database and apply the migrations that it lacks, all in one transaction.

    Raises StateError where it is damaged or was made by a newer okrsync.
    """
    with database.reading() as connection:
        if database.is_sqlite:
            _check(connection, database.place)
        current = _current(connection)
    if current == revisions()[-1]:
        return
    with database.writing() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        current = _current(connection)
        if current is not None and current not in revisions():
            raise StateError("state.newer", place=database.place)
        _migrate(connection)


def _check(connection: Connection, place: str) -> None:
    answer = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if answer != "ok":
        raise StateError("state.damaged", place=place, reason=answer)


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _migrate(connection: Connection) -> None:
    # Alembic takes a fifth of a second to load: only a database that lacks something pays for it.
    from alembic import command  # noqa: PLC0415 - as above
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
