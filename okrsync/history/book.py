"""The history as a run uses it: what it recalls before judging, and what it writes down after writing."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from okrsync.history import runs
from okrsync.history.recording import Asked, compare, record
from okrsync.history.remembering import recall
from okrsync.history.trends import trend
from okrsync.state.lease import check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from sqlalchemy import Connection

    from okrsync.edits import WriteOutcome
    from okrsync.errors import OkrsyncError
    from okrsync.model import Plan
    from okrsync.pipeline import Examined
    from okrsync.state.database import Database
    from okrsync.state.lease import Lease


class Memory:
    """What earlier runs have left: nothing is written."""

    def __init__(self, database: Database) -> None:
        """Take the open database."""
        self.database = database

    def recall(self, plan: Plan, today: date) -> Plan:
        """Return `plan` with what was seen of it. Raises StateError where that cannot be read."""
        with self.database.reading() as connection:
            return recall(connection, plan, today)

    def tell_trend(self, examined: Examined) -> None:
        """Fill in how the source has come along. Raises StateError where that cannot be read."""
        with self.database.reading() as connection:
            found = compare(connection, examined.report, _asked(examined))
            examined.report.trend = trend(connection, examined.report, found, examined.manner.today)


class Book(Memory):
    """The book of one run that holds the lease: nothing is written for a run that was overtaken by another."""

    def __init__(self, database: Database, lease: Lease) -> None:
        """Take the open database and the lease on it."""
        super().__init__(database)
        self._lease = lease
        self._run = 0

    @property
    def run(self) -> int:
        """Return the number of the run."""
        return self._run

    def begin(self, now: datetime, day: date) -> None:
        """Write down that the run begins. Raises BusyError where another has taken over, StateError as ever."""
        with self._writing() as connection:
            self._run = runs.begin(connection, now, day)

    def see_that_it_is_ours(self) -> None:
        """Raise BusyError where another run has taken over: this one must not write anywhere any more."""
        with self.database.reading() as connection:
            check(connection, self._lease)

    def keep(self, examined: Examined, outcome: WriteOutcome | None, error: OkrsyncError | None) -> None:
        """Write down what was found in a source and what was written there, and fill in how it has come along."""
        report, today = examined.report, examined.manner.today
        with self._writing() as connection:
            found = record(connection, report, _asked(examined), today)
            seen = runs.Seen(
                report,
                found,
                written=outcome.written if outcome else 0,
                skipped=len(outcome.skipped) if outcome else 0,
                failure=error.key if error else None,
            )
            runs.note_source(connection, self._run, seen)
            report.trend = trend(connection, report, found, today, self._run)

    def keep_failure(self, source: str, error: OkrsyncError) -> None:
        """Write down that a source could not be read."""
        with self._writing() as connection:
            runs.note_failure(connection, self._run, source, error.key)

    def finish(self, now: datetime, exit_code: int) -> None:
        """Write down how the run ended."""
        with self._writing() as connection:
            runs.finish(connection, self._run, now, exit_code)

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self.database.writing() as connection:
            check(connection, self._lease)
            yield connection


def _asked(examined: Examined) -> Asked:
    rules = examined.manner.rule_set
    provided = examined.report.plan.provides
    return Asked(frozenset(rule.code for rule in rules if rule.needs <= provided), rules.known)
