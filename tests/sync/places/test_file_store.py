"""A workbook as a store, in real files."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.worksheet.table import Table
from sheet_places import TAB, BookWorkplace
from store_contract import CALLS, CHURN, CUSTOMERS, TogetherContract, by_title

from okrsync.addresses import FileAddress
from okrsync.errors import WriteRefusedError
from okrsync.pipeline import Job, Manner, clean, corrections, examine, write
from okrsync.sources.entries import Entry, MovedError
from okrsync.sources.workbook.typing_in import WorkbookCells
from okrsync.sync.stores import OBJECTIVE_FIELD, Change, Draft
from okrsync.sync.values import Records
from tests.sources.harm import contents, raw_entries

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from okrsync.sync.stores import Record, Store


class TestFileStore(TogetherContract):
    @pytest.fixture(params=[True, False], ids=["repeated", "blank below"])
    def workplace(self, tmp_path: Path, request: pytest.FixtureRequest) -> BookWorkplace:
        return BookWorkplace.make(tmp_path, repeated=request.param)


@pytest.fixture
def book(tmp_path: Path) -> BookWorkplace:
    return BookWorkplace.make(tmp_path)


def saved(book: BookWorkplace, act: Callable[[Worksheet], object]) -> None:
    """Let somebody change the workbook."""
    opened = openpyxl.load_workbook(book.path)
    act(opened[TAB])
    opened.save(book.path)


def raise_calls(store: Store) -> Record:
    """Write one cell."""
    return store.update(by_title(store)[CALLS].id, {"target": Change(80.0, 85.0)})


def test_only_one_part_is_packed_anew(book: BookWorkplace) -> None:
    saved(book, lambda sheet: [sheet.cell(row, 9).__setattr__("value", None) for row in (2, 3, 4)])
    before = dict(raw_entries(book.path))
    raise_calls(book.open())
    after = dict(raw_entries(book.path))
    assert {name for name in before if before[name] != after[name]} == {"xl/worksheets/sheet1.xml"}


def test_the_next_program_counts_the_formulas_anew(book: BookWorkplace) -> None:
    opened = openpyxl.load_workbook(book.path)
    opened.calculation.fullCalcOnLoad = None
    opened.save(book.path)
    raise_calls(book.open())
    assert b'fullCalcOnLoad="1"' in contents(book.path)["xl/workbook.xml"]


def test_the_file_is_kept_as_it_was_before_the_first_write_and_never_again(book: BookWorkplace) -> None:
    before = book.state()
    raise_calls(book.open())
    store = book.open()
    store.update(by_title(store)[CALLS].id, {"owners": Change("Bob", "Eve")})
    kept = book.path.with_name(book.path.name + ".before-okrsync")
    assert kept.read_bytes() == before
    assert sorted(each.name for each in book.path.parent.iterdir()) == [book.path.name, kept.name]


def test_a_file_that_was_saved_between_reading_and_writing_stays_as_it_is(book: BookWorkplace) -> None:
    cells = WorkbookCells(book.path)
    reading = cells.read()
    book.type(CHURN, "target", 3)
    before = book.state()
    with pytest.raises(MovedError, match="has changed since"):
        cells.write(reading, [Entry(TAB, 2, 4, 85)])
    assert book.state() == before


def test_a_file_that_was_saved_meanwhile_is_read_again_and_keeps_both_edits(book: BookWorkplace) -> None:
    store = book.open()
    record = by_title(store)[CALLS]
    store.fetch(record.id)
    book.type(CHURN, "target", 3)
    assert store.update(record.id, {"target": Change(80.0, 85.0)})["target"] == 85.0
    assert {title: by_title(book.open())[title]["target"] for title in (CHURN, CALLS)} == {CHURN: 3.0, CALLS: 85.0}


def test_a_file_that_another_program_has_open_stays_as_it_is(book: BookWorkplace) -> None:
    before = book.state()
    book.path.with_name(f"~${book.path.name}").touch()
    with pytest.raises(WriteRefusedError):
        raise_calls(book.open())
    assert book.state() == before


def test_what_is_protected_or_a_formula_is_locked(book: BookWorkplace) -> None:
    saved(book, lambda sheet: sheet.cell(3, 5).__setattr__("value", "=40*2"))
    assert by_title(book.open())[CALLS].locked == {"target"}
    saved(book, lambda sheet: sheet.protection.enable())
    record = by_title(book.open())[CALLS]
    assert record.locked >= {"title", "owners", "due", "progress"}
    assert not book.open().capabilities().can_create


def test_no_row_is_made_below_a_table_object(book: BookWorkplace) -> None:
    assert book.open().capabilities().can_create
    saved(book, lambda sheet: sheet.add_table(Table(displayName="Okrs", ref="A1:I4")))
    assert not book.open().capabilities().can_create


def test_no_row_is_made_where_a_total_stands_below(book: BookWorkplace) -> None:
    saved(book, lambda sheet: sheet.append(["Total", None, None, 1, 2]))
    store = book.open()
    assert not store.capabilities().can_create
    within = Records((by_title(store)[CUSTOMERS].id,))
    before = book.state()
    with pytest.raises(WriteRefusedError, match="no row could be added"):
        store.create(Draft("key_result", {"title": "Win back", OBJECTIVE_FIELD: within}), "mark")
    assert book.state() == before


def test_objectives_in_merged_cells_are_read_and_written_at_their_corner(tmp_path: Path) -> None:
    book = BookWorkplace.make(tmp_path, repeated=False)
    saved(book, lambda sheet: sheet.merge_cells("A2:A3"))
    store = book.open()
    listed = by_title(store)
    store.update(listed[CUSTOMERS].id, {"title": Change(CUSTOMERS, "Customers stay")})
    sheet = openpyxl.load_workbook(book.path)[TAB]
    assert (sheet["A2"].value, str(sheet.merged_cells)) == ("Customers stay", "A2:A3")


def test_our_columns_stay_ours_and_can_still_be_taken_out(book: BookWorkplace) -> None:
    def lint() -> int:
        job = Job(FileAddress(book.path), "Book", Manner())
        examined = examine(job)
        return write(examined, edits).written if (edits := corrections(examined)) else 0

    listed = book.open().listing()
    assert lint()
    assert book.open().listing() == listed
    raise_calls(book.open())
    lint()
    assert lint() == 0
    assert by_title(book.open())[CALLS]["target"] == 85.0
    clean(Job(FileAddress(book.path), "Book", Manner()))
    sheet = openpyxl.load_workbook(book.path)[TAB]
    assert [cell.value for cell in sheet[3]][:9] == [
        CUSTOMERS, CALLS, "Bob", 60, 85, sheet["F3"].value, 0.25, "said in week 3", "=E3-D3",
    ]  # fmt: skip
    assert sheet.max_column == 9


FRENCH = [
    ["Objectif", "Résultat clé", "Valeur initiale", "Cible", "Échéance", "Avancement"],
    ["Fidéliser les clients", "Réduire le taux de départ", "8,5 %", "≥ 4,5 %", "31/03/2026", "50 %"],
    [None, "Augmenter les appels décrochés", "1 250", "2 000 appels", "13/06/2026", "25 %"],
]


@pytest.mark.parametrize(
    ("title", "name", "seen", "new", "cell", "typed"),
    [
        (1, "target", 4.5, 4.25, "D2", "≥ 4,25 %"),
        (1, "baseline", 8.5, 9.0, "C2", "9 %"),
        (1, "due", date(2026, 3, 31), date(2026, 7, 1), "E2", "01/07/2026"),
        (1, "progress", 50.0, 62.5, "F2", "62,5 %"),
        (2, "baseline", 1250.0, 1300.0, "C3", "1300"),
        (2, "target", "2 000 appels", "2 100 appels", "D3", "2 100 appels"),
    ],
)
def test_what_is_typed_as_text_is_read_as_it_is_meant_and_stays_typed_that_way(
    tmp_path: Path, title: int, name: str, seen: object, new: object, cell: str, typed: str
) -> None:
    opened = openpyxl.Workbook()
    sheet = opened.worksheets[0]
    sheet.title = TAB
    for row in FRENCH:
        sheet.append(row)
    opened.save(tmp_path / "okr.xlsx")
    store = BookWorkplace(tmp_path / "okr.xlsx").open()
    record = by_title(store)[str(FRENCH[title][1])]
    assert record[name] == seen
    assert store.update(record.id, {name: Change(record[name], new)})[name] == new
    assert openpyxl.load_workbook(tmp_path / "okr.xlsx")[TAB][cell].value == typed
