"""What is read from a workbook: values, look, merges, formulas, hidden parts."""

from __future__ import annotations

import zipfile
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from packages import package, sheet_xml

from okrsync.errors import UnreadableError
from okrsync.grid import PLAIN, Merge
from okrsync.sources.excel import ExcelSource

if TYPE_CHECKING:
    from pathlib import Path

    from okrsync.grid import Grid
    from okrsync.sources.base import Snapshot


AFTERNOON = datetime.fromisoformat("2026-09-30T17:30")


def read(path: Path) -> Snapshot:
    return ExcelSource(path, "book").read()


def saved(book: openpyxl.Workbook, folder: Path) -> Grid:
    book.save(folder / "book.xlsx")
    return read(folder / "book.xlsx").grids[0]


def test_values_stand_where_they_stand_on_the_sheet(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["C3"] = "Raise returning guests"
    book.active["D4"] = 12.5
    grid = saved(book, tmp_path)
    assert grid.at(2, 2) == "Raise returning guests"
    assert grid.at(3, 3) == 12.5
    assert grid.at(0, 0) is None


def test_dates_times_and_durations_are_read_as_such(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append([date(2026, 9, 30), AFTERNOON, time(8, 15), timedelta(hours=30), True])
    grid = saved(book, tmp_path)
    assert grid.rows[0] == [date(2026, 9, 30), AFTERNOON, time(8, 15), timedelta(hours=30), True]


def test_dates_of_the_1904_system_are_the_same_days(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active["A1"] = date(2026, 9, 30)
    assert saved(book, tmp_path).at(0, 0) == date(2026, 9, 30)


def test_a_formula_without_a_stored_value_is_none_and_known_as_a_formula(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Share", "=1/2"])
    grid = saved(book, tmp_path)
    assert grid.at(0, 1) is None
    assert grid.formulas == {(0, 1)}


def test_a_formula_gives_its_stored_value(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml('<row r="1"><c r="A1"><f>1/2</f><v>0.5</v></c></row>'))
    assert read(path).grids[0].at(0, 0) == 0.5


def test_an_error_is_read_as_its_text(tmp_path: Path) -> None:
    path = package(
        tmp_path, sheet_xml('<row r="1"><c r="A1" t="e"><f>NA()</f><v>#N/A</v></c><c r="B1"><v>1</v></c></row>')
    )
    assert read(path).grids[0].rows[0] == ["#N/A", 1]


def test_the_look_of_filled_cells_is_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    cell = book.active["A1"]
    cell.value = 0.5
    cell.font = Font(bold=True, italic=True, size=14)
    cell.fill = PatternFill("solid", fgColor="FFDDEEFF")
    cell.alignment = Alignment(indent=2)
    cell.number_format = "0 %"
    book.active["B1"] = "plain"
    book.active["C1"].font = Font(bold=True)
    grid = saved(book, tmp_path)
    assert grid.styles == {(0, 0): (True, True, 2, "0 %", "FFDDEEFF", 14.0)}
    assert grid.style(0, 0).is_percent
    assert grid.style(0, 1) == PLAIN


def test_merges_and_hidden_rows_columns_and_sheets_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["a", "b", "c"])
    book.active.append(["d", "e", "f"])
    book.active.merge_cells("A1:B1")
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["C"].hidden = True
    book.create_sheet("Lists").sheet_state = "hidden"
    grid = saved(book, tmp_path)
    assert grid.merges == (Merge(0, 0, 0, 1),)
    assert grid.hidden_rows == {1}
    assert grid.hidden_columns == {2}
    assert [other.hidden for other in read(tmp_path / "book.xlsx").grids] == [False, True]


def test_a_stray_cell_far_away_does_not_blow_up_the_grid(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Goal</t></is></c></row>'
        '<row r="900000"><c r="XFA900000"><v>7</v></c></row>'
    )
    grid = read(package(tmp_path, sheet_xml(rows))).grids[0]
    assert grid.at(0, 0) == "Goal"
    assert grid.at(899_999, 16_380) == 7
    assert sum(map(len, grid.rows)) == 1 + 16_381


def test_a_million_formatted_rows_without_content_are_no_rows(tmp_path: Path) -> None:
    empty = "".join(f'<row r="{row}"><c r="A{row}" s="0"/></row>' for row in range(2, 60_000))
    grid = read(package(tmp_path, sheet_xml(f'<row r="1"><c r="A1"><v>1</v></c></row>{empty}'))).grids[0]
    assert grid.rows == [[1]]


def test_chart_sheets_are_left_out(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Goal"])
    book.create_chartsheet("Chart")
    book.save(tmp_path / "book.xlsx")
    assert [grid.name for grid in read(tmp_path / "book.xlsx").grids] == ["Sheet"]


def test_other_peoples_comments_are_told_as_taken(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["B2"] = "Raise returning guests"
    book.active["B2"].comment = openpyxl.comments.Comment("Really?", "Nadia")
    book.save(tmp_path / "book.xlsx")
    standing = read(tmp_path / "book.xlsx").standing
    assert standing.taken == {("Sheet", "B2")}
    assert not standing.notes


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "iso-8859-1"])
def test_parts_in_other_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    text = sheet_xml('<row r="1"><c r="A1" t="inlineStr"><is><t>Été</t></is></c></row>')
    content = text.replace('encoding="UTF-8"', f'encoding="{declared}"').encode(encoding)
    assert read(package(tmp_path, content)).grids[0].at(0, 0) == "Été"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "workbook.encrypted-or-old"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "workbook.web-page"),
        (b"just text", "workbook.no-workbook"),
        (b"PK\x03\x04 and no more", "workbook.damaged"),
    ],
)
def test_what_is_no_workbook_is_refused_with_its_own_sentence(tmp_path: Path, content: bytes, key: str) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableError) as refused:
        read(path)
    assert refused.value.key == key
    assert "book.xlsx" in refused.value.text("fr")


def test_a_binary_workbook_is_refused_as_such(tmp_path: Path) -> None:
    types = (
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    )
    with pytest.raises(UnreadableError) as refused:
        read(package(tmp_path, sheet_xml(""), types=types))
    assert refused.value.key == "workbook.binary"


def test_a_zip_without_a_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    with pytest.raises(UnreadableError) as refused:
        read(path)
    assert refused.value.key == "workbook.no-workbook"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(""))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", bytes(120 << 20))
    with pytest.raises(UnreadableError) as refused:
        read(path)
    assert refused.value.key == "workbook.bomb"


def test_a_bomb_in_many_pieces_is_refused_too(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(""))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"xl/media/zeros{number}.bin", bytes(40 << 20))
    with pytest.raises(UnreadableError) as refused:
        read(path)
    assert refused.value.key == "workbook.bomb"


def test_a_part_that_is_larger_than_it_says_is_refused(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>' + " " * 5000))
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(content.replace(size.to_bytes(4, "little"), (size - 1000).to_bytes(4, "little")))
    with pytest.raises(UnreadableError) as refused:
        read(path)
    assert refused.value.key == "workbook.part-damaged"
    assert "sheet1.xml" in str(refused.value)


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE worksheet [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet><sheetData/></worksheet>',
        "<worksheet><sheetData></worksheet>",
    ],
)
def test_a_part_with_a_dtd_or_broken_xml_is_refused(tmp_path: Path, xml: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read(package(tmp_path, xml))
    assert refused.value.key == "workbook.part-damaged"
