"""The findings where people look for them: at their key result, under its objective, in the alignment tree."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from okrsync.alike import alike

if TYPE_CHECKING:
    from okrsync.grades import Score
    from okrsync.model import Finding, KeyResult, Objective, Report


@dataclass(slots=True)
class Leaf:
    """A key result with its score and findings."""

    item: KeyResult
    score: Score | None
    findings: list[Finding]


@dataclass(slots=True)
class Branch:
    """An objective with its score, findings and key results, and the objectives that contribute to it."""

    item: Objective
    score: Score | None
    findings: list[Finding]
    leaves: list[Leaf]
    children: list[Branch] = field(default_factory=list)


@dataclass(slots=True)
class Outline:
    """One report, laid out."""

    report: Report
    score: Score | None
    roots: list[Branch]
    """Objectives that contribute to none that is known, each with those that contribute to it."""
    branches: list[Branch]
    """All objectives, in the order of the sheet."""
    orphans: list[Leaf]
    general: list[Finding]
    """Findings about the set as a whole."""


def outline(report: Report) -> Outline:
    """Return the report as a tree. An objective in an alignment cycle stands at the root, so that none is lost."""
    scores = {(score.kind, score.key): score for score in report.scores}
    findings: dict[str, list[Finding]] = {}
    for finding in report.findings:
        findings.setdefault(finding.owner_key, []).append(finding)

    def leaf(item: KeyResult) -> Leaf:
        return Leaf(item, scores.get(("key_result", item.key)), findings.pop(item.key, []))

    branches = [
        Branch(
            item,
            scores.get(("objective", item.key)),
            findings.pop(item.key, []),
            [leaf(key_result) for key_result in item.key_results],
        )
        for item in report.plan.objectives
    ]
    orphans = [leaf(item) for item in report.plan.orphans]
    whole = next((score for score in report.scores if score.kind == "plan"), None)
    rest = [finding for several in findings.values() for finding in several]
    return Outline(report, whole, _grow(branches), branches, orphans, rest)


def _grow(branches: list[Branch]) -> list[Branch]:
    """Hang each objective under the first parent that is known; return those that hang under none."""
    known: dict[str, Branch] = {}
    for branch in branches:
        known.setdefault(branch.item.key, branch)
        known.setdefault(alike(branch.item.title), branch)
        for leaf in branch.leaves:
            # Some sheets hang an objective under a key result: it then stands under that one's objective.
            known.setdefault(leaf.item.key, branch)
            known.setdefault(alike(leaf.item.title), branch)
    above: dict[int, Branch] = {}
    roots: list[Branch] = []
    for branch in branches:
        named = (known.get(parent) or known.get(alike(parent)) for parent in branch.item.parents)
        parent = next((found for found in named if found is not None), None)
        if parent is None or _reaches(parent, branch, above):
            roots.append(branch)
        else:
            above[id(branch)] = parent
            parent.children.append(branch)
    return roots


def _reaches(start: Branch, goal: Branch, above: dict[int, Branch]) -> bool:
    at: Branch | None = start
    while at is not None:
        if at is goal:
            return True
        at = above.get(id(at))
    return False
