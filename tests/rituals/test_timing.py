"""Messages leave on their day, and let people have their evenings and weekends."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from okrsync.rituals.timing import is_its_day, is_quiet, occasion, quiet_until


def at(*moment: int) -> datetime:
    """Return a moment in the readers' zone."""
    return datetime(*moment, tzinfo=UTC)  # type: ignore[arg-type,misc]


NIGHT = (time(19), time(7))
LUNCH = (time(12), time(13))


@pytest.mark.parametrize(("kind", "days"), [("weekly", 52), ("monthly", 12), ("quarterly", 4)])
def test_a_year_has_as_many_messages_as_it_has_rituals(kind: str, days: int) -> None:
    year = [date(2027, 1, 1) + timedelta(days=number) for number in range(365)]
    mondays = [day for day in year if is_its_day(kind, 0, day)]
    assert len(mondays) == days
    assert all(day.weekday() == 0 for day in mondays)
    assert len({occasion(kind, day) for day in mondays}) == days


def test_an_occasion_is_the_same_all_along() -> None:
    assert occasion("weekly", date(2026, 11, 23)) == occasion("weekly", date(2026, 11, 29)) == "2026-W48"
    assert occasion("monthly", date(2026, 11, 2)) == "2026-11"
    assert occasion("quarterly", date(2026, 12, 31)) == "2026-Q4"


@pytest.mark.parametrize(
    ("now", "hours", "weekends", "quiet"),
    [
        (at(2026, 11, 23, 8), NIGHT, False, False),
        (at(2026, 11, 23, 6, 59), NIGHT, False, True),
        (at(2026, 11, 23, 19), NIGHT, False, True),
        (at(2026, 11, 28, 10), NIGHT, False, True),
        (at(2026, 11, 28, 10), NIGHT, True, False),
        (at(2026, 11, 23, 12, 30), LUNCH, False, True),
        (at(2026, 11, 23, 13), LUNCH, False, False),
    ],
)
def test_nobody_is_written_to_in_quiet_hours(now: datetime, hours: tuple, weekends: bool, quiet: bool) -> None:  # noqa: FBT001
    assert is_quiet(now, hours, weekends=weekends) is quiet


@pytest.mark.parametrize(
    ("now", "hours", "until"),
    [
        (at(2026, 11, 27, 20, 15), NIGHT, at(2026, 11, 30, 7)),
        (at(2026, 11, 23, 12, 30), LUNCH, at(2026, 11, 23, 13)),
        (at(2026, 11, 23, 12, 30), (time(0), time(23, 59)), at(2026, 11, 23, 12, 30)),
    ],
)
def test_people_are_told_until_when_a_message_waits(now: datetime, hours: tuple, until: datetime) -> None:
    assert quiet_until(now, hours, weekends=False) == until
