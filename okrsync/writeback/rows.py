"""Which OKRs stand on which row, what the row's score is, and what there is to say about it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from okrsync.writeback.texts import seriousness, shown

if TYPE_CHECKING:
    from okrsync.model import Finding, KeyResult, Language, Objective, Report


class Remark(NamedTuple):
    """A finding as it stands in a row's warnings cell."""

    finding: Finding
    about: str | None
    """Key of the sentence that says whom it is about; None where that goes without saying."""
    title: str


@dataclass(slots=True)
class Row:
    """One row of a sheet that carries OKRs."""

    container: str | None
    number: int
    """1-based."""
    objectives: list[Objective] = field(default_factory=list)
    key_results: list[KeyResult] = field(default_factory=list)
    points: dict[tuple[str, str], int] = field(default_factory=dict)
    """(kind, key) → score 0..100 as people see it, for those that have one."""
    found: dict[tuple[str, str], list[Finding]] = field(default_factory=dict)
    """(kind, key) → findings."""

    @property
    def anchor(self) -> str:
        """Return the identity of the row: the key result's where there is just one, else the objective's."""
        if self.objectives and len(self.key_results) != 1:
            return self.objectives[0].ref.key
        return self.key_results[0].ref.key

    @property
    def score(self) -> int | None:
        """Return the whole number 0..100 that the row shows, None where none of its OKRs has a score."""
        key_results = [("key_result", item.key) for item in self.key_results]
        objectives = [("objective", item.key) for item in self.objectives]
        first, second = (key_results, objectives) if len(key_results) == 1 else (objectives, key_results)
        for items in (first, second):
            known = [self.points[item] for item in items if item in self.points]
            if known:
                # Several at once: the row is as good as the OKR that needs most care.
                return min(known)
        return None

    @property
    def findings(self) -> list[Finding]:
        """Return all findings of the row's OKRs."""
        return [finding for several in self.found.values() for finding in several]

    def remarks(self) -> list[Remark]:
        """Return what the warnings cell says, the most serious first, each OKR named where the row carries several."""
        worth = set(map(id, shown(self.findings)))
        said = [
            *(
                Remark(finding, self._about_objective(), item.title)
                for item in self.objectives
                for finding in self.found.get(("objective", item.key), ())
            ),
            *(
                Remark(finding, "writeback.about-one" if len(self.key_results) > 1 else None, item.title)
                for item in self.key_results
                for finding in self.found.get(("key_result", item.key), ())
            ),
        ]
        return sorted(
            (remark for remark in said if id(remark.finding) in worth), key=lambda remark: seriousness(remark.finding)
        )

    def language(self) -> Language:
        """Return the language of most of its remarks."""
        spoken = Counter(finding.lang for finding in self.findings)
        return min(spoken, key=lambda code: (-spoken[code], code))

    def _about_objective(self) -> str | None:
        if len(self.objectives) > 1:
            return "writeback.about-one"
        return "writeback.about-objective" if self.key_results else None


def rows_of(report: Report) -> list[Row]:
    """Return the rows that carry OKRs, in the order of the sheets' rows."""
    points = {(score.kind, score.key): score.shown for score in report.scores}
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in report.findings:
        found.setdefault((finding.kind, finding.owner_key), []).append(finding)
    rows: dict[tuple[str | None, int], Row] = {}

    def row_of(item: Objective | KeyResult, kind: str) -> Row:
        ref = item.ref
        row = rows.setdefault((ref.container, ref.row), Row(ref.container, ref.row))
        identity = (kind, item.key)
        if identity in points:
            row.points[identity] = points[identity]
        if identity in found:
            row.found[identity] = found[identity]
        return row

    for objective in report.plan.objectives:
        row_of(objective, "objective").objectives.append(objective)
        for key_result in objective.key_results:
            row_of(key_result, "key_result").key_results.append(key_result)
    for key_result in report.plan.orphans:
        row_of(key_result, "key_result").key_results.append(key_result)
    return sorted(rows.values(), key=lambda row: (row.container or "", row.number))
