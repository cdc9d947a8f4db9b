"""Counts as people say them: "1 warning", "12 alertes", "2 errors, 5 warnings"."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from okrsync.model import Severity
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from okrsync.model import Finding, Language


def counted(name: str, number: int, language: Language) -> str:
    """Return `number` things called `report.<name>-one` or `-many`: (“objectives”, 3) → "3 objectives"."""
    # "0 objectif" in French, "0 objectives" in English.
    single = number == 1 or (number == 0 and say("report.zero-is", language) == "one")
    return say(f"report.{name}-{'one' if single else 'many'}", language, n=grouped(number, language))


def grouped(number: int, language: Language) -> str:
    """Return a whole number with its thousands set apart as the language does: 12,345 or 12 345."""
    return f"{number:,}".replace(",", say("linting.thousands", language))


def by_severity(findings: Iterable[Finding], language: Language) -> str:
    """Return how many findings of each severity there are, worst first; empty where there are none."""
    numbers = Counter(finding.severity for finding in findings)
    said = (counted(f"severity-{severity.value}", numbers[severity], language) for severity in Severity)
    return ", ".join(text for severity, text in zip(Severity, said, strict=True) if numbers[severity])
