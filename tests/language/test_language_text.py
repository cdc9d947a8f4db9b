"""Tests the making comparable of text, and the telling of its language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsync.language.text import detect, fold, normalise


@given(st.text())
def test_offsets_stay_true_in_any_text(text: str) -> None:
    assert len(normalise(text)) == len(text)
    assert len(fold(text)) == len(text)


def test_typographic_signs_become_plain_ones() -> None:
    assert normalise("L’équipe\u00a0: 5\u202f% ‑ “A”") == "l'équipe : 5 % - “a”"


def test_a_letter_that_grows_when_lowered_keeps_its_place() -> None:
    assert normalise("İstanbul NPS") == "İstanbul nps"


def test_a_tab_in_plain_letters_becomes_a_space() -> None:
    assert normalise("Reduce\tchurn") == "reduce churn"


def test_accents_are_folded_one_to_one() -> None:
    assert fold("améliorer ça où") == "ameliorer ca ou"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Increase the number of visitors to our museum", "en"),
        ("Augmenter le nombre de visiteurs du musée", "fr"),
        ("Recruter 3 infirmières", "fr"),
    ],
)
def test_function_words_tell_the_language(text: str, language: str) -> None:
    assert detect(text) == language


def test_the_sheet_decides_where_the_words_leave_a_doubt() -> None:
    assert detect("NPS 50", "fr") == "fr"
    assert detect("NPS 50", "en") == "en"


def test_words_win_over_the_sheet() -> None:
    assert detect("Increase the share of our repeat customers", "fr") == "en"


def test_a_short_text_without_any_sign_is_taken_for_english() -> None:
    assert detect("NPS 50") == "en"


def test_a_long_text_without_function_words_is_put_to_statistics() -> None:
    assert detect("Mitarbeiterbindung Kundenrückgewinnung Lieferfähigkeit Zahlungsmoral") == "de"


def test_words_that_languages_share_leave_the_sheet_to_decide() -> None:
    assert detect("la", "es") == "es"
    assert detect("la", "fr") == "fr"
