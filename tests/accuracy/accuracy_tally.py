"""Counts of right and wrong findings, and the figures that follow from them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.pipeline import Manner, judge
from okrsync.plans import plan_of_sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accuracy_sets import Item, Kind

    from okrsync.model import Finding

NOISE = {
    "objective": frozenset({"OB101", "OB102", "OB103", "OB105"}),
    "key_result": frozenset({"KR101", "KR102", "KR105", "KR106"}),
}
"""Rules whose findings on a clean row cry wolf."""


@dataclass(slots=True)
class Tally:
    """How often a rule was right."""

    right: int = 0
    false: int = 0
    missed: int = 0

    def add(self, *, expected: bool, found: bool) -> None:
        """Count one sentence."""
        self.right += expected and found
        self.false += found and not expected
        self.missed += expected and not found

    @property
    def precision(self) -> float:
        """Return which share of its findings is right, 0..1."""
        return self.right / (self.right + self.false) if self.right + self.false else 0.0

    @property
    def recall(self) -> float:
        """Return which share of what it should find it finds, 0..1."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall, 0..1."""
        total = 2 * self.right + self.false + self.missed
        return 2 * self.right / total if total else 0.0

    @property
    def expected(self) -> int:
        """Return how many sentences the rule should speak of."""
        return self.right + self.missed

    def __str__(self) -> str:
        """Return the figures in one line."""
        return f"P {self.precision:.2f} R {self.recall:.2f} F1 {self.f1:.2f} n {self.expected}"


def findings_in(sentences: Sequence[str], kind: Kind, language: str) -> list[list[Finding]]:
    """Return what okrsync finds in each sentence, exactly as `okrsync lint -` does."""
    report = judge(plan_of_sentences(sentences, kind, language), Manner(language=language))
    found: list[list[Finding]] = [[] for _ in sentences]
    for finding in report.findings:
        if finding.kind != "plan":
            found[finding.row - 1].append(finding)
    return found


def codes_in(sentences: Sequence[str], kind: Kind, language: str) -> list[frozenset[str]]:
    """Return the codes of the rules that speak of each sentence."""
    return [frozenset(finding.code for finding in found) for found in findings_in(sentences, kind, language)]


def findings_of(items: Iterable[Item]) -> dict[str, list[Finding]]:
    """Return item id → findings."""
    groups: defaultdict[tuple[Kind, str], list[Item]] = defaultdict(list)
    for item in items:
        groups[item.kind, item.language].append(item)
    answer: dict[str, list[Finding]] = {}
    for (kind, language), part in groups.items():
        found = findings_in([item.text for item in part], kind, language)
        answer.update({item.id: each for item, each in zip(part, found, strict=True)})
    return answer


def tally(items: Iterable[Item], found: dict[str, list[Finding]], code: str) -> Tally:
    """Return how often one rule was right on `items` of its kind."""
    counts = Tally()
    for item in items:
        if code not in item.disputed:
            counts.add(expected=code in item.gold, found=any(finding.code == code for finding in found[item.id]))
    return counts


def noisy(items: Iterable[Item], found: dict[str, list[Finding]]) -> tuple[list[Item], int]:
    """Return the clean rows that are warned nevertheless, and how many clean rows there are."""
    clean = [item for item in items if item.clean]
    warned = [item for item in clean if any(finding.code in NOISE[item.kind] for finding in found[item.id])]
    return warned, len(clean)


def macro_f1(tallies: Iterable[Tally], least: int = 10) -> float:
    """Return the mean F1 of the rules that have at least `least` sentences to find."""
    scores = [counts.f1 for counts in tallies if counts.expected >= least]
    return sum(scores) / len(scores) if scores else 0.0
