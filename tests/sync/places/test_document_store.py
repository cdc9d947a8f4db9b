"""OpenDocument spreadsheets as stores, made and looked at by LibreOffice."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest
from document_places import DocumentWorkplace, content_of, converted
from sheet_places import TAB, BookWorkplace, moment
from store_contract import CALLS, CHURN, CUSTOMERS, DUE, EXPERIMENTS, TEAMS, TogetherContract, by_title

from okrsync.addresses import FileAddress
from okrsync.errors import WriteRefusedError
from okrsync.pipeline import Job, Manner, clean, corrections, examine, write
from okrsync.sources import open_source
from okrsync.sources.document.typing_in import DocumentCells
from okrsync.sources.entries import Entry
from okrsync.sync.stores import OBJECTIVE_FIELD, Change, Draft, RecordChangedError
from okrsync.sync.values import Records

if TYPE_CHECKING:
    from pathlib import Path

    from okrsync.sync.stores import Record
    from okrsync.sync.values import Value

pytestmark = pytest.mark.needs_libreoffice


class TestDocumentStore(TogetherContract):
    @pytest.fixture(params=[True, False], ids=["repeated", "blank below"])
    def workplace(self, tmp_path: Path, request: pytest.FixtureRequest) -> DocumentWorkplace:
        return DocumentWorkplace.make(tmp_path, repeated=request.param)


FORMATS = {"D2": '#,##0.00 "€"', "E2": "#,##0.0", "F2": "dd/mm/yyyy", "F3": "d mmm yyyy", "F4": "yy-m-d", "G3": "0%"}
LINK = "https://example.org/"


@pytest.fixture(scope="module")
def formatted(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Return a document with all kinds of formats, a note, a list to choose from, links and merged cells."""
    folder = tmp_path_factory.mktemp("formatted")
    path = BookWorkplace.make(folder).path
    book = openpyxl.load_workbook(path)
    sheet = book[TAB]
    for cell, form in FORMATS.items():
        sheet[cell].number_format = form
    sheet["C2"].comment = openpyxl.comments.Comment("ask Ann", "Bo")
    choice = openpyxl.worksheet.datavalidation.DataValidation(type="list", formula1='"Ann,Bob,Cy"')
    choice.add("C2:C9")
    sheet.add_data_validation(choice)
    sheet["C3"].hyperlink = LINK
    sheet["H4"].value = None
    sheet["H4"].fill = openpyxl.styles.PatternFill("solid", "FFFF00")
    sheet["I6"].value = "=SUM(E2:E4)"
    sheet.merge_cells("A8:C8")
    book.save(path)
    return converted(path, "ods", folder).read_bytes()


@pytest.fixture
def document(tmp_path: Path, formatted: bytes) -> DocumentWorkplace:
    (tmp_path / "okrs.ods").write_bytes(formatted)
    return DocumentWorkplace(tmp_path / "okrs.ods")


def set_in(place: DocumentWorkplace, title: str, /, **fields: Value) -> Record:
    """Write fields of one record."""
    store = place.open()
    record = by_title(store)[title]
    return store.update(record.id, {name: Change(record[name], new) for name, new in fields.items()})


def cell_in(xml: bytes, row: int, column: int) -> bytes:
    """Return a cell element as it stands in the first sheet, where nothing before it repeats."""
    rows = re.findall(rb"<table:table-row\b.*?</table:table-row>", xml, re.DOTALL)
    return re.findall(rb"<table:table-cell\b(?:[^>]*/>|.*?</table:table-cell>)", rows[row - 1], re.DOTALL)[column - 1]


def test_a_cell_changes_as_libreoffice_would_write_it_and_no_other_byte_does(document: DocumentWorkplace) -> None:
    before = content_of(document.path)
    set_in(document, CHURN, baseline=1234.5, due=date(2026, 7, 1), progress=37.25, owners="Bob & <Eve>")
    after = content_of(document.path)
    for column, former, new in (
        (3, rb"<text:p>Ann</text:p>", b"<text:p>Bob &amp; &lt;Eve&gt;</text:p>"),
        (4, rb'office:value="8" (.*)<text:p>8.00 ', rb'office:value="1234.5" \1<text:p>1,234.50 '),
        (6, rb'2026-03-31"(.*)<text:p>31/03/2026<', rb'2026-07-01"\1<text:p>01/07/2026<'),
        (7, rb'value="0.5"(.*)<text:p>50.0%<', rb'value="0.3725"\1<text:p>37.3%<'),
    ):
        old = cell_in(before, 2, column)
        typed = re.sub(former, new, old)
        assert typed != old
        assert cell_in(after, 2, column) == typed
        before = before.replace(old, typed, 1) if column != 3 else before.replace(old, typed)
    assert after == before


