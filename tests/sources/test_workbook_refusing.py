"""Which workbooks and sheets are left alone, and with what reason."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
from packages import HEAD, MAIN, OFFICE, package, sheet_xml
from writing import ROWS, note, ours, summary, write

from okrsync.edits import Edit
from okrsync.errors import WriteRefusedError
from okrsync.sources.excel import ExcelSource

if TYPE_CHECKING:
    from pathlib import Path


def test_a_protected_sheet_is_left_out_and_the_file_stays(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS, behind='<sheetProtection password="CC1A" sheet="1" objects="1"/>'))
    before = path.read_bytes()
    outcome = write(path, note("A2"))
    assert {reason for _, reason in outcome.skipped} == {"sources.protected-sheet"}
    assert path.read_bytes() == before


def test_a_protection_that_is_switched_off_does_not_hinder(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS, behind='<sheetProtection formatCells="0"/>'))
    assert not write(path).skipped


def test_a_locked_structure_gets_no_tab_but_the_rest(tmp_path: Path) -> None:
    workbook = (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookProtection lockStructure="1"/><sheets>'
        '<sheet name="Team" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    path = package(tmp_path, sheet_xml(ROWS), workbook=workbook)
    outcome = write(path, summary())
    assert [reason for _, reason in outcome.skipped] == ["workbook.structure-locked"]
    assert ours(path)["C2"] == 60


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ({"parts": {"_xmlsignatures/origin.sigs": "x"}}, "workbook.signed"),
        (
            {
                "parts": {"xl/revisions/revisionHeaders.xml": "<headers/>"},
                "ties": f'<Relationship Id="rId9" Type="{OFFICE}/revisionHeaders" '
                'Target="revisions/revisionHeaders.xml"/>',
            },
            "workbook.shared",
        ),
        (
            {
                "workbook": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><fileSharing userName="N" '
                'reservationPassword="CC1A"/><sheets><sheet name="Team" sheetId="1" r:id="rId1"/></sheets></workbook>'
            },
            "workbook.reserved",
        ),
    ],
)
def test_a_sealed_workbook_is_refused_and_stays(tmp_path: Path, options: dict[str, object], key: str) -> None:
    path = package(tmp_path, sheet_xml(ROWS), **options)  # type: ignore[arg-type]
    before = path.read_bytes()
    with pytest.raises(WriteRefusedError) as refused:
        write(path)
    assert refused.value.key == key
    assert "book.xlsx" in refused.value.text("fr")
    assert path.read_bytes() == before


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_entry_that_stands_there_twice_is_refused(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", sheet_xml(""))
    with pytest.raises(WriteRefusedError) as refused:
        write(path)
    assert refused.value.key == "workbook.ambiguous"


def test_a_sheet_whose_cells_count_looks_that_are_not_there_is_refused(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS.replace('s="1"', 's="77"')))
    with pytest.raises(WriteRefusedError) as refused:
        write(path)
    assert refused.value.key == "workbook.odd-part"


def test_a_cell_in_our_column_that_somebody_filled_is_kept_and_reported(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS + '<row r="3"><c r="A3"><v>3</v></c></row>'))
    write(path)
    book = openpyxl.load_workbook(path)
    book["Team"]["D3"] = "my own words"
    book.save(path)
    source = ExcelSource(path, "book")
    outcome = source.write(source.read(), (), [Edit("Team", "warnings", 3, "x", "ours")], "en")
    assert [reason for _, reason in outcome.skipped] == ["workbook.taken"]
    assert openpyxl.load_workbook(path)["Team"]["D3"].value == "my own words"


def test_two_sheets_of_one_part_are_left_out(tmp_path: Path) -> None:
    workbook = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Team" sheetId="1" r:id="rId1"/>'
        '<sheet name="Twin" sheetId="2" r:id="rId1"/></sheets></workbook>'
    )
    path = package(tmp_path, sheet_xml(ROWS), workbook=workbook)
    assert {reason for _, reason in write(path).skipped} == {"workbook.sheet-shared"}
