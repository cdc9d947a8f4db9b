"""Whose each field is: the objective's, the key result's, or both, where one row tells of the two at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.tables.headers import KEY_RESULT, OBJECTIVE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from okrsync.tables.records import Meaning
    from okrsync.tables.roles import Assigned

OBJECTIVE_FIELDS = frozenset({"period", "level", "team", "ambition", "parent", "supports"})
KEY_RESULT_FIELDS = frozenset({"baseline", "target", "current", "unit", "metric", "direction"})
SHARED_FIELDS = frozenset(
    {
        "owner",
        "progress",
        "score",
        "status",
        "confidence",
        "weight",
        "check_in",
        "ignore",
        "due",
        "id",
        "description",
        "comment",
    }
)
OWN_FIELDS = frozenset({"okrsync_score", "okrsync_warnings"})
KEPT = OBJECTIVE_FIELDS | KEY_RESULT_FIELDS | SHARED_FIELDS | OWN_FIELDS
_ENOUGH_GROUPS = 200


def fields_of(columns: Iterable[Assigned], title: int) -> dict[str, tuple[int, ...]]:
    """Return field → columns of a kind of row: the first that plays the role, all of them for owners."""
    fields: dict[str, tuple[int, ...]] = {"title": (title,)}
    for column in columns:
        if column.role in KEPT and (column.role == "owner" or column.role not in fields):
            fields[column.role] = (*fields.get(column.role, ()), column.column)
    return fields


class Ownership:
    """Splits the columns of a table between objectives and key results by header, place and pattern."""

    def __init__(self, meaning: Meaning, key_result: int, groups: list[list[int]]) -> None:
        """Settle it. `groups`: the rows of each objective, `key_result`: the column of their titles."""
        self.meaning, self.key_result = meaning, key_result
        self.groups = [group for group in groups if len(group) > 1][:_ENOUGH_GROUPS]
        objective = meaning.first(OBJECTIVE)
        self.repeated = any(meaning.text(row, objective) for group in self.groups for row in group[1:])
        owners = [(column, self._owner(column)) for column in meaning.columns if column.role in KEPT]
        self.of_objective = [column for column, owner in owners if owner in (OBJECTIVE, "both")]
        self.of_key_result = [column for column, owner in owners if owner in (KEY_RESULT, "both")]

    def _owner(self, column: Assigned) -> str:
        if column.role in OWN_FIELDS:
            return "both"
        if column.role in KEY_RESULT_FIELDS:
            return KEY_RESULT
        if column.scope:
            return column.scope
        return OBJECTIVE if column.role in OBJECTIVE_FIELDS else self._by_pattern(column)

    def _by_pattern(self, column: Assigned) -> str:
        """Tell whose a shared field is: filled on an objective's first row only, the same on all, or row by row."""
        before = column.column < self.key_result
        filled = [[self.meaning.text(row, column.column) for row in group] for group in self.groups]
        said = [texts for texts in filled if any(texts)]
        first_only = bool(said) and all(texts[0] and not any(texts[1:]) for texts in said)
        # To the right of the key results, or where objectives are repeated on each row, once may be chance.
        enough = 1 if before and not self.repeated else 2
        if (first_only and len(said) >= enough) or self._is_merged(column):
            return OBJECTIVE
        twins = [other for other in self.meaning.all(column.role) if not other.scope]
        if before and any(other.column > self.key_result for other in twins):
            return OBJECTIVE
        if before and filled and all(len(set(texts)) == 1 for texts in filled):
            return OBJECTIVE if column.role == "id" else "both"
        if before and not filled and column.role == "owner":
            # With one key result each nothing tells but the place: beside the objective, or before both.
            objective = self.meaning.first(OBJECTIVE)
            return OBJECTIVE if objective is not None and objective < column.column else "both"
        return OBJECTIVE if before and column.role in ("description", "comment") else KEY_RESULT

    def _is_merged(self, column: Assigned) -> bool:
        area = self.meaning.area
        return any(
            merge.left == column.column == merge.right and merge.bottom > merge.top and merge.top >= area.rows[0]
            for merge in area.grid.merges
        )
