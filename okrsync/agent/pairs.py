"""The pairs of a run: kept in step before their sources are judged, on one read of each source.

Before, since the score is to be that of what stands there in the morning, and since a conflict that is found tonight is
to stand beside its row tonight. On most nights nothing is written to either side, and the lint takes what was read.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from okrsync.agent.attempting import attempt
from okrsync.errors import BusyError, StateError, TerminalError
from okrsync.pipeline import Reading, read_ahead
from okrsync.sync.opening import open_store
from okrsync.sync.running import keep_in_step, rehearse
from okrsync.sync.settings import SIDES, Settings, Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from okrsync.agent.stopping import Stopping
    from okrsync.errors import OkrsyncError
    from okrsync.pipeline import Job
    from okrsync.state.database import Database
    from okrsync.sync.outcome import Outcome
    from okrsync.sync.plan import Plan
    from okrsync.sync.stores import Store


class Pair(NamedTuple):
    """Two sources that are kept in step."""

    name: str
    jobs: Mapping[Side, Job]
    settings: Settings

    @property
    def names(self) -> dict[Side, str]:
        """Return what people call the two sources."""
        return {side: self.jobs[side].name for side in SIDES}


@dataclass(slots=True)
class PairRun:
    """What became of one pair."""

    pair: Pair
    outcome: Outcome | None = None
    """None where it failed before anything was written, or where somebody was asked and said no."""
    error: OkrsyncError | None = None

    @property
    def is_whole(self) -> bool:
        """Tell whether everything that was planned was done."""
        return self.error is None and (self.outcome is None or self.outcome.is_complete)


class Readings:
    """What was read in this run and still stands so."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._kept: dict[str, Reading] = {}

    def of(self, job: Job) -> Reading:
        """Return what stands in a source, read unless it was already. Raises SourceError."""
        if job.name not in self._kept:
            self._kept[job.name] = read_ahead(job)
        return self._kept[job.name]

    def get(self, job: Job) -> Reading | None:
        """Return what was read of a source, None where nothing was, or where it has been written to since."""
        return self._kept.get(job.name)

    def drop(self, pair: Pair) -> None:
        """Forget both sources of a pair, since something may have been written to them."""
        for job in pair.jobs.values():
            self._kept.pop(job.name, None)


def stores_of(pair: Pair, readings: Readings) -> dict[Side, Store]:
    """Return the stores of a pair, which begin with what was read. Raises SourceError."""
    return {side: open_store(pair.jobs[side], readings.of(pair.jobs[side]).snapshot) for side in SIDES}


def keep_pairs(
    pairs: Iterable[Pair],
    database: Database,
    stopping: Stopping,
    readings: Readings,
    agreed: Callable[[Pair, Plan], bool],
) -> Iterator[PairRun]:
    """Keep each pair in step; one that fails never stops the others. `agreed` is asked about first runs.

    Whoever calls this holds the lease on the state. Raises StateError, and BusyError where another run has taken over.
    """
    for pair in pairs:
        done = PairRun(pair)
        work = partial(_keep, done, database, readings, agreed)
        done.error = attempt(pair.name, stopping, work, ends_the_run=_ends_the_run)
        if done.outcome is None or not done.outcome.is_quiet:
            readings.drop(pair)
        yield done


def _ends_the_run(error: OkrsyncError) -> bool:
    return isinstance(error, BusyError | StateError)


def _keep(done: PairRun, database: Database, readings: Readings, agreed: Callable[[Pair, Plan], bool]) -> None:
    pair = done.pair
    done.outcome = keep_in_step(
        database,
        pair.name,
        stores_of(pair, readings),
        pair.settings,
        holder=holder(),
        agreed=partial(agreed, pair),
        is_alone=True,
    )


def plan_of(pair: Pair, database: Database, readings: Readings) -> Plan:
    """Return what the next run of a pair would do; nothing is written. Raises SourceError, SyncStoppedError."""
    return rehearse(database, pair.name, stores_of(pair, readings), pair.settings)


def not_begun(pair: Pair, _: Plan) -> bool:
    """Refuse the first run of a pair where nobody is there to look at what was matched.

    Raises TerminalError, so that nobody believes the pair to be in step.
    """
    raise TerminalError("sync.not-begun", pair=pair.name)


def holder() -> str:
    """Return what another run is told of this one."""
    return f"{socket.gethostname()}, process {os.getpid()}"
