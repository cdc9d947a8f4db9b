"""The diagnostic that a coach makes before a programme: how mature OKRs are in eight dimensions, with evidence.

What counts in which dimension stands in `rules/audit.toml`. A dimension's score is the share of OKRs (0..100) on which
its rules found nothing, each weighed by its gravest finding: an error counts whole, a warning half, a hint a fifth.
What the sheets have no place for is not judged: a sheet without owners has not forgotten eighty of them.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from okrsync.builtin import rules_folder
from okrsync.model import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from okrsync.model import Finding, KeyResult, Language, Objective, Report

WEIGHTS = {Severity.ERROR: 1.0, Severity.WARNING: 0.5, Severity.INFO: 0.2}
"""How much an OKR's gravest finding takes from its whole point in a dimension."""
STRONG, MIDDLING = 85, 65
"""Scores from which on a dimension is a strength, and from which on it is on its way."""
_MOST_EVIDENCE = 5
_ACTIONS = 3

Maturity = Literal["strong", "growing", "weak"]


@dataclass(slots=True, frozen=True)
class Dimension:
    """One thing that makes OKRs work, as `rules/audit.toml` describes it."""

    name: str
    rules: frozenset[str]
    needs: frozenset[str]
    words: Mapping[str, Mapping[str, str]]
    """Language → "title", "asks", "strength", "action"."""

    def say(self, what: str, language: Language) -> str:
        """Return a text in `language`, else in English."""
        return (self.words.get(language) or self.words["en"])[what]


@dataclass(slots=True, frozen=True)
class Evidence:
    """A finding that shows where a dimension is weak, and the OKR that it is about."""

    finding: Finding
    title: str


@dataclass(slots=True, frozen=True)
class Measured:
    """A dimension with its score."""

    dimension: Dimension
    score: float | None
    """0..100; None where the sheets have no place for what it asks."""
    affected: int = 0
    """OKRs with a finding of this dimension."""
    looked_at: int = 0
    """OKRs in the sheets that have a place for it."""
    evidence: tuple[Evidence, ...] = ()
    """The gravest first."""

    @property
    def maturity(self) -> Maturity | None:
        """Return how far the dimension is; None where it was not judged."""
        if self.score is None:
            return None
        return "strong" if self.score >= STRONG else "growing" if self.score >= MIDDLING else "weak"


@dataclass(slots=True, frozen=True)
class Audit:
    """How mature the OKRs of one or several sources are."""

    measured: tuple[Measured, ...]
    objectives: int
    key_results: int

    @property
    def score(self) -> float | None:
        """Return the mean of the dimensions that could be judged, 0..100."""
        known = [each.score for each in self.measured if each.score is not None]
        return sum(known) / len(known) if known else None

    @property
    def strengths(self) -> tuple[Measured, ...]:
        """Return the dimensions to be proud of, the best first."""
        strong = [each for each in self.measured if each.maturity == "strong"]
        return tuple(sorted(strong, key=lambda each: -(each.score or 0)))

    @property
    def actions(self) -> tuple[Measured, ...]:
        """Return the three dimensions to begin with, the weakest first."""
        open_ones = [each for each in self.measured if each.score is not None and each.affected]
        return tuple(sorted(open_ones, key=lambda each: each.score or 0)[:_ACTIONS])


@cache
def dimensions() -> tuple[Dimension, ...]:
    """Return the dimensions in the order in which they are told."""
    tables = tomllib.loads((rules_folder() / "audit.toml").read_text("utf-8"))
    return tuple(
        Dimension(
            name,
            frozenset(table["rules"]),
            frozenset(table.get("needs", ())),
            {key: value for key, value in table.items() if isinstance(value, dict)},
        )
        for name, table in tables.items()
    )


def audit(reports: Sequence[Report]) -> Audit:
    """Return how mature the OKRs of all `reports` are together."""
    objectives = sum(len(report.plan.objectives) for report in reports)
    key_results = sum(len(_key_results(report)) for report in reports)
    return Audit(tuple(_measure(each, reports) for each in dimensions()), objectives, key_results)


def _measure(dimension: Dimension, reports: Sequence[Report]) -> Measured:
    asked = [report for report in reports if not dimension.needs or dimension.needs & report.plan.provides]
    lost, affected, looked_at = 0.0, 0, 0
    evidence: list[Evidence] = []
    for report in asked:
        items = _items(report)
        grave = _gravest(dimension, report, items)
        lost += sum(grave.values())
        affected += len(grave)
        looked_at += len(items)
        evidence += _evidence(dimension, report, items)
    if not looked_at:
        return Measured(dimension, None)
    evidence.sort(key=lambda each: (-each.finding.severity.rank, -each.finding.points))
    score = 100 * (1 - lost / looked_at)
    return Measured(dimension, score, affected, looked_at, tuple(_varied(evidence)))


def _key_results(report: Report) -> list[KeyResult]:
    plan = report.plan
    return [each for objective in plan.objectives for each in objective.key_results] + plan.orphans


def _items(report: Report) -> dict[tuple[str, str], Objective | KeyResult]:
    """Return (kind, key) → OKR."""
    found: dict[tuple[str, str], Objective | KeyResult] = {("objective", o.key): o for o in report.plan.objectives}
    return found | {("key_result", each.key): each for each in _key_results(report)}


def _gravest(
    dimension: Dimension, report: Report, items: Mapping[tuple[str, str], object]
) -> dict[tuple[str, str], float]:
    """Return (kind, key) → what its gravest finding of this dimension takes from it."""
    grave: dict[tuple[str, str], float] = {}
    for finding in report.findings:
        if finding.code not in dimension.rules:
            continue
        weight = WEIGHTS[finding.severity]
        owner = (finding.kind, finding.owner_key)
        for each in [owner] if owner in items else items:
            grave[each] = max(grave.get(each, 0.0), weight)
    return grave


def _evidence(
    dimension: Dimension, report: Report, items: Mapping[tuple[str, str], Objective | KeyResult]
) -> list[Evidence]:
    found = [finding for finding in report.findings if finding.code in dimension.rules]
    titled = ((finding, items.get((finding.kind, finding.owner_key))) for finding in found)
    return [Evidence(finding, item.title if item else report.plan.source) for finding, item in titled]


def _varied(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the gravest few, of as many rules as there are: five times the same says less than five things."""
    by_rule: dict[str, list[Evidence]] = {}
    for each in evidence:
        by_rule.setdefault(each.finding.code, []).append(each)
    varied: list[Evidence] = []
    while by_rule and len(varied) < _MOST_EVIDENCE:
        for code in list(by_rule):
            varied.append(by_rule[code].pop(0))
            if not by_rule[code]:
                del by_rule[code]
    return varied[:_MOST_EVIDENCE]
