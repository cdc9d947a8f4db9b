"""How one pair of sources is to be kept in step."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Side(StrEnum):
    """One of the two sources."""

    A = "a"
    B = "b"

    @property
    def other(self) -> Side:
        """Return the other one."""
        return Side.B if self is Side.A else Side.A


SIDES = (Side.A, Side.B)


class Direction(StrEnum):
    """Which way a field's changes go."""

    BOTH = "two-way"
    TO_B = "a-to-b"
    TO_A = "b-to-a"

    def goes_to(self, side: Side) -> bool:
        """Tell whether changes go to `side`."""
        return self is Direction.BOTH or self is (Direction.TO_A if side is Side.A else Direction.TO_B)


class Policy(StrEnum):
    """Who wins where both sides changed a field."""

    MANUAL = "manual"
    A_WINS = "a-wins"
    B_WINS = "b-wins"

    @property
    def winner(self) -> Side | None:
        """Return the side that wins, None where a person decides."""
        return {Policy.A_WINS: Side.A, Policy.B_WINS: Side.B}.get(self)


@dataclass(frozen=True, slots=True)
class FieldRule:
    """What holds for one field."""

    direction: Direction = Direction.BOTH
    policy: Policy = Policy.MANUAL


DEFAULT_RULE = FieldRule()


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for one pair."""

    fields: Mapping[str, FieldRule] = field(default_factory=dict)
    """Fields that must be there on both sides."""
    others: FieldRule | None = DEFAULT_RULE
    """What holds for all other fields that both sides have; None leaves them alone."""
    key: str = "title"
    """Field by which records are matched the first time. The title counts within its objective."""
    creates: frozenset[Side] = frozenset(SIDES)
    """Where a record is made that only the other side has. Elsewhere such records are nobody's business."""
    deletes: bool = False
    """Whether a record that a person deleted on one side is deleted on the other; else it only stays unlinked."""
    most_deletes_share: float = 0.2
    """Share of all links, 0..1, that may end in one run …"""
    most_deletes_least: int = 3
    """… though always this many."""
    accepted_deletes: int | None = None
    """How many may end this once (`--accept-deletes N`)."""

    def rule(self, name: str) -> FieldRule | None:
        """Return what holds for a field, None where it is left alone."""
        return self.fields.get(name, self.others)

    def most_deletes(self, links: int) -> int:
        """Return how many of `links` may end in one run."""
        if self.accepted_deletes is not None:
            return self.accepted_deletes
        return max(self.most_deletes_least, int(self.most_deletes_share * links))
