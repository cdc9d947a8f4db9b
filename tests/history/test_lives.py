"""The life of findings from night to night, whatever people do to their sheet."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from holding_leases import holding
from sqlalchemy import func, insert, select

from okrsync.errors import BusyError
from okrsync.history.book import Book, Memory
from okrsync.history.forgetting import (
    Traces,
    forget_person,
    forget_source,
    prune,
    traces_of_person,
    traces_of_source,
)
from okrsync.history.runs import last_runs, latest
from okrsync.history.schema import FINDING, OKR, RUN, RUN_SOURCE, SIGHTING
from okrsync.pipeline import Examined, corrections
from okrsync.state.lease import acquire
from okrsync.trend import Mender

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Night
    from sqlalchemy import Connection

    from okrsync.state.database import Database

FIRST = date(2026, 4, 1)
DAY = timedelta(days=1)
OBJECTIVE = "Become the first choice of rural pharmacies"
GOOD = (OBJECTIVE, "Pharmacies ordering weekly from 120 to 210", "Jon Berg", 120, 210, 150, None)
TASK = (OBJECTIVE, "Launch the new catalogue", "Ana Silva", None, None, None, None)
BETTER = (OBJECTIVE, "Orders from the new catalogue from 0 to 40", "Ana Silva", 0, 40, 10, None)


def open_codes(database: Database) -> set[str]:
    """Return the codes of the findings that are open."""
    with database.reading() as connection:
        return set(connection.execute(select(FINDING.c.code).where(FINDING.c.closed.is_(None))).scalars())


def outcomes(database: Database, code: str) -> list[tuple[date, date, date | None, str | None]]:
    """Return first, last and closing day, and the outcome, of each life of a rule's findings."""
    with database.reading() as connection:
        wanted = select(FINDING.c.first_day, FINDING.c.last_day, FINDING.c.closed, FINDING.c.outcome)
        return [tuple(row) for row in connection.execute(wanted.where(FINDING.c.code == code).order_by(FINDING.c.id))]


def count(database: Database, table: object) -> int:
    """Return how many rows a table has."""
    with database.reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar_one()


def test_what_is_told_on_the_first_night_is_new_and_then_still_open(night: Night, database: Database) -> None:
    assert night(FIRST, (GOOD, TASK)).report.trend is None
    second = night(FIRST + DAY, (GOOD, TASK)).report
    assert (second.trend.new, second.trend.fixed, second.trend.still_open) == (0, 0, len(second.findings))
    assert outcomes(database, "KR102") == [(FIRST, FIRST + DAY, None, None)]


def test_a_title_put_better_fixes_what_was_wrong_with_it(night: Night, database: Database) -> None:
    night(FIRST, (GOOD, TASK))
    trend = night(FIRST + DAY, (GOOD, BETTER)).report.trend
    assert outcomes(database, "KR102") == [(FIRST, FIRST, FIRST + DAY, "fixed")]
    assert trend.menders == (Mender("Ana Silva", fixed=1, told=2),)


def test_a_row_that_is_taken_out_is_not_fixed(night: Night, database: Database) -> None:
    night(FIRST, (GOOD, TASK))
    trend = night(FIRST + DAY, (GOOD,)).report.trend
    assert trend.fixed == 0
    assert outcomes(database, "KR102")[0][3] == "gone"


def test_a_row_in_its_place_that_says_something_else_is_another_okr(night: Night, database: Database) -> None:
    night(FIRST, (GOOD, TASK))
    night(FIRST + DAY, (GOOD, (OBJECTIVE, "Share of deliveries on time from 88% to 97%", None, 88, 97, 90, None)))
    assert outcomes(database, "KR102")[0][3] == "gone"


def test_an_objective_put_better_keeps_its_key_results(night: Night, database: Database) -> None:
    night(FIRST, (GOOD, TASK))
    night(FIRST + DAY, tuple(("Become the first choice of village pharmacies", *row[1:]) for row in (GOOD, TASK)))
    assert outcomes(database, "KR102") == [(FIRST, FIRST + DAY, None, None)]
    assert count(database, OKR) == 3


