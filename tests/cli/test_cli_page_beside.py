"""A text table has no place for comments and a summary: its page stands beside it, and goes with the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

BESIDE = "okr.csv.okrsync.html"


def test_a_run_on_a_text_table_leaves_a_page_beside_it(command: Any, table: Any, folder: Path) -> None:
    result = command("run", table())
    assert BESIDE in result.stdout
    assert "<html" in (folder / BESIDE).read_text("utf-8")


def test_a_workbook_holds_its_own_summary_and_needs_no_page(command: Any, workbook: Any, folder: Path) -> None:
    command("run", workbook())
    assert not list(folder.glob("*.html"))


def test_a_page_that_says_all_this_already_is_left_alone_whatever_the_day(
    command: Any, table: Any, folder: Path
) -> None:
    path = table()
    command("run", path)
    page = folder / BESIDE
    older = page.read_text("utf-8").replace("Made by okrsync", "Made long ago by okrsync")
    page.write_text(older, "utf-8")
    result = command("run", path)
    assert BESIDE not in result.stdout
    assert page.read_text("utf-8") == older


def test_a_dry_run_says_where_the_page_would_stand_and_writes_none(command: Any, table: Any, folder: Path) -> None:
    result = command("run", table(), "--dry-run")
    assert f"would stand in {folder / BESIDE}" in result.stdout.replace("\n", "")
    assert not (folder / BESIDE).exists()


def test_no_page_is_left_beside_where_one_was_asked_for(command: Any, table: Any, folder: Path) -> None:
    command("run", table(), "--report", "all.html")
    assert [page.name for page in folder.glob("*.html")] == ["all.html"]


def test_cleaning_takes_the_page_away(command: Any, table: Any, folder: Path) -> None:
    path = table()
    command("run", path)
    command("clean", path)
    assert [each.name for each in folder.iterdir()] == ["okr.csv"]


def test_cleaning_leaves_a_page_of_somebody_elses(command: Any, table: Any, folder: Path) -> None:
    path = table()
    (folder / BESIDE).write_text("<html>mine</html>", "utf-8")
    command("clean", path)
    assert (folder / BESIDE).read_text("utf-8") == "<html>mine</html>"


def test_a_page_that_cannot_be_taken_away_is_told(command: Any, table: Any, monkeypatch: Any) -> None:
    path = table()
    command("run", path)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.unlink", refuse)
    assert command("clean", path).exit_code == 3
