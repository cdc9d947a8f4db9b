"""One fault is said once: a remark that only repeats a graver one on the same words becomes a hint."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from okrsync.linting.engine import lint_plan
from okrsync.linting.repeated import said_once
from okrsync.linting.ruleset import load_rules
from okrsync.model import Severity

TODAY = date(2026, 5, 15)


def severities(plan: Any) -> dict[str, tuple[Severity, float]]:
    """Return what each rule says of the only row, how gravely, and what it costs."""
    return {finding.code: (finding.severity, finding.points) for finding in lint_plan(plan, load_rules(), today=TODAY)}


@pytest.mark.parametrize(
    ("title", "graver", "repeated"),
    [
        ("Improve the mood on ward 3", "KR101", ["KR105"]),
        ("Work on the tram timetable", "KR101", ["KR102", "KR105"]),
        ("Améliorer l’accueil des gardiens", "KR101", ["KR105"]),
        ("Travailler sur les horaires du tram", "KR101", ["KR102", "KR105"]),
        ("Number of leaflets printed", "KR101", ["KR103"]),
    ],
)
def test_what_another_remark_says_of_the_same_words_is_a_hint_that_costs_nothing(
    title: str, graver: str, repeated: list[str], plan_of: Any, key_result: Any
) -> None:
    found = severities(plan_of(key_result(title)))
    assert found[graver][0] is Severity.ERROR
    assert all(found[code] == (Severity.INFO, 0.0) for code in repeated)


def test_two_faults_of_one_sentence_are_both_said(plan_of: Any, key_result: Any) -> None:
    found = severities(plan_of(key_result("Plant 3 key hedges")))
    assert found["KR103"][0] is found["KR105"][0] is Severity.WARNING


def test_a_fault_of_other_words_is_said_as_gravely_as_ever(plan_of: Any, key_result: Any) -> None:
    rules = load_rules()
    found = lint_plan(plan_of(key_result("Improve the mood on ward 3")), rules, today=TODAY)
    graver = next(finding for finding in found if finding.code == "KR101")
    other = graver._replace(code="KR105", span=(len(graver.text), len(graver.text) + 4), severity=Severity.WARNING)
    assert said_once([graver, other], rules.rules) == [graver, other]


def test_where_the_graver_remark_is_silenced_the_other_speaks_up(plan_of: Any, key_result: Any) -> None:
    found = severities(plan_of(key_result("Improve the mood on ward 3", ignore="KR101: agreed with the head nurse")))
    assert "KR101" not in found
    assert found["KR105"][0] is Severity.WARNING
