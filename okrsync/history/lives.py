"""What became of findings between two runs: new, still open, fixed, or gone for another reason. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from okrsync.model import Finding


class Outcome(StrEnum):
    """Why a finding is no longer told."""

    FIXED = "fixed"
    """Its OKR is there, its rule was asked, and found nothing."""
    GONE = "gone"
    """Its OKR is no longer in the sheet."""
    SILENCED = "silenced"
    """Nobody asked any more: the rule was switched off, or the row asks to be spared."""


class Told(NamedTuple):
    """Identity of a finding across runs: which OKR (None: the plan), which rule, which field."""

    okr: int | None
    code: str
    field: str


class Lives(NamedTuple):
    """Findings sorted by what became of them."""

    new: dict[Told, Finding]
    still: dict[Told, Finding]
    closed: dict[Told, Outcome]

    @property
    def fixed(self) -> int:
        """Return how many were fixed."""
        return sum(outcome is Outcome.FIXED for outcome in self.closed.values())


def lives(
    before: Collection[Told],
    now: Mapping[Told, Finding],
    *,
    there: Collection[int],
    asked: Collection[str],
    silenced: Collection[tuple[int, str]],
) -> Lives:
    """Return what became of the findings that were open `before`, and which of those of `now` are new.

    `there` are the OKRs that are still in the sheet, `asked` the codes of the rules of this run, `silenced` pairs of an
    OKR and a code that its row asks to be spared.
    """

    def outcome(told: Told) -> Outcome:
        if told.okr is not None and told.okr not in there:
            return Outcome.GONE
        if told.code not in asked or (told.okr is not None and (told.okr, told.code) in silenced):
            return Outcome.SILENCED
        return Outcome.FIXED

    return Lives(
        new={told: finding for told, finding in now.items() if told not in before},
        still={told: finding for told, finding in now.items() if told in before},
        closed={told: outcome(told) for told in before if told not in now},
    )
