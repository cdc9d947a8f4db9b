"""Runs a rule's own tests: those of the built-in rules in CI, those of a user's rules by `okrsync rules --test`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from okrsync.errors import RuleError
from okrsync.linting.case_plan import KEY_RESULT_FIELDS, OBJECTIVE_FIELDS, CasePlan
from okrsync.linting.engine import WATCHING, lint_plan
from okrsync.linting.nearest import nearest
from okrsync.linting.ruleset import RuleSet, load_rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from okrsync.linting.checks.base import Hit
    from okrsync.linting.rule import Rule
    from okrsync.model import Finding, KeyResult, Objective, Plan

ABOUT_THE_CASE = frozenset(
    {"lang", "fires", "why", "today", "expect", "profile", "says", "severity", "provides", "kind"}
)
SURROUNDINGS = frozenset({"plan", "objective", "key_results", "container", "unreadable", "conflicts", "fails"})
CASE_KEYS = ABOUT_THE_CASE | SURROUNDINGS | KEY_RESULT_FIELDS | OBJECTIVE_FIELDS
A_DAY = date(2026, 5, 15)
"""The day of a case that names none: the middle of a quarter, so that no deadline rule wakes by chance."""


class Outcome(NamedTuple):
    """What one case of one rule came to."""

    number: int
    """Counted from 1, in the order of the file."""
    problem: str
    """What went otherwise than the case says; empty where all is well."""
    hits: tuple[Hit, ...]
    """What the check answered."""


def run_cases(rule: Rule, folders: Sequence[Path] = ()) -> Iterator[Outcome]:
    """Run all tests of one rule. Raises RuleError for a case that the format does not know."""
    for number, case in enumerate(rule.cases, start=1):
        _check_case(f"{rule.path.name}, test {number}", case)
        plan, item = _plan(CasePlan(f"{rule.path.name}, test {number}"), rule, case)
        # A rule is tested for what it says, not for when it is asked: the source has a place for all that it needs.
        plan.provides = frozenset(case["provides"]) if "provides" in case else plan.provides | rule.needs
        hits: list[Hit] = []
        rules = _rules(rule.code, case, tuple(folder.resolve() for folder in folders), hits)
        found = lint_plan(plan, rules, today=case.get("today", A_DAY), language=case["lang"])
        yield Outcome(number, _problem(rule, case, found, item, plan), tuple(hits))


def _check_case(file: str, case: dict[str, Any]) -> None:
    for key in case:
        if key not in CASE_KEYS:
            raise RuleError("linting.unknown-key", file=file, entry=key, nearest=nearest(key, CASE_KEYS))
    for key in ("lang", "fires"):
        if key not in case:
            raise RuleError("linting.missing-key", file=file, entry=key)


def _plan(builder: CasePlan, rule: Rule, case: dict[str, Any]) -> tuple[Plan, KeyResult | Objective | None]:
    if "plan" in case:
        return builder.of_plan(case["plan"]), None
    kind = case.get("kind", rule.applies)
    return builder.of_objective(case) if kind == "objective" else builder.of_key_result(case)


@cache
def _every_rule(profile: str, folders: tuple[Path, ...]) -> RuleSet:
    return load_rules(profile, folders=folders)


def _rules(code: str, case: dict[str, Any], folders: tuple[Path, ...], hits: list[Hit]) -> RuleSet:
    """Return the one rule to test, by the case's profile; all rules for those that watch over the others.

    What its check answers is added to `hits`.
    """
    every = _every_rule(case.get("profile", "default"), folders)
    rule = next(one for one in every.known if one.code == code)

    def recording(context: object, options: object) -> list[Hit]:
        answer = list(rule.check(context, options))
        hits.extend(answer)
        return answer

    tested = replace(rule, check=recording)
    if case.get("fails"):
        failing = replace(rule, code="XX999", applies="key_result", any_language=True, check=_fail)
        return RuleSet((failing, tested), every.known, every.profile)
    others = [one for one in every.rules if one.code != code]
    keepers = others if rule.applies in WATCHING else [one for one in others if one.applies == "crash"]
    return RuleSet((tested, *keepers), every.known, every.profile)


def _fail(_context: object, _options: object) -> tuple[()]:
    raise LookupError


def _problem(
    rule: Rule, case: dict[str, Any], findings: list[Finding], item: KeyResult | Objective | None, plan: Plan
) -> str:
    """Return in one line what is not as the case says, for those who write rules."""
    crashed = [finding for finding in findings if finding.code == "OP505" and rule.code != "OP505"]
    if crashed:
        return f"the check failed: {crashed[0].message}"
    own = [finding for finding in findings if finding.code == rule.code]
    at_item = [finding for finding in own if item is None or finding.owner_key == item.key]
    if case["fires"] != bool(at_item):
        said = "; ".join(finding.message for finding in at_item)
        return "it should fire, and is silent" if case["fires"] else f"it should be silent, and says: {said}"
    titles = _titles(plan)
    found = [titles.get((finding.kind, finding.owner_key), plan.source) for finding in own]
    if "expect" in case and found != list(case["expect"]):
        return f"it should find {case['expect']}, and finds {found}"
    for finding in at_item:
        if finding.severity.value != case.get("severity", finding.severity.value):
            return f"it should be shown as {case['severity']}, and is shown as {finding.severity.value}"
    if "says" in case and not any(case["says"] in f"{finding.message} {finding.suggestion}" for finding in at_item):
        return f"it should say “{case['says']}”, and says: {'; '.join(finding.message for finding in at_item)}"
    return ""


def _titles(plan: Plan) -> dict[tuple[str, str], str]:
    titles = {("objective", objective.key): objective.title for objective in plan.objectives}
    for objective in plan.objectives:
        titles |= {("key_result", child.key): child.title for child in objective.key_results}
    return titles | {("key_result", orphan.key): orphan.title for orphan in plan.orphans}
