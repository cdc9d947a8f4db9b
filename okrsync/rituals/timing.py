"""When a message may leave: on its day, not in quiet hours, not on days off. Pure."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

_SATURDAY = 5
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_QUARTER = 3
_HOURS = 24 * 8


def is_its_day(kind: str, weekday: int, day: date) -> bool:
    """Tell whether a digest of `kind` is due on `day`: each week, or on the first such day of a month or quarter."""
    if day.weekday() != weekday:
        return False
    if kind == "weekly":
        return True
    is_first = day.month != (day - _WEEK).month
    return is_first and (kind == "monthly" or (day.month - 1) % _QUARTER == 0)


def occasion(kind: str, day: date) -> str:
    """Return what a message is for, the same all week, month or quarter: "2026-W48", "2026-11", "2026-Q4"."""
    if kind == "weekly":
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02}"
    return f"{day:%Y-%m}" if kind == "monthly" else f"{day.year}-Q{(day.month + 2) // _QUARTER}"


def is_quiet(now: datetime, hours: tuple[time, time], *, weekends: bool) -> bool:
    """Tell whether nobody should be written to at `now`, told in the zone of those who read."""
    if not weekends and now.weekday() >= _SATURDAY:
        return True
    first, last = hours
    at = now.time()
    return first <= at < last if first <= last else at >= first or at < last


def quiet_until(now: datetime, hours: tuple[time, time], *, weekends: bool) -> datetime:
    """Return the next moment, to the hour, at which people may be written to."""
    moment = now.replace(minute=0, second=0, microsecond=0)
    for _ in range(_HOURS):
        moment += timedelta(hours=1)
        if not is_quiet(moment, hours, weekends=weekends):
            return moment
    return now
