"""What is due, read from a table of slots: one for each job and civil date, claimed once. Pure: no clock, no I/O.

A slot is a date's own local time as an instant. So nothing is counted in hours between runs, and neither daylight
saving nor a clock that jumps can make a date run twice or be forgotten.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import tzinfo

EVERY_DAY = frozenset(range(7))
_DAY = timedelta(days=1)
_LONGEST = 100
"""Days from one slot to the next at most: what comes once a quarter is 13 or 14 weeks apart."""
_SECOND = timedelta(seconds=1)


@dataclass(slots=True, frozen=True)
class Timetable:
    """When jobs run: at a local time, on some days of the week."""

    at: time
    zone: tzinfo
    days: frozenset[int] = EVERY_DAY
    """Days of the week, 0 for Monday."""
    jitter: timedelta = timedelta()
    """Jobs are spread over this much time after `at`, each by its name, so that they do not all begin at once."""
    is_its_day: Callable[[date], bool] = lambda _day: True
    """Which of those days, for what comes once a month or a quarter."""


class Slot(NamedTuple):
    """The one run of a job on a civil date."""

    job: str
    day: date
    begins: datetime
    """In UTC."""


def due(timetable: Timetable, job: str, now: datetime, is_claimed: Callable[[date], bool]) -> Slot | None:
    """Return the newest slot of `job` that has begun by `now`, unless it was claimed; older ones are let go.

    `now` is any instant that knows its zone. Whoever runs the slot must claim it first.
    """
    newest = newest_slot(timetable, job, now)
    return None if newest is None or is_claimed(newest.day) else newest


def newest_slot(timetable: Timetable, job: str, now: datetime) -> Slot | None:
    """Return the newest slot of `job` that has begun by `now`; None where the timetable has no day."""
    today = now.astimezone(timetable.zone).date()
    before = (today - step * _DAY for step in range(_LONGEST + 1))
    return next((slot for slot in _slots(timetable, job, before) if slot.begins <= now), None)


def next_slots(timetable: Timetable, job: str, now: datetime) -> Iterator[Slot]:
    """Yield the slots of `job` that begin after `now`, soonest first, without end."""
    today = now.astimezone(timetable.zone).date()
    days = (today + step * _DAY for step in range(-1, (date.max - today).days - 1))
    return (slot for slot in _slots(timetable, job, days) if slot.begins > now)


def _slots(timetable: Timetable, job: str, days: Iterable[date]) -> Iterator[Slot]:
    """Yield the slots on those of `days` that are days of the timetable and that the zone's calendar has."""
    late = delay(job, timetable.jitter)
    for day in days:
        if day.weekday() in timetable.days and timetable.is_its_day(day) and _exists(day, timetable.zone):
            yield Slot(job, day, instant(day, timetable.at, timetable.zone) + late)


def delay(job: str, jitter: timedelta) -> timedelta:
    """Return how long after the set time `job` begins: whole seconds below `jitter`, the same for a name for ever."""
    most = int(jitter.total_seconds())
    if most <= 0:
        return timedelta()
    return timedelta(seconds=int.from_bytes(sha256(job.encode()).digest()[:8]) % most)


def instant(day: date, at: time, zone: tzinfo) -> datetime:
    """Return in UTC when it is `at` on `day` in `zone`.

    A time that occurs twice (clocks go back) is its first occurrence; one that clocks skip is the instant at which they
    do, the first that comes after it.
    """
    local = datetime.combine(day, at.replace(fold=0), zone)
    found = local.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return found
    # In the gap, `fold` chooses which offset is used: that after it leads to before the leap, and the other way round.
    return _leap(local.replace(fold=1).astimezone(UTC), found, zone)


def _leap(before: datetime, after: datetime, zone: tzinfo) -> datetime:
    """Return the first second after `before` at which `zone` no longer has the offset that it has then."""
    offset = before.astimezone(zone).utcoffset()
    seconds = range(int((after - before).total_seconds()))
    return before + _SECOND * bisect_left(
        seconds, x=True, key=lambda passed: (before + passed * _SECOND).astimezone(zone).utcoffset() != offset
    )


def _exists(day: date, zone: tzinfo) -> bool:
    """Tell whether a civil date exists: islands that crossed the date line left one out (Samoa, 30 December 2011)."""
    return instant(day, time(), zone).astimezone(zone).date() == day
