"""How a source has come along, as reports show it: one line for everybody, and a small chart for the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.report.counting import grouped
from okrsync.report.days import day
from okrsync.wording import say

if TYPE_CHECKING:
    from okrsync.model import Language
    from okrsync.trend import Trend

WIDTH, HEIGHT = 240, 48
"""Of the chart, in its own units."""
_FEWEST = 2
"""One week is no trend."""
_FULL = 100.0


@dataclass(slots=True, frozen=True)
class Bar:
    """The remarks of one week: where its bar stands in the chart, and how high."""

    x: float
    y: float
    width: float
    height: float
    label: str


@dataclass(slots=True, frozen=True)
class Chart:
    """Remarks as bars, with the score as a line over them."""

    bars: tuple[Bar, ...]
    line: str
    """Points of the score, as SVG writes them: "x,y x,y"; empty where fewer than two weeks have one."""


def since_line(trend: Trend, language: Language) -> str:
    """Return what has changed since the run before: “Since 3 May 2026: 2 new, 1 fixed, 5 still open”."""
    return say(
        "report.trend-since",
        language,
        day=day(trend.since, language),
        new=grouped(trend.new, language),
        fixed=grouped(trend.fixed, language),
        open=grouped(trend.still_open, language),
    )


def chart(trend: Trend, language: Language) -> Chart | None:
    """Return the chart of the weeks; None where there are too few."""
    weeks = trend.weeks
    if len(weeks) < _FEWEST:
        return None
    most = max(*(week.errors + week.warnings + week.hints for week in weeks), 1)
    step = WIDTH / len(weeks)
    bars, points = [], []
    for number, week in enumerate(weeks):
        told = week.errors + week.warnings + week.hints
        height = HEIGHT * told / most
        score = "–" if week.score is None else f"{week.score:.0f}"
        label = say("report.trend-week", language, day=day(week.monday, language), score=score, n=told)
        bars.append(Bar(number * step + 1, HEIGHT - height, step - 2, height, label))
        if week.score is not None:
            points.append(f"{(number + 0.5) * step:.1f},{HEIGHT * (1 - week.score / _FULL):.1f}")
    return Chart(tuple(bars), " ".join(points) if len(points) >= _FEWEST else "")
