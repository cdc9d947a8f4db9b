"""Dates as Notion keeps and compares them: a day, or a moment with its offset."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def normal(text: str, zone: str | None = None) -> str | None:
    """Return a day as it is, a moment to the minute with its offset, or None where it is no ISO 8601 date.

    `zone` tells the offset of a moment that names none; without it that is UTC.
    """
    try:
        if len(text) == len("2026-01-31"):
            return date.fromisoformat(text).isoformat()
        moment = datetime.fromisoformat(text)
        told = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone) if zone else UTC)
    except (ValueError, ZoneInfoNotFoundError):
        return None
    return told.replace(second=0, microsecond=0).isoformat(timespec="milliseconds")


def is_day(text: str) -> bool:
    """Tell whether a date has no time."""
    return "T" not in text and " " not in text.strip()


def moment(text: str) -> datetime:
    """Return the moment that a date begins, in UTC where it names no offset."""
    parsed = datetime.fromisoformat(text)
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)


def relative(word: str, today: date) -> date | None:
    """Return the day that a word such as “yesterday” means, or None where it is no such word."""
    week, day = timedelta(days=7), timedelta(days=1)
    steps = {
        "today": timedelta(),
        "tomorrow": day,
        "yesterday": -day,
        "one_week_ago": -week,
        "one_week_from_now": week,
    }
    if word in steps:
        return today + steps[word]
    if word == "one_month_ago":
        return months_from(today, -1)
    return months_from(today, 1) if word == "one_month_from_now" else None


def months_from(day: date, months: int) -> date:
    """Return the same day some months on, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, day.day)


def period(name: str, today: date) -> tuple[date, date]:
    """Return the first and last day of a period such as `past_week`; a week begins on Sunday, as in the app."""
    sunday = today - timedelta(days=(today.weekday() + 1) % 7)
    return {
        "this_week": (sunday, sunday + timedelta(days=6)),
        "past_week": (today - timedelta(days=7), today),
        "past_month": (months_from(today, -1), today),
        "past_year": (months_from(today, -12), today),
        "next_week": (today, today + timedelta(days=7)),
        "next_month": (today, months_from(today, 1)),
        "next_year": (today, months_from(today, 12)),
    }[name]
