"""What became of a plan: what was written, what was left for the next run, what failed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from okrsync.sync.plan import Plan

if TYPE_CHECKING:
    from okrsync.errors import OkrsyncError
    from okrsync.sync.plan import Step


MOST_FAILURES = 3
"""Failures in a row after which a store is left alone until the next run."""


class Left(NamedTuple):
    """Something that was planned and not done, since somebody was faster: the next run looks at it again."""

    step: Step
    why: str
    """Key of the sentence that says why."""
    field: str | None = None


@dataclass(slots=True)
class Outcome:
    """What became of a plan."""

    run: int | None = None
    """Number of the run, None where there was nothing to do."""
    cells: int = 0
    """Cells of existing records that were written."""
    created: int = 0
    deleted: int = 0
    left: list[Left] = field(default_factory=list)
    failures: list[OkrsyncError] = field(default_factory=list)
    plan: Plan = field(default_factory=Plan)
    """What was planned."""

    def leave(self, step: Step, why: str = "sync.changed-meanwhile", name: str | None = None) -> None:
        """Leave a step, or one field of it, to the next run."""
        self.left.append(Left(step, why, name))

    @property
    def reasons(self) -> list[OkrsyncError]:
        """Return what failed, the same sentence once: a file that is open elsewhere refuses every record of it."""
        return list({(error.key, repr(error.values)): error for error in self.failures}.values())

    @property
    def is_complete(self) -> bool:
        """Tell whether all that was planned was done."""
        return not (self.left or self.failures)

    @property
    def is_quiet(self) -> bool:
        """Tell whether nothing was written to either store, as on most nights."""
        return not (self.cells or self.created or self.deleted or self.failures)
