"""A user's own words join those of a built-in rule."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from okrsync.linting.engine import lint_plan
from okrsync.linting.ruleset import load_rules
from okrsync.model import KeyResult, Plan, Ref

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EXTENSION = """\
extends = "KR105"
severity = "error"
phrases.en.add = ["game-changing"]
phrases.en.remove = ["seamless"]
"""


@pytest.fixture
def found_in(write_rule: Callable[..., Path]) -> Callable[[str], list[tuple[str, str]]]:
    """Return a function that gives severity and message of what KR105, extended, finds in a key result."""
    rules = load_rules(folders=[write_rule("ours", EXTENSION)], select=["KR105"])

    def lint(title: str) -> list[tuple[str, str]]:
        plan = Plan("book", "csv", orphans=[KeyResult("k", title, Ref("book", None, 2, "k"))])
        findings = lint_plan(plan, rules, today=date(2026, 5, 15), language="en")
        return [(finding.severity.value, finding.message) for finding in findings]

    return lint


def test_a_word_of_ones_own_is_found(found_in: Callable[[str], list[tuple[str, str]]]) -> None:
    ((severity, message),) = found_in("Win 3 game-changing partners")
    assert severity == "error"
    assert "“game-changing”" in message


def test_a_word_that_everybody_here_understands_is_left_alone(
    found_in: Callable[[str], list[tuple[str, str]]],
) -> None:
    assert found_in("Ensure customers have a seamless experience") == []


def test_the_other_words_are_still_found(found_in: Callable[[str], list[tuple[str, str]]]) -> None:
    assert len(found_in("Strengthen our brand in the Nordics")) == 1
