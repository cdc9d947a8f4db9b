"""Profiles: what they set, and how their mistakes are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from okrsync.errors import RuleError
from okrsync.linting.profile import profile_names, read_profile
from okrsync.linting.ruleset import load_rules

if TYPE_CHECKING:
    from pathlib import Path


def test_the_five_profiles_are_there_the_default_first() -> None:
    assert profile_names() == ("default", "coach-fr", "doerr", "google", "wodtke")


@pytest.mark.parametrize("name", profile_names())
def test_every_profile_fits_the_rules(name: str) -> None:
    assert load_rules(name).profile.name == name


@pytest.mark.parametrize("name", profile_names())
def test_every_profile_says_what_it_stands_for_in_english_and_french(name: str) -> None:
    about = read_profile(name).about
    assert all(set(about[language]) == {"what", "source"} for language in ("en", "fr"))


@pytest.mark.parametrize("name", profile_names())
def test_every_figure_of_a_profile_names_its_source(name: str) -> None:
    assert all(settings.get("source") for settings in read_profile(name).rules.values())


def test_an_unknown_profile_is_told_with_the_nearest_right_name() -> None:
    with pytest.raises(RuleError, match=r"no profile “doer”. Did you mean “doerr”\?"):
        load_rules("doer")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("minimum_confidence = 60", "“minimum_confidence” must be a number from 0 to 1"),
        ("minimum_confidense = 0.6", "Did you mean “minimum_confidence”"),
        ('[about.en]\nwat = "x"', "Did you mean “about.en.what”"),
        ("[about]\nen = 3", "“en” must be a table"),
        ("[rules]\nST206 = 3", "“rules.ST206” must be a table"),
        ('[rules.ST206]\ncode = "x"', "no key “rules.ST206.code”"),
        ("[rules.ST2006]\noff = true", "Did you mean “ST206”"),
    ],
)
def test_a_mistake_in_a_profile_is_told_with_what_would_be_right(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "ours.toml").write_text(text, "utf-8")
    with pytest.raises(RuleError) as caught:
        load_rules("ours", folders=[tmp_path])
    assert "ours.toml" in str(caught.value)
    assert said in str(caught.value)


def test_a_profile_of_ones_own_goes_before_a_builtin_one_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "default.toml").write_text("minimum_confidence = 0.99", "utf-8")
    assert load_rules(folders=[tmp_path]).profile.minimum_confidence == 0.99
