"""Who is told how a run goes: the log, a service that waits for a sign of life, figures for a monitor, traces.

An observer is one module with one class. Whatever goes wrong in one of them, the run goes on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from okrsync.edits import Edit, WriteOutcome
    from okrsync.errors import OkrsyncError
    from okrsync.pipeline import Examined, Job


@dataclass(slots=True)
class SourceRun:
    """What became of one source."""

    job: Job
    examined: Examined | None = None
    """None where it could not be read."""
    edits: Sequence[Edit] = ()
    outcome: WriteOutcome | None = None
    """None where nothing could be written."""
    error: OkrsyncError | None = None
    seconds: float = 0.0

    @property
    def is_whole(self) -> bool:
        """Tell whether everything could be read and written."""
        return self.error is None and self.outcome is not None and not self.outcome.skipped


@dataclass(slots=True)
class Run:
    """One run: what it set out to do, and what came of it so far."""

    number: int
    """As the history counts them; 0 where there is none."""
    began: datetime
    names: Sequence[str]
    """Of the sources."""
    sources: list[SourceRun] = field(default_factory=list)
    ended: datetime | None = None
    exit_code: int = 0


class Observer(Protocol):
    """Somebody who is told."""

    def run_began(self, run: Run) -> None:
        """Hear that a run begins."""
        ...

    def source_ended(self, run: Run, source: SourceRun) -> None:
        """Hear what became of a source."""
        ...

    def run_ended(self, run: Run) -> None:
        """Hear how it ended."""
        ...
