"""Every call to a store waits its turn, is repeated where that helps, and ends in time."""

from __future__ import annotations

import threading
import time

import pytest

from okrsync.errors import AccessError, SourceError, TerminalError, TransientError
from okrsync.sources.calling import Budget, Caller, Deadline, Fault, Patience, UnansweredError, within


class BusyError(Exception):
    """The service says that it is asked too often."""


class BrokenError(Exception):
    """The service fails; it may have done what was asked."""


class UndoneError(Exception):
    """The service refuses before it does anything."""


class DeniedError(Exception):
    """The service will never do it."""


def diagnosed(error: Exception) -> Fault | None:
    match error:
        case BusyError():
            return Fault(TransientError("calling.unanswered", seconds=1), wait=error.args[0], too_many=True)
        case BrokenError():
            return Fault(TransientError("calling.unanswered", seconds=2), maybe_done=True)
        case UndoneError():
            return Fault(TransientError("calling.unanswered", seconds=3))
        case DeniedError():
            return Fault(AccessError("calling.unanswered", seconds=4))
        case _:
            return None


class Service:
    """Fails as it is told, then answers; notes when it was called."""

    def __init__(self, *failures: Exception) -> None:
        """Fail with each of `failures` once."""
        self.failures = list(failures)
        self.calls: list[float] = []

    def __call__(self) -> str:
        self.calls.append(time.monotonic())
        if self.failures:
            raise self.failures.pop(0)
        return "done"


def caller(*, deadline: float | None = 30, calls: int = 1000, **patience: float) -> Caller:
    quick = Patience(**{"first_wait": 0.001, "longest_wait": 0.002, **patience})  # type: ignore[arg-type]
    return Caller(diagnosed, {"call": Budget(calls, 1)}, Deadline(deadline), quick)


@pytest.mark.parametrize("failure", [BusyError(0.01), BrokenError(), UndoneError()])
def test_what_may_pass_is_tried_again(failure: Exception) -> None:
    service = Service(failure, failure)
    assert caller().call(service) == "done"
    assert len(service.calls) == 3


def test_what_will_not_pass_is_not_tried_again() -> None:
    service = Service(DeniedError())
    with pytest.raises(AccessError):
        caller().call(service)
    assert len(service.calls) == 1


def test_what_is_no_failure_of_the_service_is_raised_as_it_is() -> None:
    service = Service(ZeroDivisionError())
    with pytest.raises(ZeroDivisionError):
        caller().call(service)
    assert len(service.calls) == 1


def test_what_must_not_be_done_twice_is_not_repeated_once_it_may_have_been_done() -> None:
    service = Service(BrokenError())
    with pytest.raises(TransientError):
        caller().call(service, repeatable=False)
    assert len(service.calls) == 1


def test_what_must_not_be_done_twice_is_repeated_where_it_surely_was_not_done() -> None:
    service = Service(UndoneError(), BusyError(0.0))
    assert caller().call(service, repeatable=False) == "done"


def test_trying_ends() -> None:
    service = Service(*[BrokenError()] * 20)
    with pytest.raises(TransientError) as failed:
        caller(attempts=4).call(service)
    assert len(service.calls) == 4
    assert failed.value.values == {"seconds": 2}


def test_the_service_is_left_alone_for_as_long_as_it_asks() -> None:
    service = Service(BusyError(0.15))
    caller().call(service)
    assert service.calls[1] - service.calls[0] >= 0.15


def test_while_one_waits_the_others_wait_too() -> None:
    mine = caller()
    mine.budgets["call"].slow_down(0.15)
    service = Service()
    start = time.monotonic()
    mine.call(service)
    assert service.calls[0] - start >= 0.14


def test_a_wait_that_ends_after_the_run_is_not_begun() -> None:
    service = Service(BusyError(3600))
    start = time.monotonic()
    with pytest.raises(TransientError):
        caller(deadline=5).call(service)
    assert time.monotonic() - start < 1
    assert len(service.calls) == 1


@pytest.mark.parametrize("pause", [0.0, 3600.0])
def test_no_call_begins_after_the_end_of_the_run(pause: float) -> None:
    mine = caller(deadline=0.02, calls=1)
    mine.budgets["call"].take(Deadline())
    if pause:
        mine.budgets["call"].slow_down(pause)
    service = Service()
    with pytest.raises(TransientError, match="time that this run may take"):
        mine.call(service)
    assert not service.calls


def test_a_call_that_hangs_is_given_up() -> None:
    never = threading.Event()
    start = time.monotonic()
    with pytest.raises(SourceError, match="did not answer"):
        caller(request_seconds=0.02, attempts=2).call(never.wait)
    assert time.monotonic() - start < 2
    never.set()


def test_a_hanging_call_that_must_not_be_done_twice_is_not_repeated() -> None:
    never, tries = threading.Event(), []

    def hang() -> None:
        tries.append(1)
        never.wait()

    with pytest.raises(TransientError):
        caller(request_seconds=0.02).call(hang, repeatable=False)
    assert len(tries) == 1
    never.set()


def test_a_time_out_within_the_call_is_that_calls_own() -> None:
    def fail() -> None:
        raise TimeoutError("its own")

    with pytest.raises(TimeoutError, match="its own"):
        within(5, fail)


def test_what_hangs_is_told_from_what_is_done() -> None:
    assert within(5, lambda: 3) == 3
    with pytest.raises(UnansweredError):
        within(0.01, threading.Event().wait)


def test_calls_keep_to_the_budget_however_many_work_at_once() -> None:
    mine = caller(calls=50)
    service = Service()
    outcomes = mine.together([lambda: mine.call(service)] * 60)
    assert [each.result() for each in outcomes] == ["done"] * 60
    within_a_second = [at for at in service.calls if at - service.calls[0] < 0.95]
    assert len(within_a_second) <= 50
    assert service.calls[-1] - service.calls[0] < 1.2


def test_each_call_keeps_its_own_outcome() -> None:
    mine = caller()
    services = [Service(), Service(DeniedError()), Service()]
    good, bad, also_good = mine.together([lambda each=each: mine.call(each) for each in services])
    assert (good.result(), also_good.result()) == ("done", "done")
    assert isinstance(bad.exception(), TerminalError)


def test_a_service_that_says_too_many_is_asked_half_as_often_from_then_on() -> None:
    mine = caller()
    mine.call(Service(BusyError(0.0)))
    assert mine.budgets["call"].rate == 500


def test_one_refusal_heard_by_many_workers_is_one_lesson() -> None:
    budget = Budget(100, 1)
    for _ in range(8):
        budget.slow_down(None)
    assert budget.rate == 50


def test_a_budget_recovers_with_time(monkeypatch: pytest.MonkeyPatch) -> None:
    budget = Budget(100, 1)
    budget.slow_down(None)
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 61)
    budget.take(Deadline())
    assert budget.rate == pytest.approx(75)


def test_a_run_without_a_deadline_has_all_the_time() -> None:
    assert Deadline().left() is None
    assert Deadline().allows(1e9)
    assert not Deadline(1).allows(2)
    assert caller(deadline=None).call(Service(BrokenError())) == "done"
