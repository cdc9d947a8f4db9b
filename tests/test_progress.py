"""How far an OKR has come, worked out from its values."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from okrsync.model import KeyResult, Objective, Ref
from okrsync.progress import expected_progress, key_result_progress, objective_progress, progress_between

REF = Ref("book", None, 2, "k")


def key_result(**fields: Any) -> KeyResult:
    """Return a key result."""
    return KeyResult("k", "Title", REF, **fields)


def objective(*children: KeyResult, **fields: Any) -> Objective:
    """Return an objective."""
    return Objective("o", "Title", REF, key_results=list(children), **fields)


@pytest.mark.parametrize(
    ("baseline", "current", "target", "progress"),
    [
        (0, 25, 100, 0.25),
        (30, 40, 50, 0.5),
        (10, 5, 0, 0.5),
        (14, 11, 2, 0.25),
        (10, 12, 0, 0),
        (10, -3, 0, 1),
        (0, 150, 100, 1),
        (-20, 0, 20, 0.5),
        (5, 5, 5, None),
        (None, 5, 10, None),
        (0, None, 10, None),
        (0, 5, None, None),
    ],
)
def test_progress_is_the_share_of_the_way_that_was_come(
    baseline: float | None, current: float | None, target: float | None, progress: float | None
) -> None:
    assert progress_between(baseline, current, target) == progress


def test_values_go_before_what_the_team_gave() -> None:
    assert key_result_progress(key_result(baseline=0, current=25, target=100, progress=0.9)) == 0.25


def test_without_values_what_the_team_gave_counts_within_bounds() -> None:
    assert key_result_progress(key_result(progress=1.3)) == 1
    assert key_result_progress(key_result(progress=0.4)) == 0.4
    assert key_result_progress(key_result()) is None


def test_an_objective_is_the_mean_of_its_key_results() -> None:
    assert objective_progress(objective(key_result(progress=0.2), key_result(progress=0.6))) == pytest.approx(0.4)


def test_weights_count_where_every_key_result_has_one() -> None:
    children = key_result(progress=0.0, weight=3), key_result(progress=1.0, weight=1)
    assert objective_progress(objective(*children)) == pytest.approx(0.25)


@pytest.mark.parametrize("weights", [(3, None), (0, 0), (3, -1)])
def test_weights_that_cannot_be_used_leave_a_plain_mean(weights: tuple[float | None, float | None]) -> None:
    children = [key_result(progress=share, weight=weight) for share, weight in zip((0.0, 1.0), weights, strict=True)]
    assert objective_progress(objective(*children)) == pytest.approx(0.5)


def test_what_is_unknown_is_not_zero() -> None:
    assert objective_progress(objective(key_result(progress=0.8), key_result())) == pytest.approx(0.8)


def test_without_known_key_results_the_objective_s_own_figure_counts() -> None:
    assert objective_progress(objective(key_result(), progress=0.3)) == 0.3
    assert objective_progress(objective()) is None


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 3, 31), 0),
        (date(2026, 4, 1), 1 / 10),
        (date(2026, 4, 5), 5 / 10),
        (date(2026, 4, 10), 1),
        (date(2026, 5, 1), 1),
    ],
)
def test_an_even_pace_has_done_its_share_by_the_end_of_the_day(today: date, expected: float) -> None:
    assert expected_progress(date(2026, 4, 1), date(2026, 4, 10), today) == pytest.approx(expected)


def test_a_period_without_bounds_expects_nothing() -> None:
    day = date(2026, 4, 1)
    assert expected_progress(None, day, day) is None
    assert expected_progress(day, None, day) is None
    assert expected_progress(date(2026, 4, 2), day, day) is None
