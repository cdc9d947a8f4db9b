"""Killed for real: a process that gets SIGKILL at every write of its run, and the run after it that puts things right.

Each write is met twice: killed before Notion carries it out, and killed when Notion has, before the answer leaves.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result
from notion_place import TOKEN, Team, config_of
from openpyxl import Workbook, load_workbook

from okrsync.cli.entry import okrsync
from tests.servers.google.server import GoogleServer
from tests.servers.notion.server import NotionServer

if TYPE_CHECKING:
    from collections.abc import Iterator

WRITES = 7
"""Two cells, two records created, the markers of both taken off, one record deleted."""
ENDS = [False, True] if os.environ.get("OKRSYNC_SOAK") else [True]
"""How a write of a pair with a sheet ends, done or not: both under `make soak`, which has the time."""
PAIR = '[sync.company]\na = "bakery"\nb = "head"\ndeletes = "delete"\n'
ROOT = Path(__file__).parents[2]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[NotionServer]:
    with NotionServer(contract=False) as serving:
        monkeypatch.setenv(TOKEN, serving.token)
        monkeypatch.chdir(tmp_path)
        yield serving


def sync() -> Result:
    return CliRunner().invoke(okrsync, ["sync", "--yes"])


def killed(server: NotionServer, write: int, *, done: bool, other: GoogleServer | None = None) -> bool:
    """Run in a process that is killed at its `write`-th write to either server; return whether it came so far."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-m", "okrsync", "sync"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    seen = 0

    def at_write(written: NotionServer | GoogleServer) -> None:
        nonlocal seen
        seen += 1
        if seen == write:
            process.send_signal(signal.SIGKILL)
            process.wait()
            if not done:
                written.faults.answer(503, times=1)

    for method, path in (("PATCH", "/v1/pages/"), ("POST", "/v1/pages$")):
        server.moments.add(partial(at_write, server), after=done, method=method, path=path, times=1_000)
    if other is not None:
        other.moments.add(partial(at_write, other), after=done, method="POST", path="[bB]atchUpdate", times=1_000)
    process.communicate(timeout=60)
    for each in filter(None, (server, other)):
        each.moments.clear()
        each.faults.clear()
    return process.returncode == -signal.SIGKILL


class Edited:
    """Two pages that were in step, and what people have done to both since."""

    def __init__(self, server: NotionServer, folder: Path) -> None:
        self.bakery, self.head = Team(server, "Bakery"), Team(server, "Head")
        goal = self.bakery.objective("Become the bakery of the quarter")
        first = self.bakery.result("Regulars from 40 to 60", goal, Current=40, Target=60)
        gone = self.bakery.result("Posters on 5 walls", goal)
        self.bakery.result("Bread thrown away from 12 to 5 kg", goal, Target=5)
        config_of(folder, server, {"bakery": self.bakery, "head": self.head}, PAIR)
        assert sync().exit_code == 0
        edit = server.people.edit_property
        edit(first, "Target", 70)
        edit(self.row(self.head, "Regulars from 40 to 60"), "Current", 45)
        server.people.trash(gone)
        self.bakery.result("Reviews from 3.9 to 4.6", self.bakery.objective("Be talked about"), Target=4.6)

    @staticmethod
    def row(team: Team, title: str) -> Any:
        (found,) = [page for page in team.rows() if team.held(page, "Name") == title]
        return found

    def stands(self, team: Team) -> dict[str, tuple[object, ...]]:
        """Return what stands on one page, by title; a title that stands twice is a failure."""
        stands: dict[str, tuple[object, ...]] = {}
        for of in ("objectives", "results"):
            for page in team.rows(of):
                title = team.held(page, "Name")
                assert title not in stands, f"{title} stands twice"
                assert page.cover is None, "a marker was left"
                names = ("Current", "Target") if of == "results" else ()
                above = (len(team.held(page, "Objective")),) if of == "results" else ()
                stands[title] = (*(team.held(page, name) for name in names), *above)
        return stands


WANTED = {
    "Become the bakery of the quarter": (),
    "Be talked about": (),
    "Regulars from 40 to 60": (45, 70, 1),
    "Bread thrown away from 12 to 5 kg": (None, 5, 1),
    "Reviews from 3.9 to 4.6": (None, 4.6, 1),
}


@pytest.mark.parametrize("done", [False, True], ids=["lost", "unanswered"])
@pytest.mark.parametrize("write", range(1, WRITES + 1))
def test_the_run_after_a_killed_one_puts_everything_right(
    server: NotionServer, tmp_path: Path, write: int, *, done: bool
) -> None:
    place = Edited(server, tmp_path)
    assert killed(server, write, done=done)
    assert sync().exit_code == 0
    assert place.stands(place.bakery) == WANTED
    assert place.stands(place.head) == WANTED
    server.log.clear()
    assert sync().exit_code == 0
    assert server.log.count("write") == 0


def test_a_run_has_as_many_writes_as_it_is_killed_at(server: NotionServer, tmp_path: Path) -> None:
    Edited(server, tmp_path)
    assert not killed(server, WRITES + 1, done=True)


# ---- a workbook and Notion

