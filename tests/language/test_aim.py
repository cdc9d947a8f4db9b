"""An objective is read as an aim: what it is, whose it is, and why a rule should speak."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsync.language.aim import read_aim

EN = "en"
FR = "fr"


@pytest.mark.parametrize(
    ("text", "language", "kind"),
    [
        ("Make beekeeping popular among students", EN, "wish"),
        ("Reduce the noise around the playground", EN, "direction"),
        ("Install bee hives on the roof", EN, "task"),
        ("Keep the bee hives as they are", EN, "upkeep"),
        ("Our bees are at home in the city", EN, "state"),
        ("Honey", EN, "heading"),
        ("Donner le goût du miel aux écoliers", FR, "wish"),
        ("Réduire le bruit autour du préau", FR, "direction"),
        ("Installer des ruches sur le toit", FR, "task"),
        ("Entretenir les ruches", FR, "upkeep"),
        ("Nos abeilles sont chez elles en ville", FR, "state"),
        ("Miel", FR, "heading"),
    ],
)
def test_an_objective_is_of_one_kind(text: str, language: str, kind: str) -> None:
    assert read_aim(text, language).kind == kind


def test_the_words_that_make_it_a_teams_own_are_named() -> None:
    assert read_aim("Improve the quality of our cider", EN).own == ["cider"]
    assert read_aim("Améliorer la qualité de notre cidre", FR).own == ["cidre"]


def test_a_verdict_quotes_the_authors_words_where_they_stand() -> None:
    text = "Plant 300 apple trees"
    found = read_aim(text, EN).metric
    assert found is not None
    assert found.values["number"] == "300 apple"[: len(str(found.values["number"]))]
    assert text[slice(*found.span)] == found.values["number"]


def test_an_empty_objective_says_nothing() -> None:
    aim = read_aim("", EN)
    assert (aim.metric, aim.task, aim.vague, aim.upkeep, aim.compound) == (None, None, None, None, None)
    assert aim.length == 0


def test_words_are_counted_as_people_count_them() -> None:
    assert read_aim("Faire de l'école – un lieu d'envie !", FR).length == 6


def test_the_wording_has_no_full_stop() -> None:
    assert read_aim("Bring back the bees. ", EN).wording == "Bring back the bees"


@pytest.mark.parametrize(
    "label", ["O1: ", "Objective 2 – ", "OKR3: ", "1. ", "2) ", "O1 - ", "Obj. 3. ", "(O2) ", "1.2 ", "[Sales] ", "🚀 "]
)
def test_the_number_of_a_row_changes_nothing(label: str) -> None:
    assert read_aim(f"{label}Improve quality", EN).vague is not None
    assert read_aim(f"{label}Improve the quality of our cider", EN).vague is None


def test_capitals_and_missing_accents_change_nothing() -> None:
    assert read_aim("AMELIORER LA QUALITE", FR).vague is not None
    assert read_aim("ameliorer la qualite de notre cidre", FR).vague is None


def test_a_language_without_words_of_its_own_is_read_like_english() -> None:
    assert read_aim("Increase revenue", "xx").vague is not None


@given(text=st.text(max_size=80), language=st.sampled_from([EN, FR]))
def test_any_text_can_be_read(text: str, language: str) -> None:
    aim = read_aim(text, language)
    for verdict in (aim.metric, aim.task, aim.vague, aim.upkeep, aim.compound):
        if verdict is not None:
            start, end = verdict.span
            assert 0 <= start < end <= len(text)
            assert all("⟨" not in str(value) or "⟨" in text for value in verdict.values.values())
