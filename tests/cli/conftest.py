"""What the tests of the commands share: a folder of their own, small sheets, and the command itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import Workbook

from okrsync.cli.entry import okrsync

Command = Callable[..., Result]
Sheet = Callable[..., Path]

HEADER = ("Objective", "Key result", "Owner", "Baseline", "Target", "Current", "Due")
ROWS = (
    (
        "Make paying by invoice effortless for clinics",
        "Days from order to invoice from 9 to 2",
        "Ana Silva",
        9,
        2,
        5,
        "2026-12-31",
    ),
    (
        "Make paying by invoice effortless for clinics",
        "Invoices disputed by clinics from 14% to 5%",
        "Ana Silva",
        14,
        5,
        9,
        "2026-12-31",
    ),
    (
        "Become the first choice of rural pharmacies",
        "Pharmacies ordering weekly from 120 to 210",
        "Jon Berg",
        120,
        210,
        150,
        "2026-12-15",
    ),
    ("Become the first choice of rural pharmacies", "Launch the new catalogue", None, None, None, None, "2026-12-15"),
)
"""Two objectives, four key results; the last has no owner."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, as a reader of English without a config."""
    monkeypatch.chdir(tmp_path)
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "OKRSYNC_CONFIG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    return tmp_path


@pytest.fixture
def command() -> Command:
    """Return the command: `command("lint", "okr.csv")`; what is read from standard input is given as `typed`."""

    def call(*arguments: str | Path, typed: str | bytes | None = None) -> Result:
        return CliRunner().invoke(okrsync, [str(argument) for argument in arguments], input=typed)

    return call


@pytest.fixture
def table(folder: Path) -> Sheet:
    """Return a maker of CSV files."""

    def make(
        name: str = "okr.csv", rows: tuple[tuple[object, ...], ...] = ROWS, header: tuple[str, ...] = HEADER
    ) -> Path:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [",".join("" if cell is None else str(cell) for cell in row) for row in (header, *rows)]
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return path

    return make


@pytest.fixture
def workbook(folder: Path) -> Sheet:
    """Return a maker of workbooks with one sheet."""

    def make(
        name: str = "okr.xlsx", rows: tuple[tuple[object, ...], ...] = ROWS, header: tuple[str, ...] = HEADER
    ) -> Path:
        book = Workbook()
        sheet = book.active
        sheet.title = "OKRs"
        for row in (header, *rows):
            sheet.append(row)
        path = folder / name
        book.save(path)
        return path

    return make
