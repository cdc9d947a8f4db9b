"""Findings for a person at a terminal: each at its OKR, worst first, with what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.model import Severity
from okrsync.printable import without_control_characters
from okrsync.report.counting import by_severity, counted
from okrsync.report.outline import outline
from okrsync.report.terminal import Page, Piece
from okrsync.report.trending import since_line
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from okrsync.errors import OkrsyncError
    from okrsync.grades import Score
    from okrsync.model import Finding, KeyResult, Language, Objective, Report
    from okrsync.report.outline import Outline

_MARK = {Severity.ERROR: ("✗", "bold red"), Severity.WARNING: ("!", "yellow"), Severity.INFO: ("·", "dim")}
_TONE = {"good": "green", "fair": "yellow", "poor": "red"}


def render(
    reports: Sequence[Report],
    errors: Sequence[OkrsyncError],
    language: Language,
    *,
    colour: bool = False,
    width: int = 100,
) -> str:
    """Return the findings as text of `width` columns, with terminal colours where `colour` is set."""
    page = Page(width, colour=colour)
    for report in reports:
        _source(page, outline(report), language)
    for error in errors:
        page.add(Piece("✗ ", "bold red"), Piece(_clean(error.text(language))))
    return page.text()


def _source(page: Page, shape: Outline, language: Language) -> None:
    plan = shape.report.plan
    key_results = sum(len(branch.leaves) for branch in shape.branches) + len(shape.orphans)
    parts = [counted("objectives", len(shape.branches), language), counted("key-results", key_results, language)]
    head = [Piece(_clean(plan.source), "bold"), Piece(" · " + ", ".join(parts))]
    if shape.score:
        head += [Piece(f" · {say('report.score', language).lower()} "), _score(shape.score)]
    page.add(*head)
    if shape.report.trend is not None:
        page.add(Piece(since_line(shape.report.trend, language), "dim"), indent=2)
    _findings(page, shape.general, language, indent=2)
    for branch in shape.branches:
        if branch.findings or any(leaf.findings for leaf in branch.leaves):
            _item(page, branch.item, branch.score, branch.findings, language, indent=0, style="bold")
            for leaf in branch.leaves:
                if leaf.findings:
                    _item(page, leaf.item, leaf.score, leaf.findings, language, indent=2, style="")
    for leaf in shape.orphans:
        if leaf.findings:
            _item(page, leaf.item, leaf.score, leaf.findings, language, indent=0, style="")
    page.add()
    page.add(Piece(by_severity(shape.report.findings, language) or say("report.nothing-found", language)))


def _item(  # noqa: PLR0913 - a line of the report has these parts
    page: Page,
    item: Objective | KeyResult,
    score: Score | None,
    findings: Iterable[Finding],
    language: Language,
    *,
    indent: int,
    style: str,
) -> None:
    place = "!".join(part for part in (item.ref.container, item.ref.cells.get("title")) if part)
    line = [Piece(_clean(item.title), style), Piece(f"  {place or say('report.row', language, n=item.ref.row)}", "dim")]
    if score:
        line += [Piece("  "), _score(score)]
    if indent == 0:
        page.add()
    page.add(*line, indent=indent)
    _findings(page, findings, language, indent=indent + 2)


def _findings(page: Page, findings: Iterable[Finding], language: Language, *, indent: int) -> None:
    for finding in sorted(findings, key=lambda each: -each.severity.rank):
        mark, style = _MARK[finding.severity]
        line = [Piece(f"{mark} ", style), Piece(f"{finding.code} ", "cyan"), Piece(_clean(finding.message))]
        if finding.field != "title" and finding.cell:
            line.append(Piece(f" ({say('report.cell', language, cell=finding.cell)})", "dim"))
        page.add(*line, indent=indent)
        if finding.suggestion:
            page.add(Piece(f"→ {_clean(finding.suggestion)}", "green"), indent=indent + 2)


def _score(score: Score) -> Piece:
    return Piece(f"{score.value:.0f} {score.grade}", _TONE[score.tone])


def _clean(text: str) -> str:
    """Keep what people pasted from moving the cursor: one line, no control characters."""
    return " ".join(without_control_characters(text).split("\n"))