def test_rows_that_are_sorted_keep_their_lives(night: Night, database: Database) -> None:
    night(FIRST, (GOOD, TASK))
    night(FIRST + DAY, (TASK, GOOD))
    assert outcomes(database, "KR102") == [(FIRST, FIRST + DAY, None, None)]


def test_a_rule_that_is_switched_off_has_fixed_nothing(night: Night, database: Database) -> None:
    night(FIRST, (GOOD, TASK))
    night(FIRST + DAY, (GOOD, TASK), ignore=("KR102",))
    assert outcomes(database, "KR102")[0][3] == "silenced"


def test_a_row_that_asks_to_be_spared_has_fixed_nothing(night: Night, database: Database) -> None:
    header = ("Objective", "Key result", "Owner", "Baseline", "Target", "Current", "OKR ignore")
    night(FIRST, (GOOD, TASK), header=header)
    night(FIRST + DAY, (GOOD, (*TASK[:-1], "KR102: agreed with the CFO")), header=header)
    assert outcomes(database, "KR102")[0][3] == "silenced"


def test_what_comes_back_begins_a_new_life(night: Night, database: Database) -> None:
    for step, row in enumerate((TASK, BETTER, TASK)):
        night(FIRST + step * DAY, (GOOD, row))
    assert outcomes(database, "KR102") == [
        (FIRST, FIRST, FIRST + DAY, "fixed"),
        (FIRST + 2 * DAY, FIRST + 2 * DAY, None, None),
    ]


def test_a_night_on_which_the_sheet_could_not_be_read_changes_nothing(night: Night, database: Database) -> None:
    night(FIRST, (GOOD, TASK))
    before = open_codes(database)
    assert night(FIRST + DAY, None) is None
    assert open_codes(database) == before
    with database.reading() as connection:
        run = last_runs(connection, 1)[0]
    assert (run.exit_code, run.sources[0].failure) == (3, "sources.missing")


def test_weeks_are_told_oldest_first_with_this_one_as_it_stands(night: Night) -> None:
    for step in (0, 1, 7, 8, 21):
        last = night(FIRST + step * DAY, (GOOD, TASK if step < 21 else BETTER))
    weeks = last.report.trend.weeks
    assert [week.monday for week in weeks] == [date(2026, 3, 30), date(2026, 4, 6), date(2026, 4, 20)]
    assert weeks[-1].score > weeks[0].score


def test_what_a_look_would_tell_is_what_the_run_then_keeps(night: Night, database: Database, tmp_path: object) -> None:
    del tmp_path
    night(FIRST, (GOOD, TASK))
    last = night(FIRST + DAY, (GOOD, TASK))
    looked = Examined(last.source, last.snapshot, last.report, last.manner, last.address)
    Memory(database, {"okrs"}).tell_trend(looked)
    assert (looked.report.trend.new, looked.report.trend.fixed) == (0, 0)


def test_a_run_that_was_overtaken_writes_nothing(night: Night, database: Database) -> None:
    last = night(FIRST, (GOOD, TASK))
    zombie = Book(database, holding(acquire(database, "run", "a zombie", now=1e9, seconds=60)), {"okrs"})
    acquire(database, "run", "a younger run", now=2e9, seconds=60)
    before = [count(database, table) for table in (RUN, RUN_SOURCE, OKR, SIGHTING, FINDING)]
    for act in (
        zombie.see_that_it_is_ours,
        lambda: zombie.keep(last, None, None),
        lambda: zombie.finish(datetime(2026, 4, 1, tzinfo=UTC), 0),
    ):
        with pytest.raises(BusyError):
            act()
    assert [count(database, table) for table in (RUN, RUN_SOURCE, OKR, SIGHTING, FINDING)] == before
    assert corrections(last) is not None


