"""Where rules about following up speak, and where they keep silent."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from okrsync.linting.checks.status_contradiction import meaning_of, meanings_of
from okrsync.linting.ruleset import load_rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from okrsync.model import Finding

    Ask = Callable[..., list[Finding]]
    Told = Callable[..., list[str]]

QUARTER = {"text": "Q2 2026", "start": date(2026, 4, 1), "end": date(2026, 6, 30)}
PAST = {"text": "Q1 2026", "start": date(2026, 1, 1), "end": date(2026, 3, 31)}


def one(period: Any = None, **fields: Any) -> dict[str, Any]:
    above = {"title": "Open shops"} | ({"period": period} if period else {})
    return {"objectives": [{**above, "key_results": [{"title": "Leases", **fields}]}]}


def test_a_forgotten_plan_is_told_by_its_latest_check_in(ask: Ask) -> None:
    days = (date(2026, 4, 2), date(2026, 4, 10), date(2026, 4, 20))
    rows = [{"title": f"Aim {day.day}", "key_results": [{"title": "Leases", "last_check_in": day}]} for day in days]
    assert ask("FU401", {"objectives": rows})[0].message.startswith("Nothing here has had a check-in for 25 days")


def test_nothing_reported_anywhere_is_told_once(ask: Ask) -> None:
    rows = [{"title": f"Aim {name}", "period": QUARTER, "key_results": [{"title": "Leases"}]} for name in "abc"]
    rows[0]["key_results"] = [{"title": "Leases", "current": None}]
    assert [finding.kind for finding in ask("FU402", {"objectives": rows})] == ["plan"]


def test_a_sheet_without_a_place_for_values_lacks_none(told: Told) -> None:
    assert told("FU402", one(QUARTER)) == []


def test_a_zero_beside_an_empty_check_in_date_is_no_report(told: Told) -> None:
    rows = [{"title": "Leases", "progress": 0.0}, {"title": "Visits", "last_check_in": date(2026, 5, 4)}]
    plan = {"objectives": [{"title": "Open shops", "period": QUARTER, "key_results": rows}]}
    assert told("FU402", plan) == ["0.0"]


def test_a_deadline_that_passed_in_a_sheet_of_last_year_is_history(told: Told) -> None:
    assert told("FU403", one(progress=0.4, due=date(2025, 6, 30))) == []


def test_a_deadline_that_passed_lately_is_told_even_without_a_period(told: Told) -> None:
    assert told("FU403", one(progress=0.4, due=date(2026, 4, 30))) == ["2026-04-30"]


def test_a_reached_key_result_is_not_overdue(told: Told) -> None:
    assert told("FU403", one(QUARTER, progress=1.0, due=date(2026, 4, 30))) == []


def test_a_scored_key_result_is_not_behind(told: Told) -> None:
    assert told("FU403", one(QUARTER, progress=0.1, score=0.3)) == []


def test_the_status_of_an_objective_is_held_against_its_key_results(told: Told) -> None:
    row = {
        "title": "Open shops",
        "status": "green",
        "period": QUARTER,
        "key_results": [{"title": "L", "progress": 0.0}],
    }
    assert told("FU404", {"objectives": [row]}) == ["green"]


def test_green_after_the_end_is_another_rules_matter(told: Told) -> None:
    assert told("FU404", one(PAST, progress=0.2, status="green")) == []


def test_green_without_a_period_cannot_be_judged(told: Told) -> None:
    assert told("FU404", one(progress=0.2, status="green")) == []


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        ("🟢", "on_track"),
        ("ON-TRACK!", "on_track"),
        ("☀️ Grand soleil", "on_track"),
        ("En retard 😟", "off_track"),
        ("Im Verzug", "off_track"),
        ("En riesgo", "at_risk"),
        ("Non avviato", "not_started"),
        ("Concluído", "done"),
        ("op schema", "on_track"),
        ("not done", "neutral"),
        ("pas terminé", "neutral"),
        ("green / red", None),
        ("done with the first half, waiting for the rest", None),
        ("see comment", None),
    ],
)
def test_a_status_is_understood_in_seven_languages_or_left_alone(status: str, meaning: str | None) -> None:
    options = next(rule.options for rule in load_rules() if rule.code == "FU404")
    assert meaning_of(status, meanings_of(options.phrases), options.words) == meaning


def test_without_a_baseline_a_falling_metric_is_not_held_against_its_target(told: Told) -> None:
    assert told("FU405", one(direction="down", current=3, target=5, progress=1.0)) == []


def test_progress_is_not_judged_where_the_level_is_to_be_kept(told: Told) -> None:
    assert told("FU405", one(baseline=5, current=4, target=5, progress=0.8)) == []


def test_a_level_that_is_held_is_neither_late_nor_contradicted(told: Told) -> None:
    plan = one(QUARTER, baseline=1.8, current=1.5, target=2.0, progress=1.0)
    plan["objectives"][0]["key_results"][0]["title"] = "Keep errors under 2 %"
    assert told("FU405", plan) + told("FU403", plan) == []


def test_progress_towards_nought_is_worked_out_too(ask: Ask) -> None:
    found = ask("FU405", one(baseline=8, current=6, target=0, progress=0.9))
    assert found[0].message == "Progress says 90%, but from 8 to 0 the current 6 is 25%."


def test_a_period_without_any_score_is_told_once(ask: Ask) -> None:
    rows = [{"title": f"Aim {name}", "period": PAST, "key_results": [{"title": "L", "score": None}]} for name in "abc"]
    assert [finding.kind for finding in ask("FU406", {"objectives": rows})] == ["plan"]


def test_a_sheet_without_a_place_for_results_lacks_none(told: Told) -> None:
    assert told("FU406", one(PAST)) == []


@pytest.mark.parametrize(
    ("code", "period", "fields"),
    [
        ("FU401", QUARTER, {"last_check_in": date(2026, 4, 2)}),
        ("FU402", QUARTER, {"current": None}),
        ("FU406", PAST, {"score": None}),
    ],
)
def test_what_is_true_of_some_key_results_is_told_at_each(
    code: str, period: Any, fields: dict[str, Any], ask: Ask
) -> None:
    kept = {"current": 3, "score": 0.5, "last_check_in": date(2026, 5, 12)}
    rows = [{"title": "Leases", **fields}, {"title": "Visits", **fields}, {"title": "Sales", **kept}]
    found = ask(code, {"objectives": [{"title": "Open shops", "period": period, "key_results": rows}]})
    assert [finding.row for finding in found] == [3, 4]


@pytest.mark.parametrize(
    ("code", "period", "fields"),
    [
        ("FU401", QUARTER, {"last_check_in": date(2026, 4, 2)}),
        ("FU402", QUARTER, {"current": None}),
        ("FU406", PAST, {"score": None}),
    ],
)
def test_what_is_true_of_an_only_key_result_is_told_at_its_row(
    code: str, period: Any, fields: dict[str, Any], ask: Ask
) -> None:
    assert [finding.kind for finding in ask(code, one(period, **fields))] == ["key_result"]


def test_a_value_that_stands_at_its_baseline_is_a_report_where_nobody_writes_dates(told: Told) -> None:
    assert told("FU402", one(QUARTER, baseline=3, current=3)) == []


@pytest.mark.parametrize("missing", ["progress", "current", "target"])
def test_progress_is_not_judged_without_all_values(missing: str, told: Told) -> None:
    values = {"progress": 0.9, "baseline": 0, "current": 1, "target": 10}
    assert told("FU405", one(**{name: value for name, value in values.items() if name != missing})) == []


def test_few_full_scores_are_luck(told: Told) -> None:
    rows = [{"title": f"Result {number}", "score": 1.0} for number in range(7)]
    assert told("FU407", {"objectives": [{"title": "Open shops", "key_results": rows}]}) == []


def history(*currents: float) -> list[dict[str, Any]]:
    return [{"day": date(2026, 4, day + 1), "current": current} for day, current in enumerate(currents)]


def test_a_key_result_that_was_reached_is_not_stuck(told: Told) -> None:
    assert told("FU408", one(current=5, baseline=1, target=5, history=history(5, 5, 5))) == []


def test_a_key_result_whose_period_is_over_is_not_stuck(told: Told) -> None:
    assert told("FU408", one(PAST, current=3, baseline=1, target=5, history=history(3, 3, 3))) == []


def test_check_ins_without_values_say_nothing(told: Told) -> None:
    empty = [{"day": date(2026, 4, day)} for day in (1, 8, 15)]
    assert told("FU408", one(current=3, baseline=1, target=5, history=empty)) == []


def test_a_value_that_moved_today_is_not_stuck(told: Told) -> None:
    assert told("FU408", one(current=4, baseline=1, target=5, history=history(3, 3, 3))) == []
