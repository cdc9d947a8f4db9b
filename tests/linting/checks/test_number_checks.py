"""Where rules about a key result's numbers speak, and where they keep silent."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from okrsync.model import Finding

    Ask = Callable[..., list[Finding]]
    Told = Callable[..., list[str]]


def row(title: str, **fields: Any) -> dict[str, Any]:
    return {"objectives": [{"title": "Delight buyers", "key_results": [{"title": title, **fields}]}]}


@pytest.mark.parametrize(
    ("title", "fields"),
    [
        ("Deliver from 2 days to 36 hours faster", {}),
        ("Speed up delivery from 5 days to 2 days", {}),
        ("Cut waste", {"baseline": 0, "target": 500}),
        ("Response time", {"baseline": 96, "target": 48}),
        ("Grow sales", {"target": 10}),
        ("Lower the queue", {"baseline": 10, "target": 4}),
        ("Maintain uptime at 99.9 %", {"baseline": 99.9, "target": 99.9}),
        ("Accidents", {"baseline": 0, "target": 0}),
        ("Uptime", {"baseline": 99.9, "target": 99.9}),
    ],
)
def test_numbers_that_may_run_that_way_are_left_alone(title: str, fields: dict[str, Any], told: Told) -> None:
    assert told("KR109", row(title, **fields)) == []


def test_the_direction_column_wins_over_the_verb(told: Told) -> None:
    assert told("KR109", row("Grow the gap", direction="down", baseline=9, target=4)) == []


def test_a_finding_quotes_values_as_they_were_typed(ask: Ask) -> None:
    typed = {"baseline": "25 k€", "target": "18 k€"}
    found = ask("KR109", row("Grow sales", baseline=25000, target=18000, typed=typed))
    assert found[0].message == "This is to go up, but from 25 k€ to 18 k€ it goes down."


@pytest.mark.parametrize(
    ("title", "fields"),
    [
        ("Visits", {"baseline": 0, "target": 0.01}),
        ("Reduce churn from 8 % to 8.1 %", {}),
        ("Raise the mark from 4.2 to 4.3/5", {}),
        ("Reach 50 orders", {}),
        ("Rooms", {"baseline": 30, "target": 31}),
        ("Keep uptime above 99.9 %", {"baseline": 200, "target": 201.5}),
    ],
)
def test_small_steps_that_may_be_large_are_left_alone(title: str, fields: dict[str, Any], told: Told) -> None:
    assert told("KR110", row(title, **fields)) == []


def test_a_small_step_down_is_held_against_the_start_alone(told: Told) -> None:
    assert told("KR110", row("Page load", unit="ms", baseline=210, target=205)) == ["205"]


@pytest.mark.parametrize(
    "title",
    [
        "Answer mentions 24/7",
        "Reach 110 % of the yearly budget",
        "Reach 130 % return on investment",
        "Raise hiring satisfaction to 88 %",
        "Grow weekly orders from 2 to 60",
    ],
)
def test_targets_that_can_be_are_left_alone(title: str, told: Told) -> None:
    assert told("KR111", row(title)) == []


def test_a_tenfold_fall_is_not_a_leap(told: Told) -> None:
    assert told("KR111", row("Reduce incidents", baseline=400, target=5)) == []


def test_a_deadline_shortly_before_the_period_is_a_calendars_matter(told: Told) -> None:
    period = {"text": "Q2 2026", "start": date(2026, 4, 1), "end": date(2026, 6, 30)}
    dues = (date(2026, 5, 1), date(2026, 6, 1), date(2026, 3, 20))
    rows = [{"title": f"Result {number}", "due": due} for number, due in enumerate(dues)]
    assert told("KR111", {"objectives": [{"title": "Open shops", "period": period, "key_results": rows}]}) == []


@pytest.mark.parametrize(
    ("title", "fields"),
    [
        ("Rating of our 14 shops", {"target": 4.5}),
        ("Activation rate (day 7)", {"target": 60, "unit": "%"}),
        ("Close tickets open for more than 5 days", {"target": 20}),
        ("Answer within 90 minutes", {"target": 1.5, "unit": "h"}),
        ("Grow revenue to 4.8 M€", {"target": 4.83, "unit": "M€"}),
        ("Double weekly orders", {"baseline": 40, "target": 80}),
        ("Cut complaints by a factor of 4", {"baseline": 40, "target": 10}),
        ("Raise sales by 3x", {"baseline": 40, "target": 120}),
        ("Raise conversion by 20 points", {"baseline": 30, "target": 50, "unit": "%"}),
        ("Sell more", {"baseline": 30, "target": 50}),
        ("Reach X orders", {"target": 50}),
        ("Publish 6 stories in 3 languages", {"target": 6}),
    ],
)
def test_columns_that_may_say_the_same_are_left_alone(title: str, fields: dict[str, Any], told: Told) -> None:
    assert told("KR112", row(title, **fields)) == []


def test_a_time_is_held_against_a_time(told: Told) -> None:
    assert len(told("KR112", row("Answer within 5 minutes", target=3, unit="min"))) == 1


def test_a_sentence_without_numbers_contradicts_nothing(told: Told) -> None:
    assert told("KR112", row("Answer faster", target=3)) == []


@pytest.mark.parametrize(
    "title",
    [
        "Reduce page load to 2 s",
        "20 % of our 500 followers subscribe",
        "Place 30 nurses",
        "Unlike rivals, ship in 2 days",
    ],
)
def test_numbers_that_change_something_are_no_vanity(title: str, told: Told) -> None:
    assert told("KR113", row(title)) == []


def test_a_deadline_that_could_not_be_read_is_not_missing(told: Told) -> None:
    rows = [{"title": "Leases", "due": date(2026, 5, 1)}, {"title": "Visits", "unreadable": {"due": "soon"}}]
    assert told("KR108", {"objectives": [{"title": "Open shops", "key_results": rows}]}) == []


def test_an_orphan_without_a_deadline_is_told_where_others_have_one(told: Told) -> None:
    rows = [{"title": "Leases", "due": date(2026, 5, 1)}]
    plan = {"objectives": [{"title": "Open shops", "key_results": rows}], "orphans": [{"title": "Visits"}]}
    assert told("KR108", plan) == ["Visits"]
