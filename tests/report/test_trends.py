"""How a source has come along, in the reports that show it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import jsonschema
import lxml.html
import pytest
from sample import sample

from okrsync.report import render
from okrsync.report.as_html import MOST_MENDERS
from okrsync.report.trending import HEIGHT, WIDTH, chart
from okrsync.trend import Mender, Trend, Week

ROOT = Path(__file__).resolve().parents[2]
MONDAY = date(2026, 3, 30)
WEEKS = tuple(
    Week(MONDAY + timedelta(weeks=number), score, 1, 4 - number, number)
    for number, score in enumerate((55, None, 71, 80))
)
MENDERS = tuple(Mender(f"Équipier {number} <b>", 9 - number, 9) for number in range(MOST_MENDERS + 2))
TREND = Trend(date(2026, 5, 1), new=2, fixed=1, still_open=1234, weeks=WEEKS, menders=MENDERS)


def page(trend: Trend | None, language: str = "en") -> lxml.html.HtmlElement:
    """Return the page of a report with this trend."""
    return lxml.html.fromstring(render("html", [replace(sample(), trend=trend)], (), language))


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Since 1 May 2026: 2 new, 1 fixed, 1,234 still open"),
        ("fr", "Depuis le 1ᵉʳ mai 2026\u00a0: nouvelles 2, réglées 1, encore ouvertes 1\u202f234"),
    ],
)
def test_the_text_and_the_page_say_what_changed_since_the_run_before(language: str, line: str) -> None:
    assert line in render("text", [replace(sample(), trend=TREND)], (), language)
    assert line in page(TREND, language).text_content()


def test_the_json_holds_the_whole_trend_and_keeps_to_its_schema() -> None:
    said = json.loads(render("json", [replace(sample(), trend=TREND)], (), "en"))
    jsonschema.validate(said, json.loads((ROOT / "docs" / "report.schema.json").read_text("utf-8")))
    trend = said["sources"][0]["trend"]
    assert (trend["since"], trend["still_open"]) == ("2026-05-01", 1234)
    assert trend["weeks"][1] == {"monday": "2026-04-06", "score": None, "errors": 1, "warnings": 3, "hints": 1}
    assert len(trend["menders"]) == len(MENDERS)


def test_without_a_history_nothing_is_said_of_one() -> None:
    assert json.loads(render("json", [sample()], (), "en"))["sources"][0]["trend"] is None
    assert "Since" not in render("text", [sample()], (), "en")
    assert not page(None).xpath("//*[contains(@class, 'trend')]")


def test_the_page_draws_the_weeks_and_says_them_to_who_cannot_see() -> None:
    (drawing,) = page(TREND).xpath("//svg")
    assert len(drawing.xpath(".//rect")) == 4
    assert "Week of 30 March 2026: score 55, remarks 5" in drawing.get("aria-label")
    assert "score –" in drawing.get("aria-label")


def test_the_page_names_a_few_who_dealt_with_remarks_as_they_are_called() -> None:
    text = page(TREND).text_content()
    assert "Équipier 0 <b>: 9 of 9" in text
    assert f"Équipier {MOST_MENDERS - 1}" in text
    assert f"Équipier {MOST_MENDERS} " not in text


def test_bars_and_line_stay_within_the_chart() -> None:
    drawn = chart(TREND, "en")
    assert drawn is not None
    assert all(0 <= bar.x <= bar.x + bar.width <= WIDTH for bar in drawn.bars)
    assert all(0 <= bar.y <= bar.y + bar.height <= HEIGHT for bar in drawn.bars)
    assert max(bar.height for bar in drawn.bars) == HEIGHT
    assert len(drawn.line.split()) == 3


@pytest.mark.parametrize("weeks", [(), WEEKS[:1]])
def test_a_single_week_is_no_chart(weeks: tuple[Week, ...]) -> None:
    assert chart(replace(TREND, weeks=weeks), "en") is None


def test_weeks_without_a_remark_are_flat_and_a_single_score_is_no_line() -> None:
    quiet = tuple(Week(week.monday, 90 if week is WEEKS[0] else None, 0, 0, 0) for week in WEEKS)
    drawn = chart(replace(TREND, weeks=quiet), "en")
    assert drawn is not None
    assert {bar.height for bar in drawn.bars} == {0}
    assert drawn.line == ""