def test_what_is_shown_is_what_libreoffice_shows(document: DocumentWorkplace, tmp_path: Path) -> None:
    for title, due in ((CHURN, date(2026, 7, 1)), (CALLS, date(2026, 11, 9)), (EXPERIMENTS, date(2026, 1, 2))):
        set_in(document, title, baseline=-1234.565, target=98765.0, due=due, progress=12.5)
    ours = [re.findall(rb"<text:p>(.*?)</text:p>", cell_in(content_of(document.path), row, column))
            for row in (2, 3, 4) for column in (4, 5, 6, 7)]  # fmt: skip
    saved = content_of(converted(document.path, "ods", tmp_path / "saved"))
    theirs = [re.findall(rb"<text:p>(.*?)</text:p>", cell_in(saved, row, column))
              for row in (2, 3, 4) for column in (4, 5, 6, 7)]  # fmt: skip
    assert ours == theirs
    assert ours[1] == [b"98,765.0"]


def test_percentages_days_and_formulas_arrive_in_other_programs(document: DocumentWorkplace, tmp_path: Path) -> None:
    set_in(document, CALLS, target=100.0, due=date(2026, 7, 1), progress=37.5)
    sheet = openpyxl.load_workbook(converted(document.path, "xlsx", tmp_path / "x"), data_only=True)[TAB]
    assert (sheet["E3"].value, moment(sheet["F3"].value), sheet["G3"].value) == (100, date(2026, 7, 1), 0.375)
    assert "%" in sheet["G3"].number_format
    # What was counted before is counted anew.
    assert (sheet["I3"].value, sheet["I6"].value) == (40, 116.5)


def test_notes_choices_and_links_stay(document: DocumentWorkplace) -> None:
    set_in(document, CHURN, owners="Bob")
    set_in(document, CALLS, owners="Cy")
    first, second = (cell_in(content_of(document.path), row, 3) for row in (2, 3))
    assert b"ask Ann" in first
    assert first.endswith(b"<text:p>Bob</text:p></table:table-cell>")
    assert b'table:content-validation-name="val1"' in first
    assert LINK.encode() in second
    assert re.search(rb"<text:p><text:a [^>]*>Cy</text:a></text:p></table:table-cell>$", second)


def test_a_link_on_some_of_the_words_locks_the_cell(document: DocumentWorkplace) -> None:
    document.replaced(b">Bob</text:a>", b">Bob</text:a> and friends")
    assert "owners" in by_title(document.open())[CALLS].locked


def test_a_link_in_a_note_locks_nothing(document: DocumentWorkplace) -> None:
    document.replaced(b"ask Ann", b'<text:a xlink:href="https://example.org/">ask</text:a>')
    assert "owners" not in by_title(document.open())[CHURN].locked
    set_in(document, CHURN, owners="Bob")
    assert b">ask</text:a>" in cell_in(content_of(document.path), 2, 3)


def test_an_emptied_cell_keeps_its_look_alone(document: DocumentWorkplace) -> None:
    look = re.search(rb'table:style-name="\w+"', cell_in(content_of(document.path), 2, 6))
    assert look
    set_in(document, CHURN, due=None)
    assert cell_in(content_of(document.path), 2, 6) == b"<table:table-cell " + look.group() + b"/>"
    assert set_in(document, CHURN, due=date(2026, 2, 3))["due"] == date(2026, 2, 3)
    assert b"<text:p>03/02/2026</text:p>" in cell_in(content_of(document.path), 2, 6)


def test_a_new_row_is_dressed_like_its_model(document: DocumentWorkplace, tmp_path: Path) -> None:
    store = document.open()
    within = Records((by_title(store)[TEAMS].id,))
    fields = {"title": "Teach", "target": 1200.0, "due": DUE, "progress": 12.5, OBJECTIVE_FIELD: within}
    store.create(Draft("key_result", fields), "mark")
    sheet = openpyxl.load_workbook(converted(document.path, "xlsx", tmp_path / "x"))[TAB]
    assert [cell.value for cell in sheet[5]][:7] == [TEAMS, "Teach", None, None, 1200, sheet["F5"].value, 0.125]
    for column in "BDEFG":
        assert sheet[f"{column}5"].number_format == sheet[f"{column}4"].number_format
    assert sheet["B5"].font.bold
    assert sheet["H5"].fill.fgColor.rgb == sheet["H4"].fill.fgColor.rgb == "FFFFFF00"
    assert sheet["I6"].value == "=SUM(E2:E4)"


def test_one_of_several_rows_alike_is_taken_out_of_their_repeat(document: DocumentWorkplace) -> None:
    xml = content_of(document.path)
    row = re.findall(rb"<table:table-row\b.*?</table:table-row>", xml, re.DOTALL)[3]
    assert b"number-rows-repeated" not in row
    document.replaced(row, row.replace(b"<table:table-row", b'<table:table-row table:number-rows-repeated="3"', 1))
    grid = next(grid for grid in open_source(document.path).read().grids if grid.name == TAB)
    assert grid.rows[3] == grid.rows[4] == grid.rows[5]
    cells = DocumentCells(document.path)
    after = cells.write(cells.read(), [Entry(TAB, 4, 4, 99.0)])
    assert [row[4] for row in after.grids[0].rows[3:6]] == [12.0, 99.0, 12.0]
    assert content_of(document.path).count(b'number-rows-repeated="3"') == 0


