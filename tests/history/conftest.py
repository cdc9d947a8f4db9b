"""Nights on end over a sheet of one's own, each a run as the agent makes it, with a real database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

import pytest
from holding_leases import holding

from okrsync.addresses import FileAddress
from okrsync.errors import SourceError
from okrsync.history.book import Book
from okrsync.pipeline import Examined, Job, Manner, corrections, examine, write
from okrsync.state.database import Database, open_database
from okrsync.state.lease import acquire, release

if TYPE_CHECKING:
    from pathlib import Path

HEADER = ("Objective", "Key result", "Owner", "Baseline", "Target", "Current", "Status")
Rows = tuple[tuple[object, ...], ...]
Night = Callable[..., Examined]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Return an empty state."""
    opened = open_database(tmp_path / "state" / "state.db")
    yield opened
    opened.close()


@pytest.fixture
def night(tmp_path: Path, database: Database) -> Night:
    """Return a run: `night(day, rows)` writes the sheet as people left it, reads, judges, writes and keeps it."""

    def run(day: date, rows: Rows | None, *, header: tuple[str, ...] = HEADER, **manner: object) -> Examined | None:
        path = tmp_path / "okrs.csv"
        path.unlink(missing_ok=True)
        if rows is not None:
            lines = [",".join("" if cell is None else str(cell) for cell in row) for row in (header, *rows)]
            path.write_text("\n".join(lines) + "\n", "utf-8")
        now = datetime.combine(day, time(2, 30), UTC)
        lease = acquire(database, "run", "a test", now=now.timestamp(), seconds=60)
        book = Book(database, holding(lease), {"okrs"})
        book.begin(now)
        try:
            examined = examine(Job(FileAddress(path), "okrs", Manner(today=day, **manner)), book.recall)
        except SourceError as error:
            book.keep_failure("okrs", error)
            book.finish(now, 3)
            release(database, lease)
            return None
        outcome = write(examined, corrections(examined))
        book.keep(examined, outcome, None)
        book.finish(now, 0)
        release(database, lease)
        return examined

    return run
