"""What every place where OKRs live must be able to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from okrsync.edits import Edit, WriteOutcome
    from okrsync.grid import Grid
    from okrsync.model import Ref, Table


ALL_KINDS = frozenset({"header", "score", "warnings", "note", "summary"})
"""Kinds of Edit."""


class TextLimits(NamedTuple):
    """What a text must be like for the store to hold it unchanged."""

    length: int = 32_767
    """Most characters of one cell, counted as Excel does (an emoji is two)."""
    line_break: str = "\n"
    """What stands between two findings in one cell: a CSV keeps each record on one line."""
    encoding: str = "utf-8"
    """Only characters of this encoding can be written."""


WORKBOOK_LIMITS = TextLimits()


@dataclass(slots=True)
class Standing:
    """What okrsync itself wrote earlier and still stands there."""

    cells: Mapping[tuple[str | None, str], str | float] = field(default_factory=dict)
    """(container, cell address) → value, for every filled cell of our score and warnings columns, headers included
    (formulas left out: they are somebody's). `Grid.own_columns` tells which column is which."""
    notes: Mapping[tuple[str | None, str], str] = field(default_factory=dict)
    """(container, cell address) → text of our comments (those that carry our mark)."""
    summary: tuple[tuple[str | float | None, ...], ...] | None = None
    """Rows of our summary tab as they were written (no trailing None), None where there is none."""
    taken: frozenset[tuple[str | None, str]] = frozenset()
    """(container, cell address) where a comment or thread of other people's stands, so that none of ours can."""


@dataclass(slots=True)
class Snapshot:
    """A source as it stood at one moment."""

    source: str
    grids: list[Grid]
    """All sheets but our own summary tab. Our columns are in the rows, named by `Grid.own_columns`."""
    standing: Standing = field(default_factory=Standing)
    fingerprint: str = ""
    """Changes whenever anything in the source does: a write onto another fingerprint is refused."""
    locale: str | None = None
    """Language that the source itself states, if any."""
    holds: frozenset[str] = ALL_KINDS
    """Kinds of Edit that the source has a place for: a CSV has none for notes and a summary."""
    limits: TextLimits = WORKBOOK_LIMITS


class Source(Protocol):
    """A place where OKRs live. Raises `SourceError` and its kinds, nothing else."""

    name: str
    kind: str

    def read(self) -> Snapshot:
        """Read everything once."""
        ...

    def write(self, snapshot: Snapshot, tables: Sequence[Table], edits: Sequence[Edit], language: str) -> WriteOutcome:
        """Carry out `edits` on our own columns, notes and summary, in one atomic step, or refuse.

        The meaning of each kind stands at `okrsync.edits.Edit`. Without edits nothing is touched.

        Raises WriteRefusedError where anything of other people's could be harmed or has changed since `snapshot`.
        """
        ...

    def clean(self) -> WriteOutcome:
        """Take away every trace of okrsync."""
        ...


@runtime_checkable
class Linking(Protocol):
    """A source whose rows have addresses that people can open."""

    def link(self, ref: Ref) -> str | None:
        """Return the URL of the row or page where an OKR stands, None where it has none."""
        ...


@runtime_checkable
class Rehearsing(Protocol):
    """A source that cannot be copied to try a write on the copy, and tells beforehand what a write would do."""

    def rehearse(self, snapshot: Snapshot, tables: Sequence[Table], edits: Sequence[Edit]) -> WriteOutcome:
        """Return what `write` would: `written` edits that would be, `skipped` ones that would not; nothing is sent.

        Raises WriteRefusedError or AccessError where the write itself would.
        """
        ...


class Use(NamedTuple):
    """How much of a store's quota was used."""

    calls: int
    """Made by this program with the credential, whatever for."""
    a_minute: float
    """Calls that the credential may make a minute, as far as we use that."""


@runtime_checkable
class Lent(Protocol):
    """A source elsewhere, which somebody lets us into with a credential: what `okrsync doctor` asks about that."""

    name: str
    kind: str

    def title(self) -> str:
        """Return what people call the place, "" before it was read."""
        ...

    def account(self) -> str | None:
        """Return whom people must share their sheets with or connect to their pages; None where that is a person.

        Raises SourceError where the store does not tell.
        """
        ...

    def see_that_it_may_write(self) -> None:
        """Ask to write, changing nothing. Raises AccessError that says what to click where that is refused."""
        ...

    def use(self) -> Use:
        """Return how much of the quota was used since the program began."""
        ...
