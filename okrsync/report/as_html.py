"""The page for the wall: one self-contained HTML file, readable on a phone and printed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from markupsafe import Markup

from okrsync import __version__
from okrsync.progress import key_result_progress, objective_progress
from okrsync.report.counting import by_severity, counted, grouped
from okrsync.report.days import day
from okrsync.report.outline import outline
from okrsync.report.templates import html_template
from okrsync.report.trending import HEIGHT, WIDTH, chart, since_line
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.errors import OkrsyncError
    from okrsync.model import Finding, Language, Report, Severity

MOST_PROBLEMS = 6
"""How many rules the page names as the most frequent."""
MOST_MENDERS = 6
"""How many people it names who dealt with remarks."""


@dataclass(slots=True, frozen=True)
class Problem:
    """One rule and how often it fired."""

    code: str
    title: str
    count: int
    severity: Severity


def render(
    reports: Sequence[Report], errors: Sequence[OkrsyncError], language: Language, *, today: date | None = None
) -> str:
    """Return the page. `today` is the day that it says it was made (default: the current day)."""
    shapes = [outline(report) for report in reports]
    page = html_template("okrsync.report", "page.html.jinja")
    return page.render(
        shapes=shapes,
        errors=[error.text(language) for error in errors],
        language=language,
        say=lambda key, **values: say(f"report.{key}", language, **values),
        counted=lambda name, number: counted(name, number, language),
        by_severity=lambda several: by_severity(several, language),
        grouped=lambda number: grouped(number, language),
        percent=lambda share: _percent(share, language),
        key_result_progress=key_result_progress,
        objective_progress=objective_progress,
        marked=_marked,
        teams=sorted({branch.item.team for shape in shapes for branch in shape.branches if branch.item.team}),
        problems=_problems(reports, language),
        most_problems=MOST_PROBLEMS,
        most_menders=MOST_MENDERS,
        key_results=lambda shape: sum(len(branch.leaves) for branch in shape.branches) + len(shape.orphans),
        since_line=lambda trend: since_line(trend, language),
        chart=lambda trend: chart(trend, language),
        chart_size=(WIDTH, HEIGHT),
        version=__version__,
        date=day(today or date.today(), language),  # noqa: DTZ011 - the reader's own calendar day is meant
    )


def _problems(reports: Sequence[Report], language: Language) -> list[Problem]:
    """Return the rules that fired most, the graver first among equals."""
    findings = [finding for report in reports for finding in report.findings]
    titles = {code: report.title(code, language) for report in reports for code in report.titles}
    counts = Counter(finding.code for finding in findings)
    worst: dict[str, Finding] = {}
    for finding in findings:
        if finding.code not in worst or finding.severity.rank > worst[finding.code].severity.rank:
            worst[finding.code] = finding
    several = [
        Problem(code, titles.get(code, worst[code].name), number, worst[code].severity)
        for code, number in counts.items()
    ]
    return sorted(several, key=lambda each: (-each.count, -each.severity.rank, each.code))


def _marked(title: str, findings: Sequence[Finding]) -> Markup:
    """Return a title with the very words marked that its findings are about."""
    spans = sorted(finding.span for finding in findings if finding.span and finding.text == title)
    pieces, at = Markup(), 0
    for start, end in spans:
        if start >= at:
            pieces += Markup("{}<mark>{}</mark>").format(title[at:start], title[start:end])
            at = end
    return pieces + Markup("{}").format(title[at:])


def _percent(share: float, language: Language) -> str:
    return say("report.percent", language, n=f"{share * 100:.0f}")
