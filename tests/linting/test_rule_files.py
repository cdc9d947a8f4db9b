"""What a rule file may say, and how its mistakes are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from okrsync.errors import RuleError
from okrsync.linting.rule_file import read_rule_table, read_table
from okrsync.linting.ruleset import load_rules

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('severity = "warning"', 'severety = "warning"', "there is no key “severety”. Did you mean “severity”?"),
        ('"warning"', '"warn"', "“warn” is no possible value of “severity”. Did you mean “warning”"),
        ('applies = "key_result"', 'applies = "keyresult"', "Did you mean “key_result”?"),
        ("weight = 12", "weight = 120", "“weight” must be a number from 0 to 100"),
        ("weight = 12", "weight = true", "“weight” must be a number"),
        ("weight = 12", 'weight = "12"', "“weight” must be a number"),
        ("confidence = 0.9", "confidence = 90", "“confidence” must be a number from 0 to 1"),
        ("any_language = true", 'any_language = "yes"', "“any_language” must be true or false"),
        ('name = "banned-word"\n', "", "the key “name” is missing"),
        ('code = "TT101"', 'code = "tt-101"', "“code” must be capital letters followed by digits"),
        ('name = "banned-word"', 'name = "Banned Word"', "“name” must be small letters and hyphens"),
        ('check = "phrases_found"', 'check = "phrase_found"', "no check “phrase_found”. Did you mean “phrases_found”?"),
        ('default = "Say it', 'default = ""\n# "Say it', "“suggest.en.default” must be text"),
        ('add = ["synergy"]', 'add = "synergy"', "“phrases.en.add” must be a list of texts"),
        ("[phrases.en]", "[options]\nmost = 3\n[phrases.en]", "nothing reads the option “most”"),
        ("any_language = true", 'needs = ["ownr"]', "“ownr” is no possible value of “needs”. Did you mean “owner”?"),
        ("any_language = true", 'message = "x"\n[suggested]', "TOML"),
        ("[message.en]", "[docs.en]\nwat = 'x'\n[message.en]", "no key “docs.en.wat”. Did you mean “docs.en.what”?"),
        ("[message.en]", "tests = 3\n[message.en]", "“tests” must be a table"),
        ("[message.en]", "tests = [3]\n[message.en]", "“tests 1” must be a table"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_file_and_what_would_be_right(
    write_rule: Callable[..., Path], old: str, new: str, said: str
) -> None:
    folder = write_rule(**{old: new})
    with pytest.raises(RuleError) as caught:
        load_rules(folders=[folder])
    assert "TT101.toml" in str(caught.value)
    assert said in str(caught.value)


def test_broken_toml_is_told_with_its_line(write_rule: Callable[..., Path]) -> None:
    folder = write_rule(text='code = "TT101"\nname = = 3\n')
    with pytest.raises(RuleError, match=r"TT101.toml, line 2"):
        load_rules(folders=[folder])


def test_toml_that_breaks_off_is_told_with_its_last_line(write_rule: Callable[..., Path]) -> None:
    folder = write_rule(text='code = "TT101"\nname = """\n')
    with pytest.raises(RuleError, match=r"TT101.toml, line 3"):
        load_rules(folders=[folder])


def test_a_file_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    (tmp_path / "TT1.toml").write_bytes('name = "é"'.encode("latin-1"))
    with pytest.raises(RuleError, match="not UTF-8"):
        load_rules(folders=[tmp_path])


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "TT1.toml").mkdir()
    with pytest.raises(RuleError, match=r"TT1.toml cannot be read"):
        load_rules(folders=[tmp_path])


def test_phrases_for_a_check_that_takes_none_are_refused(write_rule: Callable[..., Path]) -> None:
    folder = write_rule(**{'"phrases_found"': '"ignore_without_reason"', '"key_result"': '"ignore"'})
    with pytest.raises(RuleError, match="nothing reads the phrases"):
        load_rules(folders=[folder])


def test_a_code_used_twice_names_both_files(write_rule: Callable[..., Path]) -> None:
    folder = write_rule("A")
    write_rule("B")
    with pytest.raises(RuleError, match=r"B.toml: the code TT101 already belongs to A.toml"):
        load_rules(folders=[folder])


def test_a_name_used_twice_names_both_files(write_rule: Callable[..., Path]) -> None:
    folder = write_rule("A")
    write_rule("B", TT101="TT102")
    with pytest.raises(RuleError, match=r"B.toml: the name “banned-word” already belongs to A.toml"):
        load_rules(folders=[folder])


def test_docs_and_tests_are_left_for_later(tmp_path: Path, rule_text: str) -> None:
    path = tmp_path / "rule.toml"
    path.write_text(rule_text + '[docs.en]\nwhat = "x"\n[options]\n[[tests]]\nlang = "en"\n', "utf-8")
    assert set(read_table(path)) - set(read_rule_table(path)) == {"docs", "tests"}
    assert "options" in read_rule_table(path)


def test_a_text_that_looks_like_a_heading_is_still_a_text(tmp_path: Path, rule_text: str) -> None:
    path = tmp_path / "rule.toml"
    path.write_text(rule_text.replace('"Say it', '"""\n[docs.en]\n"""\nother = "Say it'), "utf-8")
    assert read_rule_table(path)["suggest"]["en"]["default"] == "[docs.en]\n"
