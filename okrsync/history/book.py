"""The history as a run uses it: what it recalls before judging, and what it writes down after writing."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from okrsync.history import runs
from okrsync.history.forgetting import prune
from okrsync.history.recording import Asked, compare, record
from okrsync.history.remembering import recall
from okrsync.history.trends import trend

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from datetime import date, datetime

    from sqlalchemy import Connection

    from okrsync.edits import WriteOutcome
    from okrsync.errors import OkrsyncError
    from okrsync.model import Plan
    from okrsync.pipeline import Examined
    from okrsync.state.database import Database


class Memory:
    """What earlier runs have left: nothing is written."""

    def __init__(self, database: Database, known: Collection[str]) -> None:
        """Take the open database, and the names of the sources that are remembered."""
        self.database = database
        self.known = known

    def recall(self, plan: Plan, today: date) -> Plan:
        """Return `plan` with what was seen of it. Raises StateError where that cannot be read."""
        if plan.source not in self.known:
            return plan
        with self.database.reading() as connection:
            return recall(connection, plan, today)

    def tell_trend(self, examined: Examined) -> None:
        """Fill in how the source has come along. Raises StateError where that cannot be read."""
        if examined.report.plan.source not in self.known:
            return
        with self.database.reading() as connection:
            found = compare(connection, examined.report, _asked(examined))
            examined.report.trend = trend(connection, examined.report, found, examined.manner.today)


class Book(Memory):
    """The book of one run that holds the lease: nothing is written for a run that was overtaken by another."""

    def __init__(
        self, database: Database, hold: Callable[[Connection], None], known: Collection[str], *, keeps: bool = True
    ) -> None:
        """Take the open database, and what raises BusyError in a transaction of a run that has lost its lease.

        With `keeps` False nothing is written down.
        """
        super().__init__(database, known)
        self._hold = hold
        self._keeps = keeps
        self._run = 0

    @property
    def run(self) -> int:
        """Return the number of the run; 0 where it is not written down."""
        return self._run

    def begin(self, now: datetime, slots: Sequence[tuple[str, date, datetime]] = ()) -> None:
        """Write down that the run begins, and that it takes these slots (job, day, when).

        Raises BusyError where another run has taken over, StateError where nothing can be written.
        """
        if not self._keeps:
            return
        with self._writing() as connection:
            self._run = runs.begin(connection, now)
            for job, day, _ in slots:
                runs.claim(connection, job, day, now)

    def see_that_it_is_ours(self) -> None:
        """Raise BusyError where another run has taken over: this one must not write anywhere any more."""
        with self._writing():
            pass

    def keep(self, examined: Examined, outcome: WriteOutcome | None, error: OkrsyncError | None) -> None:
        """Write down what was found in a source and what was written there, and fill in how it has come along."""
        report, today = examined.report, examined.manner.today
        if not self._keeps or report.plan.source not in self.known:
            self.tell_trend(examined)
            return
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
        if not self._keeps or source not in self.known:
            return
        with self._writing() as connection:
            runs.note_failure(connection, self._run, source, error.key)

    def finish(self, now: datetime, exit_code: int, forget_before: datetime | None = None) -> None:
        """Write down how the run ended, and let go of what is older than anybody wants."""
        if not self._keeps:
            return
        with self._writing() as connection:
            runs.finish(connection, self._run, now, exit_code)
            if forget_before is not None:
                prune(connection, forget_before.date())

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self.database.writing() as connection:
            self._hold(connection)
            yield connection


def _asked(examined: Examined) -> Asked:
    rules = examined.manner.rule_set
    provided = examined.report.plan.provides
    return Asked(frozenset(rule.code for rule in rules if rule.needs <= provided), rules.known)
