"""Where rules about alignment speak, and where they keep silent."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from okrsync.model import Finding

    Ask = Callable[..., list[Finding]]
    Told = Callable[..., list[str]]


def test_an_unknown_parent_is_left_alone_where_most_parents_live_elsewhere(told: Told) -> None:
    rows = [
        {"title": "Top"},
        {"title": "One", "parents": ["Top"]},
        {"title": "Two", "parents": ["Group aim"]},
        {"title": "Three", "parents": ["Another group aim"]},
    ]
    assert told("AL302", {"objectives": rows}) == []


def test_a_cycle_is_found_behind_a_long_way_up(told: Told) -> None:
    rows = [{"title": f"Aim {number}", "parents": [f"Aim {number + 1}"]} for number in range(3000)]
    rows.append({"title": "Aim 3000", "parents": ["Aim 2999"]})
    assert len(told("AL303", {"objectives": rows})) == 2


def test_two_ways_up_to_one_objective_are_no_cycle(told: Told) -> None:
    rows = [
        {"title": "Top"},
        {"title": "Left", "parents": ["Top"]},
        {"title": "Right", "parents": ["Top"]},
        {"title": "Below", "parents": ["Left", "Right"]},
    ]
    assert told("AL303", {"objectives": rows}) == []


def test_an_objective_under_its_own_key_result_is_its_own_parent(ask: Ask) -> None:
    rows = [{"title": "Open shops", "parents": ["Sign leases"], "key_results": [{"title": "Sign leases"}]}]
    assert ask("AL303", {"objectives": rows})[0].message == "This objective is its own parent."


def test_a_parent_without_known_days_has_no_bounds(told: Told) -> None:
    quarter = {"text": "Q3", "start": date(2026, 7, 1), "end": date(2026, 9, 30)}
    rows = [{"title": "Top", "period": "soon"}, {"title": "Below", "period": quarter, "parents": ["Top"]}]
    assert told("AL306", {"objectives": rows}) == []


def test_a_parent_without_a_period_has_no_bounds(told: Told) -> None:
    rows = [{"title": "Top"}, {"title": "Below", "period": "Q3", "parents": ["Top"]}]
    assert told("AL306", {"objectives": rows}) == []


def test_a_plan_without_links_has_no_distant_parents(told: Told) -> None:
    assert told("AL307", {"objectives": [{"title": "Top"}]}) == []


def test_a_dependency_on_the_parent_needs_no_answer(told: Told) -> None:
    rows = [
        {"title": "Pay fast", "team": "Shop", "supports": ["Cut errors"], "parents": ["Cut errors"]},
        {"title": "Cut errors", "team": "Platform"},
    ]
    assert told("AL308", {"objectives": rows}) == []


def test_a_dependency_between_rows_of_nobody_in_particular_needs_no_answer(told: Told) -> None:
    rows = [{"title": "Pay fast", "supports": ["Cut errors"]}, {"title": "Cut errors"}]
    assert told("AL308", {"objectives": rows}) == []


def test_where_one_team_is_unknown_the_owners_tell_whether_they_are_strangers(told: Told) -> None:
    rows = [
        {"title": "Pay fast", "team": "Shop", "owners": ["Ann"], "supports": ["Cut errors"]},
        {"title": "Cut errors", "owners": ["Ann"]},
    ]
    assert told("AL308", {"objectives": rows}) == []
