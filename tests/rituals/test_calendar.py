"""The rituals of a cycle as a calendar that calendar programs read."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from okrsync.rituals.calendar import Cycle, calendar, meetings

PARIS = ZoneInfo("Europe/Paris")
QUARTER = Cycle(date(2027, 1, 1), date(2027, 3, 31), 0, time(9, 30), PARIS)


def test_a_quarter_has_its_rituals() -> None:
    assert Counter(meeting.kind for meeting in meetings(QUARTER.first, QUARTER.last, 0)) == {
        "planning": 1, "weekly": 9, "monthly": 2, "quarterly": 1,
    }  # fmt: skip


def test_each_ritual_is_at_the_same_time_on_the_wall_in_summer_and_winter() -> None:
    year = Calendar.from_ical(calendar(QUARTER._replace(last=date(2027, 12, 31)), "en"))
    begins = [event["dtstart"].dt.astimezone(PARIS) for event in year.walk("VEVENT")]
    assert {each.time() for each in begins} == {time(9, 30)}
    assert {each.weekday() for each in begins} == {0}


@pytest.mark.parametrize(("language", "words"), [("en", "weekly check-in"), ("fr", "point de la semaine")])
def test_the_calendar_speaks_the_readers_language(language: str, words: str) -> None:
    feed = Calendar.from_ical(calendar(QUARTER, language))
    assert any(words in event["summary"] for event in feed.walk("VEVENT"))


def test_a_subscription_never_shows_an_event_twice() -> None:
    assert calendar(QUARTER, "en") == calendar(QUARTER, "en")
    feed = Calendar.from_ical(calendar(QUARTER, "en"))
    ids = [str(event["uid"]) for event in feed.walk("VEVENT")]
    assert len(ids) == len(set(ids))


def test_events_last_and_are_told_in_universal_time() -> None:
    for event in Calendar.from_ical(calendar(QUARTER, "en")).walk("VEVENT"):
        assert event["dtstart"].dt.tzinfo is UTC or event["dtstart"].dt.utcoffset() == timedelta()
        assert event["dtend"].dt > event["dtstart"].dt


def test_lines_are_ended_as_the_standard_asks() -> None:
    content = calendar(QUARTER, "fr")
    assert content.count(b"\n") == content.count(b"\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
