"""`okrsync audit` on real files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path


def test_all_files_are_measured_together(command: Any, workbook: Any, table: Any) -> None:
    result = command("audit", workbook(), table())
    assert result.exit_code == 0
    assert "How mature are these OKRs?" in result.stdout
    assert "Measurability" in result.stdout
    assert "Launch the new catalogue" in result.stdout


def test_the_page_is_written_where_it_was_asked_for(command: Any, workbook: Any, folder: Path) -> None:
    result = command("audit", workbook(), "--output", "audit.html")
    assert "audit.html" in result.stdout
    assert "Where to begin" in (folder / "audit.html").read_text("utf-8")


def test_the_audit_speaks_french(command: Any, workbook: Any) -> None:
    assert "Par où commencer" in command("audit", workbook(), "--lang", "fr").stdout


def test_the_files_are_not_changed(command: Any, workbook: Any) -> None:
    path = workbook()
    before = path.read_bytes()
    command("audit", path)
    assert path.read_bytes() == before


def test_a_file_that_cannot_be_read_is_told_and_the_others_count(command: Any, workbook: Any) -> None:
    result = command("audit", workbook(), "gone.xlsx")
    assert result.exit_code == 3
    assert "gone.xlsx" in result.stderr
    assert "Measurability" in result.stdout


def test_without_anything_to_read_there_is_no_audit(command: Any) -> None:
    result = command("audit", "gone.xlsx")
    assert result.exit_code == 3
    assert not result.stdout
