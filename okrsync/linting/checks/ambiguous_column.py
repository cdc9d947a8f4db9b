"""Finds columns that could be taken for two things: people should know which one okrsync took."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.linting.checks.base import Hit
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import AnyOptions, PlanContext
    from okrsync.model import Language

_IGNORED = "ignored"


def check(context: PlanContext, _options: AnyOptions) -> Iterator[Hit]:
    """Yield one hit on the plan for each column with a rival role, the same column of many tables told once."""
    told: set[tuple[str, str]] = set()
    for table in context.plan.tables:
        for column in table.columns:
            header = " ".join(column.header.split())
            if not column.rivals or not header or (header, column.role) in told:
                continue
            told.add((header, column.role))
            rivals = tuple(role_name(rival, context.language) for rival in column.rivals)
            values = {
                "column": header,
                "role": role_name(column.role, context.language),
                "rivals": rivals,
                "rival": column.rivals[0],
            }
            yield Hit(reason="unmapped" if column.role == _IGNORED else "default", values=values)


def role_name(role: str, language: Language) -> str:
    """Return what a role of a column is called in plain words, the role itself where nobody named it."""
    try:
        return say(f"cli.role-{role.replace('_', '-')}", language)
    except KeyError:
        return role
