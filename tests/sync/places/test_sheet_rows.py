"""Sheets as people lay them out: who is who, what may be written, where a new row goes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.formula import ArrayFormula
from sheet_places import TAB, BookWorkplace, GoogleWorkplace
from store_contract import by_title, remembered, reopened

from okrsync.errors import WriteRefusedError
from okrsync.sync.stores import OBJECTIVE_FIELD, Change, Draft
from okrsync.sync.values import FieldKind, Records

if TYPE_CHECKING:
    from pathlib import Path

    from tests.sources.google_place import Google

NUMBERED = [
    ["ID", "Objective", "KR ID", "Key result", "Owner", "Target"],
    ["O1", "Customers come back", "KR1", "Reduce churn", "Ann", 4.5],
    ["O1", "Customers come back", "KR2", "Raise answered calls", "Bob", 80],
    ["O2", "Teams learn", "KR3", "Run experiments", "Cy", 12],
]
TYPED = [
    ["Type", "Title", "Owner", "Baseline", "Target"],
    ["Objective", "Customers come back", "Ann", None, None],
    ["Key result", "Raise answered calls", "Bob", 60, 80],
    ["Objective", "Teams learn", "Cy", None, None],
    ["Key result", "Run experiments", "Cy", 0, 12],
]
PREFIXED = [
    ["Objective", "Key result", "Target"],
    ["O1: Customers come back", "KR1.1: Reduce churn", 4.5],
    [None, "KR1.2: Raise answered calls", 80],
]


def book(folder: Path, rows: list[list[Any]]) -> BookWorkplace:
    """Return a workbook with these rows."""
    opened = openpyxl.Workbook()
    sheet = opened.worksheets[0]
    sheet.title = TAB
    for row in rows:
        sheet.append(row)
    opened.save(folder / "okrs.xlsx")
    return BookWorkplace(folder / "okrs.xlsx")


def test_a_row_with_an_id_of_its_own_may_say_anything_else(tmp_path: Path) -> None:
    place = book(tmp_path, NUMBERED)
    store = place.open()
    before, known = by_title(store), remembered(store)
    for column, value in ((4, "Something quite different"), (5, "Zoe"), (6, 1)):
        place.put(2, column, value)
    after = by_title(reopened(place, known))
    assert after["Something quite different"].id == before["Reduce churn"].id
    assert {each.id for each in after.values()} == known.keys()


def test_ids_that_were_copied_along_tell_nobody_apart(tmp_path: Path) -> None:
    place = book(tmp_path, [*NUMBERED, ["O2", "Teams learn", "KR3", "Read books", "Dan", 3]])
    store = place.open()
    known = remembered(store)
    ids = [each.id for each in reopened(place, known).listing()]
    assert len(set(ids)) == len(ids) == 6
    assert set(ids) == known.keys()


def test_a_title_keeps_the_number_before_it(tmp_path: Path) -> None:
    place = book(tmp_path, PREFIXED)
    store = place.open()
    listed = by_title(store)
    store.update(listed["Reduce churn"].id, {"title": Change("Reduce churn", "Lose fewer customers")})
    store.update(listed["Customers come back"].id, {"title": Change("Customers come back", "Customers stay")})
    assert [row[:2] for row in place.rows()[1:]] == [
        ["O1: Customers stay", "KR1.1: Lose fewer customers"], [None, "KR1.2: Raise answered calls"],
    ]  # fmt: skip


def test_nothing_is_written_that_would_be_read_as_something_else(tmp_path: Path) -> None:
    place = book(tmp_path, NUMBERED)
    before = place.state()
    store = place.open()
    record = by_title(store)["Raise answered calls"]
    with pytest.raises(WriteRefusedError, match="would change what other rows say"):
        store.update(record.id, {"title": Change("Raise answered calls", "Total")})
    assert place.state() == before


def test_what_one_cell_says_of_several_rows_is_locked(tmp_path: Path) -> None:
    place = book(
        tmp_path, [NUMBERED[0], ["O1", "Customers come back", "KR1", "- Reduce churn\n- Raise calls", "Ann", 4]]
    )
    listed = [each for each in place.open().listing() if each.kind == "key_result"]
    assert len(listed) == 2
    assert all(each.locked >= {"title", "owners", "target"} for each in listed)


def test_repeats_that_contradict_each_other_are_locked(tmp_path: Path) -> None:
    rows = [["Objective", "Objective owner", "Key result", "Target"]]
    rows += [["Customers come back", owner, f"Key result {owner}", "5"] for owner in ("Ann", "Bob")]
    place = book(tmp_path, rows)
    objective = next(each for each in place.open().listing() if each.kind == "objective")
    assert "owners" in objective.locked


def test_a_new_key_result_is_typed_as_one_and_stands_below_its_objective(google: Google) -> None:
    place = GoogleWorkplace(google.place({TAB: [["" if each is None else each for each in row] for row in TYPED]}))
    store = place.open()
    assert store.capabilities().can_create
    within = Records((by_title(store)["Customers come back"].id,))
    store.create(Draft("key_result", {"title": "Win back", "target": 5.0, OBJECTIVE_FIELD: within}), "mark")
    assert [row[:2] for row in place.rows()] == [
        ["Type", "Title"],
        ["Objective", "Customers come back"],
        ["Key result", "Raise answered calls"],
        ["Key result", "Win back"],
        ["Objective", "Teams learn"],
        ["Key result", "Run experiments"],
    ]


def test_a_workbook_makes_no_row_where_it_would_have_to_move_others(tmp_path: Path) -> None:
    assert not book(tmp_path, TYPED).open().capabilities().can_create


def test_a_column_of_words_with_a_number_here_and_there_holds_text(tmp_path: Path) -> None:
    rows = [["Objective", "Key result", "Target"]]
    rows += [["Grow", f"Key result {word}", word] for word in ("launched", "done", "signed")]
    store = book(tmp_path, [*rows, ["Grow", "Sell more pens", 12]]).open()
    record = by_title(store)["Sell more pens"]
    assert store.capabilities().fields["key_result"]["target"].kind is FieldKind.TEXT
    assert record["target"] == "12"
    store.update(record.id, {"target": Change("12", "13")})
    assert book_value(tmp_path, "C5") == 13


def test_a_cell_without_a_format_takes_that_of_its_column(tmp_path: Path) -> None:
    place = BookWorkplace.make(tmp_path)
    opened = openpyxl.load_workbook(place.path)
    for cell in ("F3", "G3"):
        opened[TAB][cell].value, opened[TAB][cell].number_format = None, "General"
    opened.save(place.path)
    store = place.open()
    record = by_title(store)["Raise answered calls"]
    store.update(record.id, {"progress": Change(None, 12.5)})
    assert book_value(tmp_path, "G3") == 0.125
    assert openpyxl.load_workbook(place.path)[TAB]["G3"].number_format == "0.0%"


def book_value(folder: Path, cell: str) -> object:
    """Return the value of a cell of the workbook."""
    return openpyxl.load_workbook(folder / "okrs.xlsx")[TAB][cell].value


def test_a_cell_of_a_spreadsheet_without_a_format_takes_that_of_its_column(google: Google) -> None:
    place = GoogleWorkplace.make(google)
    for cell in ("F3", "G3"):
        place.place.people.set_cell(cell, "", TAB)
        place.place.people.set_format(cell, {}, TAB)
    store = place.open()
    record = by_title(store)["Raise answered calls"]
    day = date(2026, 7, 1)
    store.update(record.id, {"progress": Change(None, 12.5), "due": Change(None, day)})
    row = place.rows()[2]
    assert row[6] in {"12.5%", "13%", "12.50%"}
    assert row[5] == "2026-07-01"
    assert place.place.people.value("G3", TAB) == 0.125


def test_a_new_objective_looks_like_one(google: Google) -> None:
    place = GoogleWorkplace(google.place({TAB: [["" if each is None else each for each in row] for row in TYPED]}))
    for row in (2, 4):
        place.place.people.set_format(f"B{row}", {"textFormat": {"bold": True}}, TAB)
    store = place.open()
    store.create(Draft("objective", {"title": "Sell more"}), "mark")
    assert place.rows()[5][:2] == ["Objective", "Sell more"]
    assert place.place.people.cell("B6", TAB)["userEnteredFormat"]["textFormat"]["bold"]


def test_cells_of_one_spread_formula_are_locked(tmp_path: Path) -> None:
    place = book(tmp_path, NUMBERED)
    opened = openpyxl.load_workbook(place.path)
    opened[TAB]["F2"] = ArrayFormula("F2:F4", "=ROW(A2:A4)")
    opened.save(place.path)
    listed = [each for each in place.open().listing() if each.kind == "key_result"]
    assert all("target" in each.locked for each in listed)


def test_a_day_is_counted_as_its_workbook_counts_days(tmp_path: Path) -> None:
    place = BookWorkplace.make(tmp_path)
    opened = openpyxl.load_workbook(place.path)
    opened.epoch = CALENDAR_MAC_1904
    opened.save(place.path)
    store = place.open()
    record = by_title(store)["Raise answered calls"]
    new = date(2026, 7, 1)
    assert store.update(record.id, {"due": Change(record["due"], new)})["due"] == new
    assert by_title(place.open())["Raise answered calls"]["due"] == new


def test_rows_of_another_tab_are_joined_by_what_they_name(google: Google) -> None:
    tabs = {
        "Objectives": [["ID", "Objective", "Owner"], ["O1", "Customers come back", "Ann"], ["O2", "Teams learn", "Cy"]],
        "Key results": [
            ["ID", "Objective ID", "Key result", "Target"],
            ["KR1", "O1", "Reduce churn to 4", 4],
            ["KR2", "O1", "Raise answered calls", 80],
            ["KR3", "O2", "Run experiments", 12],
        ],
    }
    place = google.place(tabs)
    store = GoogleWorkplace(place).open()
    listed = by_title(store)
    assert listed["Run experiments"][OBJECTIVE_FIELD] == Records((listed["Teams learn"].id,))
    within = Records((listed["Customers come back"].id,))
    store.create(Draft("key_result", {"title": "Win back", "target": 5.0, OBJECTIVE_FIELD: within}), "mark")
    assert ["", "O1", "Win back", "5"] in place.people.rows("Key results")
