"""The three-way merge of one field: a pure table of what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from okrsync.sync.settings import DEFAULT_RULE, FieldRule, Side


class Verdict(StrEnum):
    """What becomes of a field."""

    NOTHING = "nothing"
    """It stays as it is: nobody has changed it since it was last seen."""
    AGREED = "agreed"
    """Both sides hold the same: only what was last seen advances."""
    TO_A = "to-a"
    TO_B = "to-b"
    CONFLICT = "conflict"
    """Both stay as they are until a person decides."""

    @property
    def target(self) -> Side | None:
        """Return the side that is written."""
        return {Verdict.TO_A: Side.A, Verdict.TO_B: Side.B}.get(self)


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known of one field of two linked records."""

    agree: bool
    """Both hold the same, up to what both stores can hold."""
    known: bool
    """There is a value last seen on each side."""
    a_changed: bool = False
    b_changed: bool = False
    """Against the value last seen on that side; meaningless where `known` is false."""
    a_blank: bool = False
    b_blank: bool = False
    a_writable: bool = True
    b_writable: bool = True
    rule: FieldRule = DEFAULT_RULE
    choice: Side | None = None
    """The side that a person took in an open conflict."""

    def may_write(self, side: Side) -> bool:
        """Tell whether the field may be written on `side`: by its rule, and by what the store lets us write."""
        writable = self.a_writable if side is Side.A else self.b_writable
        return writable and self.rule.direction.goes_to(side)


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a field, and whether somebody's edit is overwritten by it."""

    verdict: Verdict
    overrules: bool = False
    """The value that is written over was somebody's edit that nobody on the other side has seen: it is kept."""


_NOTHING, _CONFLICT = Decision(Verdict.NOTHING), Decision(Verdict.CONFLICT)
_TO = {Side.A: Verdict.TO_A, Side.B: Verdict.TO_B}


def merged(field: Situation) -> Decision:  # noqa: PLR0911 - one line of the table, one return
    """Return what becomes of a field.

    Where nothing is known of it (the first run, or the state was lost) blanks are filled and every difference is a
    conflict, whatever its rule says: nobody's value is overwritten on a guess.
    """
    if field.agree:
        return Decision(Verdict.AGREED)
    if not (field.may_write(Side.A) or field.may_write(Side.B)):
        return _NOTHING
    if not field.known:
        return _first_meeting(field)
    if not (field.a_changed or field.b_changed):
        if field.choice and field.may_write(field.choice.other):
            return Decision(_TO[field.choice.other], overrules=True)
        return _NOTHING
    if not (field.a_changed and field.b_changed):
        target = Side.B if field.a_changed else Side.A
        if field.may_write(target):
            return Decision(_TO[target])
    winner = field.rule.policy.winner
    if winner and field.may_write(winner.other):
        return Decision(_TO[winner.other], overrules=True)
    return _CONFLICT


def _first_meeting(field: Situation) -> Decision:
    if field.a_blank and field.may_write(Side.A):
        return Decision(Verdict.TO_A)
    if field.b_blank and field.may_write(Side.B):
        return Decision(Verdict.TO_B)
    return _CONFLICT
