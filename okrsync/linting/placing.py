"""A hit becomes a finding: said in the right language, at the very cell, as serious as the profile will have it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.linting.phrasing import language_of_message, message, suggestion
from okrsync.model import COLUMN_OF, Finding, KeyResult, Severity

if TYPE_CHECKING:
    from okrsync.linting.checks.base import Hit, PlanContext
    from okrsync.linting.rule import Rule
    from okrsync.model import Language, Objective, Plan

    Item = KeyResult | Objective


class Placing:
    """How the hits of one run become findings."""

    def __init__(self, context: PlanContext, threshold: float) -> None:
        """Keep the plan, and the confidence (0..1) below which a finding is an info, which costs no points."""
        self.sheet_language = context.language
        self.source = context.plan.source
        self.threshold = threshold
        self.head = _head(context.plan)

    def finding(self, rule: Rule, hit: Hit, item: Item | None, language: Language) -> Finding:
        """Return the finding for `hit` of `rule` at `item` (None: the plan itself), written in `language`.

        Raises KeyError if a message names a value that the check did not give.
        """
        spoken = language_of_message(rule, language, self.sheet_language)
        values = {"title": item.title if item else "", **hit.values}
        confidence = rule.confidence if hit.confidence is None else hit.confidence
        severity = rule.severity if confidence >= self.threshold else Severity.INFO
        points = 0.0 if severity is Severity.INFO else rule.weight
        said = message(rule, hit.reason, values, spoken)
        advice = suggestion(rule, hit.reason, values, spoken)
        if item is None:
            container, row = self.head
            return Finding(
                rule.code, rule.name, severity, confidence, said, advice, spoken, self.source, container, row,
                None, hit.field, "", None, "plan", self.source, points,
            )  # fmt: skip
        ref = item.ref
        kind = "key_result" if isinstance(item, KeyResult) else "objective"
        text = item.title
        span = hit.span if hit.span and hit.span[0] < hit.span[1] else None  # no words: nothing to underline
        cell = ref.cells.get("title")
        if hit.field != "title":
            column = COLUMN_OF.get(hit.field, hit.field)
            text = item.typed.get(hit.field) or item.typed.get(column) or text
            cell = ref.cells.get(hit.field) or ref.cells.get(column) or cell
        return Finding(
            rule.code, rule.name, severity, confidence, said, advice, spoken, ref.source, ref.container, ref.row,
            cell, hit.field, text, span, kind, item.key, points,
        )  # fmt: skip


def _head(plan: Plan) -> tuple[str | None, int]:
    """Return where to say what concerns the whole plan: the header of its first table."""
    if not plan.tables:
        return None, 1
    table = plan.tables[0]
    return table.container, table.header_row or table.first_row


def in_order(findings: list[Finding], plan: Plan) -> list[Finding]:
    """Return findings by place: the plan's own first, then sheet by sheet and row by row as the person sees them.

    Where a rule finds the same thing twice in one OKR, or in the plan as a whole, only the first costs points: a fault
    is paid once.
    """
    containers = [table.container for table in plan.tables]
    containers += [objective.ref.container for objective in plan.objectives]
    containers += [orphan.ref.container for orphan in plan.orphans]
    places = {container: number for number, container in enumerate(dict.fromkeys(containers))}
    last = len(places)
    findings.sort(
        key=lambda finding: (
            finding.kind != "plan",
            places.get(finding.container, last),
            finding.row,
            finding.kind != "objective",
            finding.owner_key,
            finding.code,
            finding.span or (0, 0),
            finding.field,
            finding.message,
        )
    )
    return _paid_once(findings)


def _paid_once(findings: list[Finding]) -> list[Finding]:
    paid: set[tuple[str, str, str]] = set()
    answer = []
    for finding in findings:
        fault = (finding.code, finding.kind, finding.owner_key)
        if finding.points:
            if fault in paid:
                finding = finding._replace(points=0.0)  # noqa: PLW2901 - the same finding, paid for already
            paid.add(fault)
        answer.append(finding)
    return answer
