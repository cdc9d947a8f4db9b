"""Where rules about the shape of a plan speak, and where they keep silent."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from okrsync.model import Finding

    Ask = Callable[..., list[Finding]]
    Told = Callable[..., list[str]]

PEOPLE = ("Ann", "Ben", "Cleo", "Dan", "Eve", "Fay")


def objectives(count: int, **fields: Any) -> list[dict[str, Any]]:
    return [{"title": f"Aim {'abcdefghij'[number]}", **fields} for number in range(count)]


def test_objectives_of_different_people_in_a_cascade_are_not_one_list(told: Told) -> None:
    rows = [{"title": "Top", "owners": ["Zoe"]}]
    rows += [{"title": f"Aim of {name}", "owners": [name], "parents": ["Top"]} for name in PEOPLE]
    assert told("ST201", {"objectives": rows}) == []


def test_objectives_of_nobody_in_a_cascade_are_not_counted(told: Told) -> None:
    rows = [{"title": "Top"}, *({"title": f"Aim of {name}", "parents": ["Top"]} for name in PEOPLE)]
    assert told("ST201", {"objectives": rows}) == []


def test_objectives_of_one_person_are_counted_together(ask: Ask) -> None:
    found = ask("ST201", {"objectives": objectives(6, level="individual", owners=["Ann"])})
    assert found[0].message.startswith("Ann has 6 objectives")


def test_an_objective_that_stands_twice_counts_once(told: Told) -> None:
    assert told("ST201", {"objectives": objectives(5) + objectives(5)}) == []


def test_tabs_that_say_nothing_of_teams_are_counted_apart(told: Told) -> None:
    assert told("ST201", {"objectives": objectives(4, container="A") + objectives(4, container="B")}) == []


def test_a_plan_without_any_key_result_is_told_once(ask: Ask) -> None:
    found = ask("ST204", {"objectives": objectives(4)})
    assert [finding.kind for finding in found] == ["plan"]


def test_a_lonely_objective_without_key_results_is_told_at_its_row(ask: Ask) -> None:
    assert [finding.kind for finding in ask("ST204", {"objectives": objectives(1)})] == ["objective"]


def test_an_objective_broken_down_by_others_may_have_a_single_key_result(told: Told) -> None:
    rows = [
        {"title": "Top", "key_results": [{"title": "Profit"}]},
        {"title": "Below", "parents": ["Top"], "key_results": [{"title": "Sales"}, {"title": "Returns"}]},
    ]
    assert told("ST203", {"objectives": rows}) == []


def doubles(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    title = {"title": "Sign leases"}
    return {"objectives": [{"title": "Open shops", "key_results": [title | one, title | other]}]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"owners": ["Ann"]}, {"owners": ["Ben"]}),
        ({"target": 3}, {"target": 4}),
        ({"baseline": 3}, {"baseline": 4}),
        ({"unit": "%"}, {"unit": "€"}),
    ],
)
def test_what_sets_two_rows_apart_makes_them_two(one: dict[str, Any], other: dict[str, Any], told: Told) -> None:
    assert told("ST205", doubles(one, other)) == []


def test_what_only_one_of_two_rows_says_sets_nothing_apart(told: Told) -> None:
    assert told("ST205", doubles({"owners": ["Ann"]}, {"target": 4})) == ["Sign leases", "Sign leases"]


def test_the_same_sentence_on_two_tabs_is_not_told(told: Told) -> None:
    rows = [{"title": "Open shops", "container": "A"}, {"title": "Open shops", "container": "B"}]
    assert told("ST205", {"objectives": rows}) == []


def test_objectives_that_contribute_to_different_ones_are_not_doubles(told: Told) -> None:
    rows = [{"title": "Open shops", "parents": ["North"]}, {"title": "Open shops", "parents": ["South"]}]
    assert told("ST205", {"objectives": rows}) == []


def test_rows_without_words_are_not_doubles(told: Told) -> None:
    assert told("ST205", {"objectives": [{"title": "10 %"}, {"title": "10 %"}]}) == []


def test_objectives_of_one_template_share_their_key_results(told: Told) -> None:
    rows = [{"title": "Answer every call within the hour"}, {"title": "Earn a fifth more than in spring"}]
    shops = [{"title": f"Best shop of {town}", "key_results": rows} for town in ("Leeds", "York")]
    assert told("ST205", {"objectives": shops}) == []


def test_two_objectives_may_share_the_name_of_a_metric(told: Told) -> None:
    shops = [{"title": f"Best shop of {town}", "key_results": [{"title": "NPS 50"}]} for town in ("Leeds", "York")]
    assert told("ST205", {"objectives": shops}) == []


def test_a_double_in_other_words_is_quoted(ask: Ask) -> None:
    rows = [{"title": "Answer customers faster"}, {"title": "Answer custommers faster"}]
    assert "custommers" in ask("ST205", {"objectives": rows})[0].message


def test_three_of_a_kind_are_all_told(told: Told) -> None:
    assert len(told("ST205", {"objectives": objectives(1) * 3})) == 3


def test_near_doubles_that_values_set_apart_are_not_told(told: Told) -> None:
    rows = [{"title": "Answer customers", "target": 3}, {"title": "Answer customer", "target": 4}]
    assert told("ST205", {"objectives": [{"title": "Delight buyers", "key_results": rows}]}) == []


def test_an_empty_owner_column_is_told_once(ask: Ask) -> None:
    found = ask("ST206", {"objectives": objectives(3, key_results=[{"title": "Sales"}])})
    assert [finding.kind for finding in found] == ["plan"]


def test_an_objective_that_others_break_down_needs_no_owner_of_its_own(told: Told) -> None:
    rows = [{"title": "Top"}, {"title": "Below", "parents": ["Top"], "owners": ["Ann"]}]
    assert told("ST206", {"objectives": rows}) == []


def heavy(owner: str, count: int = 9, **fields: Any) -> dict[str, Any]:
    return {
        "title": f"Aim of {owner}",
        "owners": [owner],
        "key_results": [{"title": f"Result {number}"} for number in range(count)],
        **fields,
    }


def test_the_only_owner_of_a_plan_has_nobody_to_share_with(told: Told) -> None:
    assert told("ST207", {"objectives": [heavy("Ann")]}) == []


def test_as_many_as_the_profile_allows_is_no_overload(told: Told) -> None:
    assert told("ST207", {"objectives": [heavy("Ann", 8), heavy("Ben", 2)]}) == []


def test_a_name_that_is_the_teams_is_no_person(told: Told) -> None:
    assert told("ST207", {"objectives": [heavy("Support", team="Support"), heavy("Ann", 2), heavy("Ben", 2)]}) == []


def test_a_load_spread_over_two_periods_is_two_loads(told: Told) -> None:
    rows = [heavy("Ann", 6, period="Q1"), heavy("Ann", 6, period="Q2"), heavy("Ben", 2)]
    assert told("ST207", {"objectives": rows}) == []


def test_weights_that_are_ranks_are_left_alone(told: Told) -> None:
    rows = [{"title": "Sales", "weight": 3}, {"title": "Returns", "weight": 5}, {"title": "Visits", "weight": 12}]
    assert told("ST208", {"objectives": [{"title": "Delight buyers", "key_results": rows}]}) == []


def test_odd_weights_are_shares_where_another_objective_adds_up_to_the_whole(told: Told) -> None:
    whole = [{"title": "Sales", "weight": 40}, {"title": "Returns", "weight": 60}]
    short = [{"title": "Visits", "weight": 7}, {"title": "Reviews", "weight": 8}]
    rows = [{"title": "Delight buyers", "key_results": whole}, {"title": "Open shops", "key_results": short}]
    assert told("ST208", {"objectives": rows}) == ["Open shops"]


def test_a_column_without_weights_says_nothing(told: Told) -> None:
    assert told("ST208", {"objectives": objectives(2, key_results=[{"title": "Sales"}])}) == []


def test_a_plan_of_orphans_is_told_once(ask: Ask) -> None:
    found = ask("ST209", {"orphans": [{"title": "Sales"}, {"title": "Returns"}]})
    assert [finding.kind for finding in found] == ["plan"]


def test_a_plan_of_nothing_has_no_orphans(told: Told) -> None:
    assert told("ST209", {}) == []


def test_deadlines_on_a_day_that_ends_no_quarter_are_a_choice(told: Told) -> None:
    rows = [{"title": f"Result {number}", "due": date(2026, 6, 12)} for number in range(6)]
    assert told("ST210", {"objectives": [{"title": "Open shops", "key_results": rows}]}) == []


def test_an_objective_takes_its_time_from_the_one_above(told: Told) -> None:
    rows = [{"title": "Top", "period": "2026"}, {"title": "Below", "parents": ["Top"]}]
    assert told("ST211", {"objectives": rows}) == []


def test_a_plan_of_nothing_lacks_no_period(told: Told) -> None:
    assert told("ST211", {}) == []


def test_a_fraction_beside_a_small_percentage_is_an_honest_target(told: Told) -> None:
    row = {"title": "Errors", "baseline": 2, "target": 0.5, "typed": {"baseline": "2 %", "target": "0.5"}}
    assert told("ST212", {"objectives": [{"title": "Be trusted", "key_results": [row]}]}) == []


def test_fractions_beside_plain_counts_are_no_other_scale(told: Told) -> None:
    row = {"title": "Tonnes", "baseline": 0.5, "target": 60, "typed": {"baseline": "0.5", "target": "60"}}
    assert told("ST212", {"objectives": [{"title": "Be trusted", "key_results": [row]}]}) == []


def test_a_far_smaller_fraction_beside_a_percentage_is_no_other_scale(told: Told) -> None:
    row = {"title": "Errors", "baseline": 40, "target": 0.05, "typed": {"baseline": "40 %", "target": "0.05"}}
    assert told("ST212", {"objectives": [{"title": "Be trusted", "key_results": [row]}]}) == []


def test_a_key_result_that_says_part_of_a_long_objective_is_no_repetition(told: Told) -> None:
    long = "Become the shop that every cook of the north recommends to friends"
    rows = [{"title": long, "key_results": [{"title": "Shop in the north"}]}]
    assert told("ST213", {"objectives": rows}) == []


def test_an_orphan_has_no_objective_to_repeat(told: Told) -> None:
    assert told("ST213", {"objectives": [{"title": "Open shops"}], "orphans": [{"title": "Open shops"}]}) == []
