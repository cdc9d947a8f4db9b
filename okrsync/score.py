"""Findings become points: 0..100 and a letter for every key result, objective, team and plan, each point explained.

The formula is in docs/score.md. This is about quality only: how far an OKR has come is `okrsync.progress`.
"""

from __future__ import annotations

from collections import defaultdict
from math import fsum
from typing import TYPE_CHECKING, Literal

from okrsync.alike import alike
from okrsync.grades import Deduction, Score, grade

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from okrsync.model import Finding, KeyResult, Objective, Plan

    Kind = Literal["key_result", "objective", "team", "plan"]
    Paid = dict[tuple[str, str], list[Deduction]]

FULL = 100.0
OWN_SHARE = 0.4
"""What an objective's own wording and upkeep count in its score; its key results, together, count the rest."""
_EXACT = 9
"""Decimals kept: sums of shares come out alike whatever the order, and 100 points lost leave 0."""


def score_plan(plan: Plan, findings: Iterable[Finding]) -> list[Score]:
    """Return the score of the plan, of each team, and of each objective followed by its key results.

    Each is 100 less what its findings cost, never below 0; `breakdown` adds up to what is missing to 100. Taking a
    finding away lowers no score, the order of rows changes none.
    """
    paid = _paid(findings)
    rows: list[Score] = []
    parts: list[Score] = []
    teams: defaultdict[str, list[Score]] = defaultdict(list)
    names: dict[str, str] = {}
    for objective in plan.objectives:
        children = [_key_result(child, paid) for child in objective.key_results]
        whole = _objective(objective, children, paid)
        rows += [whole, *children]
        parts.append(whole)
        if objective.team:
            key = alike(objective.team)
            names.setdefault(key, objective.team)
            teams[key].append(whole)
    orphans = [_key_result(orphan, paid) for orphan in plan.orphans]
    rows += orphans
    parts += orphans
    of_teams = [_team(names[key], teams[key]) for key in sorted(teams)]
    return [_whole(plan, parts, paid), *of_teams, *rows]


def _paid(findings: Iterable[Finding]) -> Paid:
    """Return what each OKR's own findings cost, by kind and key; those that cost nothing are left out."""
    paid: Paid = defaultdict(list)
    for finding in findings:
        if finding.points > 0:
            owner = (finding.kind, "" if finding.kind == "plan" else finding.owner_key)
            paid[owner].append(Deduction(finding.code, finding.points, finding.key))
    return paid


def _key_result(key_result: KeyResult, paid: Paid) -> Score:
    return _scored(
        key_result.key, "key_result", key_result.title, _capped(paid.get(("key_result", key_result.key), ()))
    )


def _objective(objective: Objective, children: Sequence[Score], paid: Paid) -> Score:
    """Return the score of an objective: 40 % its own, 60 % the mean of its key results; without any, its own alone."""
    own = _capped(paid.get(("objective", objective.key), ()))
    if children:
        own = [*_shares(own, OWN_SHARE), *_mean(children, 1 - OWN_SHARE)]
    return _scored(objective.key, "objective", objective.title, own)


def _team(name: str, objectives: Sequence[Score]) -> Score:
    return _scored(f"team:{name}", "team", name, _mean(objectives))


def _whole(plan: Plan, parts: Sequence[Score], paid: Paid) -> Score:
    """Return the score of the plan: the mean of its objectives and orphans, less what concerns it as a whole."""
    lost = _mean(parts) if parts else []
    room = FULL - fsum(deduction.points for deduction in lost)
    return _scored(plan.source, "plan", plan.source, [*lost, *_capped(paid.get(("plan", ""), ()), room)])


def _capped(deductions: Sequence[Deduction], room: float = FULL) -> list[Deduction]:
    """Return deductions, dearest first, cut where nothing is left to take."""
    if not deductions:
        return []
    capped: list[Deduction] = []
    for deduction in sorted(deductions, key=lambda one: (-one.points, one.code, one.finding_key)):
        points = min(deduction.points, room)
        if points <= 0:
            break
        capped.append(deduction._replace(points=points))
        room -= points
    return capped


def _shares(deductions: Iterable[Deduction], share: float) -> list[Deduction]:
    return [Deduction(code, points * share, finding_key) for code, points, finding_key in deductions]


def _mean(parts: Sequence[Score], share: float = 1.0) -> list[Deduction]:
    """Return what `parts` lost, each counting alike and all together `share`."""
    weight = share / len(parts)
    return [one for part in parts if part.breakdown for one in _shares(part.breakdown, weight)]


def _scored(key: str, kind: Kind, title: str, lost: Sequence[Deduction]) -> Score:
    if not lost:
        return Score(key, kind, title, FULL, grade(FULL))
    breakdown = tuple(sorted(lost, key=lambda one: (-round(one.points, _EXACT), one.code, one.finding_key)))
    value = max(0.0, round(FULL - fsum(one.points for one in breakdown), _EXACT))
    return Score(key, kind, title, value, grade(value), breakdown)
