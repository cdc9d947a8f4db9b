"""The history in a real PostgreSQL database: the same nights, told alike."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from okrsync.history import runs
from okrsync.history.forgetting import forget_person, forget_source, prune, traces_of_person, traces_of_source
from okrsync.history.looking import okrs_called, open_conflicts, open_findings, runs_of
from okrsync.state.database import Database, open_database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Night

FIRST = date(2026, 4, 1)
DAY = timedelta(days=1)
NOW = datetime(2026, 4, 1, tzinfo=UTC)
OBJECTIVE = "Become the first choice of rural pharmacies"
TASK = (OBJECTIVE, "Launch the new catalogue", "Ana Silva", None, None, None, None)
BETTER = (OBJECTIVE, "Orders from the new catalogue from 0 to 40", "Ana Silva", 0, 40, 10, None)


@pytest.fixture
def database(postgresql_server: str) -> Iterator[Database]:
    """Return the state in PostgreSQL, in place of SQLite."""
    opened = open_database(postgresql_server)
    yield opened
    opened.close()


@pytest.mark.needs_postgresql
def test_postgresql_tells_the_same_as_sqlite(night: Night, database: Database) -> None:
    for step, row in enumerate((TASK, TASK, BETTER, BETTER)):
        last = night(FIRST + step * DAY, (row,))
    assert last.report.trend.menders[0].name == "Ana Silva"
    with database.writing() as connection:
        assert runs.claim(connection, "okrs", FIRST, NOW)
        assert not runs.claim(connection, "okrs", FIRST, NOW)
        assert runs.claimed(connection, ["okrs", "other"]) == {"okrs": {FIRST}}
    with database.reading() as connection:
        assert len(runs_of(connection, ["okrs"], 30)) == 4
        assert open_findings(connection, ["okrs"])["okrs"].oldest == FIRST
        assert open_conflicts(connection) == {}
        (okr,) = okrs_called(connection, ["okrs"], "catalogue")
    assert [life.outcome for life in okr.lives if life.code == "KR102"] == ["fixed"]
    with database.writing() as connection:
        prune(connection, FIRST + 3 * DAY)
        forget_person(connection, "ana silva")
        assert traces_of_person(connection, "Ana Silva").okrs == 0
        assert len(runs.last_runs(connection, 9)) == 1
        forget_source(connection, "okrs")
        assert not any(traces_of_source(connection, "okrs"))
