"""After people have worked in the file with other programs, ours is still found, followed, and taken out."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
from harm import contents, traces
from openpyxl.comments import Comment

from okrsync.edits import Edit
from okrsync.grid import column_letters
from okrsync.sources.excel import ExcelSource

if TYPE_CHECKING:
    from pathlib import Path

    from okrsync.sources.base import Snapshot

SUMMARY = (("OKR check",), (), ("Scores", "Out of 100", "Grade"), ("All OKRs", 71, "C"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a workbook in which okrsync has been."""
    book = openpyxl.Workbook()
    book.active.title = "Team"
    for row in (["Key result", "Owner"], ["Cut unsold bread", "Nadia"], ["Improve the service", "Tom"]):
        book.active.append(row)
    book.active["A3"].comment = Comment("Really?", "Nadia")
    book.create_sheet("Lists").append(["green", "red"])
    path = tmp_path / "book.xlsx"
    book.save(path)
    run(path)
    return path


def edits(score: int = 60) -> list[Edit]:
    return [
        Edit("Team", "header", 1, "header", (("OKR score", "OKR warnings"),)),
        Edit("Team", "score", 2, "x", 100),
        Edit("Team", "score", 3, "x", score),
        Edit("Team", "warnings", 3, "x", "How far?"),
        Edit("Team", "note", 3, "x", "By when?", cell="B3"),
        Edit(None, "summary", 1, "summary", SUMMARY),
    ]


def run(path: Path, *changes: Edit) -> None:
    source = ExcelSource(path, "book")
    outcome = source.write(source.read(), (), list(changes) or edits(), "en")
    assert not outcome.skipped


def read(path: Path) -> Snapshot:
    return ExcelSource(path, "book").read()


def standing(path: Path) -> dict[str, str | float]:
    return {cell: value for (_, cell), value in read(path).standing.cells.items()}


def saved_by_another_program(path: Path) -> None:
    openpyxl.load_workbook(path).save(path)


def by_libreoffice(path: Path) -> None:
    folder = path.parent / "converted"
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder), str(path)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    shutil.copyfile(folder / path.name, path)


def test_ours_is_known_after_another_program_saved_the_file(path: Path) -> None:
    saved_by_another_program(path)
    snapshot = read(path)
    assert standing(path) == {"C1": "OKR score", "D1": "OKR warnings", "C2": 100, "C3": 60, "D3": "How far?"}
    assert snapshot.standing.notes == {("Team", "B3"): "By when?"}
    assert snapshot.standing.summary == SUMMARY
    assert [grid.name for grid in snapshot.grids] == ["Team", "Lists"]


