"""Headers as people shorten, join and qualify them."""

from __future__ import annotations

import pytest

from okrsync.tables.headers import read_header


def _role(header: str) -> str:
    roles = read_header(header).roles
    return max(roles, key=roles.__getitem__, default="")


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Val. iniziale", "baseline"),
        ("Cod. Ob.", "id"),
        ("Scad.", "due"),
        ("Fortschr.", "progress"),
        ("Verantw. Person", "owner"),
        ("Val. depart", "baseline"),
        ("Respons", "owner"),
        ("Date fin", "due"),
    ],
)
def test_a_shortened_header_is_read_as_its_whole_words(header, role):
    assert _role(header) == role


@pytest.mark.parametrize("header", ["From → To", "Baseline -> Target", "Départ / Cible", "Start – Ziel"])
def test_a_header_for_both_ends_is_a_target(header):
    assert read_header(header).roles == {"target": 1.0}


@pytest.mark.parametrize(
    ("header", "role"), [("Ist (Start)", "baseline"), ("Ist (aktuell)", "current"), ("Target (%)", "target")]
)
def test_brackets_say_which_value_a_column_holds(header, role):
    assert _role(header) == role


@pytest.mark.parametrize("header", ["Goals & measures", "Objectifs et indicateurs", "Ziele / Kennzahlen"])
def test_a_header_may_name_objectives_and_what_measures_them(header):
    assert _role(header) == "okr"


def test_a_percent_sign_in_front_makes_what_is_reached_a_progress():
    assert _role("% atteint") == "progress"
    assert _role("Atteint (%)") == "current"


def test_a_level_counts_inside_a_known_name_of_objectives():
    assert read_header("Strategisch doel").level == "company"


def test_one_letter_and_digits_are_no_abbreviations():
    assert read_header("p. 4").roles == {}
