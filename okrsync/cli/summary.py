"""One line a source: what was read, how it scores, what was found, what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.report.counting import by_severity, counted, grouped
from okrsync.report.document import source_entry
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.edits import Edit, WriteOutcome
    from okrsync.model import Language, Plan
    from okrsync.pipeline import Examined


def summary_line(
    examined: Examined, language: Language, edits: Sequence[Edit] = (), outcome: WriteOutcome | None = None
) -> str:
    """Return the line; what was written only where there is an `outcome` of `edits`."""
    entry = source_entry(examined.report)
    parts = [counts(examined.report.plan, language)]
    if entry["score"] is not None:
        parts.append(say("cli.scored", language, score=f"{entry['score']:.0f}", grade=entry["grade"]))
    parts.append(by_severity(examined.report.findings, language) or say("cli.no-findings", language))
    if outcome is not None:
        same = unchanged(examined, edits)
        parts.append(
            say("cli.written", language, written=grouped(outcome.written, language), same=grouped(same, language))
        )
        if outcome.backup:
            parts.append(say("cli.backup", language, backup=outcome.backup))
    return say("cli.summary-line", language, name=entry["name"], parts=" · ".join(parts))


def counts(plan: Plan, language: Language) -> str:
    """Return how many OKRs there are: "3 objectives, 9 key results"."""
    key_results = sum(len(objective.key_results) for objective in plan.objectives) + len(plan.orphans)
    return ", ".join(
        (counted("objectives", len(plan.objectives), language), counted("key-results", key_results, language))
    )


def unchanged(examined: Examined, edits: Sequence[Edit]) -> int:
    """Return how many cells and comments of ours stood there already as they should."""
    standing = examined.snapshot.standing
    changed = sum(1 for edit in edits if edit.was is not None and edit.kind != "summary")
    return max(len(standing.cells) + len(standing.notes) - changed, 0)