def test_ours_stay_beside_what_is_typed_and_go_without_a_trace(document: DocumentWorkplace, tmp_path: Path) -> None:
    (tmp_path / "twin").mkdir()
    twin = DocumentWorkplace(tmp_path / "twin" / "okrs.ods")
    twin.path.write_bytes(document.state())
    task = Job(FileAddress(document.path), "Document", Manner())
    examined = examine(task)
    assert write(examined, corrections(examined)).written
    ours = open_source(document.path).read().standing
    assert ours.cells
    for place in (document, twin):
        set_in(place, CALLS, target=85.0, owners="Cy")
        set_in(place, CUSTOMERS, title="Customers stay")
        store = place.open()
        store.create(Draft("objective", {"title": "Sell more"}), "mark")
        store = place.open()
        store.delete(by_title(store)[CHURN].id)
    assert open_source(document.path).read().standing == ours
    assert content_of(document.path) != content_of(twin.path)
    clean(task)
    assert content_of(document.path) == content_of(twin.path)


def test_a_document_that_ends_with_its_last_row_gets_another(document: DocumentWorkplace) -> None:
    xml = content_of(document.path)
    first = xml[: xml.index(b"</table:table>")]
    rows = re.findall(rb"<table:table-row\b(?:[^>]*/>|.*?</table:table-row>)", first, re.DOTALL)
    document.replaced(b"".join(rows[4:]), b"")
    store = document.open()
    before = len(store.listing())
    within = Records((by_title(store)[TEAMS].id,))
    store.create(Draft("key_result", {"title": "Teach", OBJECTIVE_FIELD: within}), "mark")
    assert len(document.open().listing()) == before + 1


MATRIX = (
    b'table:formula="of:=1" table:number-matrix-columns-spanned="2" table:number-matrix-rows-spanned="1" '
    b'office:value-type="float" office:value="60"'
)
CLOSED = {
    "a protected sheet": (b'<table:table table:name="OKRs"', b'<table:table table:protected="true" table:name="OKRs"'),
    "a sheet fetched from elsewhere": (
        b"<table:table-column ",
        b'<table:table-source xlink:href="x.ods"/><table:table-column ',
    ),
    "changes that wait to be accepted": (b"<table:table ", b"<table:tracked-changes/><table:table "),
    "a formula of several cells": (b'office:value-type="float" office:value="60"', MATRIX),
}


@pytest.mark.parametrize("what", CLOSED)
def test_what_cannot_be_written_without_harm_is_locked(document: DocumentWorkplace, what: str) -> None:
    old, new = CLOSED[what]
    document.replaced(old, new)
    before = document.state()
    record = by_title(document.open())[CALLS]
    assert record.locked >= {"target", "baseline"}
    assert ("owners" in record.locked) == (what != "a formula of several cells")
    with pytest.raises(RecordChangedError):
        set_in(document, CALLS, target=1.0)
    assert document.state() == before


def test_no_row_is_made_below_a_named_table_or_in_merged_cells(document: DocumentWorkplace) -> None:
    assert document.open().capabilities().can_create
    ranges = '<table:database-range table:name="{}" table:target-range-address="OKRs.A1:OKRs.I4"/>'
    end = b"<table:named-expressions/>"
    document.replaced(
        end, end + f"<table:database-ranges>{ranges.format('__Anonymous_Sheet_DB__0')}</table:database-ranges>".encode()
    )
    assert document.open().capabilities().can_create
    document.replaced(b"__Anonymous_Sheet_DB__0", b"Okrs")
    assert not document.open().capabilities().can_create


def test_a_signed_document_is_read_and_never_written(document: DocumentWorkplace) -> None:
    with zipfile.ZipFile(document.path, "a") as package:
        package.writestr("META-INF/documentsignatures.xml", b"<s/>")
    before = document.state()
    with pytest.raises(WriteRefusedError, match="signed"):
        set_in(document, CALLS, target=1.0)
    assert document.state() == before


def test_a_document_is_kept_as_it_was_and_read_again_where_it_changed_meanwhile(
    document: DocumentWorkplace,
) -> None:
    before = document.state()
    set_in(document, CALLS, target=81.0)
    store = document.open()
    record = by_title(store)[CALLS]
    store.fetch(record.id)
    document.type(CHURN, "target", 3)
    assert store.update(record.id, {"target": Change(81.0, 85.0)})["target"] == 85.0
    meanwhile = document.state()
    assert by_title(document.open())[CHURN]["target"] == 3.0
    kept = document.path.with_name("okrs.ods.before-okrsync")
    assert kept.read_bytes() == before
    document.path.with_name(".~lock.okrs.ods#").touch()
    with pytest.raises(WriteRefusedError):
        set_in(document, CALLS, target=90.0)
    assert document.state() == meanwhile
