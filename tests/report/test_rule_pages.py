"""docs/rules/: written from the rules, and up to date."""

from __future__ import annotations

from pathlib import Path

import pytest

from okrsync.linting.ruleset import load_rules
from okrsync.report.rule_pages import pages, write

DOCS = Path(__file__).resolve().parents[2] / "docs" / "rules"


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    """Return all pages, written once."""
    return pages()


def test_every_rule_has_a_page_in_english_and_french(written: dict[str, str]) -> None:
    stems = [rule.path.stem for rule in load_rules().known]
    assert {f"{stem}.md" for stem in stems} | {f"fr/{stem}.md" for stem in stems} <= set(written)


@pytest.mark.parametrize("folder", ["", "fr/"])
def test_the_index_links_to_every_page_beside_it(written: dict[str, str], folder: str) -> None:
    index = written[f"{folder}README.md"]
    assert all(f"]({rule.path.stem}.md)" in index for rule in load_rules().known)


def test_a_page_says_what_why_when_not_and_who_says_so(written: dict[str, str]) -> None:
    page = written["ST201-too-many-objectives.md"]
    headings = ["What it finds", "Why it matters", "When it does not apply", "Who says so", "Facts"]
    assert all(f"## {heading}\n" in page for heading in headings)


def test_a_page_shows_where_profiles_differ_and_why(written: dict[str, str]) -> None:
    page = written["ST201-too-many-objectives.md"]
    assert "| `wodtke` | `maximum` = 1 | Wodtke, Radical Focus" in page


def test_a_page_in_french_is_french(written: dict[str, str]) -> None:
    page = written["fr/ST201-too-many-objectives.md"]
    assert "## Pourquoi c’est important\n" in page
    assert "- Affichée comme\u00a0: alerte\n" in page


def test_the_pages_of_the_repository_are_up_to_date(written: dict[str, str]) -> None:
    """Run `make docs` where this fails."""
    committed = {path.relative_to(DOCS).as_posix(): path.read_text("utf-8") for path in DOCS.rglob("*.md")}
    assert sorted(committed) == sorted(written)
    assert [name for name in written if committed[name] != written[name]] == []


def test_pages_of_rules_that_are_gone_are_taken_away(tmp_path: Path, written: dict[str, str]) -> None:
    (tmp_path / "KR999-gone.md").write_text("gone", "utf-8")
    write(tmp_path)
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.md")) == sorted(written)
