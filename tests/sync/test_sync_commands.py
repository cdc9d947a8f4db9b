"""`okrsync sync`, `conflicts` and `undo`, and what `run`, `status` and the page make of pairs, between Notion pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result
from notion_place import Team, config_of
from openpyxl import Workbook, load_workbook

from okrsync.cli.entry import okrsync

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.servers.notion.server import NotionServer
    from tests.servers.notion.store import Page

    Command = Callable[..., Result]

PAIR = '[sync.company]\na = "bakery"\nb = "head"\n'


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Return the command, in an empty folder, as a reader of English."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "OKRSYNC_CONFIG"):
        monkeypatch.delenv(name, raising=False)

    def call(*arguments: str, typed: str | None = None) -> Result:
        return CliRunner().invoke(okrsync, list(arguments), input=typed)

    return call


class Two:
    """The same OKRs on two pages."""

    def __init__(self, server: NotionServer, folder: Path, sync: str = PAIR) -> None:
        """Fill the first page and leave the second one empty."""
        self.server = server
        self.bakery, self.head = Team(server, "Bakery"), Team(server, "Head")
        self.goal = self.bakery.objective("Become the bakery of the quarter")
        self.regulars = self.bakery.result("Regulars who come weekly from 40 to 60", self.goal, Start=40, Target=60)
        self.waste = self.bakery.result("Bread thrown away from 12 to 5 kg", self.goal, Start=12, Target=5)
        config_of(folder, server, {"bakery": self.bakery, "head": self.head}, sync)

    def there(self, title: str, of: str = "results") -> Page:
        """Return the counterpart on the second page."""
        return next(page for page in self.head.rows(of) if self.head.held(page, "Name") == title)

    def conflict(self, command: Command) -> None:
        """Let both pages change one target."""
        command("sync", "--yes")
        self.bakery.people.edit_property(self.regulars, "Target", 70)
        self.bakery.people.edit_property(self.there("Regulars who come weekly from 40 to 60"), "Target", 80)
        assert command("sync").exit_code == 0


@pytest.fixture
def two(notion: NotionServer, tmp_path: Path) -> Two:
    return Two(notion, tmp_path)


def everything(server: NotionServer) -> Any:
    """Return what stands in the workspace, without when and by whom it was touched."""
    told = server.told()
    for thing in told.values():
        for name in ("last_edited_time", "last_edited_by"):
            thing.pop(name, None)
    return told


def test_a_dry_run_shows_the_plan_and_writes_nothing(command: Command, two: Two, tmp_path: Path) -> None:
    before = two.server.told()
    result = command("sync", "--dry-run")
    assert result.exit_code == 0
    assert "company: what this run does, a is bakery, b is head:" in result.stdout
    assert result.stdout.count("create") == 3
    assert two.server.told() == before
    assert not (tmp_path / "state.db").exists()


def test_the_first_run_shows_what_belongs_together_and_asks(command: Command, two: Two) -> None:
    two.head.objective("Become the bakery of the quarter")
    refused = command("sync", typed="n\n")
    assert refused.exit_code == 0
    assert "matched" in refused.stdout
    assert "same title" in refused.stdout
    assert "Is this what belongs together" in refused.stdout
    assert two.head.rows() == []
    assert command("sync", typed="y\n").exit_code == 0
    assert len(two.head.rows()) == 2
    assert len(two.head.rows("objectives")) == 1


def test_a_first_run_with_nobody_to_ask_writes_nothing_and_says_how_to_go_on(command: Command, two: Two) -> None:
    alone = command("sync", typed="")
    assert alone.exit_code == 3
    assert "create" in alone.stdout
    assert "nobody answered" in alone.stderr
    assert "--yes" in alone.stderr
    assert two.head.rows() == []


def test_what_is_shown_beforehand_is_what_is_done(command: Command, two: Two) -> None:
    command("sync", "--yes")
    two.bakery.people.edit_property(two.regulars, "Target", 70)
    foreseen = command("sync", "--dry-run").stdout
    done = command("sync").stdout
    assert "60" in foreseen
    assert "70" in foreseen
    assert done.startswith(foreseen)
    assert "cells changed: 1, created: 0, deleted: 0" in done


def test_a_second_run_says_that_all_is_in_step_and_touches_nothing(command: Command, two: Two) -> None:
    command("sync", "--yes")
    before = two.server.told()
    result = command("sync")
    assert (result.exit_code, result.stdout) == (0, "company: in step, nothing was written.\n")
    assert two.server.told() == before


def test_created_pages_keep_no_trace_of_how_they_came_about(command: Command, two: Two) -> None:
    command("sync", "--yes")
    assert [page.cover for page in (*two.head.rows(), *two.head.rows("objectives"))] == [None, None, None]


def test_a_conflict_is_listed_shown_and_settled(command: Command, two: Two) -> None:
    two.conflict(command)
    listed = command("conflicts")
    assert "70" in listed.stdout
    assert "80" in listed.stdout
    assert command("conflicts", "list").stdout == listed.stdout
    shown = command("conflicts", "show", "1").stdout
    assert "bakery: The target is 70 here and 80 in head." in shown
    assert "head: The target is 80 here and 70 in bakery." in shown
    taken = command("conflicts", "take", "1", "b")
    assert "Taken: 80. The next “okrsync sync company” writes it to bakery." in taken.stdout
    assert command("sync").exit_code == 0
    assert two.bakery.held(two.regulars, "Target") == 80
    assert command("conflicts").stdout == "There is no open conflict.\n"


def test_a_side_is_named_by_its_letter_or_its_source(command: Command, two: Two) -> None:
    two.conflict(command)
    wrong = command("conflicts", "take", "1", "c")
    assert wrong.exit_code == 2
    assert "a (bakery) or b (head)" in wrong.stderr
    assert command("conflicts", "take", "1", "head").exit_code == 0
    assert command("conflicts", "take", "7", "a").exit_code == 2


def test_status_counts_conflicts_and_says_where_they_are_shown(command: Command, two: Two) -> None:
    two.conflict(command)
    assert "conflicts that wait for a person: 1. “okrsync conflicts” shows them." in command("status").stdout
    assert json.loads(command("status", "--format", "json").stdout)["conflicts"] == {"company": 1}


def test_a_run_is_taken_back(command: Command, two: Two) -> None:
    command("sync", "--yes")
    regulars = two.there("Regulars who come weekly from 40 to 60")
    two.bakery.people.edit_property(two.regulars, "Target", 70)
    command("sync")
    assert two.head.held(regulars, "Target") == 70
    undone = command("undo")
    assert undone.exit_code == 0
    assert "cells: 1" in undone.stdout
    assert two.head.held(regulars, "Target") == 60
    assert command("undo", "99").exit_code == 2


def test_a_first_run_is_taken_back_into_the_trash(command: Command, two: Two) -> None:
    command("sync", "--yes")
    assert command("undo", "1").exit_code == 0
    assert (two.head.rows(), two.head.rows("objectives")) == ([], [])
    assert len(two.bakery.rows()) == 2


def test_too_many_deletes_stop_the_run_and_can_be_accepted_once(command: Command, two: Two) -> None:
    for number in range(4):
        two.bakery.result(f"Another one {number}", two.goal)
    command("sync", "--yes")
    for page in two.bakery.rows()[:4]:
        two.bakery.people.trash(page)
    before = two.server.told()
    stopped = command("sync")
    assert stopped.exit_code == 3
    assert stopped.stderr.count("\n") == 1
    assert "--accept-deletes 4" in stopped.stderr
    assert two.server.told() == before
    assert command("sync", "--dry-run").exit_code == 3
    assert command("sync", "--accept-deletes", "4").exit_code == 0
    assert len(two.head.rows()) == 6


def test_an_empty_side_stops_the_run(command: Command, two: Two) -> None:
    command("sync", "--yes")
    for page in (*two.head.rows(), *two.head.rows("objectives")):
        two.head.people.trash(page)
    stopped = command("sync")
    assert stopped.exit_code == 3
    assert "head is empty" in stopped.stderr


def test_a_pair_that_fails_does_not_stop_the_others(command: Command, notion: NotionServer, tmp_path: Path) -> None:
    two = Two(notion, tmp_path, '[sync.lost]\na = "bakery"\nb = "gone"\n' + PAIR)
    lost = Team(notion, "Lost")
    config_of(
        tmp_path, notion, {"bakery": two.bakery, "head": two.head, "gone": lost},
        '[sync.lost]\na = "bakery"\nb = "gone"\n' + PAIR,
    )  # fmt: skip
    notion.people.unshare(lost.page)
    result = command("sync", "--yes")
    assert result.exit_code == 3
    assert len(two.head.rows()) == 2
    assert command("sync", "company").exit_code == 0
    which = command("undo")
    assert which.exit_code == 2
    assert "“lost”, “company”" in which.stderr


@pytest.mark.parametrize(
    ("sync", "arguments", "sentence"),
    [
        ("", ("sync",), "keeps nothing in step"),
        ("", ("sync", "other"), "keeps nothing in step"),
        (PAIR, ("sync", "other"), "no [sync.other]. It has: “company”."),
        ('[sync.odd]\na = "head"\nb = "head"\n', ("sync",), "in step with itself"),
        (PAIR, ("undo",), "no run has written anything yet"),
        (PAIR, ("conflicts", "show", "1"), "there are none at all"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(
    command: Command, notion: NotionServer, tmp_path: Path, sync: str, arguments: tuple[str, ...], sentence: str
) -> None:
    Two(notion, tmp_path, sync)
    result = command(*arguments)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert "Traceback" not in result.output


# ---- the nightly run


def test_a_run_keeps_pairs_in_step_and_reads_each_source_once(command: Command, two: Two) -> None:
    command("sync", "--yes")
    command("run")
    two.server.log.clear()
    result = command("run")
    assert result.exit_code == 0
    assert "company: in step, nothing was written." in result.stdout
    assert two.server.log.count(path="query$") == 4
    assert two.server.log.count("write") == 0


def test_a_run_carries_edits_over_before_it_judges(command: Command, two: Two) -> None:
    command("sync", "--yes")
    two.bakery.people.edit_property(two.regulars, "Name", "Regulars who come weekly from 40 to 90")
    assert command("run").exit_code == 0
    page = two.there("Regulars who come weekly from 40 to 90")
    assert two.head.held(page, "OKR score") is not None


def test_a_conflict_stands_beside_its_row_in_both_places_and_goes_when_it_is_settled(
    command: Command, two: Two
) -> None:
    two.conflict(command)
    there = two.there("Regulars who come weekly from 40 to 60")
    foreseen = command("run", "--dry-run").stdout
    assert "70 here and 80 in head" in foreseen
    command("run", "--report", "page.html")
    assert "“Target” is 70 here and 80 in head. → Pick one" in two.bakery.held(two.regulars, "OKR warnings")
    assert "“Target” is 80 here and 70 in bakery" in two.head.held(there, "OKR warnings")
    assert "in head" not in (two.bakery.held(two.waste, "OKR warnings") or "")
    two.bakery.people.edit_property(two.regulars, "Target", 80)
    command("run")
    assert "80 in head" not in (two.bakery.held(two.regulars, "OKR warnings") or "")
    assert command("conflicts").stdout == "There is no open conflict.\n"


def test_a_conflict_has_a_code_that_can_be_looked_up_and_weighed_otherwise(
    command: Command, two: Two, tmp_path: Path
) -> None:
    two.conflict(command)

    def told(*options: str) -> list[dict[str, Any]]:
        document = json.loads(command("lint", "--format", "json", *options).stdout)
        return [each for each in document["findings"] if each["code"] == "SY101"]

    here, there = told()
    assert (here["name"], here["severity"], here["field"]) == ("changed-in-two-places", "error", "target")
    assert (here["source"], there["source"]) == ("bakery", "head")
    assert "Changed in two places" in command("rule", "SY101").stdout
    config = tmp_path / "okrsync.toml"
    config.write_text(config.read_text("utf-8") + '[rules.SY101]\nseverity = "info"\n', "utf-8")
    assert {each["severity"] for each in told()} == {"info"}
    assert told("--ignore", "SY101") == []


def test_a_conflict_stands_on_the_page(command: Command, two: Two, tmp_path: Path) -> None:
    two.conflict(command)
    command("run", "--report", "page.html")
    assert "70 here and 80 in head" in (tmp_path / "page.html").read_text("utf-8")
    command("report", "--output", "other.html")
    assert "70 here and 80 in head" in (tmp_path / "other.html").read_text("utf-8")


def test_a_run_does_not_begin_a_pair_by_itself_and_says_so(command: Command, two: Two) -> None:
    two.head.result("Loaves sold from 200 to 300 a day", two.head.objective("Sell more bread"), Start=200, Target=300)
    result = command("run")
    assert result.exit_code == 3
    assert "has never been kept in step" in result.stderr
    assert len(two.head.rows()) == 1
    assert two.bakery.held(two.regulars, "OKR score") is not None


@pytest.mark.usefixtures("two")
def test_a_run_of_other_sources_leaves_a_pair_alone(command: Command) -> None:
    command("sync", "--yes")
    assert "in step" not in command("run", "head").output
    assert "in step" in command("run", "bakery").output


# ---- a workbook and Notion


def test_a_workbook_and_notion_are_kept_in_step(command: Command, notion: NotionServer, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "OKRs"
    for row in (
        ("Objective", "Key result", "Owner", "Start", "Target", "Current", "Due"),
        ("Become the bakery of the quarter", "Regulars who come weekly from 40 to 60", "Anna Berg", 40, 60, 45, None),
        ("Become the bakery of the quarter", "Bread thrown away from 12 to 5 kg a day", "Anna Berg", 12, 5, 9, None),
        ("Be talked about in town", "Reviews from 3.9 to 4.6 stars", "Ben Roy", 3.9, 4.6, 4, None),
    ):
        sheet.append(row)
    book.save(tmp_path / "okrs.xlsx")
    team = Team(notion)
    config = config_of(tmp_path, notion, {"head": team}, '[sync.company]\na = "book"\nb = "head"\n')
    config.write_text(config.read_text("utf-8") + '[sources.book]\npath = "okrs.xlsx"\n', "utf-8")
    first = command("sync", "--yes")
    assert (first.exit_code, len(team.rows()), len(team.rows("objectives"))) == (0, 3, 2), first.output
    assert command("sync").stdout.endswith("company: in step, nothing was written.\n")
    reviews = next(page for page in team.rows() if team.held(page, "Name").startswith("Reviews"))
    assert (team.held(reviews, "Start"), team.held(reviews, "Target")) == (3.9, 4.6)
    notion.people.edit_property(reviews, "Current", 4.2)
    book = load_workbook(tmp_path / "okrs.xlsx")
    book["OKRs"]["E2"] = 70
    book.save(tmp_path / "okrs.xlsx")
    second = command("run")
    assert second.exit_code == 0, second.output
    assert "cells changed: 2" in second.stdout
    assert load_workbook(tmp_path / "okrs.xlsx")["OKRs"]["F4"].value == 4.2
    regulars = next(page for page in team.rows() if team.held(page, "Name").startswith("Regulars"))
    assert team.held(regulars, "Target") == 70
    notion.people.edit_property(regulars, "Target", 80)
    book = load_workbook(tmp_path / "okrs.xlsx")
    book["OKRs"]["E2"] = 75
    book.save(tmp_path / "okrs.xlsx")
    command("run")
    stands = [cell.value for cell in load_workbook(tmp_path / "okrs.xlsx")["OKRs"][2]]
    assert any("75 here and 80 in head" in str(value) for value in stands)
    assert "80 here and 75 in book" in team.held(regulars, "OKR warnings")
