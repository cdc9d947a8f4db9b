"""What a write would change, cell by cell.

A file is written to in a copy that nobody sees, and the two are compared; a store elsewhere says what it would do.
"""

from __future__ import annotations

import shutil
import tempfile
import textwrap
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from okrsync.addresses import FileAddress
from okrsync.errors import WriteRefusedError
from okrsync.grid import place
from okrsync.sources import open_source
from okrsync.sources.base import Rehearsing
from okrsync.sources.files import refuse_if_locked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from okrsync.edits import Edit, WriteOutcome
    from okrsync.pipeline import Examined
    from okrsync.sources.base import Snapshot, Standing

    SummaryRows = tuple[tuple[str | float | None, ...], ...] | None
    Cells = Mapping[tuple[str | None, str], str | float]


_LONGEST_NAME = 50
"""Characters by which people know a page again."""


class Change(NamedTuple):
    """One place that would hold something else than it does."""

    kind: str
    """"cell", "note" or "summary" (one row of our tab); "header", "score", "warnings" for a cell without an address."""
    container: str | None
    cell: str
    """Address of the cell; where it has none, the title of the page or the number of the row."""
    was: str | float | None
    becomes: str | float | None


class Rehearsal(NamedTuple):
    """What a write would do."""

    changes: list[Change]
    outcome: WriteOutcome


def rehearse(examined: Examined, edits: Sequence[Edit]) -> Rehearsal:
    """Return what writing `edits` into the source would change; the source itself is not touched.

    Raises WriteRefusedError where the write itself would be refused.
    """
    source, snapshot = examined.source, examined.snapshot
    if isinstance(source, Rehearsing):
        outcome = source.rehearse(snapshot, examined.report.plan.tables, edits)
        skipped = {id(edit) for edit, _ in outcome.skipped}
        changes = [change for edit in edits if id(edit) not in skipped for change in _announced(edit, snapshot)]
        return Rehearsal(changes, outcome)
    if not isinstance(examined.address, FileAddress):
        raise TypeError(f"{source.kind} can neither be copied nor rehearse")
    return _rehearse_on_copy(examined, edits, examined.address.path)


def _announced(edit: Edit, snapshot: Snapshot) -> Iterator[Change]:
    """Yield what `edit` says that it changes."""
    if isinstance(edit.value, tuple):
        if edit.kind == "header":
            yield Change("header", edit.container, str(edit.row), edit.was, _joined(edit.value[0]))
        else:
            yield from _summary_changes(snapshot.standing.summary, edit.value)
    elif edit.kind == "summary":
        yield from _summary_changes(snapshot.standing.summary, None)
    else:
        yield Change(edit.kind, edit.container, edit.cell or _row_name(edit, snapshot), edit.was, edit.value)


def _row_name(edit: Edit, snapshot: Snapshot) -> str:
    """Return the title of a page, whose row has no number that anybody sees; else the number of the row."""
    grid = next((grid for grid in snapshot.grids if grid.name == edit.container and grid.row_keys), None)
    title = grid.at(edit.row - 1, 0) if grid else None
    return textwrap.shorten(title, _LONGEST_NAME, placeholder="…") if isinstance(title, str) else str(edit.row)


def _rehearse_on_copy(examined: Examined, edits: Sequence[Edit], path: Path) -> Rehearsal:
    refuse_if_locked(path)
    with tempfile.TemporaryDirectory(prefix="okrsync-") as folder:
        copy = Path(folder) / path.name
        try:
            shutil.copyfile(path, copy)
        except OSError as error:
            raise WriteRefusedError(
                "errors.no-copy", file=path, reason=error.strerror or type(error).__name__
            ) from error
        source = open_source(copy, examined.source.name, backup=False)
        outcome = source.write(examined.snapshot, examined.report.plan.tables, edits, examined.language)
        after = source.read().standing if edits else examined.snapshot.standing
    return Rehearsal(list(_changes(examined.snapshot.standing, after)), outcome)


def _changes(before: Standing, after: Standing) -> Iterator[Change]:
    yield from _differing("cell", before.cells, after.cells)
    yield from _differing("note", before.notes, after.notes)
    yield from _summary_changes(before.summary, after.summary)


def _summary_changes(before: SummaryRows, after: SummaryRows) -> Iterator[Change]:
    rows = zip_longest(before or (), after or (), fillvalue=())
    for number, (was, becomes) in enumerate(rows, start=1):
        if was != becomes:
            yield Change("summary", None, str(number), _joined(was), _joined(becomes))


def _differing(kind: str, before: Cells, after: Cells) -> Iterator[Change]:
    places = sorted({*before, *after}, key=lambda each: (each[0] or "", place(each[1])))
    for container, cell in places:
        was, becomes = before.get((container, cell)), after.get((container, cell))
        if was != becomes:
            yield Change(kind, container, cell, was, becomes)


def _joined(row: tuple[str | float | None, ...]) -> str | None:
    return " | ".join(value if isinstance(value, str) else f"{value:g}" for value in row if value is not None) or None
