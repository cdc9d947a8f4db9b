"""`okrsync rules --test` and `okrsync rule`: rules of one's own, run and explained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from okrsync.linting.ruleset import load_rules

if TYPE_CHECKING:
    from pathlib import Path

RULE = """\
code = "OUR1"
name = "banned-word"
applies = "key_result"
check = "phrases_found"
severity = "warning"
title = { en = "A banned word", fr = "Un mot banni" }
[message.en]
default = "“{term}” is not a word of ours."
[docs.en]
what = "x"
why = "x"
not_when = "x"
source = "x"
[phrases.en]
add = ["synergy"]
[[tests]]
lang = "en"
fires = true
title = "More synergy"
[[tests]]
lang = "en"
fires = false
title = "More sales"
"""


@pytest.fixture
def own_rule(folder: Path) -> Path:
    """Return the file of a rule of one's own, in a folder that the config names."""
    (folder / "okrsync.toml").write_text("[okrsync]\nrules_folders = ['ours']\n", "utf-8")
    (folder / "ours").mkdir()
    path = folder / "ours" / "OUR1-banned-word.toml"
    path.write_text(RULE, "utf-8")
    return path


@pytest.mark.usefixtures("own_rule")
def test_the_tests_of_ones_own_rules_are_run(command: Any) -> None:
    result = command("rules", "--test")
    assert result.exit_code == 0
    assert "Rules: 1, tests: 2." in result.stdout


def test_a_test_that_fails_is_told_with_exit_code_2(command: Any, own_rule: Path) -> None:
    own_rule.write_text(RULE.replace("More sales", "Less synergy"), "utf-8")
    result = command("rules", "--test")
    assert result.exit_code == 2
    assert "OUR1-banned-word.toml: test 2: it should be silent" in result.stdout


@pytest.mark.parametrize("code", [rule.code for rule in load_rules().known])
def test_every_rule_can_be_explained(command: Any, code: str) -> None:
    result = command("rule", code)
    assert result.exit_code == 0
    assert code in result.stdout
