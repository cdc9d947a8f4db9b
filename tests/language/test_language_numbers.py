"""Tests what numbers are worth, and what they do in a key result."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsync.language.number_values import number_value
from okrsync.language.quantities import Quantity, Role
from okrsync.language.reading import read_claim


def numbers(text: str, language: str = "en") -> list[Quantity]:
    return read_claim(text, language).quantities


def roles(text: str, language: str = "en") -> list[tuple[float | None, str]]:
    return [(quantity.value, quantity.role.value) for quantity in numbers(text, language)]


@pytest.mark.parametrize(
    ("typed", "decimal", "value"),
    [
        ("1 240", ",", 1240),
        ("1 234,5", ",", 1234.5),
        ("1,234.5", ".", 1234.5),
        ("1.234,5", ",", 1234.5),
        ("10.000", ",", 10000),
        ("10,000", ".", 10000),
        ("1,234,567", ".", 1234567),
        ("0,500", ".", 0.5),
        (".5", ".", 0.5),
        ("3,4", ",", 3.4),
        ("3.4", ",", 3.4),
        ("1.2.3", ".", None),
    ],
)
def test_a_number_is_worth_what_its_writer_meant(typed: str, decimal: str, value: float | None) -> None:
    assert number_value(typed, decimal) == value


@given(st.integers(min_value=0, max_value=10**9))
def test_groups_of_thousands_are_read_in_both_languages(whole: int) -> None:
    assert number_value(f"{whole:,}", ".") == whole
    assert number_value(f"{whole:,}".replace(",", " "), ",") == whole


@pytest.mark.parametrize(
    ("text", "language", "value", "unit"),
    [
        ("Reach 10k users", "en", 10000, ""),
        ("Reach $1.5M in sales", "en", 1.5e6, "$"),
        ("Atteindre 3 M€ de ventes", "fr", 3e6, "€"),
        ("Atteindre 3 M € de ventes", "fr", 3e6, "€"),
        ("Atteindre 1 M de visites", "fr", 1e6, ""),
        ("p95 under 200 ms", "en", 200, "ms"),
        ("Download speed of 10MiB", "en", 10, "mib"),
        ("Score of 4.3/5", "en", 4.3, ""),
        ("Half of users come back", "en", 50, "%"),
        ("9 out of 10 customers come back", "en", 90, "%"),
        ("Twice as many visits", "en", 2, "x"),
        ("Post 10 times a week", "en", 10, ""),
    ],
)
def test_scale_and_unit_are_taken_in(text: str, language: str, value: float, unit: str) -> None:
    quantity = numbers(text, language)[-1] if text.startswith("p95") else numbers(text, language)[0]
    assert (quantity.value, quantity.unit) == (value, unit)


def test_a_mark_out_of_five_keeps_its_scale() -> None:
    assert numbers("Score of 4.3/5")[0].out_of == 5
    assert numbers("Note de 8 sur 10", "fr")[0].out_of == 10


@pytest.mark.parametrize(
    ("text", "language", "bound"),
    [
        ("NPS ≥ 50", "en", "at_least"),
        ("NPS of 50+", "en", "at_least"),
        ("NPS of 50 or more", "en", "at_least"),
        ("NPS above 50", "en", "at_least"),
        ("Churn < 2 %", "en", "at_most"),
        ("Churn inférieur à 2 %", "fr", "at_most"),
        ("NPS of about 50", "en", ""),
    ],
)
def test_bounds_are_read(text: str, language: str, bound: str) -> None:
    assert numbers(text, language)[0].bound == bound


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Raise NPS from 12 to 30", "en", [(12, "baseline"), (30, "target")]),
        ("Porter le NPS de 12 à 30", "fr", [(12, "baseline"), (30, "target")]),
        ("NPS 12 → 30", "en", [(12, "baseline"), (30, "target")]),
        ("MRR $40k to $65k", "en", [(40000, "baseline"), (65000, "target")]),
        ("NPS of 30 (currently 12)", "en", [(30, "target"), (12, "baseline")]),
        ("NPS de 30 (12 actuellement)", "fr", [(30, "target"), (12, "baseline")]),
        ("30 % adoption, up from 20 %", "en", [(30, "target"), (20, "baseline")]),
        ("750 leads vs 600", "en", [(750, "target"), (600, "baseline")]),
        ("Reduce waste by 20 %", "en", [(20, "change")]),
        ("Réduire les déchets de 20 %", "fr", [(20, "change")]),
        ("Réduire de 20 % les déchets", "fr", [(20, "change")]),
        ("20 % more visits", "en", [(20, "change")]),
        ("20 % de visites en plus", "fr", [(20, "change")]),
        ("+20 points of NPS", "en", [(20, "change")]),
        ("Visits up 10 % year on year", "en", [(10, "change")]),
        ("A 10 % increase in visits", "en", [(10, "change")]),
        ("Increase visits 3x", "en", [(3, "change")]),
        ("Delight our 62,000 customers", "en", [(62000, "scope")]),
        ("Satisfaire nos 62 000 clients", "fr", [(62000, "scope")]),
        ("Satisfaire les familles qui envoient 520 courriers", "fr", [(520, "scope")]),
        ("Grow the brand with a budget of $2M", "en", [(2e6, "scope")]),
        ("Raise sales by 5 % in 3 regions", "en", [(5, "change"), (3, "scope")]),
        ("Launch in 3 regions", "en", [(3, "target")]),
        ("2 incidents per 1000 visits", "en", [(2, "target"), (1000, "scope")]),
        ("Win 5 deals within 6 months", "en", [(5, "target"), (6, "deadline")]),
        ("Answer time under 3 weeks", "en", [(3, "target")]),
        ("All invoices paid within 30 days", "en", [(30, "target")]),
        ("Ensure that 90 % of orders arrive", "en", [(90, "target")]),
        ("A scheme that brings in 200 customers", "en", [(200, "target")]),
        ("Visited by 300 schools", "en", [(300, "target")]),
        ("Visits fall by 20 % to 30 days", "en", [(20, "change"), (30, "scope")]),
    ],
)
def test_every_number_has_its_role(text: str, language: str, expected: list[tuple[float, str]]) -> None:
    assert roles(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "role"),
    [
        ("Finish phase 2", "en", Role.NAME),
        ("Obtain ISO 27001", "en", Role.NAME),
        ("Upgrade to 4.2.1", "en", Role.NAME),
        ("Roll out 360-degree reviews", "en", Role.NAME),
        ("The 3rd plant", "en", Role.NAME),
        ("Prepare the 5G launch", "en", Role.NAME),
        ("Launch on 30 June", "en", Role.DEADLINE),
        ("Launch on June 30th", "en", Role.DEADLINE),
        ("Lancer avant le 1er juillet", "fr", Role.DEADLINE),
        ("Launch in 2026", "en", Role.DEADLINE),
        ("Launch by 30/06/2026", "en", Role.DEADLINE),
        ("Launch by 30/06", "en", Role.DEADLINE),
        ("Launch by 2026-06-30", "en", Role.DEADLINE),
    ],
)
def test_names_and_dates_count_nothing(text: str, language: str, role: Role) -> None:
    assert {quantity.role for quantity in numbers(text, language)} == {role}


def test_a_round_number_of_people_is_no_year() -> None:
    assert roles("Reach 2000 users") == [(2000, "target")]


def test_marks_on_a_scale_of_letters_are_a_way() -> None:
    assert roles("Passer la note du siège de E à B", "fr") == [(None, "baseline"), (None, "target")]


def test_a_number_kept_back_counts_as_a_number() -> None:
    assert roles("CAC < $X") == [(None, "target")]
    assert roles("Sign N partners") == [(None, "target")]


def test_a_letter_alone_is_no_number() -> None:
    assert roles("Launch project X") == []


def test_a_dash_between_numbers_is_no_minus() -> None:
    assert [quantity.sign for quantity in numbers("Hire 3-5 people")] == ["", ""]


def test_a_number_knows_its_place() -> None:
    text = "Cut churn to about 2 % by May"
    quantity = numbers(text)[0]
    assert text[slice(*quantity.span)] == "about 2 %"
    assert quantity.is_share
