"""Small differences that decide: what is quoted, for whom it is made, what joins a second measure, how sure it is."""

from __future__ import annotations

import pytest

from okrsync.language.aim import read_aim
from okrsync.language.judgement import UNSURE
from okrsync.language.reading import read_claim


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("100 paying members, 8 k€ MRR", "en"),
        ("Reach 200 paying members with under 5% monthly churn", "en"),
        ("100 adhérents payants, 8 k€ de MRR", "fr"),
    ],
)
def test_a_second_measure_is_a_second_result_however_it_is_joined(text: str, language: str) -> None:
    assert read_claim(text, language).compound is not None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ('Publish the "no cages, no excuses" charter', "en"),
        ("Il existe un tarif unique pour tous les guichets", "fr"),
        ("Write a tasting guide for the top 5 restaurants", "en"),
        ("Set up an alarm panel for all silos", "en"),
        ("Set up an alarm panel tracking all silos", "en"),
        ("Launch Barley 2.0 in the cider house", "en"),
        ("Write the pruning guide (2 weeks)", "en"),
        ("Deliver leaflets to Bread|Cake shops", "en"),
    ],
)
def test_one_thing_made_is_a_task_whatever_is_quoted_and_for_how_many(text: str, language: str) -> None:
    claim = read_claim(text, language)
    assert claim.task is not None
    assert claim.output is claim.lacks_baseline is claim.compound is None


@pytest.mark.parametrize(
    "text",
    ["The safety audit is published quarterly", "Publish [N] pruning guides", "Ship 3 tools used by growers"],
)
def test_work_done_again_and_again_or_in_a_number_kept_back_is_counted(text: str) -> None:
    assert read_claim(text, "en").output is not None


@pytest.mark.parametrize("text", ["Meltwater ≥ 90", "Visitors stay 45+ minutes in the orchard"])
def test_a_level_has_a_value_today_though_no_list_knows_its_name(text: str) -> None:
    claim = read_claim(text, "en")
    assert claim.lacks_baseline is not None
    assert claim.output is None


def test_what_comes_on_top_is_counted_as_it_comes() -> None:
    assert read_claim("+35 members", "en").lacks_baseline is None
    assert read_claim("+35% members", "en").lacks_baseline is not None


def test_at_least_one_of_them_is_a_number() -> None:
    assert read_claim("Au moins un collège par canton s'inscrit au défi", "fr").unmeasurable is None


def test_a_healthy_level_can_mean_anything() -> None:
    claim = read_claim("Have a healthy pipeline", "en")
    assert claim.unmeasurable is not None
    assert claim.vague is not None


def test_none_that_is_to_stay_none_is_upkeep() -> None:
    assert read_claim("Maintenir zéro rupture de froid", "fr").upkeep is not None


def test_a_list_that_one_verb_works_off_is_only_hinted_at() -> None:
    hired = read_claim("Hire 3 cooks and 1 waiter", "en").compound
    opened = read_claim("Hire 3 cooks and open 1 kitchen", "en").compound
    assert hired is not None
    assert opened is not None
    assert hired.confidence == UNSURE
    assert opened.confidence is None


def test_a_noun_that_could_be_a_deed_is_only_hinted_at() -> None:
    named = read_claim("Win growers through fairs and market data hubs", "en").compound
    assert named is None or named.confidence == UNSURE


def test_a_bare_name_that_could_be_a_thing_is_only_hinted_at() -> None:
    driver = read_claim("Flour driver", "en").unmeasurable
    assert driver is not None
    assert driver.confidence == UNSURE


def test_all_that_no_list_knows_is_only_hinted_at_as_counted_work() -> None:
    found = read_claim("Licence keys enable grinders for each mill", "en").output
    assert found is None or found.confidence == UNSURE


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("Build a portal that raises the yield of small orchards", False),
        ("Build a portal that stores pruning plans", True),
        ("Upgrade hospitality quality", False),
        ("Upgrade the cider portal", True),
        ("Build a repeatable sales engine", False),
        ("Deliver the most grower-friendly portal", False),
        ("Deliver the grower portal", True),
    ],
)
def test_a_wish_told_by_a_thing_is_no_task(text: str, task: bool) -> None:  # noqa: FBT001 - the expected answer
    assert (read_aim(text, "en").task is not None) is task


def test_the_first_days_are_no_measure() -> None:
    assert read_aim("Keep new growers in the first 30 days", "en").metric is None
