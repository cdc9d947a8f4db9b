"""Every format says the same things, and nothing that people typed breaks it."""

from __future__ import annotations

import json
import subprocess
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from lxml import html
from pydantic import TypeAdapter
from sample import SOURCE, broken, sample

from okrsync import report
from okrsync.model import KeyResult, Objective, Plan, Ref, Report
from okrsync.report import as_html, as_text
from okrsync.report.counting import counted, grouped
from okrsync.report.document import Document
from okrsync.report.outline import outline

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 12, 1)


@pytest.mark.parametrize("name", ["text", "json", "sarif", "github", "junit"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_format_writes_what_it_wrote_when_somebody_last_looked(name, language, golden):
    golden(f"report/{language}.{name}", report.render(name, [sample()], [broken()], language))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_page_is_what_it_was_when_somebody_last_looked(language, golden):
    golden(f"report/{language}.html", as_html.render([sample()], [broken()], language, today=TODAY))


def test_the_published_json_schema_is_the_one_of_the_document():
    published = json.loads((ROOT / "docs" / "report.schema.json").read_text("utf-8"))
    assert published == TypeAdapter(Document).json_schema()


def test_the_json_output_keeps_to_its_schema():
    schema = json.loads((ROOT / "docs" / "report.schema.json").read_text("utf-8"))
    said = json.loads(report.render("json", [sample()], [broken()], "en"))
    jsonschema.validate(said, schema)
    assert [entry["row"] for entry in said["findings"]] == [4, 4, 4, 8, 0]
    assert said["sources"][0]["score"] == 71


def test_sarif_is_valid_against_the_official_schema():
    schema = json.loads((Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))
    said = json.loads(report.render("sarif", [sample()], [broken()], "en"))
    jsonschema.validate(said, schema)
    assert [result["level"] for result in said["runs"][0]["results"]] == ["error", "warning", "note", "warning", "note"]


def test_github_commands_escape_what_would_end_them():
    lines = report.render("github", [sample()], [], "fr").splitlines()
    assert len(lines) == 5
    owner = next(line for line in lines if "ST206" in line)
    assert owner.startswith("::notice file=okr équipe%2C T4.xlsx,line=4,title=ST206 missing-owner::OKR T4 F4: ")
    assert "100 %25" in owner


def test_junit_counts_a_case_for_each_okr_and_a_failure_for_each_warned_one():
    suite = ET.fromstring(report.render("junit", [sample()], [broken()], "fr"))[0]
    assert (suite.get("tests"), suite.get("failures")) == ("7", "2")


def test_junit_bears_control_characters():
    item = Objective("o", "A\x00B\x1b[31mC", Ref("s.csv", None, 2, "o"))
    text = report.render("junit", [Report(Plan("s.csv", "csv", [item]))], [], "en")
    assert ET.fromstring(text)[0][0].get("name") == "2: AB[31mC"


def test_the_text_report_bears_control_characters():
    plan = sample().plan
    plan.objectives[0].title = "Red\x1b[31m alert"
    text = as_text.render([Report(plan, sample().findings)], [], "en")
    assert "\x1b" not in text
    assert "Red[31m alert" in text


def test_the_text_report_is_coloured_when_asked():
    assert "\x1b[" in as_text.render([sample()], [], "en", colour=True)


def test_a_report_without_findings_says_so():
    clean = Report(Plan("s.csv", "csv", [Objective("o", "Win", Ref("s.csv", None, 2, "o"))]))
    assert "Nothing to remark" in report.render("text", [clean], [], "en")
    assert "Nothing to remark" in report.render("html", [clean], [], "en")


def test_orphans_with_findings_are_shown():
    orphan = KeyResult("k", "Zero accidents", Ref(SOURCE, None, 9, "k"))
    finding = sample().findings[0]._replace(owner_key="k")
    only = Report(Plan(SOURCE, "csv", [], [orphan]), [finding])
    assert "row 9" in report.render("text", [only], [], "en")
    assert "Key results without an objective" in report.render("html", [only], [], "en")


def test_a_page_without_okrs_says_so():
    assert "No OKRs to show." in report.render("html", [Report(Plan("s.csv", "csv"))], [], "en")


def test_the_page_escapes_what_people_typed():
    page = as_html.render([sample()], [], "fr", today=TODAY)
    assert "&lt;b&gt;net&lt;/b&gt;" in page
    assert "<b>net</b>" not in page


def test_the_page_needs_nothing_from_elsewhere():
    page = as_html.render([sample()], [], "fr", today=TODAY)
    assert "http://" not in page
    assert "https://" not in page
    assert " src=" not in page


def test_the_first_day_of_a_month_reads_as_people_say_it():
    assert "1ᵉʳ décembre 2026" in as_html.render([sample()], [], "fr", today=TODAY)
    assert "1 December 2026" in as_html.render([sample()], [], "en", today=TODAY)


def test_an_objective_stands_under_the_one_it_contributes_to():
    shape = outline(sample())
    assert [branch.item.key for branch in shape.roots] == ["ob-3"]
    assert [child.item.key for child in shape.roots[0].children] == ["ob-7"]


def test_an_objective_may_hang_under_a_key_result():
    plan = sample().plan
    plan.objectives[1].parents = ("kr-5",)
    shape = outline(Report(plan))
    assert [child.item.key for child in shape.roots[0].children] == ["ob-7"]


def test_no_objective_is_lost_in_a_cycle():
    plan = sample().plan
    plan.objectives[0].parents = ("ob-7",)
    shape = outline(Report(plan))
    assert [branch.item.key for branch in shape.roots] == ["ob-7"]
    assert [branch.item.key for branch in shape.roots[0].children] == ["ob-3"]


def test_zero_is_counted_as_each_language_does():
    assert counted("objectives", 0, "fr") == "0 objectif"
    assert counted("objectives", 0, "en") == "0 objectives"


def test_thousands_are_set_apart_as_each_language_does():
    assert grouped(12345, "en") == "12,345"
    assert grouped(12345, "fr") == "12\u202f345"


@pytest.mark.needs_chromium
@pytest.mark.parametrize(
    ("filters", "shown"),
    [("", 5), ("severity=3", 1), ("severity=2", 3), ("rule=KR102", 1), ("team=Four", 1), ("team=Four&severity=3", 0)],
)
def test_the_filters_of_the_page_work_in_a_browser(filters, shown, tmp_path):
    page = tmp_path / "page.html"
    page.write_text(as_html.render([sample()], [], "fr", today=TODAY), "utf-8")
    browser = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom", f"--user-data-dir={tmp_path}"]
    dom = subprocess.run([*browser, f"{page.as_uri()}#{filters}"], capture_output=True, text=True, check=True).stdout
    assert _visible_findings(dom) == shown


def _visible_findings(dom: str) -> int:
    """Count the findings that neither are hidden nor stand in something hidden."""
    return len(html.fromstring(dom).xpath("//*[contains(@class, 'finding ')][not(ancestor-or-self::*[@hidden])]"))
