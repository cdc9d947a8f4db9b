"""One whole run under guard: alone, with its deadline, its history, and those who are told how it goes."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from okrsync.agent.conflict_remarks import ConflictRemarks
from okrsync.agent.lease_keeping import leased
from okrsync.agent.lock import alone
from okrsync.agent.observing import Run
from okrsync.agent.pairs import Readings, keep_pairs, not_begun
from okrsync.agent.running import run_sources
from okrsync.errors import OkrsyncError
from okrsync.history.book import Book
from okrsync.state.database import open_database
from okrsync.state.place import lock_path
from okrsync.sync.settings import Side

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from structlog.typing import FilteringBoundLogger

    from okrsync.agent.observing import Observer, SourceRun
    from okrsync.agent.pairs import Pair, PairRun
    from okrsync.agent.slots import Slot
    from okrsync.agent.stopping import Stopping
    from okrsync.pipeline import Job

    Finish = Callable[[Sequence[SourceRun]], int]
    """Does what remains when all sources are done (say, the page), and returns the exit code."""

_TROUBLE = _UNFORESEEN = 3


@dataclass(slots=True, frozen=True)
class Conditions:
    """Under which runs are made, as the config says."""

    place: str | Path
    """Of the state."""
    keep: timedelta
    """How long the history is kept."""
    deadline: timedelta
    """How long one run may take."""
    observers: Sequence[Observer]
    log: FilteringBoundLogger
    known: Collection[str]
    """Names of the sources of the config: only of these anything is remembered."""
    pairs: Sequence[Pair] = ()
    """Those of the config that are kept in step."""
    keeps: bool = True
    """False where a run judges otherwise than the config says: what it finds is not written down."""


def utc_now() -> datetime:
    """Return the instant it is."""
    return datetime.now(UTC)


def run_once(  # noqa: PLR0913 - what a run consists of
    jobs: Sequence[Job],
    conditions: Conditions,
    stopping: Stopping,
    *,
    finish: Finish,
    before_each: Callable[[Job], None] = lambda _: None,
    slots: Sequence[Slot] = (),
    pair_ended: Callable[[PairRun], None] = lambda _: None,
    now: Callable[[], datetime] = utc_now,
) -> int:
    """Do `jobs` as one run, for which `slots` are claimed; return its exit code.

    A pair is kept in step in the run of its first source, before any source is judged; `pair_ended` hears of it.

    Raises BusyError where another run is under way or takes over, StateError where the history cannot be kept, and
    whatever `run_sources` and `finish` raise.
    """
    stopping.begin(conditions.deadline.total_seconds())
    with ExitStack() as guard:
        guard.enter_context(alone(lock_path(conditions.place)))
        database = open_database(conditions.place)
        guard.callback(database.close)
        hold = guard.enter_context(leased(database))
        guard.enter_context(stopping.heeding_signals())
        book = Book(database, hold, conditions.known, keeps=conditions.keeps)
        began = now()
        book.begin(began, slots)
        run = Run(book.run, began, [job.name for job in jobs])
        _tell(conditions, lambda observer: observer.run_began(run))
        readings = Readings()
        conflicts = ConflictRemarks(database, {pair.name: pair.names for pair in conditions.pairs})
        try:
            pairs_are_whole = True
            for pair in keep_pairs(_due(conditions.pairs, jobs), database, stopping, readings, not_begun):
                pairs_are_whole = pairs_are_whole and pair.is_whole
                _log(conditions, pair)
                pair_ended(pair)
            for done in run_sources(jobs, book, stopping, before_each, readings.get, conflicts.recall):
                run.sources.append(done)
                _tell(conditions, partial(_source_ended, run, done))
            run.exit_code = finish(run.sources)
            if not pairs_are_whole:
                run.exit_code = _TROUBLE
        except BaseException as error:
            run.exit_code = error.exit_code if isinstance(error, OkrsyncError) else _UNFORESEEN
            # Whatever keeps the run from ending well may keep the book from being closed: the first reason counts.
            with suppress(OkrsyncError):
                book.finish(now(), run.exit_code)
            raise
        else:
            book.finish(now(), run.exit_code, forget_before=began - conditions.keep)
        finally:
            run.ended = now()
            _tell(conditions, lambda observer: observer.run_ended(run))
    return run.exit_code


def _due(pairs: Sequence[Pair], jobs: Sequence[Job]) -> list[Pair]:
    """Return the pairs whose first source is among `jobs`."""
    named = {job.name for job in jobs}
    return [pair for pair in pairs if pair.jobs[Side.A].name in named]


def _log(conditions: Conditions, done: PairRun) -> None:
    if done.error is not None:
        conditions.log.warning("pair failed", pair=done.pair.name, reason=done.error.key)
    elif done.outcome is not None:
        written = done.outcome.cells + done.outcome.created + done.outcome.deleted
        conditions.log.info("pair kept in step", pair=done.pair.name, written=written)


def _source_ended(run: Run, done: SourceRun, observer: Observer) -> None:
    observer.source_ended(run, done)


def _tell(conditions: Conditions, tell: Callable[[Observer], None]) -> None:
    """Tell every observer; one that fails is written in the log, and nothing else happens."""
    for observer in conditions.observers:
        try:
            tell(observer)
        except Exception as error:  # noqa: BLE001 - those who watch must never stop what they watch
            # The kind alone: the text of an error may quote an address.
            conditions.log.warning("observer failed", observer=type(observer).__name__, reason=type(error).__name__)
