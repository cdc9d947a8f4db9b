"""The reports as one plain document, version 1: the shape of the JSON output, and what programs may rely on.

The JSON Schema of `Document` is published as docs/report.schema.json.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from typing_extensions import TypedDict  # pydantic derives the schema, and asks for this one before Python 3.12

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.errors import OkrsyncError
    from okrsync.grades import Score
    from okrsync.model import Finding, Report
    from okrsync.trend import Trend

VERSION: Literal[1] = 1


class WeekEntry(TypedDict):
    """How a source stood at the end of a week (`monday` is its first day). `score` is 0..100."""

    monday: str
    score: float | None
    errors: int
    warnings: int
    hints: int


class MenderEntry(TypedDict):
    """Somebody who dealt with remarks on their OKRs: `fixed` of those that they were `told`."""

    name: str
    fixed: int
    told: int


class TrendEntry(TypedDict):
    """How a source has come along since the run before, on the day `since`, and over the weeks, oldest first."""

    since: str
    new: int
    fixed: int
    still_open: int
    weeks: list[WeekEntry]
    menders: list[MenderEntry]


class SourceEntry(TypedDict):
    """One source that was read. `score` is 0..100; null where there is nothing to score.

    `trend` is null where no earlier run is remembered.
    """

    name: str
    kind: str
    objectives: int
    key_results: int
    score: float | None
    grade: str | None
    trend: TrendEntry | None


class FindingEntry(TypedDict):
    """One thing that keeps an OKR from working. `row` as the person sees it; `confidence` is 0..1."""

    code: str
    name: str
    severity: Literal["error", "warning", "info"]
    confidence: float
    message: str
    suggestion: str | None
    lang: str
    source: str
    container: str | None
    row: int
    cell: str | None
    field: str
    text: str
    span: list[int] | None
    kind: str
    key: str


class DeductionEntry(TypedDict):
    """Points of 100 that a finding (named by its key) took from a score."""

    code: str
    points: float
    finding: str


class ScoreEntry(TypedDict):
    """How well an OKR is written and kept, 0..100; the breakdown adds up to what is missing."""

    key: str
    kind: Literal["key_result", "objective", "team", "plan"]
    title: str
    score: float
    grade: str
    breakdown: list[DeductionEntry]


class ErrorEntry(TypedDict):
    """A source that could not be read or written, and why."""

    key: str
    message: str


class Document(TypedDict):
    """Everything that one run found out."""

    version: Literal[1]
    sources: list[SourceEntry]
    findings: list[FindingEntry]
    scores: list[ScoreEntry]
    errors: list[ErrorEntry]


def document(reports: Sequence[Report], errors: Sequence[OkrsyncError], language: str) -> Document:
    """Return `reports` as a document of plain lists and dicts; `errors` are worded in `language`."""
    return {
        "version": VERSION,
        "sources": [source_entry(report) for report in reports],
        "findings": [finding_entry(finding) for report in reports for finding in report.findings],
        "scores": [_score_entry(score) for report in reports for score in report.scores],
        "errors": [{"key": error.key, "message": error.text(language)} for error in errors],
    }


def source_entry(report: Report) -> SourceEntry:
    """Return what a report says about its source as a whole."""
    plan = report.plan
    whole = next((score for score in report.scores if score.kind == "plan"), None)
    return {
        "name": plan.source,
        "kind": plan.kind,
        "objectives": len(plan.objectives),
        "key_results": sum(len(objective.key_results) for objective in plan.objectives) + len(plan.orphans),
        "score": whole.value if whole else None,
        "grade": whole.grade if whole else None,
        "trend": _trend_entry(report.trend) if report.trend else None,
    }


def _trend_entry(trend: Trend) -> TrendEntry:
    return {
        "since": trend.since.isoformat(),
        "new": trend.new,
        "fixed": trend.fixed,
        "still_open": trend.still_open,
        "weeks": [
            {
                "monday": week.monday.isoformat(),
                "score": week.score,
                "errors": week.errors,
                "warnings": week.warnings,
                "hints": week.hints,
            }
            for week in trend.weeks
        ],
        "menders": [{"name": one.name, "fixed": one.fixed, "told": one.told} for one in trend.menders],
    }


def finding_entry(finding: Finding) -> FindingEntry:
    """Return a finding as the document has it."""
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "confidence": finding.confidence,
        "message": finding.message,
        "suggestion": finding.suggestion,
        "lang": finding.lang,
        "source": finding.source,
        "container": finding.container,
        "row": finding.row,
        "cell": finding.cell,
        "field": finding.field,
        "text": finding.text,
        "span": list(finding.span) if finding.span else None,
        "kind": finding.kind,
        "key": finding.key,
    }


def _score_entry(score: Score) -> ScoreEntry:
    return {
        "key": score.key,
        "kind": score.kind,
        "title": score.title,
        "score": score.value,
        "grade": score.grade,
        "breakdown": [
            {"code": lost.code, "points": lost.points, "finding": lost.finding_key} for lost in score.breakdown
        ],
    }