BOOK_WRITES = 3
"""One cell, one record created, its marker taken off; the cell that goes into the workbook is written in between."""
ROWS = (
    ("Objective", "Key result", "Start", "Target", "Current"),
    ("Become the bakery of the quarter", "Regulars who come weekly from 40 to 60", 40, 60, 45),
    ("Become the bakery of the quarter", "Bread thrown away from 12 to 5 kg a day", 12, 5, 9),
    ("Be talked about in town", "Reviews from 3.9 to 4.6 stars", 3.9, 4.6, 4),
)
AFTER = [
    ("Become the bakery of the quarter", "Regulars who come weekly from 40 to 60", 40, 70, 45),
    ("Become the bakery of the quarter", "Bread thrown away from 12 to 5 kg a day", 12, 5, 7),
    ("Be talked about in town", "Reviews from 3.9 to 4.6 stars", 3.9, 4.6, 4),
    ("Be talked about in town", "Posts about us from 3 to 20 a week", 3, 20, None),
]


@pytest.mark.parametrize("done", ENDS, ids=lambda done: "unanswered" if done else "lost")
@pytest.mark.parametrize("write", range(1, BOOK_WRITES + 1))
def test_a_workbook_and_notion_are_put_right_after_a_killed_run(
    server: NotionServer, tmp_path: Path, write: int, *, done: bool
) -> None:
    path, team = tmp_path / "okrs.xlsx", Team(server)
    book = Workbook()
    sheet = book.active
    sheet.title = "OKRs"
    for row in ROWS:
        sheet.append(row)
    book.save(path)
    config = config_of(tmp_path, server, {"head": team}, '[sync.company]\na = "book"\nb = "head"\n')
    config.write_text(config.read_text("utf-8") + '[sources.book]\npath = "okrs.xlsx"\n', "utf-8")
    assert sync().exit_code == 0
    book = load_workbook(path)
    book["OKRs"]["D2"] = 70
    book["OKRs"].append(AFTER[-1])
    book.save(path)
    waste = Edited.row(team, "Bread thrown away from 12 to 5 kg a day")
    server.people.edit_property(waste, "Current", 7)
    assert killed(server, write, done=done)
    again = sync()
    assert again.exit_code == 0, again.output
    stands = [tuple(cell.value for cell in row[:5]) for row in load_workbook(path)["OKRs"].iter_rows(min_row=2)]
    assert stands == AFTER
    there = sorted(
        (team.held(page, "Name"), *(team.held(page, name) for name in ("Start", "Target", "Current")))
        for page in team.rows()
    )
    assert there == sorted(row[1:] for row in AFTER)
    assert len(team.rows("objectives")) == 2
    assert all(page.cover is None for page in team.rows())
    server.log.clear()
    assert sync().exit_code == 0
    assert server.log.count("write") == 0


# ---- a Google Sheet and Notion

SHEET_WRITES = 4
"""One cell on either side, one record created, its marker taken off."""


@pytest.fixture
def google(tmp_path: Path) -> Iterator[GoogleServer]:
    with GoogleServer() as serving:
        serving.key_file(tmp_path / "key.json")
        yield serving


def sheet_beside(google: GoogleServer, server: NotionServer, folder: Path, team: Team) -> Any:
    """Return the people of a spreadsheet that is in step with a team's page, after both were edited."""
    book = google.add_spreadsheet("OKRs", {"Team": [list(row) for row in ROWS]})
    config = config_of(folder, server, {"head": team}, '[sync.company]\na = "sheet"\nb = "head"\n')
    link = f"https://docs.google.com/spreadsheets/d/{book}/edit"
    more = f'[google]\ncredentials = "file:key.json"\napi_endpoint = "{google.url}"\n'
    config.write_text(config.read_text("utf-8") + more + f'[sources.sheet]\ngoogle_sheet = "{link}"\n', "utf-8")
    assert sync().exit_code == 0
    people = google.spreadsheet(book)
    people.set_cell("D2", 70, "Team")
    for column, value in zip("ABCD", AFTER[-1], strict=False):
        people.set_cell(f"{column}5", value, "Team")
    server.people.edit_property(Edited.row(team, "Bread thrown away from 12 to 5 kg a day"), "Current", 7)
    return people


@pytest.mark.parametrize("done", ENDS, ids=lambda done: "unanswered" if done else "lost")
@pytest.mark.parametrize("write", range(1, SHEET_WRITES + 1))
def test_a_google_sheet_and_notion_are_put_right_after_a_killed_run(
    server: NotionServer, google: GoogleServer, tmp_path: Path, write: int, *, done: bool
) -> None:
    team = Team(server)
    people = sheet_beside(google, server, tmp_path, team)
    assert killed(server, write, done=done, other=google)
    again = sync()
    assert again.exit_code == 0, again.output
    stands = [tuple(people.value(f"{column}{row}", "Team") for column in "BCDE") for row in range(2, 6)]
    assert stands == [row[1:] for row in AFTER]
    names = ("Name", "Start", "Target", "Current")
    there = sorted(tuple(team.held(page, name) for name in names) for page in team.rows())
    assert there == sorted(row[1:] for row in AFTER)
    assert len(team.rows("objectives")) == 2
    assert all(page.cover is None for page in team.rows())
    server.log.clear()
    google.log.clear()
    assert sync().exit_code == 0
    assert (server.log.count("write"), google.log.count("write")) == (0, 0)
