"""One layer of rate limits, retries and deadlines for every store that is reached over the network.

The clients of the stores retry too little, too much, or never give up; theirs is switched off. Here a call waits for
its turn (one budget for each credential, over all workers), is given up after its own deadline whatever it hangs on,
and is repeated where the *kind* of failure says that this may help and cannot do harm. What is left is raised as one of
`okrsync.errors`, so that the rest of okrsync knows no client's exceptions.
"""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

import stamina
from pyrate_limiter import Limiter, Rate

from okrsync.errors import SourceError, TransientError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Result = TypeVar("Result")

# Its own hooks would log the exceptions, which may quote what people wrote.
stamina.instrumentation.set_on_retry_hooks([])

_BACK_OFF = 0.5
"""A service that says "too many" is asked half as often from then on …"""
_RECOVERY = 1.5
"""… and half as often again after each minute without that, up to the rate it was asked at first."""
_RECOVERS_AFTER = 60.0


class Fault(NamedTuple):
    """What one failed call means."""

    error: SourceError
    """What is raised where no repetition helps; transient ones are worth one."""
    wait: float | None = None
    """Seconds that the service asked to wait."""
    too_many: bool = False
    """The service said that it is asked too often."""
    maybe_done: bool = False
    """The service may have carried it out all the same: the answer was lost, not the request."""


class Diagnosis(Protocol):
    """How one store's client says what went wrong."""

    def __call__(self, error: Exception, /) -> Fault | None:
        """Return what `error` means; None for what is no failure of a call, and is raised as it is."""
        ...


class UnansweredError(Exception):
    """A call took longer than it may; what hangs is left to itself."""


class Deadline:
    """The moment at which a run has to be over."""

    def __init__(self, seconds: float | None = None) -> None:
        """Begin now; None for a run that may take as long as it wants."""
        self._end = None if seconds is None else time.monotonic() + seconds

    def left(self) -> float | None:
        """Return the seconds that are left, never below 0; None for no limit."""
        return None if self._end is None else max(0.0, self._end - time.monotonic())

    def allows(self, seconds: float) -> bool:
        """Tell whether so long a wait still ends in time."""
        left = self.left()
        return left is None or seconds < left


class Budget:
    """How often one credential may call: shared by everything that calls with it."""

    def __init__(self, calls: int, seconds: float) -> None:
        """Allow `calls` in every `seconds`; the service may teach it to be slower."""
        self._calls, self._seconds = calls, seconds
        self.taken = 0
        """Turns that were taken."""
        self._share = 1.0
        """Of the first rate, what is used now."""
        self._not_before = 0.0
        self._changed = time.monotonic()
        self._lock = threading.Lock()
        self._limiter = self._limiter_now()

    @property
    def rate(self) -> float:
        """Return calls a second as they are now."""
        return self._calls / self._seconds * self._share

    def take(self, deadline: Deadline) -> None:
        """Wait for the next turn. Raises TransientError if it would come after `deadline`."""
        self._recover()
        while True:
            pause = self._not_before - time.monotonic()
            if pause > 0:
                _sleep(pause, deadline)
                continue
            left = deadline.left()
            if not self._limiter.try_acquire("call", timeout=-1 if left is None else left):
                raise TransientError("calling.no-time")
            if self._not_before <= time.monotonic():
                with self._lock:
                    self.taken += 1
                return

    def slow_down(self, wait: float | None) -> None:
        """Learn that the service was asked too often: halve the rate, and let nobody call for `wait` seconds."""
        with self._lock:
            self._not_before = max(self._not_before, time.monotonic() + (wait or 0.0))
            # Several workers hear the same refusal: one lesson a second is enough.
            if time.monotonic() - self._changed >= 1 or self._share == 1:
                self._use(self._share * _BACK_OFF)

    def _recover(self) -> None:
        with self._lock:
            if self._share < 1 and time.monotonic() - self._changed >= _RECOVERS_AFTER:
                self._use(min(1.0, self._share * _RECOVERY))

    def _use(self, share: float) -> None:
        self._share, self._changed = share, time.monotonic()
        self._limiter = self._limiter_now()

    def _limiter_now(self) -> Limiter:
        return Limiter([Rate(self._calls, max(1, round(self._seconds * 1000 / self._share)))], buffer_ms=1)


