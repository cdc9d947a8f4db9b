"""Ask one rule about one plan, as the engine does."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from okrsync.linting.case_plan import CasePlan
from okrsync.linting.engine import lint_plan
from okrsync.linting.ruleset import load_rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from okrsync.model import Finding

MID_QUARTER = date(2026, 5, 15)


@pytest.fixture
def ask() -> Callable[..., list[Finding]]:
    """Return a function that gives the findings of one rule about a plan, written as in a rule's own tests."""

    def findings(code: str, plan: dict[str, Any], today: date = MID_QUARTER, language: str = "en") -> list[Finding]:
        built = CasePlan("a test").of_plan(plan)
        rules = load_rules(select=[code])
        built.provides |= next(rule.needs for rule in rules if rule.code == code)
        found = lint_plan(built, rules, today=today, language=language)
        assert {finding.code for finding in found} <= {code}
        return found

    return findings


@pytest.fixture
def told(ask: Callable[..., list[Finding]]) -> Callable[..., list[str]]:
    """Return a function that gives the words that one rule's findings are about ("" for the plan as a whole)."""

    def texts(code: str, plan: dict[str, Any], today: date = MID_QUARTER, language: str = "en") -> list[str]:
        return [finding.text for finding in ask(code, plan, today, language)]

    return texts
