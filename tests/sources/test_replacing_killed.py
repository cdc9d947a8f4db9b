"""Killed for real while a file is replaced: the file is the old or the new one, and the next run leaves no trace of it.

`kill_everywhere.py` kills a process of okrsync after each change that it makes to the file system.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from documents import document
from openpyxl import Workbook, load_workbook

from okrsync.cli.entry import okrsync
from okrsync.sources.files import BACKUP_ENDING
from tests.unmeasured import environment

HERE = Path(__file__).parent
SOAK = bool(os.environ.get("OKRSYNC_SOAK"))
"""With it, every kind of file is killed after every change; without, some after some."""
OURS = ("okrsync.toml", "state.db")
ROWS = (
    ("Objective", "Key result", "Start", "Target", "Current"),
    ("Become the bakery of the quarter", "Regulars who come weekly from 40 to 60", 40, 60, 45),
    ("Become the bakery of the quarter", "Bread thrown away from 12 to 5 kg a day", 12, 5, 9),
    ("Be talked about in town", "Reviews from 3.9 to 4.6 stars", 3.9, 4.6, 4),
)
PAIR = """[sources.a]
path = "a.xlsx"
[sources.b]
path = "b.xlsx"
[sync.pair]
a = "a"
b = "b"
[state]
url = "state.db"
"""


class Point(NamedTuple):
    """One change to the file system, after which a process was killed."""

    what: str
    killed: Path
    after: Path
    """The folder when the runs that follow have made good what the killed one left."""


class Killings:
    """A command that was killed again and again, and the same command alone."""

    def __init__(self, folder: Path, *commands: str) -> None:
        self.pristine, self.results = folder, folder.with_name(f"{folder.name}-killed")
        arguments = [folder, self.results, "all" if SOAK else "some", *commands]
        run = subprocess.run(
            [sys.executable, HERE / "kill_everywhere.py", *arguments],
            env=environment(PYTHONPATH=str(HERE.parents[1]), LANG="en_GB.UTF-8"),
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stderr
        first, *others = (line.split(" ") for line in run.stdout.splitlines())
        self.codes = first[2:]
        self.never = self.results / "never"
        self.points: list[Point] = []
        for number, what, *codes in others:
            assert codes == self.codes, f"{number} {what}"
            self.points.append(Point(what, self.results / number / "killed", self.results / number / "next"))
        assert self.points

    def hold(self) -> None:
        """See that no point left anything but what stood there at some moment of a run that nobody killed."""
        known = set((self.results / "contents").read_text("utf-8").splitlines())
        for point in self.points:
            for path in visible(point.killed):
                assert f"{path.name} {sha256(path.read_bytes()).hexdigest()}" in known, f"{point}: {path.name}"
                if path.name.endswith(BACKUP_ENDING) and not (self.pristine / path.name).exists():
                    former = self.pristine / path.name.removesuffix(BACKUP_ENDING)
                    assert path.read_bytes() == former.read_bytes(), point
            assert names(point.after) == names(self.never), point
            for path in visible(point.after):
                assert path.read_bytes() == (self.never / path.name).read_bytes(), f"{point}: {path.name}"

    def last_words(self) -> set[str]:
        """Return what the last command said, with nobody killed and after each point."""
        outs = [self.never, *(point.after for point in self.points)]
        return {out.with_suffix(".out").read_text("utf-8").rpartition("$ ")[2] for out in outs}


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def visible(folder: Path) -> list[Path]:
    """Return the files of people, backups and pages: neither ours nor temporary."""
    return [path for path in folder.iterdir() if not path.name.startswith((*OURS, "."))]


def sheet(path: Path) -> None:
    """Write the rows as a file of the kind that its name says."""
    if path.suffix == ".xlsx":
        book = Workbook()
        for row in ROWS:
            book.active.append(row)
        book.save(path)
    elif path.suffix == ".ods":
        document(path, {"OKRs": ROWS})
    else:
        path.write_text("".join(",".join(map(str, row)) + "\n" for row in ROWS), "utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder for what is there before anything is killed."""
    made = tmp_path / "pristine"
    made.mkdir()
    return made


def alone(folder: Path, command: str) -> None:
    """Run okrsync and let it live."""
    with contextlib.chdir(folder):
        assert CliRunner().invoke(okrsync, command.split()).exit_code == 0


@pytest.mark.parametrize("name", ["okrs.xlsx", "okrs.csv", "okrs.ods"] if SOAK else ["okrs.xlsx", "okrs.csv"])
def test_a_lint_that_was_killed_is_made_good_by_the_next(folder: Path, name: str) -> None:
    sheet(folder / name)
    killings = Killings(folder, f"run {name}", f"run {name}")
    killings.hold()
    assert (killings.never / name).read_bytes() != (folder / name).read_bytes()
    assert (killings.never / f"{name}{BACKUP_ENDING}").read_bytes() == (folder / name).read_bytes()
    assert any(names(point.killed) - names(killings.never) for point in killings.points)


@pytest.mark.parametrize("name", ["okrs.xlsx", "okrs.csv", "okrs.ods"] if SOAK else ["okrs.csv"])
def test_a_cleaning_that_was_killed_is_made_good_by_the_next(folder: Path, name: str) -> None:
    sheet(folder / name)
    content = (folder / name).read_bytes()
    alone(folder, f"run {name}")
    killings = Killings(folder, f"clean {name}")
    killings.hold()
    assert names(killings.never) == {name}
    assert (killings.never / name).read_bytes() == content


def pair(folder: Path, *, row: bool) -> None:
    """Make two workbooks that were in step, and of which each has been edited since; one with a `row` more."""
    (folder / "okrsync.toml").write_text(PAIR, "utf-8")
    for name in ("a.xlsx", "b.xlsx"):
        sheet(folder / name)
    alone(folder, "sync --yes")
    for name, cell, value in (("a.xlsx", "D2", 70), ("b.xlsx", "E3", 7)):
        book = load_workbook(folder / name)
        book.active[cell] = value
        if row and name == "a.xlsx":
            book.active.append(("Be talked about in town", "Posts about us from 3 to 20 a week", 3, 20, 4))
        book.save(folder / name)


def test_a_sync_that_was_killed_is_made_good_by_the_next(folder: Path) -> None:
    pair(folder, row=SOAK)
    killings = Killings(folder, "sync", "sync", "conflicts")
    killings.hold()
    book = load_workbook(killings.never / "b.xlsx").active
    assert (book["D2"].value, book["E3"].value) == (70, 7)
    assert [cell.value for cell in book["B"][4:]] == (["Posts about us from 3 to 20 a week"] if SOAK else [])
    assert len(killings.last_words()) == 1


def test_an_undo_that_was_killed_is_gone_on_with_by_naming_its_run(folder: Path) -> None:
    pair(folder, row=SOAK)
    alone(folder, "sync")
    killings = Killings(folder, "undo 2", "sync", "conflicts")
    killings.hold()
    book = load_workbook(killings.never / "b.xlsx").active
    assert (book["D2"].value, book["E3"].value) == (60, 7)
    (words,) = killings.last_words()
    assert "70  60" in words
