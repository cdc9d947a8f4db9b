"""Tests what a claim answers: reasons, the author's words for a rewrite, and the fields that join it."""

from __future__ import annotations

import pytest

from okrsync.language.claim import Fields
from okrsync.language.quantities import Role
from okrsync.language.reading import read_claim


@pytest.mark.parametrize(
    ("text", "language", "reason"),
    [
        ("Increase donations", "en", "direction"),
        ("Delight our 62,000 customers", "en", "only_scope"),
        ("Raise sales in our 14 branches", "en", "only_scope"),
        ("Reduce the error rate (currently 4 %)", "en", "only_today"),
        ("Increase market share by 30 June", "en", "only_date"),
        ("Support the branches", "en", "activity"),
        ("Teachers are happy", "en", "state"),
        ("Customer retention", "en", "metric_only"),
        ("Meet the hiring plan", "en", "external_target"),
        ("Pipeline ahead of plan", "en", "external_target"),
        ("Améliorer la satisfaction de nos 62 000 clients", "fr", "only_scope"),
    ],
)
def test_an_unmeasurable_key_result_says_why(text: str, language: str, reason: str) -> None:
    verdict = read_claim(text, language).unmeasurable
    assert verdict is not None
    assert verdict.reason == reason


def test_the_number_that_describes_is_named_as_typed() -> None:
    verdict = read_claim("Améliorer la satisfaction de nos 62\u202f000 clients", "fr").unmeasurable
    assert verdict is not None
    assert verdict.values["number"] == "62\u202f000"


@pytest.mark.parametrize(
    ("text", "language", "reason"),
    [
        ("Launch the shop", "en", "deliverable"),
        ("Customers can pay by card", "en", "ability"),
        ("Work on pricing", "en", "activity"),
        ("Improve our handbook", "en", "direction"),
    ],
)
def test_a_task_says_why(text: str, language: str, reason: str) -> None:
    verdict = read_claim(text, language).task
    assert verdict is not None
    assert verdict.reason == reason


@pytest.mark.parametrize(
    ("text", "reason", "counted"),
    [
        ("Publish 12 blog posts", "deliverables", "12 blog posts"),
        ("Train 80 managers", "people", "80 managers"),
        ("All processes are documented", "share", None),
    ],
)
def test_an_output_says_what_it_counts(text: str, reason: str, counted: str | None) -> None:
    verdict = read_claim(text, "en").output
    assert verdict is not None
    assert verdict.reason == reason
    assert counted is None or verdict.values["counted"] == counted


def test_a_missing_start_tells_levels_from_changes() -> None:
    level = read_claim("Churn below 2 %", "en").lacks_baseline
    change = read_claim("Cut churn by 2 points", "en").lacks_baseline
    doubled = read_claim("Double the visits", "en").lacks_baseline
    assert level is not None
    assert level.reason == "level"
    assert change is not None
    assert change.reason == "change"
    assert doubled is not None
    assert doubled.reason == "change"


def test_a_vague_word_is_pointed_at() -> None:
    text = "Réduire fortement les déchets"
    verdict = read_claim(text, "fr").vague
    assert verdict is not None
    assert text[slice(*verdict.span)] == "fortement"
    assert verdict.reason == "default"


def test_a_vague_verb_and_a_vague_choice_have_words_of_their_own() -> None:
    verb = read_claim("Strengthen the brand", "en").vague
    choice = read_claim("Deliver 3 key projects", "en").vague
    assert verb is not None
    assert verb.reason == "verb"
    assert choice is not None
    assert choice.reason == "which"


def test_two_results_are_both_named() -> None:
    verdict = read_claim("Launch the app by May and write the privacy policy", "en").compound
    assert verdict is not None
    assert verdict.values["second"] == "write the privacy policy"


def test_two_goals_kept_elsewhere_are_two_results() -> None:
    verdict = read_claim("Meet the sales and hiring goals", "en").compound
    assert verdict is not None
    assert verdict.values == {"first": "Meet the sales", "second": "hiring goals", "count": 2}


def test_one_goal_kept_elsewhere_is_one_result() -> None:
    assert read_claim("Meet the hiring goals", "en").compound is None


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("Increase donations by 30 June 2026.", "Increase donations"),
        ("• Increase donations in Q3", "Increase donations"),
        ("Increase donations", "Increase donations"),
        ("Significantly increase donations", "Increase donations"),
        ("Increase donations more rapidly", "Increase donations"),
        ("Increase the June donations of our members in Lille", "Increase the June donations of our members in Lille"),
    ],
)
def test_a_rewrite_keeps_the_authors_words_without_their_date(text: str, clause: str) -> None:
    verdict = read_claim(text, "en").unmeasurable
    assert verdict is not None
    assert verdict.values["clause"] == clause


@pytest.mark.parametrize(
    ("text", "language", "dated"),
    [
        ("Raise NPS to 50 by 30 June 2026", "en", "30 June 2026"),
        ("Raise NPS to 50 in Q3", "en", "Q3"),
        ("Porter le NPS à 50 avant fin juin", "fr", "juin"),
        ("Win 5 deals within 6 months", "en", "within 6 months"),
        ("Raise NPS to 50", "en", None),
    ],
)
def test_the_deadline_in_the_text_is_found(text: str, language: str, dated: str | None) -> None:
    claim = read_claim(text, language)
    assert (claim.words(claim.deadline) if claim.deadline else None) == dated


def test_a_target_in_a_column_makes_it_checkable_and_plain() -> None:
    claim = read_claim("Improve satisfaction", "en", Fields(baseline=3.9, target=4.5))
    assert claim.is_checkable
    assert claim.vague is None


def test_a_baseline_in_a_column_is_a_start() -> None:
    assert read_claim("Churn below 2 %", "en", Fields(baseline=4.0)).lacks_baseline is None


def test_a_target_in_a_column_counts_the_work() -> None:
    claim = read_claim("Train managers", "en", Fields(target=80))
    assert claim.task is None
    assert claim.output is not None


@pytest.mark.parametrize("fields", [Fields(target=1), Fields(target=100, unit="%")])
def test_done_or_not_done_in_a_column_stays_a_task(fields: Fields) -> None:
    claim = read_claim("Launch the shop", "en", fields)
    assert claim.task is not None
    assert claim.output is None


def test_the_fields_of_one_row_do_not_leak_into_the_next() -> None:
    assert read_claim("Improve satisfaction", "en", Fields(target=4.5)).is_checkable
    assert not read_claim("Improve satisfaction", "en").is_checkable


def test_a_theme_is_completed_by_its_measure() -> None:
    claim = read_claim("Raise awareness. 20 % more visits to the museum.", "en")
    assert claim.is_checkable
    assert claim.compound is None


def test_examples_add_no_result() -> None:
    assert read_claim("Hold 5 workshops, e.g. Launch the app and hire a cook", "en").compound is None


def test_the_first_number_of_a_role_is_given() -> None:
    claim = read_claim("Raise NPS from 12 to 30", "en")
    start = claim.quantity(Role.BASELINE)
    assert start is not None
    assert start.value == 12
    assert claim.quantity(Role.SCOPE) is None


@pytest.mark.parametrize("text", ["", "   ", "…", "?!", "12", "%", "(", "and", "-", "→", "\x00", "🎯", "." * 500])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_odd_texts_are_read_without_harm(text: str, language: str) -> None:
    claim = read_claim(text, language)
    answers = (claim.unmeasurable, claim.task, claim.output, claim.lacks_baseline, claim.vague, claim.compound)
    assert (*answers, claim.upkeep, claim.deadline) is not None
