"""The slow reading of values, cell by cell, gives what the fast one gives."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from packages import HEAD, MAIN, OFFICE, package, sheet_xml

from okrsync.errors import UnreadableError
from okrsync.sources.workbook.package import Package
from okrsync.sources.workbook.reading import read_grids
from okrsync.sources.workbook.values import moment, sparse_values, unescaped

if TYPE_CHECKING:
    from pathlib import Path

    from okrsync.grid import CellValue

AFTERNOON = datetime.fromisoformat("2026-09-30T17:30")
ROW = ["Réduire", 12.5, True, date(2026, 9, 30), AFTERNOON, time(8, 15), timedelta(hours=30), None, "a\nb", 0.5, -3]


def slow(path: Path) -> list[list[CellValue]]:
    package_ = Package(path.read_bytes(), path.name)
    return sparse_values(package_, package_.sheets[0])


def fast(path: Path) -> list[list[CellValue]]:
    return next(iter(read_grids(Package(path.read_bytes(), path.name)).values())).rows


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904], ids=["1900", "1904"])
def test_both_readings_agree(tmp_path: Path, epoch: datetime | None) -> None:
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = epoch
    book.active.append(ROW)
    book.active["B1"].number_format = '0.0 "days"'
    book.active["J1"].number_format = "0 %"
    book.save(tmp_path / "book.xlsx")
    assert slow(tmp_path / "book.xlsx") == fast(tmp_path / "book.xlsx") == [ROW]


STRINGS = (
    f'{HEAD}<sst xmlns="{MAIN}"><si><t>plain</t></si><si><r><t xml:space="preserve">rich </t></r><r><t>text</t></r>'
    "<rPh sb='0' eb='1'><t>phonetic</t></rPh></si><si><t/></si></sst>"
)
TIE = f'<Relationship Id="rId5" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ('<c t="s"><v>0</v></c>', "plain"),
        ('<c t="s"><v>1</v></c>', "rich text"),
        ('<c t="s"><v>2</v></c>', None),
        ('<c t="s"><v>99</v></c>', None),
        ('<c t="inlineStr"><is><r><t>a</t></r>\n<r><t>b</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is></c>', "ab"),
        ('<c t="str"><f>A1</f><v>said</v></c>', "said"),
        ('<c t="b"><v>1</v></c>', True),
        ('<c t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c t="d"><v>2026-09-30T17:30:00</v></c>', AFTERNOON),
        ('<c t="d"><v>soon</v></c>', "soon"),
        ("<c><v>7</v></c>", 7),
        ("<c><v>seven</v></c>", "seven"),
        ("<c s='1'><v>46295</v></c>", date(2026, 9, 30)),
        ("<c s='99'><v>46295</v></c>", 46295),
        ("<c><v/></c>", None),
    ],
)
def test_every_type_of_cell_is_read(tmp_path: Path, cell: str, value: CellValue) -> None:
    path = package(tmp_path, sheet_xml(f"<row>{cell}</row>"), parts={"xl/sharedStrings.xml": STRINGS}, ties=TIE)
    assert slow(path) == ([[value]] if value is not None else [])


def test_a_sheet_that_the_fast_reading_cannot_take_is_read_slowly(tmp_path: Path) -> None:
    cells = '<c r="A1" t="s"><v>99</v></c><c r="B1"><v>7</v></c>'
    path = package(tmp_path, sheet_xml(f'<row r="1">{cells}</row>'), parts={"xl/sharedStrings.xml": STRINGS}, ties=TIE)
    assert fast(path)[0][1] == 7


@pytest.mark.parametrize(
    ("number", "number_format", "value"),
    [
        (1.0, "yyyy-mm-dd", date(1900, 1, 1)),
        (59.0, "yyyy-mm-dd", date(1900, 2, 28)),
        (61.0, "yyyy-mm-dd", date(1900, 3, 1)),
        (0.25, "h:mm", time(6, 0)),
        (1.5, "[h]:mm", timedelta(hours=36)),
        (1.5, '0 "days"', 1.5),
        (1.5, "[Red]0", 1.5),
        (1.5, "General", 1.5),
        (-1.0, "yyyy-mm-dd", -1.0),
        (9e9, "yyyy-mm-dd", 9e9),
    ],
)
def test_a_number_is_a_date_where_its_format_shows_one(number: float, number_format: str, value: CellValue) -> None:
    assert moment(number, number_format, since_1904=False) == value


def test_escaped_characters_are_what_they_stand_for() -> None:
    assert unescaped("a_x000D_b_x005F_x0041_") == "a\rb_x0041_"


def test_a_damaged_sheet_is_refused_in_both_readings(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml("<row><c></row>"))
    for reading in (slow, fast):
        with pytest.raises(UnreadableError):
            reading(path)
