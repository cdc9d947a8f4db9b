"""Check-ins told from what changes between nights."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from okrsync.history.check_ins import Sighting, watched, with_latest
from okrsync.model import CheckIn

if TYPE_CHECKING:
    from conftest import Night

FIRST = date(2026, 4, 1)
DAY = timedelta(days=1)
OBJECTIVE = "Make support a reason to stay"
DATED = ("Objective", "Key result", "Owner", "Baseline", "Target", "Current", "Last check-in")


def rows(current: object, status: object = None, other: object = 7) -> tuple[tuple[object, ...], ...]:
    """Return a sheet in which the value and the status of one key result vary."""
    return (
        (OBJECTIVE, "CSAT from 81 to 90", "Ana Silva", 81, 90, current, status),
        (OBJECTIVE, "First reply from 9 h to 2 h", "Jon Berg", 9, 2, other, None),
    )


def said(examined: object, code: str) -> list[str]:
    """Return the titles of the key results at which a rule fired."""
    report = examined.report  # type: ignore[attr-defined]
    told = {finding.owner_key for finding in report.findings if finding.code == code}
    return [item.title for objective in report.plan.objectives for item in objective.key_results if item.key in told]


def nights(night: Night, days: int, *states: tuple[tuple[object, ...], ...]) -> object:
    """Run every night for `days`, the sheet changing from one of `states` to the next in equal steps."""
    last = None
    for step in range(days):
        last = night(FIRST + step * DAY, states[step * len(states) // days])
    return last


def test_a_row_that_nobody_touches_is_stale_after_two_weeks(night: Night) -> None:
    for step in range(20):
        last = night(FIRST + step * DAY, rows(84, other=7 - step % 3))
        stale = {finding.owner_key for finding in last.report.findings if finding.code == "FU401"}
        assert bool(stale) == (step > 14)
    (finding,) = [finding for finding in last.report.findings if finding.code == "FU401"]
    assert finding.message.startswith("Nothing in this row has changed for 19 days")


def test_a_change_of_anything_in_the_row_is_a_sign_of_life(night: Night) -> None:
    for step in range(20):
        last = night(FIRST + step * DAY, rows(84, "on track" if step < 10 else "at risk", other=step))
    assert not said(last, "FU401")


def test_okrsync_begins_to_count_when_it_first_sees_a_row(night: Night) -> None:
    for days, stale in ((0, False), (14, False), (15, True)):
        last = night(FIRST + days * DAY, rows(84))
        assert any(finding.code == "FU401" for finding in last.report.findings) is stale


def test_a_sheet_in_which_nobody_could_leave_a_mark_is_never_stale(night: Night) -> None:
    header = ("Objective", "Key result", "Baseline", "Target")
    plan = ((OBJECTIVE, "CSAT from 81 to 90", 81, 90), (OBJECTIVE, "First reply from 9 h to 2 h", 9, 2))
    night(FIRST, plan, header=header)
    assert not said(night(FIRST + 60 * DAY, plan, header=header), "FU401")


def test_a_column_of_check_in_dates_knows_better_than_the_nights(night: Night) -> None:
    fresh = ((OBJECTIVE, "CSAT from 81 to 90", "Ana Silva", 81, 90, 84, "2026-04-19"),)
    night(FIRST, fresh, header=DATED)
    assert not said(night(FIRST + 20 * DAY, fresh, header=DATED), "FU401")


def test_three_check_ins_that_leave_the_value_where_it_is_are_stuck(night: Night) -> None:
    states = [rows(84, status, other) for status, other in (("a", 9), ("b", 8), ("c", 7), ("d", 6))]
    assert not said(nights(night, 6, *states[:3]), "FU408")
    assert said(night(FIRST + 10 * DAY, states[3]), "FU408")


def test_a_value_that_moves_is_not_stuck(night: Night) -> None:
    states = [rows(84 + step, status, 5 - step) for step, status in enumerate("abcd")]
    assert not said(nights(night, 8, *states), "FU408")


def test_dates_of_check_ins_tell_what_is_stuck_too(night: Night) -> None:
    last = None
    for week in range(3):
        checked = FIRST + 7 * week * DAY
        sheet = ((OBJECTIVE, "CSAT from 81 to 90", "Ana Silva", 81, 90, 84, checked.isoformat()),)
        last = night(checked + DAY, sheet, header=DATED)
    assert said(last, "FU408")
    assert last.report.plan.objectives[0].key_results[0].history == tuple(
        CheckIn(FIRST + 7 * week * DAY, 84) for week in range(3)
    )


def test_a_value_at_its_baseline_since_the_period_began_was_never_updated(night: Night) -> None:
    from okrsync.model import Period  # noqa: PLC0415 - only here

    quarter = Period("Q2 2026", date(2026, 4, 1), date(2026, 6, 30))
    night(FIRST, rows(81), period=quarter)
    assert said(night(FIRST + 40 * DAY, rows(81), period=quarter), "FU402") == ["CSAT from 81 to 90"]


def test_a_second_run_on_a_day_takes_the_place_of_the_first(night: Night) -> None:
    for current in (84, 85, 84):
        last = night(FIRST, rows(current))
    assert last.report.plan.objectives[0].key_results[0].history == ()


def test_a_day_that_lies_ahead_is_no_memory(night: Night) -> None:
    night(FIRST + 400 * DAY, rows(84))
    last = night(FIRST, rows(84))
    assert last.report.plan.objectives[0].key_results[0].watched_since == FIRST


def test_a_change_of_nothing_but_the_row_is_no_check_in() -> None:
    first = Sighting(FIRST, current=3, digest="a")
    told = watched(with_latest([first], Sighting(FIRST + DAY, current=3, digest="b")))
    assert (told.check_ins, told.changed) == ((), FIRST + DAY)


def test_a_check_in_dated_tomorrow_is_one_of_the_night_it_was_seen() -> None:
    told = watched([Sighting(FIRST, current=3, last_check_in=FIRST + 9 * DAY)])
    assert told.check_ins == (CheckIn(FIRST, 3),)


stands = st.tuples(st.sampled_from((None, 1.0, 2.0)), st.sampled_from("abc"), st.integers(0, 2))


@given(states=st.lists(stands, min_size=1, max_size=30))
def test_what_is_kept_grows_with_changes_only_and_tells_each_of_them(
    states: list[tuple[float | None, str, int]],
) -> None:
    kept: list[Sighting] = []
    for step, (current, digest, gap) in enumerate(states):
        day = FIRST + (3 * step + gap) * DAY
        kept = with_latest(kept, Sighting(day, current=current, digest=digest))
    told = watched(kept)
    changes = sum(before[:2] != after[:2] for before, after in itertools.pairwise(states))
    assert len(kept) == changes + 1
    moves = sum(before[0] != after[0] for before, after in itertools.pairwise(states))
    assert len(told.check_ins) == moves
    assert [check_in.day for check_in in told.check_ins] == sorted({check_in.day for check_in in told.check_ins})
