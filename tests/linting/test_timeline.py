"""Where a day stands in the time of an OKR."""

from __future__ import annotations

from datetime import date

import pytest

from okrsync.linting.timeline import Span, Stage, span_of
from okrsync.model import KeyResult, Objective, Period, Ref

REF = Ref("s", None, 2, "k")
QUARTER = Period("Q2 2026", date(2026, 4, 1), date(2026, 6, 30))


@pytest.mark.parametrize(
    ("span", "stage"),
    [
        (Span(None, None), Stage.UNKNOWN),
        (Span(date(2026, 6, 1), None), Stage.BEFORE),
        (Span(date(2026, 4, 1), date(2026, 5, 15)), Stage.RUNNING),
        (Span(None, date(2026, 5, 14)), Stage.OVER),
        (Span(None, date(2026, 5, 16)), Stage.RUNNING),
    ],
)
def test_the_bounds_that_are_known_tell_the_stage(span: Span, stage: Stage) -> None:
    assert span.stage(date(2026, 5, 15)) is stage


def test_a_key_result_ends_on_its_own_deadline() -> None:
    objective = Objective("o", "O", REF, period=QUARTER)
    key_result = KeyResult("k", "K", REF, due=date(2026, 5, 1))
    assert span_of(objective, key_result) == (date(2026, 4, 1), date(2026, 5, 1))


def test_a_deadline_before_the_period_leaves_the_start_unknown() -> None:
    objective = Objective("o", "O", REF, period=QUARTER)
    assert span_of(objective, KeyResult("k", "K", REF, due=date(2026, 3, 1))) == (None, date(2026, 3, 1))


def test_an_orphan_without_a_deadline_has_no_known_time() -> None:
    assert span_of(None, KeyResult("k", "K", REF)) == (None, None)


def test_half_way_through_half_of_the_time_has_passed() -> None:
    assert Span(date(2026, 1, 1), date(2026, 1, 10)).passed(date(2026, 1, 5)) == pytest.approx(0.5)
