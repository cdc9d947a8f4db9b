"""Baselines: findings that are known are not shown again, new ones are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from okrsync.errors import ConfigError
from okrsync.linting import baseline
from okrsync.model import Finding, Severity

if TYPE_CHECKING:
    from pathlib import Path


def finding(code: str = "ST206", owner: str = "OKRs!Grow the shop", row: int = 2) -> Finding:
    """Return a finding at one OKR."""
    return Finding(
        code, "name", Severity.WARNING, 0.9, "m", None, "en", "book.xlsx", "OKRs", row, "B2", "title", "t", None,
        "key_result", owner, 5,
    )  # fmt: skip


def test_what_a_baseline_was_made_of_is_known() -> None:
    found = [finding(), finding("ST201")]
    assert baseline.compare(found, baseline.create(found)) == ([], found, 0)


def test_what_came_later_is_new() -> None:
    known = baseline.create([finding()])
    assert baseline.compare([finding(), finding("ST201")], known).new == [finding("ST201")]


def test_a_row_that_moved_is_still_known() -> None:
    known = baseline.create([finding(row=2)])
    assert baseline.compare([finding(row=40)], known).new == []


def test_of_the_same_fault_as_many_are_known_as_there_were() -> None:
    known = baseline.create([finding()])
    compared = baseline.compare([finding(row=2), finding(row=3)], known)
    assert (compared.known, compared.new) == ([finding(row=2)], [finding(row=3)])


def test_what_was_mended_is_counted_as_gone_and_pruned() -> None:
    known = baseline.create([finding(), finding("ST201")])
    assert baseline.compare([finding()], known).gone == 1
    assert baseline.prune([finding(), finding("ST202")], known) == baseline.create([finding()])


def test_a_baseline_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    known = baseline.create([finding(), finding(), finding("ST201")])
    baseline.write(known, tmp_path / "baseline.json")
    assert baseline.read(tmp_path / "baseline.json") == known


def test_a_baseline_holds_no_word_of_an_okr(tmp_path: Path) -> None:
    baseline.write(baseline.create([finding()]), tmp_path / "baseline.json")
    assert "shop" not in (tmp_path / "baseline.json").read_text("utf-8")


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"version": 2, "findings": {}}', '{"version": 1, "findings": []}',
     '{"version": 1, "findings": {"ST206": 3}}', '{"version": 1, "findings": {"ST206": {"a": "x"}}}', "\x00"],
)  # fmt: skip
def test_a_file_that_is_no_baseline_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "b.json").write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=r"b.json is no baseline"):
        baseline.read(tmp_path / "b.json")
