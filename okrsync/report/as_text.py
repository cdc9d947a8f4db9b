"""Findings for a person at a terminal: each at its OKR, worst first, with what to do."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from okrsync.model import Severity
from okrsync.printable import without_control_characters
from okrsync.report.counting import by_severity, counted
from okrsync.report.outline import outline
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from okrsync.errors import OkrsyncError
    from okrsync.model import Finding, KeyResult, Language, Objective, Report, Score
    from okrsync.report.outline import Outline

_MARK = {Severity.ERROR: ("✗", "bold red"), Severity.WARNING: ("!", "yellow"), Severity.INFO: ("·", "dim")}
_GRADE = {"A": "green", "B": "green", "C": "yellow", "D": "red", "E": "red", "F": "red"}


def render(
    reports: Sequence[Report],
    errors: Sequence[OkrsyncError],
    language: Language,
    *,
    colour: bool = False,
    width: int = 100,
) -> str:
    """Return the findings as text of `width` columns, with terminal colours where `colour` is set."""
    out = io.StringIO()
    console = Console(
        file=out, force_terminal=colour, no_color=not colour, width=width, highlight=False, emoji=False, markup=False
    )
    for report in reports:
        _source(console, outline(report), language)
    for error in errors:
        console.print(Text("✗ ", "bold red") + Text(_clean(error.text(language))))
    # The layout pads lines to the full width; files and pipes are better without.
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def _source(console: Console, shape: Outline, language: Language) -> None:
    plan = shape.report.plan
    key_results = sum(len(branch.leaves) for branch in shape.branches) + len(shape.orphans)
    head = Text(_clean(plan.source), "bold")
    parts = [counted("objectives", len(shape.branches), language), counted("key-results", key_results, language)]
    head.append(" · " + ", ".join(parts))
    if shape.score:
        head.append(f" · {say('report.score', language).lower()} ")
        head.append_text(_score(shape.score))
    console.print(head)
    _findings(console, shape.general, language, indent=2)
    for branch in shape.branches:
        if branch.findings or any(leaf.findings for leaf in branch.leaves):
            _item(console, branch.item, branch.score, branch.findings, language, indent=0, style="bold")
            for leaf in branch.leaves:
                if leaf.findings:
                    _item(console, leaf.item, leaf.score, leaf.findings, language, indent=2, style="")
    for leaf in shape.orphans:
        if leaf.findings:
            _item(console, leaf.item, leaf.score, leaf.findings, language, indent=0, style="")
    console.print()
    console.print(by_severity(shape.report.findings, language) or say("report.nothing-found", language))


def _item(  # noqa: PLR0913 - a line of the report has these parts
    console: Console,
    item: Objective | KeyResult,
    score: Score | None,
    findings: Iterable[Finding],
    language: Language,
    *,
    indent: int,
    style: str,
) -> None:
    place = "!".join(part for part in (item.ref.container, item.ref.cells.get("title")) if part)
    line = Text(_clean(item.title), style)
    line.append(f"  {place or say('report.row', language, n=item.ref.row)}", "dim")
    if score:
        line.append("  ")
        line.append_text(_score(score))
    if indent == 0:
        console.print()
    console.print(Padding(line, (0, 0, 0, indent)))
    _findings(console, findings, language, indent=indent + 2)


def _findings(console: Console, findings: Iterable[Finding], language: Language, *, indent: int) -> None:
    for finding in sorted(findings, key=lambda each: -each.severity.rank):
        mark, style = _MARK[finding.severity]
        line = Text(f"{mark} ", style)
        line.append(f"{finding.code} ", "cyan")
        line.append(_clean(finding.message))
        if finding.field != "title" and finding.cell:
            line.append(f" ({say('report.cell', language, cell=finding.cell)})", "dim")
        console.print(Padding(line, (0, 0, 0, indent)))
        if finding.suggestion:
            console.print(Padding(Text(f"→ {_clean(finding.suggestion)}", "green"), (0, 0, 0, indent + 2)))


def _score(score: Score) -> Text:
    return Text(f"{score.value:.0f} {score.grade}", _GRADE.get(score.grade[:1], ""))


def _clean(text: str) -> str:
    """Keep what people pasted from moving the cursor: one line, no control characters."""
    return " ".join(without_control_characters(text).split("\n"))
