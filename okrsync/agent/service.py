"""`okrsync agent`: waits for slots and runs what is due, night after night, until it is asked to stop.

`schedule` is the ticker and no more: it knows neither time zones nor slots that were missed, and a job that fails it
runs again at once. What is due is read from the table of slots (`slots`), once a minute.
"""

from __future__ import annotations

import signal
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Protocol

from schedule import Scheduler

from okrsync.agent.nightly import utc_now
from okrsync.agent.slots import due, newest_slot
from okrsync.errors import BusyError, OkrsyncError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date, datetime
    from types import FrameType

    from structlog.typing import FilteringBoundLogger

    from okrsync.agent.slots import Slot, Timetable
    from okrsync.agent.stopping import Stopping
    from okrsync.model import Language

MINUTE = 60.0


class Orders(Protocol):
    """What one reading of the config asks for."""

    timetables: Mapping[str, Timetable]
    """When each job is due: a source by its name, a message to people as "digest:NAME"."""
    sources: Sequence[str]
    """Names."""
    log: FilteringBoundLogger
    language: Language
    """Of those who read the log."""

    def claimed(self) -> Mapping[str, Collection[date]]:
        """Return for each job the days whose slots are claimed; a job never heard of has no entry."""
        ...

    def let_pass(self, slots: Sequence[Slot], now: datetime) -> None:
        """Claim slots that began before the agent knew of their job."""
        ...

    def run(self, slots: Sequence[Slot], stopping: Stopping, now: Callable[[], datetime]) -> int:
        """Claim the slots and do what is due: sources as one run, then messages; return the worst exit code."""
        ...

    def close(self) -> None:
        """Let go of what is open: other orders follow."""
        ...


@dataclass(slots=True)
class Service:
    """The agent: its orders, and what it heard."""

    load: Callable[[], Orders]
    """Reads the config anew. Raises OkrsyncError where it cannot be used."""
    stopping: Stopping
    now: Callable[[], datetime] = utc_now
    every: float = MINUTE
    """Seconds between two looks at what is due."""

    def serve(self) -> None:
        """Work until asked to stop. Raises OkrsyncError where the first orders cannot be used."""
        orders = self.load()
        wake, reload = Event(), Event()
        self.stopping.wake = wake.set

        def hang_up(_number: int, _frame: FrameType | None) -> None:
            reload.set()
            wake.set()

        hang_up_signal = getattr(signal, "SIGHUP", None)
        before = signal.signal(hang_up_signal, hang_up) if hang_up_signal is not None else None
        try:
            with self.stopping.heeding_signals():
                orders.log.info("agent began", sources=len(orders.sources))
                ticks = Ticks(self.every, lambda: self._look(orders))
                while not self.stopping.asked:
                    if reload.is_set():
                        reload.clear()
                        orders = self._reloaded(orders)
                    ticks.go_on()
                    if not (self.stopping.asked or reload.is_set()):
                        wake.wait(min(1.0, self.every))
                    wake.clear()
                orders.log.info("agent stopped")
        finally:
            if hang_up_signal is not None:
                signal.signal(hang_up_signal, before)
            orders.close()

    def _reloaded(self, orders: Orders) -> Orders:
        """Return new orders; the old ones where the config cannot be used."""
        try:
            new = self.load()
        except OkrsyncError as error:
            orders.log.error("config refused", reason=error.text(orders.language))  # noqa: TRY400 - a sentence for people
            return orders
        orders.close()
        new.log.info("config reloaded", sources=len(new.sources))
        return new

    def _look(self, orders: Orders) -> None:
        """Run what is due; whatever goes wrong, the next look comes."""
        try:
            self._run_what_is_due(orders)
        except BusyError as error:
            # The slots are not claimed: the next look finds them due again.
            orders.log.warning("another run is under way", reason=error.text(orders.language))
        except OkrsyncError as error:
            orders.log.error("run failed", reason=error.text(orders.language))  # noqa: TRY400 - as above
        except Exception as error:  # noqa: BLE001 - nobody is there at night to start the agent again
            orders.log.error("run failed", kind=type(error).__name__)  # noqa: TRY400 - a traceback may quote an OKR

    def _run_what_is_due(self, orders: Orders) -> None:
        now = self.now()
        claimed = orders.claimed()
        unheard = {job: when for job, when in orders.timetables.items() if job not in claimed}
        if unheard:
            # What was due before anybody asked for it was not missed.
            passed = (newest_slot(when, job, now) for job, when in unheard.items())
            orders.let_pass([slot for slot in passed if slot is not None], now)
        found = (
            due(when, job, now, claimed[job].__contains__) for job, when in orders.timetables.items() if job in claimed
        )
        slots = [slot for slot in found if slot is not None]
        if slots:
            orders.run(slots, self.stopping, self.now)


class Ticks:
    """Calls `look` at once and then every so many seconds, however the computer's clock jumps."""

    def __init__(self, every: float, look: Callable[[], None]) -> None:
        """Take the seconds between two looks."""
        self._every = every
        self._look = look
        self._scheduler = Scheduler()
        self._begin()

    def go_on(self) -> None:
        """Look if it is time."""
        idle = self._scheduler.idle_seconds
        if idle is None or idle > self._every:
            # `schedule` counts on the clock on the wall: set back by an hour, it would sleep for one.
            self._begin()
        self._scheduler.run_pending()

    def _begin(self) -> None:
        self._scheduler.clear()
        self._scheduler.every(max(1, round(self._every))).seconds.do(self._look)
        self._scheduler.run_all()
