"""Google Sheets as a source: read in one call, written inline in one atomic batch, harming nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from okrsync.edits import WriteOutcome
from okrsync.sources.base import Snapshot, TextLimits, Use
from okrsync.sources.google.book import Book, book_of
from okrsync.sources.google.changes import changes
from okrsync.sources.google.client import USUAL_PACE, GoogleClient, Pace
from okrsync.sources.google.marks import is_summary, standing
from okrsync.sources.google.wishes import wish_for
from okrsync.sources.google.writing import Writer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.addresses import GoogleSheetAddress
    from okrsync.edits import Edit
    from okrsync.model import Table
    from okrsync.sources.google.changes import Changes

_LIMITS = TextLimits(length=49_000)
"""Google takes 50,000 characters a cell; a note of ours has a first line too."""


@dataclass(slots=True)
class SheetSnapshot(Snapshot):
    """A spreadsheet as it stood at one moment, with what must be known to find its rows again."""

    book: Book = field(default_factory=lambda: Book("", "", None, []))


class GoogleSheetsSource:
    """One Google spreadsheet, all its tabs."""

    kind = "google-sheets"

    def __init__(
        self,
        address: GoogleSheetAddress,
        name: str,
        pace: Pace = USUAL_PACE,
        seconds: float | None = None,
    ) -> None:
        """Take note of the address, and of how long Google may be called in all; nobody signs in yet."""
        self.address = address
        self.name = name
        self._title = ""
        self._pace = pace if seconds is None else pace._replace(run_seconds=seconds)

    @cached_property
    def client(self) -> GoogleClient:
        """Return who talks to Google. Raises AccessError where there is no usable key."""
        return GoogleClient(self.address, self.name, self._pace)

    def read(self) -> SheetSnapshot:
        """Read all tabs but ours, in one call (one more to find a spreadsheet by its title).

        Raises AccessError, UnreadableError, TransientError.
        """
        answer, fingerprint = self.client.read()
        book = book_of(answer)
        self._title = book.title
        ours = standing(book)
        grids = [tab.grid for tab in book.tabs if not is_summary(tab, book.id)]
        return SheetSnapshot(self.name, grids, ours, fingerprint, locale=book.locale, limits=_LIMITS, book=book)

    def write(self, snapshot: Snapshot, tables: Sequence[Table], edits: Sequence[Edit], language: str) -> WriteOutcome:
        """Read again, follow rows that have moved, write in one atomic batch, and look at what came of it.

        A row that has changed since `snapshot` is skipped, and what we said beside it before is taken away.
        Raises WriteRefusedError, AccessError, TransientError.
        """
        if not edits:
            return WriteOutcome()
        book = _book_of(snapshot)
        wish = wish_for(book, snapshot.standing.summary, edits)
        writer = Writer(self.client, {snapshot.fingerprint: book})
        return _outcome(edits, writer.carry_out(wish, _right_edges(tables), language))

    def rehearse(self, snapshot: Snapshot, tables: Sequence[Table], edits: Sequence[Edit]) -> WriteOutcome:
        """Return what `write` would do if nobody changed anything meanwhile; nothing is sent."""
        book = _book_of(snapshot)
        wish = wish_for(book, snapshot.standing.summary, edits)
        return _outcome(edits, changes(book, wish, _right_edges(tables), snapshot.locale or "en"))

    def clean(self) -> WriteOutcome:
        """Take away every trace of okrsync. Raises WriteRefusedError, AccessError, TransientError."""
        return WriteOutcome(written=Writer(self.client, {}).clean())

    def title(self) -> str:
        """Return the title of the spreadsheet; see `Lent`."""
        return self._title

    def account(self) -> str | None:
        """Return the address of our service account; see `Lent`."""
        return self.client.account

    def see_that_it_may_write(self) -> None:
        """See `Lent`."""
        self.client.see_that_it_may_write()

    def use(self) -> Use:
        """Return the reads and writes so far; see `Lent`."""
        budgets = self.client.reader.budgets.values()
        return Use(sum(each.taken for each in budgets), sum(each.rate * 60 for each in budgets))


def _book_of(snapshot: Snapshot) -> Book:
    if not isinstance(snapshot, SheetSnapshot):
        raise TypeError("a spreadsheet is written from a snapshot of its own")
    return snapshot.book


def _right_edges(tables: Sequence[Table]) -> dict[str | None, int]:
    """Return, for each tab with tables, the last of their columns."""
    edges: dict[str | None, int] = {}
    for table in tables:
        last = max((column.index for column in table.columns if not column.role.startswith("okrsync_")), default=-1)
        if last >= 0:
            edges[table.container] = max(edges.get(table.container, -1), last)
    return edges


def _outcome(edits: Sequence[Edit], found: Changes) -> WriteOutcome:
    outcome = WriteOutcome()
    for edit in edits:
        where: list[tuple[object, ...]] = [(edit.container,), (edit.container, edit.row)]
        if edit.kind == "note":
            where = [(edit.container, edit.row), (edit.container, "note", edit.cell)]
        elif edit.kind == "summary":
            where = []
        else:
            where.append((edit.container, edit.row, edit.kind))
        reason = next((found.refused[key] for key in where if key in found.refused), None)
        if reason is None:
            outcome.written += 1
        else:
            outcome.skipped.append((edit, reason))
    return outcome
