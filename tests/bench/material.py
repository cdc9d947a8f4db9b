"""Sentences and workbooks of any size to time okrsync on: our own words, no two sentences alike."""

from __future__ import annotations

import csv
import itertools
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
    "Improve {subject} in region {n}",
    "Raise {subject} from {low} % to {high} % in region {n}",
    "Reduce {subject} by {low} % at site {n} by June 30",
    "Launch a campaign on {subject} for branch {n}",
    "Deliver {low} workshops about {subject} to team {n}",
    "Maintain {subject} above {high} % at site {n}",
    "Bring {subject} to {high} and also train {low} people in region {n}",
    "Work on {subject} with branch {n} as soon as possible",
)


def sentences(count: int) -> Iterator[str]:
    """Yield `count` different key results, good and bad ones in turn."""
    kinds = itertools.cycle(itertools.product(SHAPES, SUBJECTS))
    for number, (shape, subject) in zip(range(count), kinds, strict=False):
        low = 3 + number % 40
        yield shape.format(subject=subject, n=number, low=low, high=low + 17)


def rows(count: int) -> Iterator[list[object]]:
    """Yield a header and `count` key results, four to an objective, twelve columns."""
    yield [
        "Objective", "Key result", "Owner", "Team", "Baseline", "Target", "Current", "Progress", "Status", "Due",
        "Quarter", "Notes",
    ]  # fmt: skip
    for number, title in enumerate(sentences(count)):
        group = number // 4
        objective = f"Make branch {group} the place where neighbours meet"
        yield [
            objective, title, f"Person {number % 900}", f"Team {group % 300}", number % 30, 40 + number % 50,
            number % 40, (number % 100) / 100, "On track", "2026-12-31", "Q4 2026", "checked with the shop",
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
