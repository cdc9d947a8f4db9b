"""The score: what each finding costs whom."""

from __future__ import annotations

import pytest

from okrsync.grades import Score, grade
from okrsync.model import Finding, KeyResult, Objective, Plan, Ref, Severity
from okrsync.score import score_plan


def key_result(key: str) -> KeyResult:
    """Return a key result."""
    return KeyResult(key, f"Title of {key}", Ref("book", None, 2, key))


def objective(key: str, *children: KeyResult, team: str | None = None) -> Objective:
    """Return an objective with key results."""
    return Objective(key, f"Title of {key}", Ref("book", None, 2, key), team=team, key_results=list(children))


def finding(kind: str, owner: str, points: float, code: str = "KR101") -> Finding:
    """Return a finding that costs points."""
    return Finding(
        code, "name", Severity.WARNING, 0.9, "m", None, "en", "book", None, 2, None, "title", "t", None, kind, owner,
        points,
    )  # fmt: skip


def plan(*objectives: Objective, orphans: tuple[KeyResult, ...] = ()) -> Plan:
    """Return a plan."""
    return Plan("book", "excel", list(objectives), list(orphans))


def scores(of: Plan, *findings: Finding) -> dict[tuple[str, str], Score]:
    """Return scores by kind and key."""
    return {(score.kind, score.key): score for score in score_plan(of, findings)}


def test_without_findings_everything_is_at_its_best() -> None:
    found = scores(plan(objective("O", key_result("K"), team="Sales"), orphans=(key_result("X"),)))
    assert {score.value for score in found.values()} == {100}
    assert {score.grade for score in found.values()} == {"A"}


def test_a_key_result_loses_what_its_findings_cost() -> None:
    of = plan(objective("O", key_result("K")))
    score = scores(of, finding("key_result", "K", 40), finding("key_result", "K", 15, "KR105"))["key_result", "K"]
    assert (score.value, score.grade) == (45, "E")
    assert [(one.code, one.points) for one in score.breakdown] == [("KR101", 40), ("KR105", 15)]


def test_a_score_ends_at_zero_and_its_breakdown_at_a_hundred() -> None:
    of = plan(orphans=(key_result("K"),))
    score = scores(of, *(finding("key_result", "K", 60, code) for code in ("KR1", "KR2", "KR3")))["key_result", "K"]
    assert score.value == 0
    assert [one.points for one in score.breakdown] == [60, 40]


def test_an_objective_is_two_fifths_its_own_and_three_fifths_its_key_results() -> None:
    of = plan(objective("O", key_result("K1"), key_result("K2")))
    found = scores(of, finding("objective", "O", 50), finding("key_result", "K1", 40))
    assert found["objective", "O"].value == pytest.approx(100 - 0.4 * 50 - 0.6 * 40 / 2)


def test_an_objective_without_key_results_is_all_its_own() -> None:
    assert scores(plan(objective("O")), finding("objective", "O", 50))["objective", "O"].value == 50


def test_a_team_is_the_mean_of_its_objectives_however_it_is_typed() -> None:
    of = plan(objective("A", team="Sales"), objective("B", team="sales "), objective("C"))
    found = scores(of, finding("objective", "A", 50))
    assert found["team", "team:Sales"].value == 75
    assert [score.title for score in found.values() if score.kind == "team"] == ["Sales"]


def test_the_plan_is_the_mean_of_objectives_and_orphans() -> None:
    of = plan(objective("A"), objective("B"), orphans=(key_result("K"), key_result("L")))
    assert scores(of, finding("objective", "A", 40), finding("key_result", "K", 20))["plan", "book"].value == 85


def test_what_concerns_the_plan_costs_the_plan_alone() -> None:
    found = scores(plan(objective("A")), finding("plan", "book", 8), finding("objective", "A", 10))
    assert found["plan", "book"].value == 82
    assert found["objective", "A"].value == 90


def test_a_plan_cannot_lose_more_than_it_has() -> None:
    found = scores(plan(objective("A")), finding("objective", "A", 95), finding("plan", "book", 8))
    assert found["plan", "book"].value == 0
    assert sum(one.points for one in found["plan", "book"].breakdown) == pytest.approx(100)


def test_a_plan_without_okrs_still_has_a_score() -> None:
    assert scores(plan())["plan", "book"].value == 100


def test_what_costs_nothing_is_not_in_the_breakdown() -> None:
    score = scores(plan(orphans=(key_result("K"),)), finding("key_result", "K", 0))["key_result", "K"]
    assert score.breakdown == ()


def test_every_lost_point_names_its_finding() -> None:
    lost = finding("key_result", "K", 30)
    of = plan(objective("O", key_result("K")))
    assert {one.finding_key for score in scores(of, lost).values() for one in score.breakdown} == {lost.key}


def test_an_objective_and_a_key_result_of_one_key_are_told_apart() -> None:
    found = scores(plan(objective("1", key_result("1"))), finding("key_result", "1", 30))
    assert found["key_result", "1"].value == 70
    assert found["objective", "1"].value == pytest.approx(82)


def test_the_plan_comes_first_then_teams_then_rows_in_their_order() -> None:
    of = plan(objective("O", key_result("K"), team="Sales"), orphans=(key_result("X"),))
    assert [score.kind for score in score_plan(of, [])] == ["plan", "team", "objective", "key_result", "key_result"]


@pytest.mark.parametrize(
    ("value", "letter"),
    [
        (100, "A"),
        (95, "A"),
        (94.6, "A"),
        (94, "B"),
        (85, "B"),
        (84, "C"),
        (70, "C"),
        (69, "D"),
        (50, "D"),
        (49, "E"),
        (0, "E"),
    ],
)
def test_a_letter_begins_where_it_should(value: float, letter: str) -> None:
    assert grade(value) == letter
