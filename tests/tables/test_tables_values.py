"""Cells as people type them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from okrsync.grid import PLAIN
from okrsync.tables.cells import amount, is_unsaid, people, scale_of, share, typed
from okrsync.tables.dates import read_date
from okrsync.tables.numbers import decimal_mark, read_number
from okrsync.tables.periods import find_period, is_period_name

PERCENT = PLAIN._replace(number_format="0.0 %")


@pytest.mark.parametrize(
    ("text", "mark", "value", "unit"),
    [
        ("1 234,5", ",", 1234.5, None),
        ("1.234,5", ",", 1234.5, None),
        ("1,234.5", ".", 1234.5, None),
        ("1'234.50", ".", 1234.5, None),
        ("1.200", ",", 1200, None),
        ("1.200", ".", 1.2, None),
        ("0.125", ",", 0.125, None),
        ("12,4 %", ",", 12.4, "%"),
        ("3 M€", ",", 3e6, "€"),
        ("1,2 Mio. €", ",", 1.2e6, "€"),
        ("3 kEUR", ".", 3000, "EUR"),
        ("$1.2m", ".", 1.2e6, "$"),
        ("USD 3.5m", ".", 3.5e6, "USD"),
        ("R$ 80 mil", ",", 80000, "R$"),
        ("50k", ".", 50000, None),
        ("120万", ".", 1.2e6, None),
        ("5 m", ",", 5, "m"),
        ("9.5 days", ".", 9.5, "days"),
        ("≥ 4,5/5", ",", 4.5, "/5"),
        ("env. 50", ",", 50, None),
        ("au moins 80 %", ",", 80, "%"),
        ("(1,200)", ".", -1200, None),
        ("−5 %", ",", -5, "%"),
    ],
)
def test_a_number_is_read_as_typed(text, mark, value, unit):
    number = read_number(text, mark)
    assert number is not None
    assert number.value == pytest.approx(value)
    assert number.unit == unit


@pytest.mark.parametrize("text", ["30/06/2026", "10-20", "v2", "2h30", "from 3 to 5", "hello", "", "3 of 5 in 2026"])
def test_what_is_no_single_number_stays_unread(text):
    assert read_number(text) is None


def test_without_a_telling_number_the_language_decides():
    assert decimal_mark(["1.200", "1,200"], ",") == ","
    assert decimal_mark(["1,200,000"], ",") == "."


def test_a_number_shown_as_percent_is_what_its_reader_sees():
    assert amount(0.092, PERCENT, ".") == (9.2, "%")
    assert amount(4.8, PLAIN._replace(number_format="#,##0.00 €"), ".") == (4.8, "€")
    assert amount(True, PLAIN, ".") is None  # noqa: FBT003 - a cell may hold a truth value
    assert typed(0.5, PERCENT) == "50%"
    assert typed(datetime(2026, 6, 30, 8, 0), PLAIN) == "2026-06-30"  # noqa: DTZ001 - sheets know no time zones


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("30 juin 2026", date(2026, 6, 30)),
        ("June 30, 2026", date(2026, 6, 30)),
        ("fin juin 2026", date(2026, 6, 30)),
        ("31. Dezember 2026", date(2026, 12, 31)),
        ("2026年9月30日", date(2026, 9, 30)),
        ("30-Jun-26", date(2026, 6, 30)),
        ("soon", None),
        ("31/02/2026", None),
        ("März bis Mai 2026", None),
    ],
)
def test_a_date_is_read_as_typed(text, wanted):
    assert read_date(text, day_comes_first=True) == wanted


def test_days_counted_by_a_spreadsheet_are_dates_and_small_numbers_are_not():
    assert read_date(46203.0, day_comes_first=True) == date(2026, 6, 30)
    assert read_date(12.0, day_comes_first=True) is None
    assert read_date(True, day_comes_first=True) is None  # noqa: FBT003 - a cell may hold a truth value


@pytest.mark.parametrize("text", ["", "  ", "n/a", "-", "?", "k. A.", "n.v.t.", "néant", "—", "N/D"])
def test_cells_that_say_there_is_nothing(text):
    assert is_unsaid(text)


@pytest.mark.parametrize("text", ["0", "🟠", "€", "%", "nein"])
def test_cells_that_say_something(text):
    assert not is_unsaid(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Julien Roux / Sarah Diop", ("Julien Roux", "Sarah Diop")),
        ("C. Morvan, P. Auger", ("C. Morvan", "P. Auger")),
        ("Ana y Luis", ("Ana", "Luis")),
        ("VP, Global Channels", ("VP, Global Channels")),
        ("Marta Ruiz; Joan Vidal", ("Marta Ruiz", "Joan Vidal")),
        ("R&D", ("R&D",)),
        ("JR, SD", ("JR", "SD")),
    ],
)
def test_people_in_one_cell_are_told_apart(text, names):
    assert people(text) == (names if isinstance(names, tuple) else (names,))


def test_a_column_of_shares_tells_its_scale():
    def scale(*values, out_of_ten=False, stated=None):
        return scale_of([(value, PLAIN) for value in values], stated, percent=False, out_of_ten=out_of_ten)

    assert scale(0.2, 1.0).whole == 1
    assert scale(20.0, 100.0).whole == 100
    assert scale(7.0, 4.0, out_of_ten=True).whole == 10
    assert scale(3.0, stated=5).whole == 5
    mixed = scale(0.54, 33.0, "50 %")
    assert [share(value, PLAIN, mixed, ".") for value in (0.54, 33.0, "50 %")] == [0.54, 0.33, 0.5]


def test_a_progress_below_nothing_is_nothing():
    assert share(-0.16, PERCENT, scale_of([], None, percent=True, out_of_ten=False), ".") == 0


@pytest.mark.parametrize(
    ("text", "wanted", "start"),
    [
        ("OKR T3 2026 – Halles", "T3 2026", date(2026, 7, 1)),
        ("2° trimestre 2026", "2° trimestre 2026", date(2026, 4, 1)),
        ("Objetivos 3T 2026 · Almacén", "3T 2026", date(2026, 7, 1)),
        ("FY21-Q1", "FY21-Q1", None),
        ("2. Halbjahr 2026", "2. Halbjahr 2026", date(2026, 7, 1)),
        ("tercer trimestre de 2026", "tercer trimestre de 2026", date(2026, 7, 1)),
        ("Kwartaal 3 2026", "Kwartaal 3 2026", date(2026, 7, 1)),
        ("T3/26", "T3/26", date(2026, 7, 1)),
        ("2026年第二季度", "2026年第二季度", date(2026, 4, 1)),
        ("Annuel 2020", "2020", date(2020, 1, 1)),
        ("OKR 2025-2026", "2025-2026", date(2025, 1, 1)),
        ("janvier 2026", "janvier 2026", date(2026, 1, 1)),
        ("Q3", "Q3", None),
    ],
)
def test_a_period_is_found_and_cut_out(text, wanted, start):
    period = find_period(text)
    assert period is not None
    assert (period.text, period.start) == (wanted, start)


@pytest.mark.parametrize(
    "text", ["maj : 14/09/2026 par C. Morvan", "14 boulangeries", "Every Year 7 pupil", "Halles", "in May"]
)
def test_other_numbers_are_no_period(text):
    assert find_period(text) is None


def test_a_tab_may_be_named_after_nothing_but_a_period():
    assert is_period_name("OKR Q3 2026")
    assert not is_period_name("Marketing Q3 2026")
    assert not is_period_name("Marketing")
