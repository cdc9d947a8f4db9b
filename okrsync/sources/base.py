"""What every place where OKRs live must be able to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from okrsync.grid import Grid
    from okrsync.model import Edit, Table, WriteOutcome


@dataclass(slots=True)
class Standing:
    """What okrsync itself wrote earlier and still stands there."""

    cells: Mapping[tuple[str | None, str], str | float] = field(default_factory=dict)
    """(container, cell address) → value, for our score and warnings columns, their headers included."""
    notes: Mapping[tuple[str | None, str], str] = field(default_factory=dict)
    """(container, cell address) → text of our comments (those that carry our mark)."""
    summary: tuple[tuple[str | float | None, ...], ...] | None = None
    """Rows of our summary tab, None where there is none."""


@dataclass(slots=True)
class Snapshot:
    """A source as it stood at one moment."""

    source: str
    grids: list[Grid]
    standing: Standing = field(default_factory=Standing)
    fingerprint: str = ""
    """Changes whenever anything in the source does: a write onto another fingerprint is refused."""
    locale: str | None = None
    """Language that the source itself states, if any."""


class Source(Protocol):
    """A place where OKRs live. Raises `SourceError` and its kinds, nothing else."""

    name: str
    kind: str

    def read(self) -> Snapshot:
        """Read everything once."""
        ...

    def write(self, snapshot: Snapshot, tables: Sequence[Table], edits: Sequence[Edit], language: str) -> WriteOutcome:
        """Carry out `edits` on our own columns, notes and summary, in one atomic step, or refuse.

        Raises WriteRefusedError where anything of other people's could be harmed or has changed since `snapshot`.
        """
        ...

    def clean(self) -> WriteOutcome:
        """Take away every trace of okrsync."""
        ...
