"""What the user's config says of columns overrules any guess."""

from __future__ import annotations

import pytest
from drawn_sheets import draw, outline, read, results, values

from okrsync.errors import NoOkrsError

STRANGE = """
Was wir wollen | Woran wir es merken | Zahl A | Zahl B
Ruhe im Betrieb | Störungen je Woche | 12 | 3
 | Überstunden je Monat | 240 | 80
"""


def test_headers_that_nobody_knows_can_be_named():
    columns = {
        "objective": "Was wir wollen",
        "key_result": "Woran wir es merken",
        "baseline": "Zahl A",
        "target": "Zahl B",
    }
    plan = read(draw(STRANGE, "Blatt1"), columns=columns)
    assert outline(plan) == ["2 Ruhe im Betrieb", "  2 Störungen je Woche", "  3 Überstunden je Monat"]
    assert values(plan) == [(12, 3, None), (240, 80, None)]
    assert plan.tables[0].columns[0].why == "config"


def test_columns_can_be_named_by_letter():
    plan = read(draw(STRANGE, "Blatt1"), columns={"objective": "A", "key_result": "B", "target": "D"})
    assert [result.target for result in results(plan)] == [3, 80]


def test_without_them_the_sheet_is_refused():
    with pytest.raises(NoOkrsError, match="no OKRs"):
        read(draw(STRANGE, "Blatt1"))


def test_one_overruled_column_leaves_the_other_guesses_alone():
    sheet = draw("""
Objective | Key Result | Target | Stretch target | Owner
Serve faster | Wait time | 5 | 3 | Ann
""")
    assert results(read(sheet))[0].target == 5
    result = results(read(sheet, columns={"target": "Stretch target"}))[0]
    assert (result.target, result.owners) == (3, ("Ann",))


def test_a_last_check_in_is_named_as_the_model_names_it():
    sheet = draw("Objective | Key Result | Seen\nServe faster | Wait time | 2026-05-04\n")
    result = results(read(sheet, columns={"last_check_in": "Seen"}))[0]
    assert result.last_check_in is not None
    assert result.ref.cells["last_check_in"] == "C2"
