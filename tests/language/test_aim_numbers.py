"""Numbers of an objective: a metric is one that says how far to go."""

from __future__ import annotations

import pytest

from okrsync.language.aim import read_aim


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Cut the waste of our canteens by 30%", "30%"),
        ("Sell 400 jars of honey", "400 jars"),
        ("Raise €2m for the orchard", "2m"),
        ("Raise 2 million euros for the orchard", "2 million euros"),
        ("Double the harvest", "Double"),
        ("Cut pesticides in half", "in half"),
        ("Open two farm shops", "two farm"),
        ("Be at home in two million kitchens", "two million"),
        ("A harvest with zero losses", "zero losses"),
        ("Grow 10x with restaurants", "10x"),
        ("Answer growers in under 10 days", "10 days"),
        ("Have between 5-10 partner farms", "5-10"),
        ("Raise €400 for the orchard", "400"),
        ("Hire 2000 pickers", "2000 pickers"),
        ("Reach the 100 bars", "100 bars"),
    ],
)
def test_a_target_is_a_metric(text: str, number: str) -> None:
    found = read_aim(text, "en").metric
    assert found is not None
    assert found.values["number"] == number


@pytest.mark.parametrize(
    "text",
    [
        "Make the 2027 harvest a feast",
        "Win over restaurants by 2027",
        "Be ready for Q3",
        "Bring cider version 2.0 to bars",
        "Make phase 2 of the orchard a meeting place",
        "Bring visitors of Route 66 to the orchard",
        "Become the number one cider of the coast",
        "Become #1 in cider",
        "Be there for growers 24/7",
        "Be the cider of families with fewer than 50 employees",
        "Be loved by 10-year-olds",
        "Be loved by drinkers over 50",
        "Revive the cider of the 1990s",
        "Make our 3 presses a pleasure to work at",
        "Win over bars in the next 2 years",
        "Sell cider to 2D artists",
        "Reach bakers with the double-fermented loaf",
        "Earn a double degree in brewing",
        "Start cider from zero trust",
        "Double down on cider",
        "Be one of two in cider",
        "Reach bars (< 50 seats)",
        "Host the finest 24-hour harvest",
        "Win over bars in Q3 of 2027",
        "Make the cider of Bay 2 famous",
        "Be loved over 2027 harvests",
    ],
)
def test_a_name_a_date_a_rank_or_whom_it_is_for_is_no_metric(text: str) -> None:
    assert read_aim(text, "en").metric is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Réduire de 30 % le gaspillage des cantines", "30 %"),
        ("Réduire de moitié les pesticides", "de moitié"),
        ("Doubler la récolte", "Doubler"),
        ("Vendre 400 pots de miel", "400 pots"),
        ("Lever 2 M€ pour le verger", "2 M€"),
        ("Une récolte avec zéro perte", "zéro perte"),
        ("Vendre trois fois plus de cidre", "trois fois plus"),
    ],
)
def test_a_french_target_is_a_metric(text: str, number: str) -> None:
    found = read_aim(text, "fr").metric
    assert found is not None
    assert found.values["number"] == number


@pytest.mark.parametrize(
    "text",
    [
        "Conquérir les bars d'ici 2027",
        "Devenir le n° 1 du cidre",
        "Faire de l'auberge 4 étoiles un lieu de fête",
        "Séduire les entreprises de moins de 50 salariés",
        "Plaire aux enfants de 6 à 10 ans",
        "Rendre nos 3 pressoirs agréables",
        "Être là pour les vergers 24 h sur 24",
        "Retrouver le cidre des années 1990",
        "Conquérir les bars au T3",
        "Redonner vie à la 2 CV",
        "Accueillir la course de 24 heures",
        "L'équipe double sa mise",
    ],
)
def test_a_french_name_date_rank_or_segment_is_no_metric(text: str) -> None:
    assert read_aim(text, "fr").metric is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Pick up the phone for every grower before 9 am"),
        ("en", "Have fresh cider in every bar by 10:30"),
        ("fr", "Garder un étal plein jusqu’à 18 h"),
        ("fr", "Accueillir les cueilleurs dès 7h30"),
    ],
)
def test_a_time_of_day_is_no_metric(language: str, text: str) -> None:
    assert read_aim(text, language).metric is None


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "Bring the waiting time at the press down to 4 hours"), ("fr", "Ramener l’attente au pressoir à 2 h")],
)
def test_how_long_something_lasts_is_a_metric(language: str, text: str) -> None:
    assert read_aim(text, language).metric is not None
