"""Turns of phrase whose reading hangs on one small sign: a pair of dates, a plus, a joined none, who is spoken of."""

from __future__ import annotations

import pytest

from okrsync.language.quantities import Role
from okrsync.language.reading import read_claim


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Online share of renewals: 22% in March, 40% in October", "en"),
        ("Part des colis verts : 22 % en mars, 40 % en octobre", "fr"),
    ],
)
def test_two_dated_values_are_one_way(text: str, language: str) -> None:
    claim = read_claim(text, language)
    assert claim.quantities[0].role is Role.BASELINE
    assert claim.compound is None
    assert claim.lacks_baseline is None


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("Raise conversion by 15% + average basket to 40 euros", True),
        ("60% test coverage + no critical bugs", True),
        ("Sign 20+ bakeries", False),
        ("40 farmers on the new feed and no complaints about it", True),
        ("Grow deliveries to 900 a week and no more", False),
        ("Work out and build the loyalty scheme", False),
        ("Raise occupancy from 60% to 75% while cutting energy cost from £9k to £7k", True),
    ],
)
def test_a_second_result_is_told_from_an_addition_to_the_first(text: str, joined: bool) -> None:  # noqa: FBT001 - the expected answer
    assert (read_claim(text, "en").compound is not None) is joined


@pytest.mark.parametrize("text", ["Three theatres co-produce the show", "35 farmers live on the new feed"])
def test_what_is_told_of_a_count_makes_it_new(text: str) -> None:
    assert read_claim(text, "en").lacks_baseline is None


def test_a_bare_count_of_customers_has_a_value_today() -> None:
    assert read_claim("4,000 subscribers", "en").lacks_baseline is not None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Our drivers understand the new rota", "en"),
        ("Les lecteurs aiment la nouvelle formule", "fr"),
        ("Use less plastic", "en"),
    ],
)
def test_what_people_feel_and_use_is_neither_work_nor_weasel(text: str, language: str) -> None:
    claim = read_claim(text, language)
    assert claim.unmeasurable is not None
    assert claim.task is None
    assert claim.vague is None


def test_going_live_is_work() -> None:
    claim = read_claim("Go live with the booking desk on 3 May", "en")
    assert claim.task is not None
    assert claim.unmeasurable is None


@pytest.mark.parametrize("text", ["Inspect every lapsed supplier", "Phone all donors who left"])
def test_all_of_what_the_verb_is_done_to_is_counted(text: str) -> None:
    assert read_claim(text, "en").output is not None


@pytest.mark.parametrize(
    ("text", "language"),
    [("Late parcel collections down 20%", "en"), ("Au moins un lycée par bassin s'inscrit au concours", "fr")],
)
def test_what_falls_or_what_others_do_is_an_outcome(text: str, language: str) -> None:
    claim = read_claim(text, language)
    assert claim.output is None
    assert claim.task is None


def test_minutes_and_seconds_are_one_time() -> None:
    claim = read_claim("Attente : 9 min 40 à 4 min 15", "fr")
    assert [claim.words(quantity.span) for quantity in claim.quantities] == ["9 min 40", "4 min 15"]
    assert claim.lacks_baseline is None