def test_sixty_nights_leave_no_more_than_their_changes(night: Night, database: Database) -> None:
    for step in range(60):
        night(FIRST + step * DAY, ((*GOOD[:5], 150 + step // 15, None), TASK))
    assert count(database, OKR) == 3
    assert count(database, SIGHTING) < 20
    assert count(database, FINDING) < 20


def test_what_ended_long_ago_is_let_go(night: Night, database: Database) -> None:
    for step in range(0, 60, 2):
        night(FIRST + step * DAY, ((*GOOD[:5], 150 + step, None), TASK if step < 10 else BETTER))
    with database.writing() as connection:
        prune(connection, FIRST + 30 * DAY)
    with database.reading() as connection:
        assert connection.execute(select(func.min(RUN.c.day))).scalar_one() == FIRST + 30 * DAY
        assert connection.execute(select(func.min(FINDING.c.closed))).scalar_one() is None
    # How it stood on the first day that is kept is known still.
    last = night(FIRST + 60 * DAY, ((*GOOD[:5], 150 + 58, None), BETTER))
    history = last.report.plan.objectives[0].key_results[0].history
    assert history[0].current >= 150 + 28
    assert history[-1].day == FIRST + 58 * DAY


def test_a_row_that_nobody_touches_does_not_seem_younger_when_old_days_are_let_go(database: Database) -> None:
    with database.writing() as connection:
        place = {"source": "okrs", "kind": "key_result", "key": "k", "title": "t", "owners": [], "row": 2}
        connection.execute(insert(OKR).values(id=1, first_day=FIRST, last_day=FIRST, **place))
        for day, digest in ((0, "old"), (3, "row"), (12, "row"), (20, "row"), (29, "row")):
            connection.execute(insert(SIGHTING).values(okr=1, day=FIRST + day * DAY, score=50 + day, digest=digest))
        prune(connection, FIRST + 25 * DAY)
        kept = connection.execute(select(SIGHTING.c.day).order_by(SIGHTING.c.day)).scalars()
        # Since when it stands so, how it stood on the first day that is kept, and what came later.
        assert [(day - FIRST).days for day in kept] == [3, 20, 29]


def test_a_source_is_forgotten_whole(night: Night, database: Database) -> None:
    night(FIRST, (GOOD, TASK))
    with database.writing() as connection:
        assert traces_of_source(connection, "okrs") == Traces(okrs=3, runs=1)
        forget_source(connection, "okrs")
        assert traces_of_source(connection, "okrs") == Traces(okrs=0, runs=0)
    assert [count(database, table) for table in (OKR, SIGHTING, FINDING, RUN_SOURCE)] == [0, 0, 0, 0]


def test_a_person_is_forgotten_and_stays_so(night: Night, database: Database) -> None:
    night(FIRST, (GOOD, TASK))
    with database.writing() as connection:
        assert traces_of_person(connection, "ana  SILVA").okrs > 0
        forget_person(connection, "ana silva")
    night(FIRST + DAY, (GOOD, TASK))
    with database.reading() as connection:
        assert traces_of_person(connection, "Ana Silva") == Traces(okrs=0)
        assert traces_of_person(connection, "Jon Berg").okrs > 0


@pytest.mark.parametrize("forget", [forget_person, forget_source], ids=["a person", "a source"])
def test_no_byte_of_what_is_forgotten_is_left_in_the_file(
    night: Night, database: Database, forget: Callable[[Connection, str], None]
) -> None:
    name, words = ("Ana Silva", b"Ana Silva") if forget is forget_person else ("okrs", b"Launch the new catalogue")
    night(FIRST, (GOOD, TASK))
    assert words in Path(database.place).read_bytes()
    with database.writing() as connection:
        forget(connection, name)
    database.close()
    assert words not in Path(database.place).read_bytes()


def test_the_last_of_each_source_is_known_whatever_ran_since(night: Night, database: Database) -> None:
    night(FIRST, (GOOD, TASK))
    night(FIRST + DAY, (GOOD, BETTER))
    with database.reading() as connection:
        (row,) = latest(connection, ["okrs", "other"])
        assert (row.run, row.source) == (2, "okrs")
