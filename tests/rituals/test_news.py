"""What is worth a word before each ritual, and to whom."""

from __future__ import annotations

import pytest
from small_company import finding, report

from okrsync.model import Severity
from okrsync.rituals.news import News, news


def nowhere(_ref: object) -> None:
    return None


def sections(found: News) -> dict[str, list[str]]:
    return {section.name: [line.title for line in section.lines] for section in found.sections}


def test_without_findings_there_is_nothing_to_say() -> None:
    assert news("weekly", [report()], nowhere).is_empty


def test_before_the_check_in_comes_what_is_stale_and_what_needs_a_word() -> None:
    found = news(
        "weekly",
        [report(finding("FU401", "k1"), finding("KR101", "k2"), finding("FU403", "k0", kind="objective"))],
        nowhere,
    )
    assert sections(found) == {
        "stale": ["Guests a day from 100 to 200"],
        "behind": ["Be the shop that people stay in"],
        "wording": ["Complaints from 9 to 2 a week"],
    }


def test_hints_are_no_news() -> None:
    assert news("weekly", [report(finding("KR104", "k1", Severity.INFO))], nowhere).is_empty


def test_owners_hear_of_their_own_and_of_the_key_results_that_nobody_else_owns() -> None:
    told = report(finding("KR101", "k1"), finding("KR105", "k2"))
    assert sections(news("weekly", [told], nowhere, "anna  berg")) == {"wording": ["Complaints from 9 to 2 a week"]}
    assert sections(news("weekly", [told], nowhere, "Ben Ray")) == {"wording": ["Guests a day from 100 to 200"]}
    assert news("weekly", [told], nowhere, "Somebody Else").is_empty


def test_before_the_review_come_gaps_risks_and_holes() -> None:
    told = report(finding("FU403", "k1"), finding("AL302", "k0", Severity.INFO, kind="objective"), confidence=0.3)
    assert sections(news("monthly", [told], nowhere)) == {
        "behind": ["Guests a day from 100 to 200"],
        "at-risk": ["Be the shop that people stay in"],
        "alignment": ["Be the shop that people stay in"],
    }


def test_the_wording_is_no_matter_of_the_review() -> None:
    assert news("monthly", [report(finding("KR101", "k1"), confidence=0.8)], nowhere).is_empty


def test_the_retrospective_is_about_scores_what_was_never_scored_and_what_was_too_easy() -> None:
    told = report(finding("FU406", "k2"), finding("KR110", "k1", Severity.INFO), score=0.7)
    found = news("quarterly", [told], nowhere)
    assert sections(found) == {
        "unscored": ["Complaints from 9 to 2 a week"],
        "easy": ["Guests a day from 100 to 200"],
    }
    assert found.scores == (("Be the shop that people stay in", 0.7),)


def test_each_line_says_where_it_stands_and_how_far_it_has_come() -> None:
    found = news("weekly", [report(finding("FU401", "k1"))], lambda ref: f"https://example.org/{ref.key}")
    (line,) = found.sections[0].lines
    assert (line.place, line.link, line.progress) == ("shop · Q4", "https://example.org/k1", 0.5)
    assert line.says == ("FU401 of k1 <b>.",)


def test_a_long_list_is_cut_and_says_so() -> None:
    many = [report(finding("FU401", "k1")) for _ in range(15)]
    (section,) = news("weekly", many, nowhere).sections
    assert (len(section.lines), section.more) == (12, 3)


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ([finding("KR101", "k1")], [finding("KR101", "k1")], True),
        ([finding("KR101", "k1")], [finding("KR105", "k1")], False),
        ([finding("KR101", "k1")], [finding("KR101", "k2")], False),
        ([finding("KR101", "k1")], [finding("KR101", "k1"), finding("KR105", "k1")], False),
    ],
)
def test_the_same_news_is_known_again(first: list, second: list, alike: bool) -> None:  # noqa: FBT001
    one, other = (news("weekly", [report(*each)], nowhere).fingerprint for each in (first, second))
    assert (one == other) is alike


def test_the_same_news_of_another_reader_is_other_news() -> None:
    told = [report(finding("KR101", "k2"))]
    assert news("weekly", told, nowhere).fingerprint != news("weekly", told, nowhere, "Anna Berg").fingerprint
