"""Whose doing a key result measures: another doer, noun or number in the same build gets another answer."""

from __future__ import annotations

import pytest

from okrsync.language.reading import read_claim


def answers(text: str, language: str) -> set[str]:
    """Return which questions of the rules the key result answers with yes; a missing start is minor and left out."""
    claim = read_claim(text, language)
    asked = ("unmeasurable", "task", "output", "vague", "compound", "upkeep")
    return {question for question in asked if getattr(claim, question) is not None}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Set up partnerships with 8 orchards", "en", set()),
        ("Hold tastings with 8 orchards", "en", {"output"}),
        ("Establish 8 partnerships with orchards", "en", set()),
        ("700 reviews left by diners", "en", set()),
        ("700 menus printed", "en", {"output"}),
        ("900 avis déposés par les convives", "fr", set()),
        ("900 menus imprimés", "fr", {"output"}),
        ("60 recipe uploads by the community", "en", set()),
        ("60 recipe uploads by members of the kitchen team", "en", {"output"}),
    ],
)
def test_what_others_bring_is_no_work_of_ours(text: str, language: str, expected: set[str]) -> None:
    assert answers(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Film 12 times in the orchard", "en", {"output"}),
        ("Customers order 12 times a year", "en", set()),
        ("Roll out the till to 100% of cashiers' customers", "en", {"output"}),
        ("Move 100% of tills to the new network", "en", {"output"}),
        ("Spend 20% of harvest capacity on tree care", "en", {"output"}),
        ("Expand to 4 new districts", "en", {"output"}),
        ("Expand to Leeds and Hull", "en", {"task"}),
        ("Animer 12 fois le marché", "fr", {"output"}),
        ("Migrer 100 % des caisses vers le nouveau réseau", "fr", {"output"}),
        ("Accompagner 12 maraîchers", "fr", {"output"}),
        ("Publishing cadence from monthly to weekly", "en", {"output"}),
        ("Release cadence from monthly to weekly", "en", {"output"}),
    ],
)
def test_work_told_by_how_often_or_by_its_share_is_counted_work(text: str, language: str, expected: set[str]) -> None:
    assert answers(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Deploy a kiosk handling 40% of check-ins", "en"),
        ("Installer une borne qui traite 40 % des arrivées", "fr"),
        ("Launch a tasting club with 15% uptake", "en"),
        ("Launch a tasting club to lift repeat orders by 15%", "en"),
        ("Lancer un club de dégustation pour relever les réachats de 15 %", "fr"),
    ],
)
def test_in_a_deliverable_that_names_its_effect_the_effect_counts(text: str, language: str) -> None:
    assert answers(text, language) == set()


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("A dashboard covering 90% of the orchards", "en", {"output"}),
        ("Grow weekly active crews from 30 to 55", "en", set()),
        ("Grow picking crews from 30 to 55", "en", {"output"}),
        ("Grow the crew to 55 people", "en", {"output"}),
        ("85% of pickers feel heard", "en", set()),
        ("85% of pickers trained", "en", {"output"}),
        ("85 % des cueilleurs fiers de leur verger", "fr", set()),
        ("85 % des cueilleurs formés", "fr", {"output"}),
        ("70 % des adhésions faites en ligne", "fr", set()),
        ("95% of orders handled correctly", "en", set()),
    ],
)
def test_people_are_counted_as_staff_or_asked_what_they_do_and_feel(
    text: str, language: str, expected: set[str]
) -> None:
    assert answers(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Answer growers faster", "en", {"unmeasurable", "vague"}),
        ("Répondre plus vite aux maraîchers", "fr", {"unmeasurable", "vague"}),
        ("Answer growers as soon as possible", "en", {"unmeasurable", "task", "vague"}),
        ("Hire brilliant cooks", "en", {"task"}),
        ("Hire excellent technicians", "en", {"unmeasurable", "task", "vague"}),
        ("Consider renting a second orchard", "en", {"unmeasurable", "task"}),
        ("Étudier la location d'un second verger", "fr", {"unmeasurable", "task"}),
        ("Innovate", "en", {"unmeasurable"}),
        ("Better ward handovers", "en", {"unmeasurable", "vague"}),
        ("Avoir un verger plus accueillant", "fr", {"unmeasurable", "vague"}),
        ("Enable growers to book a slot by phone", "en", {"task"}),
        ("Permettre aux maraîchers de réserver un créneau par téléphone", "fr", {"task"}),
        ("Fidéliser les maraîchers", "fr", {"unmeasurable"}),
    ],
)
def test_what_only_says_how_or_for_whom_names_no_end(text: str, language: str, expected: set[str]) -> None:
    assert answers(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Continue to answer 90% of growers within a day", "en"),
        ("A stable staff of 40 through December", "en"),
        ("No increase in spoilage on last season", "en"),
        ("Cloud spend unchanged", "en"),
        ("Continuer à livrer 95 % des paniers à l'heure", "fr"),
        ("Un effectif stable de 40 personnes", "fr"),
    ],
)
def test_what_stays_as_it_is_is_upkeep(text: str, language: str) -> None:
    assert "upkeep" in answers(text, language)
