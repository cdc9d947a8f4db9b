"""`okrsync run`, `clean`, `report` and `demo`: what is written, what is refused, what is taken away again."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

if TYPE_CHECKING:
    from conftest import Command, Sheet

ONE_RULE = "[okrsync]\nselect = ['ST206']\n"


def test_a_run_writes_score_and_remarks_beside_each_okr(command: Command, workbook: Sheet) -> None:
    result = command("run", workbook())
    assert result.exit_code == 0
    sheet = load_workbook("okr.xlsx")["OKRs"]
    assert (sheet["H1"].value, sheet["I1"].value) == ("OKR score", "OKR warnings")
    assert "Nobody" in sheet["I5"].value


def test_a_run_says_in_one_line_what_it_did(command: Command, workbook: Sheet, folder: Path) -> None:
    (folder / "okrsync.toml").write_text(ONE_RULE, "utf-8")
    line = command("run", workbook()).stdout.strip()
    assert re.fullmatch(
        r"okr\.xlsx: 2 objectives, 4 key results · score \d+ [A-E] · 1 warning · cells written: \d+, unchanged: 0"
        r" · the file as it was: .*okr\.xlsx\.before-okrsync",
        line,
    )


def test_a_second_run_writes_nothing(command: Command, workbook: Sheet) -> None:
    path = workbook()
    command("run", path)
    before = path.read_bytes(), path.stat().st_mtime_ns
    result = command("run", path)
    assert "cells written: 0" in result.stdout
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_clean_gives_the_file_back_as_it_was(command: Command, workbook: Sheet) -> None:
    path = workbook()
    before = path.read_bytes()
    command("run", path)
    assert path.read_bytes() != before
    result = command("clean", path)
    assert result.exit_code == 0
    assert "every trace of okrsync is gone" in result.stdout
    assert path.read_bytes() == before


def test_cleaning_what_was_never_written_to_changes_nothing(command: Command, workbook: Sheet) -> None:
    path = workbook()
    before = path.read_bytes()
    assert "there was nothing of okrsync in it" in command("clean", path).stdout
    assert path.read_bytes() == before


def test_clean_goes_on_after_a_file_that_fails(command: Command, workbook: Sheet, folder: Path) -> None:
    (folder / "page.xlsx").write_text("<html></html>", "utf-8")
    result = command("clean", "page.xlsx", "none.xlsx", workbook())
    assert result.exit_code == 3
    assert "page.xlsx" in result.stderr
    assert "none.xlsx" in result.stderr
    assert "okr.xlsx" in result.stdout


@pytest.mark.parametrize("kind", ["workbook", "table"])
def test_a_dry_run_shows_every_cell_and_writes_none(
    command: Command, kind: str, request: pytest.FixtureRequest, folder: Path
) -> None:
    (folder / "okrsync.toml").write_text(ONE_RULE, "utf-8")
    path: Path = request.getfixturevalue(kind)()
    before = path.read_bytes()
    result = command("run", path, "--dry-run")
    assert result.exit_code == 0
    sheet = "OKRs!" if kind == "workbook" else ""
    assert f"  {sheet}H1: (empty) → “OKR score”" in result.stdout
    assert f"  {sheet}H2: (empty) → 100" in result.stdout
    assert f"  {sheet}I5: (empty) → “Nobody" in result.stdout
    assert path.read_bytes() == before
    assert {each.name for each in folder.iterdir()} == {path.name, "okrsync.toml"}


def test_a_dry_run_shows_comments_and_our_tab(command: Command, workbook: Sheet) -> None:
    told = command("run", workbook(), "--dry-run").stdout
    assert "OKRs!C5 (comment): (empty) → “Nobody" in told
    assert "OKR check!1 (row of our tab)" in told


def test_a_dry_run_after_a_run_shows_nothing(command: Command, workbook: Sheet) -> None:
    path = workbook()
    command("run", path)
    told = command("run", path, "--dry-run").stdout
    assert "changes to write: 0" in told
    assert len(told.splitlines()) == 1


def test_a_dry_run_shows_what_stands_there_before(command: Command, table: Sheet, folder: Path) -> None:
    (folder / "okrsync.toml").write_text(ONE_RULE, "utf-8")
    command("run", table())
    text = (folder / "okr.csv").read_text("utf-8")
    (folder / "okr.csv").write_text(
        text.replace("Launch the new catalogue,", "Launch the new catalogue,Jon Berg"), "utf-8"
    )
    assert re.search(r"I5: “Nobody.*” → \(empty\)", command("run", "okr.csv", "--dry-run").stdout)


@pytest.mark.parametrize("flags", [(), ("--dry-run",)])
def test_a_read_only_file_is_refused(command: Command, workbook: Sheet, flags: tuple[str, ...]) -> None:
    path = workbook()
    path.chmod(0o444)
    result = command("run", path, *flags)
    assert result.exit_code == 3
    assert "read-only" in result.stderr
    assert "okr.xlsx: 2 objectives" in result.stdout


def test_a_file_that_excel_has_open_is_refused(command: Command, workbook: Sheet, folder: Path) -> None:
    path = workbook()
    (folder / "~$okr.xlsx").write_bytes(b"Ana")
    before = path.read_bytes()
    result = command("run", path)
    assert result.exit_code == 3
    assert "open in another program" in result.stderr
    assert path.read_bytes() == before


def test_findings_fail_a_run_only_when_asked(command: Command, workbook: Sheet) -> None:
    path = workbook()
    assert command("run", path).exit_code == 0
    assert command("run", path, "--fail-on", "warning").exit_code == 1


def test_one_file_that_fails_does_not_stop_the_others(command: Command, workbook: Sheet, folder: Path) -> None:
    (folder / "page.xlsx").write_text("<html></html>", "utf-8")
    result = command("run", "page.xlsx", workbook())
    assert result.exit_code == 3
    assert "okr.xlsx: 2 objectives" in result.stdout


def test_output_writes_a_copy_and_leaves_the_original(command: Command, workbook: Sheet, folder: Path) -> None:
    path = workbook()
    before = path.read_bytes()
    result = command("run", path, "--output", "checked/copy.xlsx")
    assert result.exit_code == 0
    assert path.read_bytes() == before
    assert load_workbook(folder / "checked" / "copy.xlsx")["OKRs"]["H1"].value == "OKR score"
    assert [each.name for each in (folder / "checked").iterdir()] == ["copy.xlsx"]


def test_output_never_overwrites(command: Command, workbook: Sheet, folder: Path) -> None:
    (folder / "mine.xlsx").write_text("precious", "utf-8")
    result = command("run", workbook(), "--output", "mine.xlsx")
    assert result.exit_code == 3
    assert (folder / "mine.xlsx").read_text("utf-8") == "precious"


def test_output_must_be_of_the_same_kind(command: Command, workbook: Sheet, folder: Path) -> None:
    result = command("run", workbook(), "--output", "copy.csv")
    assert result.exit_code == 2
    assert ".xlsx" in result.stderr
    assert not (folder / "copy.csv").exists()


def test_output_takes_one_file(command: Command, workbook: Sheet) -> None:
    result = command("run", workbook("a.xlsx"), workbook("b.xlsx"), "--output", "c.xlsx")
    assert result.exit_code == 2
    assert "exactly one file" in result.stderr


def test_output_of_a_missing_file_is_told(command: Command) -> None:
    assert command("run", "none.xlsx", "--output", "copy.xlsx").exit_code == 3


def test_a_text_table_is_told_where_all_remarks_are(command: Command, table: Sheet) -> None:
    assert "my okr.csv.okrsync.html" in command("run", table("my okr.csv")).stdout


def test_a_run_may_write_the_page_too(command: Command, workbook: Sheet, folder: Path) -> None:
    result = command("run", workbook(), "--report", "pages/okr.html")
    assert "Page: pages/okr.html" in result.stdout
    assert "<html" in (folder / "pages" / "okr.html").read_text("utf-8")


def test_the_page_of_the_config_is_written(command: Command, workbook: Sheet, folder: Path) -> None:
    (folder / "okrsync.toml").write_text("[okrsync]\nreport = 'wall.html'\n", "utf-8")
    command("run", workbook())
    assert (folder / "wall.html").exists()


def test_report_writes_a_page_that_stands_alone(command: Command, workbook: Sheet, folder: Path) -> None:
    path = workbook()
    before = path.read_bytes()
    result = command("report", path, "--output", "wall.html")
    assert result.exit_code == 0
    page = (folder / "wall.html").read_text("utf-8")
    assert "Make paying by invoice effortless for clinics" in page
    assert path.read_bytes() == before


def test_report_has_a_name_for_the_page(command: Command, workbook: Sheet, folder: Path) -> None:
    command("report", workbook())
    assert (folder / "okrsync-report.html").exists()


def test_a_page_that_cannot_be_written_is_told(command: Command, workbook: Sheet, folder: Path) -> None:
    (folder / "wall.html").mkdir()
    result = command("report", workbook(), "--output", "wall.html")
    assert result.exit_code == 3
    assert "The page could not be written" in result.stderr
    assert not list(folder.glob(".wall*"))


def test_a_report_of_what_could_be_read_is_written(command: Command, workbook: Sheet, folder: Path) -> None:
    result = command("report", workbook(), "none.xlsx")
    assert result.exit_code == 3
    assert (folder / "okrsync-report.html").exists()


def test_what_the_config_calls_french_is_written_in_french(command: Command, workbook: Sheet, folder: Path) -> None:
    (folder / "okrsync.toml").write_text("[sources.a]\npath = 'okr.xlsx'\nlanguage = 'fr'\n", "utf-8")
    workbook()
    command("run")
    assert load_workbook("okr.xlsx")["OKRs"]["H1"].value == "Score OKR"


def test_the_demo_leaves_a_written_workbook_and_a_page(command: Command, folder: Path) -> None:
    result = command("demo")
    assert result.exit_code == 0
    book = load_workbook(folder / "demo" / "okr-atelier-lumen.xlsx")
    assert "Score OKR" in [cell.value for cell in book["OKR T4 2026"][5]]
    assert "OKR score" in [cell.value for cell in book["UK showroom"][1]]
    assert {each.name for each in (folder / "demo").iterdir()} == {"okr-atelier-lumen.xlsx", "okr-atelier-lumen.html"}


def test_the_demo_finds_what_is_wrong_and_leaves_what_is_right(command: Command) -> None:
    told = command("demo").stdout
    assert "Améliorer fortement notre notoriété" in told
    assert "Satisfaction après contact : de 3,6 à 4,4 sur 5" not in told


def test_the_demo_may_run_again(command: Command, folder: Path) -> None:
    first = command("demo", "--output", "here").stdout
    assert command("demo", "--output", "here").stdout == first
    assert (folder / "here").is_dir()


def test_the_demo_speaks_french(command: Command) -> None:
    assert "Ouvrez" in command("demo", "--lang", "fr").stdout


def test_a_demo_that_cannot_be_written_is_told(command: Command, folder: Path) -> None:
    (folder / "demo").write_text("a file", "utf-8")
    result = command("demo")
    assert result.exit_code in {2, 3}
    assert "Traceback" not in result.output


def test_the_demo_workbook_is_what_its_maker_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = Path(__file__).parents[2]
    specification = importlib.util.spec_from_file_location("maker", root / "scripts" / "make_demo_workbook.py")
    assert specification is not None
    assert specification.loader is not None
    maker = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(maker)
    monkeypatch.setattr(maker, "TARGET", tmp_path / "made.xlsx")
    maker.main()
    shipped = load_workbook(root / "okrsync" / "demo" / "okr-atelier-lumen.xlsx")
    made = load_workbook(tmp_path / "made.xlsx")
    assert [list(sheet.values) for sheet in made] == [list(sheet.values) for sheet in shipped]


def test_a_demo_whose_file_cannot_be_written_is_told(command: Command, folder: Path) -> None:
    (folder / "demo" / "okr-atelier-lumen.xlsx").mkdir(parents=True)
    result = command("demo")
    assert result.exit_code == 3
    assert "okr-atelier-lumen.xlsx could not be written" in result.stderr


@pytest.mark.parametrize("flags", [(), ("--dry-run",)])
def test_what_had_to_be_left_alone_is_told_with_the_reason(
    command: Command, workbook: Sheet, folder: Path, flags: tuple[str, ...]
) -> None:
    book = load_workbook(workbook())
    book["OKRs"].protection.sheet = True
    book.save(folder / "okr.xlsx")
    result = command("run", "okr.xlsx", *flags)
    assert result.exit_code == 3
    assert "Left alone: OKRs!" in result.stderr
    assert "the sheet is protected" in result.stderr


def test_a_copy_that_cannot_be_made_is_told(command: Command, workbook: Sheet, folder: Path) -> None:
    (folder / "file").touch()
    result = command("run", workbook(), "--output", "file/copy.xlsx")
    assert result.exit_code == 3
    assert "could not be made" in result.stderr
