"""What is said about cells and columns that okrsync could not be sure of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.linting.checks.ambiguous_column import role_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from okrsync.model import Finding

    Ask = Callable[..., list[Finding]]


def test_an_unreadable_cell_of_an_objective_is_told_at_its_cell(ask: Ask) -> None:
    found = ask("OP503", {"objectives": [{"title": "Open shops", "unreadable": {"progress": "soon"}}]})
    assert (found[0].cell, found[0].text) == ("B2", "soon")


def test_an_unreadable_cell_of_an_orphan_is_told_too(ask: Ask) -> None:
    found = ask("OP503", {"orphans": [{"title": "Leases", "unreadable": {"target": "a few"}}]})
    assert found[0].text == "a few"


def test_a_long_story_is_quoted_by_its_beginning(ask: Ask) -> None:
    found = ask("OP503", {"orphans": [{"title": "Leases", "unreadable": {"target": "a few " * 30}}]})
    assert len(found[0].message) < 180


def test_a_column_of_many_tables_is_told_once(ask: Ask) -> None:
    column = {"index": 1, "header": "Actual", "role": "current", "confidence": 0.6, "rivals": ["baseline"]}
    plan = {"objectives": [{"title": "Open shops"}], "tables": [{"columns": [column]}, {"columns": [column]}]}
    assert len(ask("OP504", plan)) == 1


def test_a_role_that_nobody_named_is_called_by_its_key() -> None:
    assert role_name("moon_phase", "en") == "moon_phase"
