"""When a run is due: every zone of the world, four years, clocks that jump and computers that sleep."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, partial
from itertools import islice, pairwise
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsync.agent.slots import EVERY_DAY, Timetable, delay, due, instant, newest_slot, next_slots
from okrsync.rituals.timing import is_its_day

FIRST, YEARS = date(2025, 1, 1), 4
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BERLIN, CAIRO = ZoneInfo("Europe/Berlin"), ZoneInfo("Africa/Cairo")
HALF_PAST_TWO = time(2, 30)


@cache
def worlds_zones() -> list[ZoneInfo]:
    """Return every zone once: of those whose rules are the same to the byte, the first."""
    alike: dict[bytes | str, str] = {}
    for name in sorted(available_timezones()):
        rules = next((path.read_bytes() for folder in TZPATH if (path := Path(folder) / name).is_file()), name)
        alike.setdefault(rules, name)
    return [ZoneInfo(name) for name in alike.values()]


@cache
def leaps(zone: ZoneInfo) -> list[datetime]:
    """Return the minutes, in UTC, at which the clocks of a zone change within the four years."""
    found = []
    noons = [datetime.combine(FIRST + step * DAY, time(12), UTC) for step in range(YEARS * 365 + 1)]
    for before, after in pairwise(noons):
        if before.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            minutes = (before + step * MINUTE for step in range(24 * 60 + 1))
            found.append(
                next(
                    each for each in minutes if each.astimezone(zone).utcoffset() != before.astimezone(zone).utcoffset()
                )
            )
    return found


def first_moment(zone: ZoneInfo, day: date, at: time, around: datetime) -> datetime:
    """Return the first minute at which the clocks of `zone` show `at` on `day`, or later, by looking at each."""
    wished = datetime.combine(day, at)
    minutes = (around + step * MINUTE for step in range(-150, 151))
    return next(each for each in minutes if each.astimezone(zone).replace(tzinfo=None) >= wished)


def simulate(
    timetable: Timetable, moments: list[datetime], jobs: tuple[str, ...] = ("okrs",)
) -> Counter[tuple[str, date]]:
    """Return how often each job ran for each date, with a look at each of `moments`."""
    claimed: dict[str, set[date]] = defaultdict(set)
    runs: Counter[tuple[str, date]] = Counter()
    for now in moments:
        for job in jobs:
            slot = due(timetable, job, now, claimed[job].__contains__)
            if slot is not None:
                claimed[job].add(slot.day)
                runs[job, slot.day] += 1
    return runs


def test_there_are_zones_to_try() -> None:
    assert len(worlds_zones()) > 250
    assert sum(len(leaps(zone)) for zone in worlds_zones()) > 500


def test_at_every_change_of_clocks_in_the_world_a_run_begins_when_its_time_first_comes() -> None:
    for zone in worlds_zones():
        for leap in leaps(zone):
            before = (leap - MINUTE).astimezone(zone)
            after = leap.astimezone(zone)
            middle = after + ((before.replace(tzinfo=None) + MINUTE) - after.replace(tzinfo=None)) / 2
            for near in (before, after, middle, after + 17 * MINUTE):
                day, at = near.date(), near.time().replace(second=0, microsecond=0)
                # The oracle looks near the leap only: what lies further away has no clocks that change.
                expected = first_moment(zone, day, at, leap)
                if abs(expected - leap) < 150 * MINUTE:
                    assert instant(day, at, zone) == expected, (zone, near)


def test_across_every_change_of_clocks_in_the_world_each_date_runs_once() -> None:
    for zone in worlds_zones():
        for leap in leaps(zone):
            local = leap.astimezone(zone).date()
            near = [leap + step * 13 * MINUTE for step in range(-16, 17)]
            moments = sorted([*near, *(leap + step * 5 * HOUR for step in range(-14, 15))])
            for at in (time(0, 10), HALF_PAST_TWO, leap.astimezone(zone).time()):
                runs = simulate(Timetable(at, zone), moments)
                assert {runs["okrs", local + step * DAY] for step in (-1, 0, 1)} == {1}, (zone, leap, at)
                assert max(runs.values()) == 1


def test_in_every_zone_each_month_has_a_run_at_the_time_on_the_wall() -> None:
    for zone in worlds_zones():
        for month in range(YEARS * 12):
            day = date(FIRST.year + month // 12, month % 12 + 1, 15)
            local = instant(day, time(12, 34), zone).astimezone(zone)
            assert (local.date(), local.time()) == (day, time(12, 34))


@pytest.mark.parametrize(
    ("zone", "day", "at", "begins"),
    [
        (BERLIN, date(2026, 3, 29), HALF_PAST_TWO, datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        (BERLIN, date(2026, 10, 25), HALF_PAST_TWO, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (CAIRO, date(2026, 4, 24), time(0, 10), datetime(2026, 4, 23, 22, 0, tzinfo=UTC)),
        (ZoneInfo("Australia/Lord_Howe"), date(2026, 10, 4), time(2, 15), datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
    ],
    ids=["a time that clocks skip", "a time that comes twice", "skipped at midnight", "clocks change by half an hour"],
)
def test_a_local_time_is_the_first_moment_that_it_can_be(zone: ZoneInfo, day: date, at: time, begins: datetime) -> None:
    assert instant(day, at, zone) == begins


def test_a_date_that_an_island_left_out_has_no_slot() -> None:
    samoa = Timetable(HALF_PAST_TWO, ZoneInfo("Pacific/Apia"))
    soon = next_slots(samoa, "okrs", datetime(2011, 12, 29, 20, tzinfo=UTC))
    assert [slot.day for slot in islice(soon, 2)] == [date(2011, 12, 31), date(2012, 1, 1)]


def test_after_three_days_of_sleep_only_the_newest_slot_is_caught_up() -> None:
    moments = [datetime(2026, 3, 2, hour, tzinfo=UTC) for hour in range(8)]
    moments += [datetime(2026, 3, 5, 11, minute, tzinfo=UTC) for minute in range(60)]
    runs = simulate(Timetable(HALF_PAST_TWO, BERLIN), moments)
    assert sorted(day for _, day in runs.elements()) == [date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 5)]


def test_a_slot_that_was_claimed_is_not_due_again() -> None:
    now = datetime(2026, 3, 2, 3, tzinfo=UTC)
    assert due(Timetable(HALF_PAST_TWO, BERLIN), "okrs", now, lambda day: day == date(2026, 3, 2)) is None


def test_a_slot_is_due_from_its_very_moment_on() -> None:
    timetable = Timetable(HALF_PAST_TWO, BERLIN)
    begins = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    assert newest_slot(timetable, "okrs", begins - timedelta(microseconds=1)).day == date(2026, 3, 1)
    assert newest_slot(timetable, "okrs", begins).day == date(2026, 3, 2)


def test_only_the_days_of_the_week_asked_for_have_slots() -> None:
    working = Timetable(HALF_PAST_TWO, BERLIN, frozenset({0, 1, 2, 3, 4}))
    sunday = datetime(2026, 3, 8, 12, tzinfo=UTC)
    assert newest_slot(working, "okrs", sunday).day == date(2026, 3, 6)
    assert [slot.day.day for slot in islice(next_slots(working, "okrs", sunday), 6)] == [9, 10, 11, 12, 13, 16]


def test_a_weekly_slot_is_caught_up_on_the_eve_of_the_next() -> None:
    mondays = Timetable(HALF_PAST_TWO, BERLIN, frozenset({0}))
    assert newest_slot(mondays, "okrs", datetime(2026, 3, 8, 22, tzinfo=UTC)).day == date(2026, 3, 2)


def test_jitter_spreads_jobs_over_the_time_given_and_never_moves_one() -> None:
    names = [f"team {number}" for number in range(400)]
    delays = {name: delay(name, 10 * MINUTE) for name in names}
    assert min(delays.values()) >= timedelta()
    assert max(delays.values()) < 10 * MINUTE
    quarters = Counter(each // (150 * timedelta(seconds=1)) for each in delays.values())
    assert min(quarters[quarter] for quarter in range(4)) > 60
    # The same in every version: a job that moved to the other side of “now” would run twice or not at all.
    assert delay("sales", HOUR) == timedelta(seconds=2881)


def test_without_jitter_all_jobs_begin_together() -> None:
    assert delay("sales", timedelta()) == timedelta()


instants = st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 1), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis takes its bounds so
jumps = st.lists(
    st.one_of(
        st.just(MINUTE),
        st.sampled_from((-DAY, DAY, 3 * DAY, -HOUR, HOUR, 25 * MINUTE)),
        st.timedeltas(min_value=-DAY, max_value=3 * DAY),
    ),
    min_size=1,
    max_size=60,
)


@given(
    zone=st.sampled_from(sorted(available_timezones())),
    begin=instants,
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    steps=jumps,
    jitter=st.sampled_from((timedelta(), 45 * MINUTE)),
)
def test_however_the_clock_jumps_no_date_runs_twice(
    zone: str, begin: datetime, at: time, steps: list[timedelta], jitter: timedelta
) -> None:
    now, moments = begin, []
    for step in steps:
        now += step
        moments.append(now)
    runs = simulate(Timetable(at, ZoneInfo(zone), EVERY_DAY, jitter), moments, ("sales", "support"))
    assert max(runs.values()) == 1


@given(
    zone=st.sampled_from(sorted(available_timezones())),
    begin=instants,
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    jump_after=st.integers(0, 8),
    jump=st.sampled_from((-DAY, DAY)),
)
def test_a_clock_that_jumps_a_day_and_back_costs_no_date_its_run(
    zone: str, begin: datetime, at: time, jump_after: int, jump: timedelta
) -> None:
    timetable = Timetable(at, ZoneInfo(zone))
    hours = [begin + step * HOUR for step in range(12 * 24)]
    wrong = [moment + jump for moment in hours[jump_after * 24 : jump_after * 24 + 5]]
    moments = hours[: jump_after * 24] + wrong + hours[jump_after * 24 + 5 :]
    runs = simulate(timetable, moments)
    assert max(runs.values()) == 1
    whole = [begin.astimezone(timetable.zone).date() + step * DAY for step in range(2, 10)]
    assert all(runs["okrs", day] == 1 for day in whole)


def test_what_comes_once_a_quarter_is_found_weeks_later_and_once() -> None:
    quarterly = Timetable(time(8), BERLIN, frozenset({0}), is_its_day=partial(is_its_day, "quarterly", 0))
    moments = [datetime(2027, 1, 1, 12, tzinfo=UTC) + step * 11 * HOUR for step in range(800)]
    runs = simulate(quarterly, moments)
    assert sorted(day for _, day in runs) == [
        date(2026, 10, 5),
        date(2027, 1, 4),
        date(2027, 4, 5),
        date(2027, 7, 5),
        date(2027, 10, 4),
    ]
    assert set(runs.values()) == {1}
    ahead = next_slots(quarterly, "okrs", datetime(2027, 1, 4, 8, tzinfo=UTC))
    assert next(ahead).day == date(2027, 4, 5)
