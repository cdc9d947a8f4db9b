"""The audit measures what was found, shows it, and is silent about what the sheets have no place for."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from okrsync.audit import Audit, audit, dimensions
from okrsync.linting.ruleset import load_rules
from okrsync.model import Finding, KeyResult, Objective, Plan, Ref, Report, Severity
from okrsync.report.as_audit import render_page, render_text

ROOT = Path(__file__).parents[1]


def report(*findings: Finding, provides: frozenset[str] = frozenset({"owner", "parent"}), okrs: int = 4) -> Report:
    """Return a report on one objective with `okrs - 1` key results."""
    refs = [Ref("team", "Sheet", number + 2, f"k{number}") for number in range(okrs)]
    results = [KeyResult(ref.key, f"Key result {ref.key}", ref) for ref in refs[1:]]
    objective = Objective("k0", "Be the bakery that families recommend", refs[0], key_results=results)
    return Report(Plan("team", "csv", [objective], provides=provides), list(findings))


def finding(code: str, key: str, severity: Severity = Severity.WARNING, kind: str = "key_result") -> Finding:
    return Finding(
        code, code.lower(), severity, 0.9, f"Something about {key}.", None, "en", "team", "Sheet", 3, "B3", "title",
        "text", None, kind, key, 10,
    )  # fmt: skip


def score(found: Audit, name: str) -> float | None:
    return next(each.score for each in found.measured if each.dimension.name == name)


def test_without_findings_everything_that_could_be_judged_is_whole() -> None:
    found = audit([report()])
    assert found.score == 100
    assert [each.dimension.name for each in found.strengths] == [
        "clarity", "measurability", "focus", "vertical", "ownership",
    ]  # fmt: skip
    assert not found.actions


@pytest.mark.parametrize(
    ("severity", "expected"), [(Severity.ERROR, 75), (Severity.WARNING, 87.5), (Severity.INFO, 95)]
)
def test_an_okr_counts_as_much_as_its_gravest_finding(severity: Severity, expected: float) -> None:
    found = audit([report(finding("KR105", "k1", Severity.INFO), finding("KR105", "k1", severity))])
    assert score(found, "clarity") == pytest.approx(expected)


def test_what_is_said_of_the_whole_set_weighs_on_all_of_it() -> None:
    found = audit([report(finding("ST201", "", Severity.ERROR, kind="plan"))])
    assert score(found, "focus") == 0


def test_what_a_sheet_has_no_place_for_is_not_judged() -> None:
    found = audit([report(provides=frozenset())])
    assert score(found, "ownership") is None
    assert "not judged" in render_text(found, "en")


def test_only_sheets_with_a_place_count() -> None:
    with_owners = report(finding("ST206", "k0", Severity.ERROR, kind="objective"), okrs=2)
    found = audit([with_owners, report(provides=frozenset(), okrs=50)])
    assert score(found, "ownership") == 50


def test_one_begins_with_the_three_weakest_and_each_shows_its_evidence() -> None:
    found = audit(
        [
            report(
                finding("KR101", "k1", Severity.ERROR),
                finding("KR101", "k2", Severity.ERROR),
                finding("KR105", "k1", Severity.ERROR),
                finding("ST206", "k0", kind="objective"),
                finding("AL302", "k0", Severity.INFO, kind="objective"),
            )
        ]
    )
    assert [each.dimension.name for each in found.actions] == ["measurability", "clarity", "ownership"]
    assert found.actions[0].evidence[0].title == "Key result k1"


def test_evidence_is_varied_and_short() -> None:
    findings = [finding("KR101", f"k{number}") for number in range(1, 30)] + [finding("KR104", "k1", Severity.INFO)]
    found = audit([report(*findings, okrs=40)])
    evidence = next(each.evidence for each in found.measured if each.dimension.name == "measurability")
    assert [each.finding.code for each in evidence] == ["KR101", "KR104", "KR101", "KR101", "KR101"]


def test_nothing_to_look_at_has_no_score() -> None:
    assert audit([]).score is None
    assert "OKR" in render_text(audit([]), "en")


def test_each_rule_of_a_dimension_exists_and_counts_once() -> None:
    known = {rule.code for rule in load_rules().known}
    named = [code for each in dimensions() for code in each.rules]
    assert set(named) <= known
    assert len(named) == len(set(named))


def test_every_rule_about_okrs_counts_somewhere() -> None:
    known = {rule.code for rule in load_rules().known if rule.group != "operation"}
    assert known == {code for each in dimensions() for code in each.rules}


def test_every_dimension_has_its_words_in_both_languages() -> None:
    tables = tomllib.loads((ROOT / "rules" / "audit.toml").read_text("utf-8"))
    for table in tables.values():
        for language in ("en", "fr"):
            assert set(table[language]) == {"title", "asks", "strength", "action"}


@pytest.mark.parametrize(("language", "said"), [("en", "Where to begin"), ("fr", "Par où commencer")])
def test_the_page_tells_it_in_the_language_of_its_reader(language: str, said: str) -> None:
    found = audit([report(finding("KR105", "k1"))])
    page = render_page(found, ["team"], [], language, today=date(2026, 11, 1))
    assert said in page
    assert said in render_text(found, language)
    assert "Key result k1" in page
    assert "<script" not in page


def test_words_of_people_cannot_become_markup() -> None:
    found = audit([report(finding("KR105", "k1")._replace(message="<b>&"))])
    assert "&lt;b&gt;&amp;" in render_page(found, ["<i>"], [], "en")
    assert "<i>" not in render_page(found, ["<i>"], [], "en")
