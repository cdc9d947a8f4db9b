"""A Notion page and a sheet of either kind, kept in step by whole runs on a real state."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from notion_place import Team
from sheet_places import GoogleWorkplace
from store_contract import CALLS, CHURN, CUSTOMERS, EXPERIMENTS, OKRS, TEAMS, by_title
from test_sheet_pairs import FILES
from test_sheet_rows import book

from okrsync.sync.running import keep_in_step, ledger_of
from okrsync.sync.settings import Settings, Side
from okrsync.sync.values import Records

if TYPE_CHECKING:
    from pathlib import Path

    from sheet_places import SheetWorkplace

    from okrsync.state.database import Database
    from okrsync.sync.outcome import Outcome
    from tests.servers.notion.server import NotionServer
    from tests.servers.notion.store import Page
    from tests.sources.google_place import Google


class Mixed:
    """A sheet full of OKRs as a, an empty Notion page as b."""

    def __init__(self, database: Database, sheet: SheetWorkplace, team: Team) -> None:
        self.database, self.sheet, self.team = database, sheet, team
        self.first = self.run()

    def run(self, **settings: object) -> Outcome:
        outcome = keep_in_step(
            self.database, "pair", {Side.A: self.sheet.open(), Side.B: self.team.store()},
            Settings(**settings), holder="me", agreed=lambda _: True,  # type: ignore[arg-type]
        )  # fmt: skip
        assert outcome is not None
        assert (outcome.failures, outcome.left) == ([], [])
        return outcome

    def page(self, title: str) -> Page:
        (found,) = [page for page in self.team.rows() if self.team.held(page, "Name") == title]
        return found

    def goal(self, title: str) -> Page:
        (found,) = [page for page in self.team.rows("objectives") if self.team.held(page, "Name") == title]
        return found

    def in_sheet(self, title: str, field: str) -> object:
        return by_title(self.sheet.open())[title][field]

    def conflicts(self) -> list[str]:
        with ledger_of(self.database, "pair", "me") as ledger:
            return [each.field for each in ledger.load().conflicts.values()]

    def settle(self) -> None:
        """See that the next run leaves every byte on both sides alone."""
        before = self.sheet.state(), self.team.server.told()
        assert self.run().is_quiet
        assert (self.sheet.state(), self.team.server.told()) == before


@pytest.fixture(params=["google", "book", "table", pytest.param("document", marks=pytest.mark.needs_libreoffice)])
def mixed(
    request: pytest.FixtureRequest, google: Google, notion: NotionServer, tmp_path: Path, database: Database
) -> Mixed:
    kind = request.param
    sheet = GoogleWorkplace.make(google) if kind == "google" else FILES[kind].make(tmp_path / "a")
    return Mixed(database, sheet, Team(notion))


def test_an_empty_page_is_filled_once_without_loss(mixed: Mixed) -> None:
    assert mixed.first.created == 5
    assert {mixed.team.held(page, "Name") for page in mixed.team.rows("objectives")} == OKRS.keys()
    churn = mixed.page(CHURN)
    assert (mixed.team.held(churn, "Start"), mixed.team.held(churn, "Target")) == (8, 4.5)
    assert mixed.team.held(churn, "Progress") == 0.5
    assert mixed.team.held(churn, "Due")["start"] == "2026-03-31"
    assert len(mixed.team.held(churn, "Objective")) == 1
    mixed.settle()


def test_edits_travel_both_ways(mixed: Mixed) -> None:
    mixed.sheet.type(CHURN, "target", 4)
    mixed.team.people.edit_property(mixed.page(CALLS), "Progress", 0.4)
    mixed.team.people.edit_property(mixed.page(EXPERIMENTS), "Name", "Run ten experiments")
    assert mixed.run().cells == 3
    assert mixed.team.held(mixed.page(CHURN), "Target") == 4
    assert mixed.in_sheet(CALLS, "progress") == 40.0
    assert "Run ten experiments" in by_title(mixed.sheet.open())
    mixed.settle()


def test_a_bold_word_and_a_time_of_day_stay_in_notion(mixed: Mixed) -> None:
    bold = [{"text": {"content": "Raise "}}, {"text": {"content": "answered calls"}, "annotations": {"bold": True}}]
    mixed.team.people.edit_property(mixed.page(CALLS), "Name", {"title": bold})
    mixed.team.people.edit_property(mixed.page(CHURN), "Due", "2026-03-31T17:00:00+00:00")
    mixed.settle()


def test_what_both_sides_changed_waits_for_a_person(mixed: Mixed) -> None:
    mixed.sheet.type(CALLS, "target", 85)
    mixed.team.people.edit_property(mixed.page(CALLS), "Target", 90)
    mixed.run()
    assert mixed.conflicts() == ["target"]
    assert (mixed.in_sheet(CALLS, "target"), mixed.team.held(mixed.page(CALLS), "Target")) == (85.0, 90)
    mixed.settle()
    mixed.sheet.type(CALLS, "target", 90)
    mixed.run()
    assert mixed.conflicts() == []


def test_a_page_that_is_added_becomes_a_row(mixed: Mixed) -> None:
    goal = next(page for page in mixed.team.rows("objectives") if mixed.team.held(page, "Name") == CUSTOMERS)
    mixed.team.result("Win back ten customers", goal, Start=0, Target=10)
    assert mixed.run().created == 1
    made = by_title(mixed.sheet.open())["Win back ten customers"]
    assert (made["baseline"], made["target"]) == (0.0, 10.0)
    mixed.settle()


def test_a_deleted_row_takes_its_page_to_the_trash_only_where_that_is_asked_for(mixed: Mixed) -> None:
    calls, churn = mixed.page(CALLS), mixed.page(CHURN)
    mixed.sheet.remove(CALLS)
    assert mixed.run().deleted == 0
    assert not calls.in_trash
    mixed.sheet.remove(CHURN)
    assert mixed.run(deletes=True).deleted == 1
    assert churn.in_trash
    assert TEAMS in by_title(mixed.sheet.open())


def test_a_key_result_that_moves_moves_on_the_other_side(mixed: Mixed) -> None:
    mixed.team.people.edit_property(mixed.page(CALLS), "Objective", [mixed.goal(TEAMS)])
    assert mixed.run().cells == 1
    listed = by_title(mixed.sheet.open())
    assert listed[CALLS]["objective"] == Records((listed[TEAMS].id,))
    mixed.settle()
    mixed.sheet.put(mixed.sheet.row_of(CALLS), 1, CUSTOMERS)
    assert mixed.run().cells == 1
    assert mixed.team.held(mixed.page(CALLS), "Objective") == [mixed.goal(CUSTOMERS).id]
    mixed.settle()


ALIGNED = [
    ["Objective", "Aligned to", "Key result", "Target"],
    ["Grow in Europe", None, "Open 5 shops", 5],
    [CUSTOMERS, "Grow in Europe", CHURN, 4.5],
    [TEAMS, None, EXPERIMENTS, 12],
]


def test_what_is_above_an_objective_travels_both_ways(notion: NotionServer, tmp_path: Path, database: Database) -> None:
    team = Team(notion)
    above = {"relation": {"data_source_id": team.objectives.id, "single_property": {}}}
    notion.people.add_property(team.objectives, "Parent", above)
    mixed = Mixed(database, book(tmp_path, ALIGNED), team)
    # An objective may come over before the one above it does: the next run links them at the latest.
    mixed.run()
    assert team.held(mixed.goal(CUSTOMERS), "Parent") == [mixed.goal("Grow in Europe").id]
    team.people.edit_property(mixed.goal(TEAMS), "Parent", [mixed.goal(CUSTOMERS)])
    team.people.edit_property(mixed.goal("Grow in Europe"), "Name", "Grow everywhere")
    mixed.run()
    assert [row[:2] for row in mixed.sheet.rows()[1:]] == [
        ["Grow everywhere", None], [CUSTOMERS, "Grow everywhere"], [TEAMS, CUSTOMERS],
    ]  # fmt: skip
    mixed.sheet.put(3, 2, None)
    mixed.run()
    assert team.held(mixed.goal(CUSTOMERS), "Parent") in ([], None)
    mixed.settle()


@pytest.mark.parametrize("kind", ["google", "book"])
def test_a_page_full_of_okrs_fills_a_sheet_of_headers(
    google: Google, notion: NotionServer, tmp_path: Path, database: Database, kind: str
) -> None:
    team = Team(notion)
    for title in (CUSTOMERS, TEAMS):
        goal = team.objective(title)
        for number in range(2):
            team.result(f"{title} {number}", goal, Start=0, Target=10, Progress=0.25, Due="2026-03-31")
    sheet = GoogleWorkplace.make(google, {}) if kind == "google" else FILES[kind].make(tmp_path / "a", {})
    mixed = Mixed(database, sheet, team)
    assert mixed.first.created == 6
    listed = by_title(sheet.open())
    assert {listed[f"{TEAMS} {number}"]["objective"] for number in range(2)} == {Records((listed[TEAMS].id,))}
    assert {name: listed[f"{TEAMS} 1"][name] for name in ("baseline", "target", "due")} == {
        "baseline": 0.0, "target": 10.0, "due": date(2026, 3, 31),
    }  # fmt: skip
    mixed.settle()