@dataclass(slots=True)
class Patience:
    """How long to go on trying."""

    attempts: int = 6
    request_seconds: float = 60.0
    """What one request may take from its first byte to the last of its answer, whatever it hangs on."""
    first_wait: float = 0.5
    longest_wait: float = 30.0
    """Between attempts, where the service does not say how long."""
    workers: int = 8
    """Calls in flight at once."""


@dataclass(slots=True)
class Caller:
    """Calls one store with one credential."""

    diagnose: Diagnosis
    budgets: dict[str, Budget]
    """Kind of call ("read", "write", or just "call") → its budget."""
    deadline: Deadline = field(default_factory=Deadline)
    patience: Patience = field(default_factory=Patience)

    def call(self, do: Callable[[], Result], *, kind: str = "call", repeatable: bool = True) -> Result:
        """Return what `do` does, at its turn, as often as it takes.

        `repeatable` is False for what must not be done twice: it is repeated only where it surely was not done.
        Raises SourceError: what the store's diagnosis makes of the last failure.
        """

        def worth_another_try(error: Exception) -> bool | float:
            fault = self._fault(error)
            if fault is None or not isinstance(fault.error, TransientError) or (fault.maybe_done and not repeatable):
                return False
            if fault.too_many:
                self.budgets[kind].slow_down(fault.wait)
            if fault.wait is None:
                return True
            return fault.wait if self.deadline.allows(fault.wait) else False

        def attempt() -> Result:
            self.budgets[kind].take(self.deadline)
            return within(self.patience.request_seconds, do)

        patience = self.patience
        try:
            for each in stamina.retry_context(
                on=worth_another_try,
                attempts=patience.attempts,
                timeout=self.deadline.left() or None,
                wait_initial=patience.first_wait,
                wait_max=patience.longest_wait,
                wait_jitter=patience.first_wait,
            ):
                with each:
                    return attempt()
        except Exception as error:
            fault = self._fault(error)
            if fault is None:
                raise
            raise fault.error from error
        raise AssertionError  # pragma: no cover - the last attempt either returns or raises

    def together(self, calls: Iterable[Callable[[], Result]]) -> list[Future[Result]]:
        """Return what became of each of `calls` (each makes one `call`), in their order; some are in flight at once.

        Where the run is interrupted, those in flight are finished and those that wait are not begun.
        """
        workers = ThreadPoolExecutor(self.patience.workers)
        try:
            outcomes = [workers.submit(call) for call in calls]
            wait(outcomes)
        finally:
            workers.shutdown(cancel_futures=True)
        return outcomes

    def _fault(self, error: Exception) -> Fault | None:
        if isinstance(error, UnansweredError):
            return Fault(TransientError("calling.unanswered", seconds=self.patience.request_seconds), maybe_done=True)
        return self.diagnose(error)


def within(seconds: float, do: Callable[[], Result]) -> Result:
    """Return what `do` does within so many seconds.

    The time-outs of HTTP clients begin anew with every byte: a body that drips passes them for ever. So the call is
    made on a thread of its own, and that thread is left behind if it does not come back in time.
    Raises UnansweredError then.
    """
    outcome: Future[Result] = Future()

    def run() -> None:
        try:
            outcome.set_result(do())
        except BaseException as error:  # noqa: BLE001 - it is raised where the outcome is awaited
            outcome.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        return outcome.result(seconds)
    except TimeoutError:
        if outcome.done():
            raise
        raise UnansweredError from None


def _sleep(seconds: float, deadline: Deadline) -> None:
    if not deadline.allows(seconds):
        raise TransientError("calling.no-time")
    time.sleep(seconds)
