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


@pytest.mark.parametrize(
    ("text", "language", "joined"),
    [
        ("Recruit 8 pickers, 3 of them women", "en", False),
        ("Recruter 8 cueilleurs, dont 3 femmes", "fr", False),
        ("Recruit 8 pickers, 5 in May and 3 in June", "en", False),
        ("95% of crates on time, 99% undamaged", "en", True),
        ("No accidents and fewer than 4 near misses", "en", True),
        ("Print a leaflet and three posters", "en", True),
        ("Imprimer un dépliant et trois affiches", "fr", True),
        ("Label all crates with a code and a colour", "en", False),
        ("Étiqueter toutes les caisses avec un code et une couleur", "fr", False),
        ("Spoilage rate < 3 % and complaint rate < 1 %", "en", True),
        ("Taux de casse < 3 % et taux de litige < 1 %", "fr", True),
        ("Cold chain: map every step", "en", False),
        ("Chaîne du froid : cartographier chaque étape", "fr", False),
        ("The cold room is open and picking is scheduled", "en", True),
        ("Find 40 bugs and open issues in the till", "en", False),
    ],
)
def test_parts_headings_and_means_are_no_second_result(text: str, language: str, joined: bool) -> None:  # noqa: FBT001 - the expected answer
    assert (read_claim(text, language).compound is not None) is joined


@pytest.mark.parametrize(
    ("text", "language", "roles"),
    [
        ("Raise repeat orders by 8% (survey, n ≥ 200)", "en", ["change", "scope"]),
        ("Raise by 8% the growers who use at least one sensor", "en", ["change", "scope"]),
        ("Plant 3 hedges", "en", ["target"]),
        ("40 growers by week 9", "en", ["target", "deadline"]),
        ("Sign the 2031 lease", "en", ["deadline"]),
        ("Deliveries from weekly to daily", "en", ["baseline", "target"]),
        ("Livraisons : hebdomadaire → quotidien", "fr", ["baseline", "target"]),
        ("Carry 4x the current load", "en", ["target"]),
        ("Map all crates in one register", "en", ["target"]),
        ("Falls: 9 per month to 4", "en", ["baseline", "target"]),
    ],
)
def test_a_number_is_read_by_what_stands_around_it(text: str, language: str, roles: list[str]) -> None:
    assert [quantity.role.value for quantity in read_claim(text, language).quantities] == roles


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Prune 300 trees", "en"),
        ("Scarify 300 lawns", "en"),
        ("Swaddle 300 dolls", "en"),
        ("Safety talk every week", "en"),
        ("Every apprentice has a training plan", "en"),
        ("Atelier réparation dans chacune de nos 12 communes", "fr"),
    ],
)
def test_own_work_is_counted_by_any_verb_by_the_week_and_place_by_place(text: str, language: str) -> None:
    claim = read_claim(text, language)
    assert claim.output is not None
    assert claim.task is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("9 times out of 10, the counter answers within 5 minutes", "en"),
        ("Courriers traités sous 48 h 9 fois sur 10", "fr"),
        ("Signups x4", "en"),
        ("Ventes en ligne x3", "fr"),
    ],
)
def test_nine_times_in_ten_and_times_four_are_measured(text: str, language: str) -> None:
    claim = read_claim(text, language)
    assert claim.unmeasurable is None
    assert claim.output is None
    assert claim.lacks_baseline is not None


@pytest.mark.parametrize(
    ("text", "language"), [("Une brochure plus lisible", "fr"), ("Un site plus accueillant", "fr")]
)
def test_a_thing_that_is_only_to_be_more_of_something_promises_nothing_else(text: str, language: str) -> None:
    claim = read_claim(text, language)
    assert claim.vague is not None
    assert claim.unmeasurable is not None
    assert claim.task is None


def test_last_years_level_is_a_level() -> None:
    claim = read_claim("Hold heating costs at last year's level", "en")
    assert claim.upkeep is not None
    assert claim.unmeasurable is None


@pytest.mark.parametrize(
    ("text", "task", "output"),
    [
        ("Usability testing", True, False),
        ("Working prototype", True, False),
        ("Store all drawings in one register", False, True),
        ("Staff the night desk", True, False),
        ("Have 3 recipes written down", False, True),
        ("Have 3 recipes liked by guests", False, False),
        ("Ensure that 60% of the blueprints are recorded in the new system", False, True),
        ("Ensure that 60% of customers come back", False, False),
        ("Design and implement the loyalty scheme", True, False),
    ],
)
def test_work_is_told_by_its_build(text: str, task: bool, output: bool) -> None:  # noqa: FBT001 - the expected answers
    claim = read_claim(text, "en")
    assert (claim.task is not None, claim.output is not None) == (task, output)


def test_a_lively_community_is_no_deliverable() -> None:
    claim = read_claim("Build a vibrant community of growers", "en")
    assert claim.task is None
    assert claim.vague is not None
