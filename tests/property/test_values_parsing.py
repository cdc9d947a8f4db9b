"""Numbers, dates and shares as typed in seven languages are read as they were meant."""

from __future__ import annotations

from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st

from okrsync.grid import PLAIN
from okrsync.tables.cells import Scale, share
from okrsync.tables.dates import day_first, read_date
from okrsync.tables.lexicon import sheet_words
from okrsync.tables.numbers import decimal_mark, read_number

MARKS = {
    "en": (",", "."),
    "fr": (" ", ","),
    "de": (".", ","),
    "es": (".", ","),
    "it": (".", ","),
    "pt": (".", ","),
    "nl": (".", ","),
}
FRENCH_SPACES = "\u00a0\u202f"
languages = st.sampled_from(sorted(MARKS))
days = st.dates(date(2001, 1, 1), date(2098, 12, 31))


def written(number: float, language: str, places: int) -> str:
    group, decimal = MARKS[language]
    return f"{number:,.{places}f}".replace(",", "#").replace(".", decimal).replace("#", group)


@given(number=st.integers(-99_999_999, 99_999_999), places=st.sampled_from([0, 1, 2]), language=languages)
def test_a_number_is_read_with_its_language_s_marks(number, places, language):
    value = number / 10**places
    read = read_number(written(value, language, places), MARKS[language][1])
    assert read is not None
    assert read.value == value


@given(number=st.integers(0, 99_999), space=st.sampled_from(FRENCH_SPACES))
def test_no_break_spaces_group_digits(number, space):
    text = f"{number:,}".replace(",", space) + f"{space}%"
    read = read_number(text, ",")
    assert read is not None
    assert (read.value, read.unit) == (number, "%")


@given(number=st.integers(1, 999), language=languages)
def test_magnitudes_multiply(number, language):
    for suffix, factor in ((" k€", 1e3), (" M€", 1e6), ("k", 1e3), (" M", 1e6)):
        read = read_number(f"{number}{suffix}", MARKS[language][1])
        assert read is not None
        assert read.value == number * factor


@given(values=st.lists(st.integers(100, 9_999_999), min_size=1, max_size=8), language=languages)
def test_one_telling_number_settles_the_decimal_mark_of_a_column(values, language):
    texts = [written(value / 100, language, 2) for value in values]
    assert decimal_mark(texts, "?") == MARKS[language][1]


@given(day=days)
def test_a_date_is_read_day_first_or_month_first_as_its_column_says(day):
    assert read_date(f"{day:%d/%m/%Y}", day_comes_first=True) == day
    assert read_date(f"{day:%m/%d/%Y}", day_comes_first=False) == day
    assert read_date(f"{day:%d.%m.%y}", day_comes_first=True) == day
    assert read_date(day.isoformat(), day_comes_first=False) == day


@given(dates=st.lists(days, min_size=1, max_size=6), first=st.booleans())
def test_one_day_above_twelve_settles_the_order_of_a_column(dates, first):
    assume(any(day.day > 12 for day in dates))
    texts = [f"{day:%d/%m/%Y}" if first else f"{day:%m/%d/%Y}" for day in dates]
    assert day_first(texts, default=not first) is first


@given(day=days, name=st.sampled_from(sorted(sheet_words().months)))
def test_a_date_in_words_is_read(day, name):
    month = sheet_words().months[name]
    assume(day.day <= 28)
    assert read_date(f"{day.day} {name} {day.year}", day_comes_first=True) == date(day.year, month, day.day)


@given(percent=st.integers(0, 100))
def test_a_share_is_the_same_however_it_is_written(percent):
    hundred = Scale(100.0)
    for text in (f"{percent}%", f"{percent} %", f"{percent}\u202f%", f"▓▓░ {percent} %"):
        assert share(text, PLAIN, hundred, ".") == percent / 100
    assert share(float(percent), PLAIN, hundred, ".") == percent / 100
    assert share(percent / 100, PLAIN._replace(number_format="0 %"), hundred, ".") == percent / 100


@given(text=st.text(max_size=60))
def test_no_text_breaks_the_readers(text):
    read_number(text, ",")
    read_date(text, day_comes_first=True)
    share(text, PLAIN, Scale(), ".")
