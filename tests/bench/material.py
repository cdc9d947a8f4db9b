"""Sentences and workbooks of any size to time okrsync on: our own words, no two sentences alike."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUBJECTS = (
    "activation of new accounts", "the satisfaction of our 4,200 members", "delivery time to the shops",
    "invoice errors", "the share of repeat orders", "staff turnover in the depots", "first-call resolution",
    "the onboarding guide", "energy used per tonne", "applications from graduates", "late library returns",
)  # fmt: skip
SHAPES = (
    "Raise {subject} from {low} % to {high} % in region {n}",
    "Reduce {subject} from {high} to {low} at site {n} by December 31",
    "Improve {subject} in region {n}",
    "Bring {subject} to {high} % in region {n}",
    "Launch a campaign on {subject} for branch {n}",
    "Lift {subject} at site {n} from {low} to {high} points",
    "Deliver {low} workshops about {subject} to team {n}",
    "Cut {subject} in half for branch {n}, from {high} to {low}",
)
"""Half of them read well; a plan in which every row is wrong would time something else."""


def sentences(count: int) -> Iterator[str]:
    """Yield `count` different key results, good and bad ones in turn."""
    for number in range(count):
        low = 3 + number % 40
        subject = SUBJECTS[number % len(SUBJECTS)]
        yield SHAPES[number % len(SHAPES)].format(subject=subject, n=number, low=low, high=2 * low)


def rows(count: int) -> Iterator[list[object]]:
    """Yield a header and `count` key results, four to an objective, twelve columns, kept as a careful team would."""
    yield [
        "Objective", "Key result", "Owner", "Team", "Baseline", "Target", "Current", "Progress", "Status", "Due",
        "Quarter", "Notes",
    ]  # fmt: skip
    for number, title in enumerate(sentences(count)):
        group, low = number // 4, 3 + number % 40
        falling = "Reduce" in title or "Cut" in title
        baseline, target = (2 * low, low) if falling else (low, 2 * low)
        progress = 0.6
        current = baseline + (target - baseline) * progress
        objective = f"Make branch {group} the place where neighbours meet"
        yield [
            objective, title, f"Person {number % 2900}", f"Team {group % 1200}", baseline, target, current, progress,
            "On track", f"2026-12-{10 + number % 20}", "Q4 2026", "checked with the shop",
        ]  # fmt: skip


def write_workbook(path: Path, count: int) -> None:
    """Write `count` key results as a workbook."""
    from openpyxl import Workbook  # noqa: PLC0415 - only the bench pays for it

    book = Workbook(write_only=True)
    sheet = book.create_sheet("OKR")
    for row in rows(count):
        sheet.append(row)
    book.save(path)


def write_csv(path: Path, count: int) -> None:
    """Write `count` key results as a CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows(count))
