"""Where our two columns go on a sheet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table as ListObject
from packages import package, sheet_xml
from writing import ROWS, filled, ours, sheet_text, write

from okrsync.grid import address
from okrsync.model import Column, Table
from okrsync.sources.excel import ExcelSource

if TYPE_CHECKING:
    from pathlib import Path


def test_the_columns_stand_right_of_what_is_there(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS))
    write(path)
    assert ours(path) == {"C1": "OKR score", "D1": "OKR warnings", "C2": 60, "D2": "How far?"}


def test_columns_set_for_the_whole_sheet_keep_their_look_beside_ours(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS, before='<cols><col min="2" max="16384" width="12" style="1"/></cols>'))
    write(path)
    columns = re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', sheet_text(path))
    assert columns == [("2", "2", "12"), ("3", "3", "11.7109375"), ("4", "4", "60.7109375"), ("5", "16384", "12")]


@pytest.mark.parametrize(
    "columns",
    [
        '<cols><col min="2" max="3" width="12"/><col min="4" max="9" width="5"/></cols>',
        '<cols><col min="4" max="4" width="12"></col></cols>',
        '<cols><col min="9" max="9" width="12"/></cols>',
        '<cols><col min="1" max="1" width="12"/></cols>',
        "<cols/>",
    ],
)
def test_every_column_has_one_width(tmp_path: Path, columns: str) -> None:
    path = package(tmp_path, sheet_xml(ROWS, before=columns))
    write(path)
    spans = [(int(a), int(b)) for a, b in re.findall(r'<col min="(\d+)" max="(\d+)"', sheet_text(path))]
    assert spans == sorted(spans)
    covered = [number for first, last in spans for number in range(first, last + 1)]
    assert len(covered) == len(set(covered))
    assert {3, 4} <= set(covered)


def test_one_column_stays_free_beside_a_table_object(tmp_path: Path) -> None:
    book, path = filled(tmp_path)
    book.active.add_table(ListObject(displayName="Okrs", ref="A1:B2"))
    book.save(path)
    write(path)
    assert ours(path)["D1"] == "OKR score"


def test_the_columns_keep_clear_of_drawings_lists_comments_and_merges(tmp_path: Path) -> None:
    book, path = filled(tmp_path)
    sheet = book.active
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=2))
    sheet.add_chart(chart, "C5")
    allowed = DataValidation(type="list", formula1='"yes,no"')
    allowed.add("M2:M20")
    sheet.add_data_validation(allowed)
    sheet["P9"].comment = Comment("Later", "Nadia")
    sheet.merge_cells("S30:T31")
    sheet.merge_cells("A40:CZ40")
    book.save(path)
    write(path, tables=(Table("Sheet", "flat", 1.0, 1, 2, 2, (Column(0, "", "x", 1), Column(1, "", "x", 1))),))
    columns = {cell.rstrip("0123456789") for cell in ours(path)}
    assert columns == {"N", "O"}


def test_a_hidden_column_in_between_is_left_alone(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS, before='<cols><col min="3" max="3" width="9" hidden="1"/></cols>'))
    write(path)
    assert ours(path)["D1"] == "OKR score"


def test_where_all_columns_to_the_right_are_hidden_ours_are_shown(tmp_path: Path) -> None:
    hidden = '<cols><col min="3" max="16384" width="9" hidden="1" customWidth="1"/></cols>'
    path = package(tmp_path, sheet_xml(ROWS, before=hidden))
    write(path)
    assert ours(path)["C1"] == "OKR score"
    assert re.findall(r"<col [^>]*hidden[^>]*>", sheet_text(path)) == [
        '<col min="5" max="16384" width="9" hidden="1" customWidth="1"/>'
    ]


def test_the_columns_stand_right_of_the_table_not_of_a_legend_far_away(tmp_path: Path) -> None:
    book, path = filled(tmp_path)
    book.active["H2"] = "Legend"
    book.save(path)
    write(path, tables=(Table("Sheet", "flat", 1.0, 1, 2, 2, (Column(0, "", "x", 1), Column(1, "", "x", 1))),))
    assert ours(path)["C1"] == "OKR score"


def test_formatted_blanks_are_somebodys_however_far_they_reach(tmp_path: Path) -> None:
    blanks = "".join(f'<c r="{address(1, column)}" s="1"/>' for column in range(2, 300))
    path = package(tmp_path, sheet_xml(ROWS.removesuffix("</row>") + f"{blanks}</row>"))
    original = path.read_bytes()
    write(path)
    assert ours(path)["KO2"] == 60
    assert blanks in sheet_text(path)
    ExcelSource(path, "book").clean()
    assert path.read_bytes() == original


def test_a_sheet_without_room_is_left_out_with_a_reason(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml('<row r="1"><c r="XFC1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'))
    outcome = write(path, tables=(Table("Team", "flat", 1.0, 1, 2, 2, (Column(16383, "", "x", 1),)),))
    assert [reason for _, reason in outcome.skipped] == ["sources.no-room"] * 3
    assert outcome.written == 0
