"""A column a quarter ("Target Q1 … Target Q4"): which of them is the one that counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.tables.folding import fold
from okrsync.tables.header_rows import is_filled

if TYPE_CHECKING:
    from okrsync.tables.records import Meaning
    from okrsync.tables.roles import Assigned

_ROLES = ("baseline", "target", "current", "progress", "score", "status", "confidence")


def choose_quarters(meaning: Meaning, period: str | None) -> None:
    """Keep one column of each field that has one a quarter: the period's own, else the last that is filled."""
    digits = {word for word in fold(period or "") if any(mark.isdecimal() for mark in word)}
    for role in _ROLES:
        columns = [column for column in meaning.all(role) if column.reading.quarter]
        if not columns:
            continue
        plain = [column for column in meaning.all(role) if not column.reading.quarter]
        own = [column for column in columns if column.reading.quarter in digits]
        kept = (own or plain or _last_filled(meaning, columns))[0]
        meaning.columns = [
            column._replace(role="ignored", why=f"another quarter's {role}")
            if column.role == role and column is not kept
            else column
            for column in meaning.columns
        ]


def _last_filled(meaning: Meaning, columns: list[Assigned]) -> list[Assigned]:
    grid, rows = meaning.area.grid, meaning.area.rows[:200]
    filled = [column for column in columns if any(is_filled(grid.at(row, column.column)) for row in rows)]
    return (filled or columns)[-1:]
