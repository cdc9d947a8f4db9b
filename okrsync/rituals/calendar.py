"""The rituals of one cycle as a calendar that every calendar program can subscribe to (RFC 5545)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event

from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from okrsync.model import Language

_WEEK = timedelta(days=7)
_LENGTHS = {"planning": 120, "weekly": 15, "monthly": 60, "quarterly": 60}
"""Minutes: C. Wodtke's short Monday check-in, an hour for reviews, two to plan."""


class Meeting(NamedTuple):
    """One ritual on one day."""

    kind: str
    day: date


def meetings(first: date, last: date, weekday: int) -> Iterator[Meeting]:
    """Yield the rituals of a cycle that lasts from `first` to `last`, on a day of the week (0 for Monday).

    Planning comes on the first such day, a review instead of the check-in on the first of each later month, and the
    retrospective on the last.
    """
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    seen: set[tuple[int, int]] = set()
    while day <= last:
        month = (day.year, day.month)
        if not seen:
            kind = "planning"
        elif day + _WEEK > last:
            kind = "quarterly"
        else:
            kind = "weekly" if month in seen else "monthly"
        seen.add(month)
        yield Meeting(kind, day)
        day += _WEEK


class Cycle(NamedTuple):
    """When a cycle is, and when people meet in it."""

    first: date
    last: date
    weekday: int
    """0 for Monday."""
    at: time
    zone: tzinfo


def calendar(cycle: Cycle, language: Language) -> bytes:
    """Return the calendar file: the same for the same cycle, so that a subscription never shows an event twice."""
    first, last, weekday, at, zone = cycle
    feed = Calendar()
    feed.add("prodid", "-//okrsync//rituals//EN")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", say("rituals.calendar-name", language))
    for meeting in meetings(first, last, weekday):
        begins = datetime.combine(meeting.day, at, zone)
        event = Event()
        event.add("uid", f"{uuid5(NAMESPACE_URL, f'okrsync:{first}:{meeting.kind}:{meeting.day}')}@okrsync")
        event.add("dtstamp", datetime.combine(first, time(), UTC))
        # In UTC: a zone of one's own in the file is what calendar programs disagree about.
        event.add("dtstart", begins.astimezone(UTC))
        event.add("dtend", (begins + timedelta(minutes=_LENGTHS[meeting.kind])).astimezone(UTC))
        event.add("summary", say(f"rituals.meeting-{meeting.kind}", language))
        event.add("description", say(f"rituals.agenda-{meeting.kind}", language))
        event.add("transp", "OPAQUE")
        feed.add_component(event)
    content: bytes = feed.to_ical()
    return content
