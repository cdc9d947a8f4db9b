"""What is the same in two stores, what becomes of a value on its way, and how it is kept."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsync.sync.adapting import CannotHoldError, adapted, restyled
from okrsync.sync.comparing import comparable
from okrsync.sync.values import (
    FieldKind,
    FieldType,
    People,
    Person,
    Records,
    RichText,
    Run,
    Value,
    decoded,
    encoded,
    shown,
)

TEXT = FieldType(FieldKind.TEXT)
FRENCH = FieldType(FieldKind.TEXT, decimal_mark=",")
RICH = FieldType(FieldKind.RICH_TEXT)
NUMBER = FieldType(FieldKind.NUMBER)
WHOLE = FieldType(FieldKind.NUMBER, decimals=0)
SHARE = FieldType(FieldKind.NUMBER, percent=1)
PERCENT = FieldType(FieldKind.NUMBER, percent=100)
DATE = FieldType(FieldKind.DATE)
MOMENT = FieldType(FieldKind.MOMENT)
OPTION = FieldType(FieldKind.OPTION, options=frozenset({"On track", "At risk"}))
OPEN_OPTION = FieldType(FieldKind.OPTION, options=frozenset({"On track"}), new_options=True)
OPTIONS = FieldType(FieldKind.OPTIONS)
PEOPLE = FieldType(FieldKind.PEOPLE)
RECORDS = FieldType(FieldKind.RECORDS)

BOLD = RichText((Run("Grow ", ""), Run("revenue", "bold")))
ANA = People((Person("u1", "Ana"), Person("u2", "Ben")))
MORNING = datetime(2026, 12, 31, 9, 30, 12, tzinfo=UTC)
PARIS = timezone(timedelta(hours=1))


def same(one: Value, own: FieldType, other: Value, target: FieldType) -> bool:
    """Tell whether two values are the same up to what both fields can hold."""
    return comparable(one, own, target, {}) == comparable(other, target, own, {})


@pytest.mark.parametrize(
    ("one", "own", "other", "target"),
    [
        (None, TEXT, "", TEXT),
        ("", TEXT, "  \n", RICH),
        (None, NUMBER, "", TEXT),
        (RichText(()), RICH, None, TEXT),
        (People(()), PEOPLE, None, TEXT),
        (Records(()), RECORDS, None, RECORDS),
        (BOLD, RICH, "Grow revenue", TEXT),
        (BOLD, RICH, RichText((Run("Grow ", ""), Run("rev", "bold"), Run("enue", "bold"), Run("", "x"))), RICH),
        ("a\r\nb", TEXT, "a\nb ", TEXT),
        ("e\N{COMBINING ACUTE ACCENT}", TEXT, "é", TEXT),
        ("plain", TEXT, RichText((Run("plain"),)), RICH),
        (0.5, SHARE, 50.0, PERCENT),
        (0.5, SHARE, "50 %", TEXT),
        (0.5, SHARE, "0,5", FRENCH),
        (50.0, PERCENT, "50", TEXT),
        (0.5, SHARE, 0.5, NUMBER),
        (50.0, PERCENT, 50.0, NUMBER),
        (1234.5, NUMBER, "1 234,5", FRENCH),
        (1234.5, NUMBER, "1,234.5", TEXT),
        (12.4, NUMBER, "12.4 %", TEXT),
        (0.1 + 0.2, NUMBER, 0.3, NUMBER),
        (12.4, NUMBER, 12.0, WHOLE),
        (0.124, SHARE, 12.0, FieldType(FieldKind.NUMBER, percent=100, decimals=0)),
        (date(2026, 12, 31), DATE, "31/12/2026", TEXT),
        (date(2026, 12, 31), DATE, "12/31/2026", FieldType(FieldKind.TEXT, day_first=False)),
        (MORNING, MOMENT, date(2026, 12, 31), DATE),
        (MORNING, MOMENT, "2026-12-31", TEXT),
        (MORNING, MOMENT, MORNING.astimezone(PARIS).replace(second=0), MOMENT),
        (datetime(2026, 12, 31, 9), MOMENT, datetime(2026, 12, 31, 9, 0, 5), MOMENT),  # noqa: DTZ001 - a sheet has no zone
        (date(2026, 12, 31), MOMENT, date(2026, 12, 31), MOMENT),
        ("On track", OPTION, "on track ", TEXT),
        (("Ana", "Ben"), OPTIONS, "Ben; Ana", TEXT),
        (ANA, PEOPLE, "Ana, Ben", TEXT),
        (ANA, PEOPLE, ("Ben", "Ana"), OPTIONS),
        (ANA, PEOPLE, People((Person("u2", "Benjamin"), Person("u1", "Ana"))), PEOPLE),
        (("a",), PEOPLE, ("A",), PEOPLE),
    ],
)
def test_these_are_the_same(one: Value, own: FieldType, other: Value, target: FieldType) -> None:
    assert same(one, own, other, target)


@pytest.mark.parametrize(
    ("one", "own", "other", "target"),
    [
        (BOLD, RICH, RichText((Run("Grow revenue"),)), RICH),
        ("Grow revenue", TEXT, "grow revenue", TEXT),
        (0.5, SHARE, 0.5, PERCENT),
        ("three", TEXT, 3.0, NUMBER),
        ("soon", TEXT, date(2026, 12, 31), DATE),
        (MORNING, MOMENT, date(2027, 1, 1), DATE),
        (MORNING, MOMENT, MORNING + timedelta(minutes=1), MOMENT),
        (3.0, NUMBER, date(2026, 12, 31), DATE),
        (("Ana",), OPTIONS, "Ana, Ben", TEXT),
        (Records(("x",)), RECORDS, Records(("y",)), RECORDS),
        (Records(("x",)), RECORDS, None, RECORDS),
    ],
)
def test_these_differ(one: Value, own: FieldType, other: Value, target: FieldType) -> None:
    assert not same(one, own, other, target)


def test_links_are_the_same_where_they_lead_to_counterparts() -> None:
    mine = comparable(Records(("a1", "a2")), RECORDS, RECORDS, {"a1": 1, "a2": 2})
    assert mine == comparable(Records(("b2", "b1")), RECORDS, RECORDS, {"b1": 1, "b2": 2})


@pytest.mark.parametrize(
    ("value", "own", "target", "onto", "becomes"),
    [
        ("", TEXT, RICH, BOLD, None),
        (Records(()), RECORDS, RECORDS, None, None),
        (BOLD, RICH, TEXT, None, "Grow revenue"),
        (BOLD, RICH, RICH, None, BOLD),
        ("Grow", TEXT, RICH, None, RichText((Run("Grow"),))),
        ("Grow our revenue", TEXT, RICH, BOLD, RichText((Run("Grow "), Run("our "), Run("revenue", "bold")))),
        (1234.5, NUMBER, FRENCH, None, "1234,5"),
        (0.5, SHARE, TEXT, None, "50\u00a0%"),
        (12.5, PERCENT, FRENCH, None, "12,5\u00a0%"),
        ("50 %", TEXT, SHARE, None, 0.5),
        ("50 %", TEXT, PERCENT, None, 50.0),
        ("7", TEXT, NUMBER, None, 7.0),
        (0.07, SHARE, PERCENT, None, 7.0),
        (50.0, PERCENT, NUMBER, None, 50.0),
        (date(2026, 12, 31), DATE, TEXT, None, "2026-12-31"),
        ("31/12/2026", TEXT, DATE, None, date(2026, 12, 31)),
        (MORNING, MOMENT, DATE, None, date(2026, 12, 31)),
        (MORNING, MOMENT, MOMENT, None, MORNING),
        (date(2027, 1, 1), DATE, MOMENT, MORNING, datetime(2027, 1, 1, 9, 30, 12, tzinfo=UTC)),
        (date(2027, 1, 1), DATE, MOMENT, None, date(2027, 1, 1)),
        ("on track", TEXT, OPTION, None, "On track"),
        ("Late", TEXT, OPEN_OPTION, None, "Late"),
        ("Late", TEXT, FieldType(FieldKind.OPTION), None, "Late"),
        ("Ana; Ben", TEXT, OPTIONS, None, ("Ana", "Ben")),
        (ANA, PEOPLE, TEXT, None, "Ana, Ben"),
        (ANA, PEOPLE, PEOPLE, None, ANA),
        (Records(("a1",)), RECORDS, RECORDS, None, Records(("b1",))),
    ],
)
def test_on_its_way_a_value_becomes(
    value: Value, own: FieldType, target: FieldType, onto: Value, becomes: Value
) -> None:
    assert adapted(value, own, target, onto, {"a1": "b1"}) == becomes


@pytest.mark.parametrize(
    ("value", "own", "target", "why"),
    [
        ("Late", TEXT, OPTION, "sync.no-option"),
        ("Sales, Marketing", TEXT, OPEN_OPTION, "sync.no-comma"),
        ("three", TEXT, NUMBER, "sync.no-number"),
        ("soon", TEXT, DATE, "sync.no-date"),
        ("Ana", TEXT, PEOPLE, "sync.no-people"),
        ("Objective", TEXT, RECORDS, "sync.names-nothing"),
        (Records(("a1",)), RECORDS, TEXT, "sync.no-place-for-links"),
        (Records(("a2",)), RECORDS, RECORDS, "sync.linked-record-missing"),
        ("four", TEXT, FieldType(FieldKind.TEXT, length=3), "sync.too-long"),
    ],
)
def test_what_the_other_store_cannot_hold_is_refused_and_never_cut(
    value: Value, own: FieldType, target: FieldType, why: str
) -> None:
    with pytest.raises(CannotHoldError) as refused:
        adapted(value, own, target, None, {"a1": "b1"})
    assert refused.value.why == why


_WORDS = st.text(st.characters(codec="utf-8"), max_size=12)
_ANY_VALUE = st.one_of(
    st.none(),
    _WORDS,
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
    st.lists(_WORDS).map(tuple),
    st.lists(st.builds(Run, _WORDS, _WORDS)).map(lambda runs: RichText(tuple(runs))),
    st.lists(st.builds(Person, _WORDS, _WORDS)).map(lambda persons: People(tuple(persons))),
    st.lists(_WORDS).map(lambda ids: Records(tuple(ids))),
)


@given(_ANY_VALUE)
def test_what_is_kept_comes_back_as_it_was(value: Value) -> None:
    again = decoded(encoded(value))
    assert again == value
    assert type(again) is type(value)


@given(_ANY_VALUE)
def test_every_value_can_be_shown(value: Value) -> None:
    assert isinstance(shown(value), str)


@given(_WORDS, _WORDS, _WORDS)
def test_words_that_stay_keep_their_style_and_the_text_is_the_new_one(start: str, middle: str, new: str) -> None:
    old = RichText((Run(start, "bold"), Run(middle, "italic")))
    made = restyled(old, new)
    assert made.plain == new
    assert restyled(old, old.plain).plain == old.plain


_SCALARS = {
    TEXT: _WORDS,
    NUMBER: st.floats(-1e9, 1e9).map(lambda number: round(number, 3)),
    PERCENT: st.integers(-1000, 1000).map(float),
    DATE: st.dates(date(2000, 1, 1), date(2099, 12, 31)),
}


@given(st.data(), st.sampled_from(list(_SCALARS)), st.sampled_from([TEXT, FRENCH, RICH, NUMBER, PERCENT, SHARE, DATE]))
def test_what_came_over_is_the_same_as_what_it_was_made_from(
    data: st.DataObject, own: FieldType, to: FieldType
) -> None:
    value: Value = data.draw(_SCALARS[own])
    try:
        made = adapted(value, own, to, None, {})
    except CannotHoldError:
        return
    assert same(value, own, made, to)
