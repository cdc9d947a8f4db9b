"""The run loop that `okrsync run` and `okrsync agent` share: one source after another, whatever becomes of each."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING

from okrsync.agent.attempting import attempt
from okrsync.agent.observing import SourceRun
from okrsync.errors import SourceError
from okrsync.pipeline import corrections, examine, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from okrsync.agent.stopping import Stopping
    from okrsync.errors import OkrsyncError
    from okrsync.history.book import Book
    from okrsync.model import Plan
    from okrsync.pipeline import Job, Reading


def run_sources(  # noqa: PLR0913, PLR0917 - the last two are for a config with pairs only
    jobs: Iterable[Job],
    book: Book | None,
    stopping: Stopping,
    before_each: Callable[[Job], None] = lambda _: None,
    read_before: Callable[[Job], Reading | None] = lambda _: None,
    conflicts: Callable[[Plan], Plan] = lambda plan: plan,
) -> Iterator[SourceRun]:
    """Read, judge, write and write down each of `jobs`; yield what became of it.

    `read_before` gives what was read already in this run; `conflicts` fills in what waits for a person.

    One that fails never stops the others. Raises RuleError or ConfigError as `judge` does, StateError where the history
    cannot be kept, and BusyError where another run has taken over: then nothing more may be written.
    """
    for job in jobs:
        before_each(job)
        began = time.monotonic()
        done = SourceRun(job)
        work = partial(_work, done, book, stopping, read_before, conflicts)
        done.error = attempt(job.name, stopping, work, ends_the_run=_ends_the_run)
        if book is not None:
            _keep(done, book)
        done.seconds = time.monotonic() - began
        yield done


def _ends_the_run(error: OkrsyncError) -> bool:
    """Tell whether an error is about more than the source that is being worked on: a rule, the config, the state."""
    return not isinstance(error, SourceError)


def _work(
    done: SourceRun,
    book: Book | None,
    stopping: Stopping,
    read_before: Callable[[Job], Reading | None],
    conflicts: Callable[[Plan], Plan],
) -> None:
    def recall(plan: Plan, today: date) -> Plan:
        return conflicts(plan if book is None else book.recall(plan, today))

    done.examined = examine(done.job, recall, read_before(done.job), stopping.seconds_left)
    done.edits = corrections(done.examined)
    if book is not None:
        book.see_that_it_is_ours()
    done.outcome = write(done.examined, done.edits)


def _keep(done: SourceRun, book: Book) -> None:
    if done.examined is not None:
        book.keep(done.examined, done.outcome, done.error)
    elif done.error is not None:
        book.keep_failure(done.job.name, done.error)
