"""Our one tab: how good the OKRs are, what keeps coming back, every remark, and how to read and silence them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from okrsync.grades import GRADES, LOWEST_GRADE
from okrsync.model import Severity
from okrsync.sources.titles import titles
from okrsync.wording import say
from okrsync.writeback.texts import fit, seriousness, short_title

if TYPE_CHECKING:
    from collections.abc import Iterable

    from okrsync.grades import Score
    from okrsync.model import Finding, Language, Report
    from okrsync.sources.base import TextLimits

SummaryRow = tuple[str | float | None, ...]

_MOST_PROBLEMS = 10
_MOST_TEAMS = 50
_MOST_REMARKS = 2_000
"""A tab that is longer is no summary; the page and the report show everything."""


def summary_rows(report: Report, language: Language, limits: TextLimits) -> tuple[SummaryRow, ...]:
    """Return the tab's rows. Nothing in it depends on the day or the run, so that an unchanged plan changes nothing.

    A row after an empty one is a heading.
    """
    sections = [
        _head(language),
        _scores(report.scores, language),
        _counts(report, language),
        _problems(report, language),
        _legend(language),
        _remarks(report.findings, language),
    ]
    rows: list[SummaryRow] = []
    for section in sections:
        if section:
            rows.extend([(), *section] if rows else section)
    return tuple(_as_read_back(row, limits, language) for row in rows)


def _head(language: Language) -> list[SummaryRow]:
    return [(say("writeback.summary-tab", language),), (say("writeback.intro", language),)]


def _scores(scores: Iterable[Score], language: Language) -> list[SummaryRow]:
    known = list(scores)
    whole = [(say("writeback.everything", language), score) for score in known if score.kind == "plan"]
    teams = sorted(
        ((score.title, score) for score in known if score.kind == "team"),
        key=lambda each: (each[0].casefold(), each[0]),
    )
    if not whole and not teams:
        return []
    heading = (_say("scores", language), _say("out-of-100", language), _say("grade", language))
    lines = [(title, score.shown, score.grade) for title, score in [*whole, *teams[:_MOST_TEAMS]]]
    more = [(say("writeback.more", language, n=len(teams) - _MOST_TEAMS),)] if len(teams) > _MOST_TEAMS else []
    return [heading, *lines, *more]


def _counts(report: Report, language: Language) -> list[SummaryRow]:
    plan = report.plan
    key_results = len(plan.orphans) + sum(len(objective.key_results) for objective in plan.objectives)
    numbers = Counter(finding.severity for finding in report.findings)
    return [
        (_say("counts", language), _say("how-many", language)),
        (_say("objectives", language), len(plan.objectives)),
        (_say("key-results", language), key_results),
        *((_say(f"severity-{severity.value}", language), numbers[severity]) for severity in Severity),
    ]


def _problems(report: Report, language: Language) -> list[SummaryRow]:
    by_code: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.severity is not Severity.INFO:
            by_code.setdefault(finding.code, []).append(finding)
    if not by_code:
        return [(_say("problems", language),), (_say("no-problem", language),)]
    heading = ("problems", "rule", "how-many", "where-first", "idea")
    lines: list[SummaryRow] = []
    for code, several in sorted(by_code.items(), key=lambda item: (-len(item[1]), item[0]))[:_MOST_PROBLEMS]:
        example = min(several, key=lambda finding: (*_seat(finding), *seriousness(finding)))
        lines.append((report.title(code, language), code, len(several), _where(example, language), example.suggestion))
    return [tuple(_say(name, language) for name in heading), *lines]


def _legend(language: Language) -> list[SummaryRow]:
    score, warnings = titles(language)
    return [
        (_say("legend", language),),
        (_say("legend-score", language),),
        (say("writeback.legend-grades", language, grades=_grades()),),
        *((_say(f"legend-{severity.value}", language),) for severity in Severity),
        (_say("silence", language),),
        (say("writeback.made-by", language, score=score, warnings=warnings),),
    ]


def _grades() -> str:
    """Return from which score on each grade is given: “A ≥ 90 · B ≥ 75 …”."""
    steps = [f"{letter} ≥ {least:g}" for least, letter in GRADES]
    return " · ".join([*steps, f"{LOWEST_GRADE} < {GRADES[-1][0]:g}"])


def _remarks(findings: Iterable[Finding], language: Language) -> list[SummaryRow]:
    ordered = sorted(findings, key=lambda finding: (*_seat(finding), *seriousness(finding)))
    if not ordered:
        return []
    heading = ("remarks", "rule", "sheet", "row-title", "okr", "idea")
    lines: list[SummaryRow] = [
        (
            finding.message,
            finding.code,
            finding.container,
            finding.row if finding.kind != "plan" else None,
            short_title(finding.text) if finding.kind != "plan" else None,
            finding.suggestion,
        )
        for finding in ordered[:_MOST_REMARKS]
    ]
    if len(ordered) > _MOST_REMARKS:
        lines.append((say("writeback.remarks-cut", language, n=len(ordered) - _MOST_REMARKS),))
    return [tuple(_say(name, language) for name in heading), *lines]


def _where(finding: Finding, language: Language) -> str:
    if finding.kind == "plan":
        return _say("whole-plan", language)
    if finding.container is None:
        return say("writeback.row", language, row=finding.row)
    return say("writeback.row-of-sheet", language, sheet=finding.container, row=finding.row)


def _seat(finding: Finding) -> tuple[str, int, str]:
    """Return what sorts findings as a reader of the sheets meets their rows."""
    return finding.container or "", finding.row, finding.owner_key


def _say(name: str, language: Language) -> str:
    return say(f"writeback.{name}", language)


def _as_read_back(row: SummaryRow, limits: TextLimits, language: Language) -> SummaryRow:
    """Return the row as the store gives it back: fitting texts, and an empty text or end of row is nothing."""
    kept = [(fit(value, limits, language) or None) if isinstance(value, str) else value for value in row]
    while kept and kept[-1] is None:
        kept.pop()
    return tuple(kept)
