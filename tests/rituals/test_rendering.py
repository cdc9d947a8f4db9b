"""Messages in the language of their reader, as text, Markdown and HTML, whatever people wrote."""

from __future__ import annotations

import pytest
from small_company import finding, report

from okrsync.rituals.news import news
from okrsync.rituals.rendering import message


def told(kind: str = "weekly", reader: str | None = None, link: str | None = "https://example.org/k1") -> object:
    findings = [finding("FU401", "k1"), finding("FU406", "k2"), finding("FU403", "k0", kind="objective")]
    return news(kind, [report(*findings, score=0.7)], lambda _ref: link, reader)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["weekly", "monthly", "quarterly"])
@pytest.mark.parametrize(("language", "word"), [("en", "OKRs"), ("fr", "OKR\u00a0:")])
def test_every_ritual_has_its_words_in_both_languages(kind: str, language: str, word: str) -> None:
    found = message(told(kind), language)  # type: ignore[arg-type]
    assert word in found.subject
    for form in (found.text, found.markdown, found.html):
        assert "Guests a day from 100 to 200" in form or kind == "quarterly"
        assert form.rstrip()[-1] in "?»_>"


def test_an_owner_is_greeted_by_name() -> None:
    assert message(told(reader="Ben Ray"), "fr").text.startswith("Bonjour Ben,")  # type: ignore[arg-type]


def test_a_line_links_to_its_row_or_says_where_it_stands() -> None:
    linked, unlinked = message(told(), "en"), message(told(link=None), "en")  # type: ignore[arg-type]
    assert "[Guests a day from 100 to 200 (50%)](https://example.org/k1)" in linked.markdown
    assert 'href="https://example.org/k1"' in linked.html
    assert "https://example.org/k1" in linked.text
    assert "shop · Q4" in unlinked.text
    assert "href" not in unlinked.html


def test_words_of_people_become_neither_html_nor_markdown() -> None:
    found = message(told(), "en")  # type: ignore[arg-type]
    assert "&lt;b&gt;" in found.html
    assert r"\<b\>" in found.markdown


def test_scores_are_written_as_each_language_does() -> None:
    assert "Be the shop that people stay in: 0.7" in message(told("quarterly"), "en").text  # type: ignore[arg-type]
    assert "Be the shop that people stay in\u00a0: 0,7" in message(told("quarterly"), "fr").text  # type: ignore[arg-type]


def test_what_does_not_fit_is_counted() -> None:
    many = news("weekly", [report(finding("FU401", "k1")) for _ in range(20)], lambda _ref: None)
    found = message(many, "en")
    assert all("… and 8 more." in form for form in (found.text, found.markdown, found.html))