def test_cleaning_after_another_program_saved_the_file_leaves_no_trace(path: Path) -> None:
    saved_by_another_program(path)
    ExcelSource(path, "book").clean()
    assert not traces(path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Team", "Lists"]
    assert [[cell.value for cell in row] for row in book["Team"].iter_rows(max_col=2)] == [
        ["Key result", "Owner"],
        ["Cut unsold bread", "Nadia"],
        ["Improve the service", "Tom"],
    ]
    assert book["Team"]["A3"].comment.text == "Really?"
    assert book["Team"]["B3"].comment is None
    assert not list(book["Team"].conditional_formatting)
    assert "C" not in book["Team"].column_dimensions


def test_cleaning_keeps_what_people_wrote_below_in_our_columns(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book["Team"]["D9"] = "My own words"
    book["Team"]["C2"] = "=AVERAGE(C3)"
    book.save(path)
    ExcelSource(path, "book").clean()
    sheet = openpyxl.load_workbook(path)["Team"]
    assert sheet["D9"].value == "My own words"
    assert sheet["C2"].value == "=AVERAGE(C3)"
    assert sheet["C3"].value is None


def test_a_run_after_another_program_saved_the_file_can_be_cleaned_too(path: Path) -> None:
    saved_by_another_program(path)
    run(path, Edit("Team", "score", 3, "x", 80))
    assert standing(path)["C3"] == 80
    assert read(path).standing.notes == {("Team", "B3"): "By when?"}
    ExcelSource(path, "book").clean()
    assert not traces(path)


def test_a_column_of_ours_that_somebody_widened_and_hid_stays_so(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book["Team"].column_dimensions["D"].width = 99
    book["Team"].column_dimensions["D"].hidden = True
    book.save(path)
    for score in (80, 90):
        run(path, Edit("Team", "score", 3, "x", score))
        column = openpyxl.load_workbook(path)["Team"].column_dimensions["D"]
        assert (column.width, column.hidden) == (99, True)


def test_a_tab_that_somebody_moved_and_renamed_stays_there(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book["OKR check"].title = "Our check"
    book.move_sheet("Our check", -2)
    book.save(path)
    run(path, Edit(None, "summary", 1, "summary", (("Anew",),)))
    assert openpyxl.load_workbook(path).sheetnames == ["Our check", "Team", "Lists"]
    assert read(path).standing.summary == (("Anew",),)
    assert standing(path)["C3"] == 60
    run(path, Edit(None, "summary", 1, "summary", (("Once more",),)))
    assert openpyxl.load_workbook(path).sheetnames == ["Our check", "Team", "Lists"]
    assert read(path).standing.summary == (("Once more",),)
    ExcelSource(path, "book").clean()
    assert openpyxl.load_workbook(path).sheetnames == ["Team", "Lists"]
    assert not traces(path)


def test_a_column_that_was_moved_along_is_found_by_its_name(path: Path) -> None:
    with_another_column(path)
    assert standing(path)["D3"] == 60
    run(path, Edit("Team", "score", 3, "x", 80))
    assert standing(path)["D3"] == 80
    ExcelSource(path, "book").clean()
    assert [cell.value for cell in openpyxl.load_workbook(path)["Team"][3]] == ["Improve the service", "Tom", "new"]


def with_another_column(path: Path) -> None:
    """Insert a column C as Excel does: what is right of it moves, and names move along."""
    parts = contents(path)
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    for letter, behind in (("D", "E"), ("C", "D")):
        sheet = re.sub(rf'r="{letter}(\d+)"', rf'r="{behind}\1"', sheet)
    sheet = sheet.replace('<c r="D3"', '<c r="C3" t="str"><v>new</v></c><c r="D3"')
    book = parts["xl/workbook.xml"].decode().replace("$D$", "$E$").replace("$C$", "$D$")
    parts |= {"xl/worksheets/sheet1.xml": sheet.encode(), "xl/workbook.xml": book.encode()}
    del parts["xl/okrsync/restore.xml"]
    repacked(path, parts)


def repacked(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_where_the_names_are_lost_the_titles_tell(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    for name in list(book["Team"].defined_names):
        del book["Team"].defined_names[name]
    book["Team"]["D7"] = "My own words"
    book.save(path)
    assert standing(path) == {"C1": "OKR score", "D1": "OKR warnings", "C2": 100, "C3": 60, "D3": "How far?"}
    ExcelSource(path, "book").clean()
    sheet = openpyxl.load_workbook(path)["Team"]
    assert sheet["C1"].value is None
    assert sheet["D7"].value == "My own words"


def test_where_one_column_was_deleted_both_are_made_anew(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book["Team"].delete_cols(4)
    book["Team"].defined_names["_okrsync_warnings"].attr_text = "Team!#REF!"
    book.save(path)
    assert not read(path).grids[0].own_columns
    run(path)
    assert sorted(standing(path)) == ["C1", "C2", "C3", "D1", "D3"]


def test_a_part_changed_in_place_by_another_tool_is_not_undone(path: Path) -> None:
    parts = contents(path)
    changed = parts["xl/worksheets/sheet1.xml"].replace(b"Tom", b"Ann")
    repacked(path, parts | {"xl/worksheets/sheet1.xml": changed})
    ExcelSource(path, "book").clean()
    assert read(path).grids[0].rows[2] == ["Improve the service", "Ann"]
    assert not traces(path)


@pytest.mark.parametrize("record", [b"<restore", b'<restore><part name="xl/styles.xml">[[1]]</part></restore>'])
def test_a_record_that_does_not_fit_is_not_believed(path: Path, record: bytes) -> None:
    repacked(path, contents(path) | {"xl/okrsync/restore.xml": record})
    ExcelSource(path, "book").clean()
    assert not traces(path)


@pytest.mark.needs_libreoffice
def test_libreoffice_shows_what_we_wrote_and_keeps_our_marks(path: Path) -> None:
    before = read(path)
    by_libreoffice(path)
    after = read(path)
    assert after.standing.cells == before.standing.cells
    assert after.standing.notes == before.standing.notes
    assert after.standing.summary == before.standing.summary
    assert after.standing.taken == before.standing.taken


@pytest.mark.needs_libreoffice
def test_cleaning_after_libreoffice_leaves_no_trace(path: Path) -> None:
    by_libreoffice(path)
    ExcelSource(path, "book").clean()
    assert not traces(path)
    snapshot = read(path)
    assert [grid.name for grid in snapshot.grids] == ["Team", "Lists"]
    assert snapshot.standing.taken == {("Team", "A3")}
    assert column_letters(max(len(row) for row in snapshot.grids[0].rows) - 1) == "B"
    by_libreoffice(path)
    assert read(path).grids[0].rows == snapshot.grids[0].rows
