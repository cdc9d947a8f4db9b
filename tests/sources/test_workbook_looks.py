"""How our cells look beside those of others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import openpyxl
from packages import package, sheet_xml
from writing import ROWS, filled, sheet_text, write

from okrsync.grades import GRADES
from okrsync.sources.excel import ExcelSource
from okrsync.sources.workbook.colours import FAIR, GOOD

if TYPE_CHECKING:
    from pathlib import Path


def test_a_new_cell_beside_a_date_is_no_date(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS, before='<cols><col min="2" max="16384" width="12" style="1"/></cols>'))
    write(path)
    cell = openpyxl.load_workbook(path).active["C2"]
    assert cell.value == 60
    assert cell.number_format == "General"


def test_a_workbook_without_styles_gets_some_and_loses_them_again(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS), parts={"xl/styles.xml": ""})
    original = path.read_bytes()
    write(path)
    assert openpyxl.load_workbook(path).active["B2"].font.bold is False
    ExcelSource(path, "book").clean()
    assert path.read_bytes() == original


def test_a_text_like_a_formula_stays_text_when_somebody_edits_the_cell(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS))
    write(path, text="=1+1")
    cell = openpyxl.load_workbook(path).active["D2"]
    assert cell.quotePrefix
    assert cell.data_type == "s"


def test_the_titles_look_like_the_title_beside_them(tmp_path: Path) -> None:
    book, path = filled(tmp_path)
    book.active["B1"].font = openpyxl.styles.Font(bold=True, color="FFFFFFFF")
    book.active["B1"].fill = openpyxl.styles.PatternFill("solid", fgColor="FF204060")
    book.save(path)
    write(path)
    title = openpyxl.load_workbook(path).active["C1"]
    assert title.fill.fgColor.rgb == "FF204060"
    assert title.font.color.rgb == "FFFFFFFF"


def test_the_colour_of_one_status_cell_does_not_spread(tmp_path: Path) -> None:
    book, path = filled(tmp_path)
    book.active["B2"] = "late"
    book.active["B2"].fill = openpyxl.styles.PatternFill("solid", fgColor="FFFF0000")
    book.active["B2"].font = openpyxl.styles.Font(bold=True, underline="single")
    book.save(path)
    write(path)
    cell = openpyxl.load_workbook(path).active["C2"]
    assert cell.fill.fill_type is None
    assert not cell.font.bold


def test_a_row_of_one_colour_goes_on_in_ours(tmp_path: Path) -> None:
    book, path = filled(tmp_path)
    for cell in ("A2", "B2"):
        book.active[cell].fill = openpyxl.styles.PatternFill("solid", fgColor="FFE2EFDA")
    book.save(path)
    write(path)
    assert openpyxl.load_workbook(path).active["D2"].fill.fgColor.rgb == "FFE2EFDA"


def test_the_colours_of_scores_follow_the_grades() -> None:
    grades = {letter: least for least, letter in GRADES}
    assert (grades["B"], grades["D"]) == (GOOD, FAIR)


def test_our_colours_come_after_other_peoples_rules(tmp_path: Path) -> None:
    theirs = '<conditionalFormatting sqref="A2"><cfRule type="expression" priority="7"><formula>TRUE</formula></cfRule>'
    path = package(tmp_path, sheet_xml(ROWS, behind=f"{theirs}</conditionalFormatting>"))
    write(path)
    assert re.findall(r'priority="(\d+)"', sheet_text(path)) == ["7", "8", "9", "10"]
