"""A spreadsheet is read as people see it: what it was taken for depends on nothing but what stands there."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest

from okrsync.grid import Merge, Style

if TYPE_CHECKING:
    from google_place import Google, Place

    from okrsync.grid import Grid


def shown_as(place: Place, cell: str, value: object, kind: str, pattern: str = "") -> None:
    """Put a value into a cell, with a number format."""
    place.people.set_cell(cell, value, typed=False)
    place.people.set_format(cell, {"numberFormat": {"type": kind, "pattern": pattern}})


def grid_of(place: Place) -> Grid:
    """Return the first tab as it is read."""
    return place.open().read().grids[0]


@pytest.mark.parametrize(
    ("serial", "kind", "pattern", "value"),
    [
        (46387, "DATE", "dd/mm/yyyy", date(2026, 12, 31)),
        (46387.5, "DATE_TIME", "dd/mm/yyyy hh:mm", datetime(2026, 12, 31, 12)),  # noqa: DTZ001 - a sheet's days have no zone
        (0.25, "TIME", "hh:mm", time(6)),
        (1.5, "TIME", "[h]:mm", timedelta(hours=36)),
        (0.35, "PERCENT", "0%", 0.35),
        (-3, "DATE", "dd/mm/yyyy", -3),
        (12, "NUMBER", "#,##0", 12),
    ],
)
def test_a_number_is_read_as_what_it_is_shown_as(google: Google, serial, kind, pattern, value) -> None:
    place = google.place({"Team": [["x"]]})
    shown_as(place, "B2", serial, kind, pattern)
    grid = grid_of(place)
    assert grid.at(1, 1) == value
    assert type(grid.at(1, 1)) is type(value)


def test_a_percentage_is_told_by_its_format(google: Google) -> None:
    place = google.place({"Team": [["x"]]})
    shown_as(place, "A1", 0.35, "PERCENT", "0.0%")
    assert grid_of(place).style(0, 0).is_percent


def test_truth_errors_and_formulas_are_what_they_are(google: Google) -> None:
    place = google.place({"Team": [[True, "=1/0", "=1+1", "'=text", 5]]})
    place.people.pin("B1", {"errorValue": {"type": "DIVIDE_BY_ZERO", "message": "x"}})
    grid = grid_of(place)
    assert grid.rows[0] == [True, "#DIV/0!", 2, "'=text", 5]
    assert grid.formulas == {(0, 1), (0, 2)}


def test_looks_merges_and_hidden_lines_are_told(google: Google) -> None:
    place = google.place({"Team": [["Title", "b"], ["c", "d"], ["e", "f"]]})
    place.people.set_format(
        "A1",
        {
            "textFormat": {"bold": True, "italic": True, "fontSize": 14},
            "backgroundColorStyle": {"rgbColor": {"red": 1, "green": 0.8}},
        },
    )
    place.people.set_format("A2", {"numberFormat": {"type": "TEXT", "pattern": "      @"}})
    place.people.merge("A2:A3")
    place.people.hide_rows(3, 3)
    grid = grid_of(place)
    assert grid.style(0, 0) == Style(bold=True, italic=True, fill="FFFFCC00", size=14)
    assert grid.style(1, 0).indent == 2
    assert grid.style(1, 1) == Style()
    assert grid.merges == (Merge(1, 0, 2, 0),)
    assert grid.hidden_rows == {2}


def test_rows_that_a_filter_hides_are_hidden(google: Google) -> None:
    place = google.place({"Team": [["Title"], ["yes"], ["no"]]})
    place.people.filter("A1:A3", "A", ["no"])
    assert grid_of(place).hidden_rows == {2}


def test_all_tabs_are_read_in_one_call_and_charts_are_left_out(google: Google) -> None:
    place = google.place({"Team": [["a"]], "Empty": [[]], "Last": [["b"]]})
    assert [grid.name for grid in place.open().read().grids] == ["Team", "Empty", "Last"]
    assert google.server.log.count("read") == 1


def test_the_language_of_the_sheet_is_known(google: Google) -> None:
    assert google.place({"Team": [["a"]]}, locale="fr_FR").open().read().locale == "fr"


def test_duplicate_and_empty_headers_harm_nothing(google: Google) -> None:
    place = google.place({"Team": [["Target", "Target", "", "007"], ["12,5", "1e5", None, "x"]]})
    assert grid_of(place).rows == [["Target", "Target", None, "007"], ["12,5", "1e5", None, "x"]]


def test_a_cell_of_fifty_thousand_characters_is_read_whole(google: Google) -> None:
    text = "é🥐" * 16_600
    assert grid_of(google.place({"Team": [[text]]})).at(0, 0) == text


def test_an_answer_of_ten_megabytes_is_read_in_one_call(google: Google) -> None:
    rows = [[f"Objective {row} " + "x" * 900, *["y" * 120] * 5] for row in range(7000)]
    place = google.place({"Team": rows})
    place.server.check_answers = False
    try:
        assert grid_of(place).rows == rows
    finally:
        place.server.check_answers = True
    assert google.server.log.count("read") == 1
