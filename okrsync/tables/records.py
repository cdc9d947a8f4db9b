"""What layouts hand over: objectives and key results as rows and cells, before their values are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from okrsync.tables.headers import KEY_RESULT, OBJECTIVE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from okrsync.tables.areas import Area
    from okrsync.tables.roles import Assigned

KINDS = frozenset({OBJECTIVE, KEY_RESULT})

Cell = tuple[int, int]
"""0-based row and column."""


@dataclass(slots=True)
class Meaning:
    """A table understood: its columns with their roles, and how it is laid out."""

    area: Area
    columns: list[Assigned]
    language: str | None
    layout: str = ""
    confidence: float = 0.0
    records: list[Record] = field(default_factory=list)
    joined: bool = False
    """Key results of another table point at its rows, so that all of them are objectives."""

    @property
    def container(self) -> str | None:
        """Return the name of the sheet."""
        return self.area.grid.name

    def all(self, role: str) -> list[Assigned]:
        """Return the columns that play `role`, from left to right."""
        return [column for column in self.columns if column.role == role]

    def first(self, role: str) -> int | None:
        """Return the first column that plays `role`."""
        return next((column.column for column in self.columns if column.role == role), None)

    def has(self, role: str) -> bool:
        """Tell whether any column plays `role`."""
        return self.first(role) is not None

    def known_kind(self) -> str | None:
        """Return what the store itself says that all rows are: "objective" or "key_result"; None where it does not."""
        known = self.area.grid.known_roles
        return next((known[column] for column in self.area.columns if known.get(column) in KINDS), None)

    def text(self, row: int, column: int | None) -> str:
        """Return the text of a cell, tidied; numbers as short as they are; "" where it is empty."""
        value = None if column is None else self.area.grid.at(row, column)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else " ".join(str(value).split())


@dataclass(slots=True)
class Record:
    """One objective or key result and the cells that tell of it."""

    kind: str
    title: str
    row: int
    meaning: Meaning
    columns: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Field → its columns in this row, the title's among them; shared by all rows alike. Only owners have several."""
    code: str | None = None
    parent: Record | None = None
    """The objective of a key result."""
    parent_codes: tuple[str, ...] = ()
    """What the parent column says: ids or titles."""
    above: Record | None = None
    """The objective that this one contributes to, where a column or the tree says so."""
    level: str | None = None
    team: str | None = None
    period: str | None = None
    elsewhere: dict[str, Cell] = field(default_factory=dict)
    """Field → its cell, for what stands on another row (above a table, in a card)."""
    texts: dict[str, str] = field(default_factory=dict)
    """Fields that stand in words before the table ("Owner: Jane"), label taken off."""

    def place(self, role: str) -> Cell | None:
        """Return the first cell of a field."""
        if role in self.elsewhere:
            return self.elsewhere[role]
        columns = self.columns.get(role)
        return (self.row, columns[0]) if columns else None

    def fields(self) -> set[str]:
        """Return the fields that the row has a cell for."""
        return {*self.columns, *self.elsewhere}
