"""How things went over the weeks before a report: plain data, which reports show and nobody judges by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date


class Week(NamedTuple):
    """How a source stood at the end of a week, or stands now in the current one."""

    monday: date
    score: float | None
    """0..100."""
    errors: int
    warnings: int
    hints: int


class Mender(NamedTuple):
    """Somebody who did what the remarks asked for."""

    name: str
    fixed: int
    told: int
    """Remarks on their OKRs in that time, the fixed ones among them."""


@dataclass(slots=True, frozen=True)
class Trend:
    """How a source has come along."""

    since: date
    """The day of the run before this one."""
    new: int
    fixed: int
    still_open: int
    weeks: tuple[Week, ...] = ()
    """Oldest first; weeks without a run are left out."""
    menders: tuple[Mender, ...] = ()
    """Who fixed something over these weeks, most first; nobody is listed for what they did not do."""
