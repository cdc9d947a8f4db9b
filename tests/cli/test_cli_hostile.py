"""Sheets as nobody would wish for them: every command gets through, or says in one sentence why not."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook, load_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Command, Sheet

HEADER = ("ID", "Type", "Title", "Parent ID", "Owner", "Owner", "Target")
HOSTILE = (
    ("O1", "Objective", "=SUM(A1:A9) makes nobody happy", "O3", "@lea", "+33 6", None),
    ("K1", "Key result", "Calls answered from 40% to 75% " + "x" * 32_700, "O1", "-", "n/a", 0.75),
    ("O2", "Objective", "ספקו שקט לצוותי הלילה 🌙", "O1", "דנה", None, None),
    ("K2", "Key result", "Rooms 🛏️ free by noon from 30 to 52\x0b\x07", "O2", "Zoë\u202eeoZ", None, "fifty\ntwo"),
    ("O3", "Objective", "O3 leads back to where it came from", "O2", None, None, "#REF!"),
    ("K3", "Key result", "Loops counted from 3 to 0", "O3", "Bo", "Bo", 0),
)
VERBS = (("show",), ("lint",), ("doctor",), ("run", "--dry-run"), ("run",), ("report",), ("clean",))


@pytest.fixture
def hostile(folder: Path) -> Path:
    """Return a workbook full of what breaks programs."""
    book = Workbook()
    sheet = book.active
    sheet.title = "It's «odd» & <more>"
    for row, values in enumerate((HEADER, *HOSTILE), start=1):
        for column, value in enumerate(values, start=1):
            text = value.replace("\x0b", "").replace("\x07", "") if isinstance(value, str) else value
            cell = sheet.cell(row, column)
            cell.value = text
            cell.data_type = "s" if isinstance(text, str) else cell.data_type
    path = folder / "très étrange — «x».xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_a_hostile_workbook_stops_no_command(command: Command, hostile: Path, verb: tuple[str, ...]) -> None:
    result = command(*verb, hostile)
    assert result.exit_code in {0, 1}, result.stderr
    assert "did not expect" not in result.stderr


@pytest.mark.parametrize("verb", VERBS, ids=" ".join)
def test_a_hostile_table_stops_no_command(command: Command, folder: Path, verb: tuple[str, ...]) -> None:
    path = folder / "odd.csv"
    lines = [";".join(f'"{"" if cell is None else cell}"' for cell in row) for row in (HEADER, *HOSTILE)]
    path.write_bytes("\r\n".join(lines).encode("utf-16"))
    result = command(*verb, path)
    assert result.exit_code in {0, 1}, result.stderr
    assert "did not expect" not in result.stderr


def test_a_run_over_a_hostile_workbook_is_undone_to_the_byte(command: Command, hostile: Path) -> None:
    before = hostile.read_bytes()
    command("run", hostile)
    command("clean", hostile)
    assert hostile.read_bytes() == before


def test_no_command_prints_control_characters(command: Command, folder: Path) -> None:
    path = folder / "odd.csv"
    path.write_text("Objective,Key result,Owner\nCalm\x1b[31m nights,Alarms from 9\x07 to 2,Bo\x08b\n", "utf-8")
    for verb in ("show", "lint", "doctor"):
        output = command(verb, path).output
        assert not {character for character in output if character < " " and character != "\n"}


def test_rows_of_nothing_cost_nothing(command: Command, folder: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(("Objective", "Key result", "Owner"))
    sheet.append(("Calm nights", "Alarms a night from 9 to 2", "Bo"))
    sheet.cell(1_048_576, 1).number_format = "0.00"
    book.save(folder / "long.xlsx")
    assert command("lint", "long.xlsx").exit_code in {0, 1}


def test_a_link_stays_a_link(command: Command, workbook: Sheet, folder: Path) -> None:
    workbook("real.xlsx")
    (folder / "link.xlsx").symlink_to("real.xlsx")
    assert command("run", "link.xlsx").exit_code == 0
    assert (folder / "link.xlsx").is_symlink()
    assert load_workbook(folder / "real.xlsx")["OKRs"]["H1"].value == "OKR score"


def test_a_file_keeps_its_permissions(command: Command, workbook: Sheet) -> None:
    path = workbook()
    path.chmod(0o640)
    command("run", path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_no_temporary_file_is_left(command: Command, workbook: Sheet, folder: Path) -> None:
    command("run", workbook())
    assert sorted(each.name for each in folder.iterdir()) == ["okr.xlsx", "okr.xlsx.before-okrsync"]
