"""Values as each language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from okrsync.linting.phrasing import suggestion
from okrsync.linting.ruleset import load_rules
from okrsync.wording import Percent, Quoted, written


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (12, "12", "12"),
        (62000, "62,000", "62\u202f000"),
        (1234.5, "1,234.5", "1\u202f234,5"),
        (0.1 + 0.2, "0.3", "0,3"),
        (4.0, "4", "4"),
        (-3.5, "−3.5", "−3,5"),
        (Percent(12.5), "12.5%", "12,5\u00a0%"),
        (1_000_000.0, "1,000,000", "1\u202f000\u202f000"),
        ("2026", "2026", "2026"),
        (None, "", ""),
        (True, "true", "true"),
        (date(2026, 6, 30), "30 June 2026", "30 juin 2026"),
        (datetime(2026, 6, 30, 9, 5, tzinfo=UTC), "30 June 2026 09:05", "30 juin 2026 09:05"),
        (Quoted("we"), "“we”", "«\u00a0we\u00a0»"),
        (date(2026, 7, 1), "1 July 2026", "1er juillet 2026"),
        (["a"], "a", "a"),
        (("a", "b"), "a and b", "a et b"),
        (("a", 1.5, "c"), "a, 1.5 and c", "a, 1,5 et c"),
        ((), "", ""),
    ],
)
def test_a_value_is_written_as_its_language_writes_it(value: object, english: str, french: str) -> None:
    assert written(value, "en") == english
    assert written(value, "fr") == french


def test_a_language_without_marks_of_its_own_gets_those_of_english() -> None:
    assert written(1234.5, "xx") == "1,234.5"


def test_somebodys_words_are_quoted_only_as_far_as_a_message_can_bear() -> None:
    assert written("x" * 160, "en") == "x" * 160
    assert written("word " * 40, "en") == ("word " * 32).rstrip() + "…"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Open the shop.", "“Open the shop: from"),
        ("Open the shop (figure to come", "“Open the shop: from"),
        ("Open the shop (in May)", "“Open the shop (in May): from"),
        ("...", "“...: from"),
    ],
)
def test_a_quoted_text_can_be_gone_on_with(typed: str, said: str) -> None:
    rule = load_rules().get("KR101")
    assert rule
    assert str(suggestion(rule, "default", {"clause": typed}, "en")).startswith(said)
