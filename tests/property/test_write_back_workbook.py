"""Whatever a small workbook holds, writing changes no cell of other people's, and cleaning gives all of it back."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill

from okrsync.edits import Edit
from okrsync.grid import address
from okrsync.sources.excel import ExcelSource

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.worksheet.worksheet import Worksheet

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)
PLACES = st.tuples(st.integers(0, 12), st.integers(0, 8))
VALUES = st.one_of(TEXT, st.integers(-1000, 1000), st.floats(-1e6, 1e6), st.booleans(), st.dates(), st.just("=1+1"))
LOOKS = st.sampled_from([None, "bold", "fill", "percent", "indent"])
OURS = st.dictionaries(st.integers(1, 16), st.tuples(st.integers(0, 100), st.none() | TEXT), min_size=1, max_size=6)
Cells = dict[str, tuple[object, ...]]


@st.composite
def workbooks(draw: st.DrawFn) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = draw(st.sampled_from(["Team", "L'équipe", "T1 2026", "A&B <1>"]))
    for (row, column), value in draw(st.dictionaries(PLACES, VALUES, max_size=20)).items():
        cell = sheet.cell(row + 1, column + 1, value)
        _dress(cell, draw(LOOKS))
    for row, column in draw(st.lists(PLACES, max_size=2)):
        sheet.cell(row + 1, column + 1).comment = Comment("Theirs", "Nadia")
    if draw(st.booleans()):
        sheet.merge_cells("B14:D15")
    for letter in draw(st.lists(st.sampled_from("ABCJK"), max_size=2)):
        sheet.column_dimensions[letter].width = 20
    if draw(st.booleans()):
        book.create_sheet("Other").append(["x"])
    return book


def _dress(cell: object, look: str | None) -> None:
    if look == "bold":
        cell.font = Font(bold=True)
    elif look == "fill":
        cell.fill = PatternFill("solid", fgColor="FFFFCC00")
    elif look == "percent":
        cell.number_format = "0 %"
    elif look == "indent":
        cell.alignment = Alignment(indent=1)


def cells(path: Path) -> dict[str, Cells]:
    """Return every cell of every sheet: value, look and comment, as another program sees them."""
    return {sheet.title: dict(_cells_of(sheet)) for sheet in openpyxl.load_workbook(path).worksheets}


def _cells_of(sheet: Worksheet) -> Cells:
    found = {}
    for row in sheet.iter_rows():
        for cell in row:
            look = (cell.number_format, cell.font.b, cell.fill.fgColor.rgb, cell.alignment.indent)
            comment = (cell.comment.author, cell.comment.text) if cell.comment else None
            comment = None if comment and comment[0] == "okrsync" else comment
            if cell.value is not None or comment or cell.has_style:
                found[cell.coordinate] = (cell.value, look, comment)
    return found


@settings(max_examples=60, deadline=None)
@given(workbooks(), OURS, OURS)
def test_foreign_cells_stay_and_cleaning_restores(
    book: openpyxl.Workbook, first: Mapping[int, tuple[int, str | None]], second: Mapping[int, tuple[int, str | None]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.xlsx"
        book.save(path)
        original, before = path.read_bytes(), cells(path)
        for wanted in (first, second):
            _write(path, wanted)
            after = cells(path)
            for sheet, theirs in before.items():
                assert theirs.items() <= after[sheet].items()
            _assert_stands(path, wanted)
        ExcelSource(path, "book").clean()
        assert path.read_bytes() == original


def _write(path: Path, wanted: Mapping[int, tuple[int, str | None]]) -> None:
    source = ExcelSource(path, "book")
    snapshot = source.read()
    name = snapshot.grids[0].name
    edits = [Edit(name, "header", 1, "header", (("OKR score", "OKR warnings"),))]
    for row, (score, text) in wanted.items():
        edits += [Edit(name, "score", row + 1, "x", score), Edit(name, "warnings", row + 1, "x", text)]
        cell = address(row, 0)
        if (name, cell) not in snapshot.standing.taken:
            edits.append(Edit(name, "note", row + 1, "x", text, cell=cell))
    edits.append(Edit(None, "summary", 1, "summary", (("OKR check",), (f"{len(wanted)} rows",))))
    assert not source.write(snapshot, (), edits, "en").skipped


def _assert_stands(path: Path, wanted: Mapping[int, tuple[int, str | None]]) -> None:
    snapshot = ExcelSource(path, "book").read()
    columns = {role: column for column, role in snapshot.grids[0].own_columns.items()}
    for row, (score, text) in wanted.items():
        assert snapshot.grids[0].at(row, columns["okrsync_score"]) == score
        assert snapshot.grids[0].at(row, columns["okrsync_warnings"]) == text
