"""Which rules are asked, and how a user, a profile or the config changes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from okrsync.errors import ConfigError, RuleError
from okrsync.linting.ruleset import load_rules
from okrsync.model import Severity

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def codes(rules: object) -> list[str]:
    """Return the codes of the rules that are asked."""
    return [rule.code for rule in rules]  # type: ignore[attr-defined] # any collection of rules


def test_every_builtin_rule_loads() -> None:
    assert len(load_rules().known) >= 40


def test_rules_stand_in_the_order_of_their_codes() -> None:
    assert codes(load_rules().known) == sorted(codes(load_rules().known))


def test_a_rule_of_ones_own_joins_the_others(write_rule: Callable[..., Path]) -> None:
    rules = load_rules(folders=[write_rule()])
    assert "TT101" in codes(rules)
    assert "ST206" in codes(rules)


@pytest.mark.parametrize("chosen", ["ST206", "st206", "ST-206", "missing-owner", "Missing owner"])
def test_one_rule_is_selected_by_code_or_name(chosen: str) -> None:
    assert codes(load_rules(select=[chosen])) == ["OP505", "ST206"]


def test_the_beginning_of_a_code_selects_its_family() -> None:
    chosen = codes(load_rules(select=["ST2"]))
    assert chosen[0] == "OP505"
    assert {code[:3] for code in chosen[1:]} == {"ST2"}
    assert len(chosen) > 10


def test_what_is_ignored_is_not_asked() -> None:
    assert "ST206" not in codes(load_rules(ignore=["missing-owner"]))


def test_ignoring_wins_over_selecting() -> None:
    assert "ST206" not in codes(load_rules(select=["ST2"], ignore=["ST206"]))


def test_a_rule_that_fails_is_reported_whatever_is_selected_unless_that_too_is_ignored() -> None:
    assert codes(load_rules(select=["ST206"], ignore=["OP505"])) == ["ST206"]


@pytest.mark.parametrize("argument", ["select", "ignore"])
def test_an_unknown_rule_is_told_with_the_nearest_right_name(argument: str) -> None:
    with pytest.raises(ConfigError, match=r"no rule “mising-owner”. Did you mean “missing-owner”\?"):
        load_rules(**{argument: ["mising-owner"]})  # type: ignore[arg-type] # one of two arguments of one type


def test_an_empty_name_selects_nothing() -> None:
    with pytest.raises(ConfigError):
        load_rules(select=[" "])


def test_a_rule_switched_off_is_known_and_not_asked() -> None:
    rules = load_rules(overrides={"ST206": {"off": True}})
    assert "ST206" not in codes(rules)
    assert rules.get("ST206") is not None


def test_naming_a_rule_that_is_switched_off_switches_it_on() -> None:
    assert "ST206" in codes(load_rules(overrides={"ST206": {"off": True}}, select=["ST206"]))


def test_its_family_leaves_it_switched_off() -> None:
    assert "ST206" not in codes(load_rules(overrides={"ST206": {"off": True}}, select=["ST2"]))


def test_the_config_changes_a_rule_by_its_name() -> None:
    rule = load_rules(overrides={"missing-owner": {"severity": "error", "weight": 30}}).get("ST206")
    assert rule is not None
    assert (rule.severity, rule.weight) == (Severity.ERROR, 30)


def test_the_config_changes_nothing_for_the_next_run() -> None:
    load_rules(overrides={"ST206": {"severity": "error"}})
    rule = load_rules().get("ST206")
    assert rule is not None
    assert rule.severity is Severity.WARNING


def test_the_config_cannot_change_a_rule_that_is_not_there() -> None:
    with pytest.raises(ConfigError, match="Did you mean “ST206”"):
        load_rules(overrides={"ST2006": {"off": True}})


def test_the_config_cannot_change_what_a_rule_is() -> None:
    with pytest.raises(RuleError, match=r"no key “ST206.code”"):
        load_rules(overrides={"ST206": {"code": "ST999"}})


def test_options_are_set_by_name() -> None:
    rule = load_rules(overrides={"ST201": {"options": {"maximum": 2}}}).get("ST201")
    assert rule is not None
    assert rule.options.maximum == 2  # type: ignore[attr-defined] # the check's own Options


def test_an_unknown_option_is_told_with_the_nearest_right_one() -> None:
    with pytest.raises(RuleError, match=r"no key “options.maximun”. Did you mean “options.maximum”"):
        load_rules(overrides={"ST201": {"options": {"maximun": 2}}})


@pytest.mark.parametrize("value", ["5", True, 5.5, [5]])
def test_an_option_of_another_type_is_refused_with_an_example(value: object) -> None:
    with pytest.raises(RuleError, match="“maximum” must look like 5"):
        load_rules(overrides={"ST201": {"options": {"maximum": value}}})


def test_an_extension_adds_phrases_to_a_rule(write_rule: Callable[..., Path]) -> None:
    folder = write_rule()
    write_rule("mine", text='extends = "TT101"\nphrases.en.add = ["leverage"]\nphrases.en.remove = ["x"]\n')
    rule = load_rules(folders=[folder]).get("TT101")
    assert rule is not None
    phrases = rule.options.phrases  # type: ignore[attr-defined] # as above
    assert phrases.words("en") == ("synergy", "leverage")
    assert phrases.words("en", "remove") == ("x",)
    assert phrases.words("de") == ()


def test_an_extension_changes_severity_and_words_and_leaves_the_rest(write_rule: Callable[..., Path]) -> None:
    folder = write_rule()
    text = 'extends = "TT101"\nseverity = "error"\nneeds = ["owner"]\n[message.en]\ndefault = "No."\n'
    write_rule("mine", text=text)
    rule = load_rules(folders=[folder]).get("TT101")
    assert rule is not None
    assert rule.severity is Severity.ERROR
    assert rule.messages["en"]["default"] == "No."
    assert rule.messages["fr"]["default"].startswith("«")
    assert rule.needs == {"owner"}
    assert rule.weight == 12


def test_an_extension_of_a_rule_that_is_not_there_is_told(write_rule: Callable[..., Path]) -> None:
    folder = write_rule("mine", text='extends = "ST2006"\nseverity = "error"\n')
    with pytest.raises(RuleError, match=r"mine.toml: there is no rule “ST2006”. Did you mean “ST206”"):
        load_rules(folders=[folder])


@pytest.mark.parametrize("key", ["name", "code", "check", "tests", "docs"])
def test_an_extension_cannot_change_what_a_rule_is(write_rule: Callable[..., Path], key: str) -> None:
    folder = write_rule("mine", text=f'extends = "ST206"\n{key} = "other"\n')
    with pytest.raises(RuleError, match=f"no key “{key}”"):
        load_rules(folders=[folder])


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no folder of rules"):
        load_rules(folders=[tmp_path / "nowhere"])


def test_profiles_and_lexicons_in_a_folder_of_ones_own_are_no_rules(write_rule: Callable[..., Path]) -> None:
    folder = write_rule()
    (folder / "profiles").mkdir()
    (folder / "profiles" / "ours.toml").write_text('[rules.TT101]\nseverity = "error"\n', "utf-8")
    rule = load_rules("ours", folders=[folder]).get("TT101")
    assert rule is not None
    assert rule.severity is Severity.ERROR


def test_what_the_beginning_of_a_code_means_can_be_asked() -> None:
    rules = load_rules()
    assert [rule.code for rule in rules.matching("missing-owner")] == ["ST206"]
    assert len(rules.matching("ST")) > 10
    assert rules.matching("") == ()
    assert rules.get("nothing") is None


def test_a_set_of_rules_knows_how_many_are_asked() -> None:
    assert len(load_rules(select=["ST206"])) == 2
