"""What holds of scores whatever the plan and the findings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsync.model import Finding, KeyResult, Objective, Plan, Ref, Severity
from okrsync.score import score_plan

if TYPE_CHECKING:
    from okrsync.grades import Score


def ref(key: str) -> Ref:
    """Return a place."""
    return Ref("book", None, 2, key)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Draw a plan of a few objectives, teams and key results, keys alike across kinds included."""
    objectives = [
        Objective(
            f"o{number}",
            f"Objective {number}",
            ref(f"o{number}"),
            team=draw(st.sampled_from([None, "Sales", "sales", "Ops"])),
            key_results=[
                KeyResult(f"k{number}.{child}", "Key result", ref(f"k{number}.{child}"))
                for child in range(draw(st.integers(0, 4)))
            ],
        )
        for number in range(draw(st.integers(0, 5)))
    ]
    orphans = [KeyResult(f"x{number}", "Orphan", ref(f"x{number}")) for number in range(draw(st.integers(0, 3)))]
    return Plan("book", "excel", objectives, orphans)


def owners(plan: Plan) -> list[tuple[str, str]]:
    """Return kind and key of everything that a finding can be about."""
    found = [("plan", "book")]
    for objective in plan.objectives:
        found.append(("objective", objective.key))
        found += [("key_result", child.key) for child in objective.key_results]
    return found + [("key_result", orphan.key) for orphan in plan.orphans]


@st.composite
def plans_and_findings(draw: st.DrawFn) -> tuple[Plan, list[Finding]]:
    """Draw a plan and what was found in it."""
    plan = draw(plans())
    findings = draw(
        st.lists(
            st.builds(
                lambda owner, code, points: Finding(
                    code, "name", Severity.WARNING, 0.9, "m", None, "en", "book", None, 2, None, "title", "t", None,
                    owner[0], owner[1], points,
                ),
                st.sampled_from(owners(plan)),
                st.sampled_from(["KR101", "KR102", "OB103", "ST206"]),
                st.floats(0, 100),
            ),
            max_size=12,
        )
    )  # fmt: skip
    return plan, findings


def by_key(scores: list[Score]) -> dict[tuple[str, str], float]:
    """Return value by kind and key."""
    return {(score.kind, score.key.casefold()): score.value for score in scores}


@given(plans_and_findings())
def test_every_breakdown_adds_up_to_what_is_missing(drawn: tuple[Plan, list[Finding]]) -> None:
    for score in score_plan(*drawn):
        assert 0 <= score.value <= 100
        assert sum(one.points for one in score.breakdown) == pytest.approx(100 - score.value, abs=1e-6)


@given(plans_and_findings(), st.data())
def test_taking_a_finding_away_lowers_no_score(drawn: tuple[Plan, list[Finding]], data: st.DataObject) -> None:
    plan, findings = drawn
    if not findings:
        return
    gone = data.draw(st.integers(0, len(findings) - 1))
    before = by_key(score_plan(plan, findings))
    after = by_key(score_plan(plan, findings[:gone] + findings[gone + 1 :]))
    assert all(after[key] >= before[key] - 1e-9 for key in before)


@given(plans_and_findings(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_findings_changes_no_score(drawn: tuple[Plan, list[Finding]], random: object) -> None:
    plan, findings = drawn
    shuffle = random.shuffle  # type: ignore[attr-defined] # a random.Random made by Hypothesis
    objectives = [replace(objective, key_results=list(objective.key_results)) for objective in plan.objectives]
    for objective in objectives:
        shuffle(objective.key_results)
    orphans, others = list(plan.orphans), list(findings)
    for items in (objectives, orphans, others):
        shuffle(items)
    again = score_plan(replace(plan, objectives=objectives, orphans=orphans), others)
    assert by_key(again) == by_key(score_plan(plan, findings))
