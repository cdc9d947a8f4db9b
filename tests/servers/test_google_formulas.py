"""Formulas of the local server: what they come to, and how they follow the rows that they look at."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=1+2*3", 7),
        ("= (1 + 2) * 3 ^ 2 - -1", 28),
        ("=50%*8", 4),
        ('="a" & "b""c" & 1', 'ab"c1'),
        ("=C2*2", 9),
        ("=SUM(C2:C4)", 96.5),
        ("=AVERAGE(C:C)", 96.5 / 3),
        ("=MAX($C$2:C4)-MIN(C2:C4)", 75.5),
        ("=COUNTA(A1:A4)", 3),
        ('=COUNTIF(C2:C4, ">10")', 2),
        ('=COUNTIF(B2:B4; "r*")', 3),
        ('=SUMIF(B2:B4, "Run*", C2:C4)', 12),
        ('=IF(C2>4, "high", "low")', "high"),
        ('=IFERROR(1/0, "none")', "none"),
        ('=IFERROR(VLOOKUP("nowhere", B2:C4, 2, FALSE), "")', ""),
        ('=VLOOKUP("reduce CHURN", B1:C4, 2, FALSE)', 4.5),
        ('=INDEX(C2:C4, MATCH("Run experiments", B2:B4, 0))', 12),
        ('=XLOOKUP("Run experiments", B2:B4, C2:C4, "?")', 12),
        ('=XLOOKUP("nothing", B2:B4, C2:C4, "?")', "?"),
        ("=ROUND(2.345, 2)", 2.35),
        ('=TEXTJOIN(", ", TRUE, A2:A4)', "Customers come back, Teams learn"),
        ("=AND(C2>1, NOT(C3>100))", True),
        ("='Year 2026'!A1&OKRs!C4", "12"),
        ("=ROW()+COLUMN(C1)", 4),
        ('=HYPERLINK("https://example.com", "Open")', "Open"),
        ("=DATE(2026,3,31)", 46112),
    ],
)
def test_a_formula_comes_to_what_it_says(sheet, people, formula, value):
    people.set_cell("H1", formula)

    assert people.value("H1") == pytest.approx(value)
    assert sheet.read("OKRs!H1", valueRenderOption="FORMULA") == [[formula]]


@pytest.mark.parametrize(
    ("formula", "kind", "shown"),
    [
        ("=1/0", "DIVIDE_BY_ZERO", "#DIV/0!"),
        ("=NOSUCH(1)", "NAME", "#NAME?"),
        ('=1+"a"', "VALUE", "#VALUE!"),
        ('=VLOOKUP("x", A1:B4, 2, FALSE)', "N_A", "#N/A"),
        ("=Nowhere!A1", "REF", "#REF!"),
        ("=H1", "REF", "#REF!"),
        ("=1+", "ERROR", "#ERROR!"),
    ],
)
def test_a_formula_that_fails_shows_its_error(sheet, formula, kind, shown):
    sheet.write("OKRs!H1", [[formula]])

    assert sheet.read("OKRs!H1") == [[shown]]
    (cell,) = sheet.get(ranges="OKRs!H1", fields="sheets.data.rowData.values.effectiveValue.errorValue.type")["sheets"][
        0
    ]["data"][0]["rowData"][0]["values"]
    assert cell["effectiveValue"]["errorValue"]["type"] == kind


def test_a_formula_can_be_pinned_to_what_it_comes_to(people):
    people.set_cell("H1", "=IMPORTRANGE(A1)")
    people.pin("H1", {"numberValue": 62})
    assert people.value("H1") == 62

    people.set_cell("H1", "=1")
    assert people.value("H1") == 1


@pytest.mark.parametrize(
    ("act", "formula"),
    [
        (lambda people: people.insert_rows(3, 2), '=SUM(C2:C6)&"C3"&$C$5&OKRs!C6'),
        (lambda people: people.delete_rows(3), '=SUM(C2:C3)&"C3"&#REF!&OKRs!C3'),
        (lambda people: people.insert_columns("B"), '=SUM(D2:D4)&"C3"&$D$3&OKRs!D4'),
        (lambda people: people.move_rows(3, 3, 2), '=SUM(C3:C4)&"C3"&$C$2&OKRs!C4'),
        (lambda people: people.rename_tab("OKRs", "KR 26"), "=SUM(C2:C4)&\"C3\"&$C$3&'KR 26'!C4"),
    ],
)
def test_a_formula_follows_the_cells_that_it_looks_at(people, act, formula):
    people.set_cell("H1", '=SUM(C2:C4)&"C3"&$C$3&OKRs!C4')
    act(people)

    column = "I" if "D2" in formula else "H"
    assert people.cell(f"{column}1")["userEnteredValue"] == {"formulaValue": formula}


def test_a_formula_of_another_tab_follows_too(people):
    people.set_cell("A1", "=OKRs!C4+A2", "Year 2026")
    people.insert_rows(1, tab="OKRs")

    assert people.cell("A1", "Year 2026")["userEnteredValue"] == {"formulaValue": "=OKRs!C5+A2"}


def test_a_copied_formula_keeps_its_distance(people):
    people.set_cell("D2", "=C2*$C$3+C$4")
    people.copy_rows(2, 2, 10)

    assert people.cell("D10")["userEnteredValue"] == {"formulaValue": "=C10*$C$3+C$4"}
