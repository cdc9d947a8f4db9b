"""What a write would change, cell by cell: it is carried out on a copy that nobody sees, and the two are compared."""

from __future__ import annotations

import shutil
import tempfile
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from okrsync.errors import WriteRefusedError
from okrsync.grid import place
from okrsync.sources import open_source
from okrsync.sources.files import refuse_if_locked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from okrsync.edits import Edit, WriteOutcome
    from okrsync.pipeline import Examined
    from okrsync.sources.base import Standing

    Cells = Mapping[tuple[str | None, str], str | float]


class Change(NamedTuple):
    """One place that would hold something else than it does."""

    kind: str
    """"cell", "note" or "summary" (one row of our tab)."""
    container: str | None
    cell: str
    """Address of the cell; for a row of our tab, its number."""
    was: str | float | None
    becomes: str | float | None


class Rehearsal(NamedTuple):
    """What a write would do."""

    changes: list[Change]
    outcome: WriteOutcome


def rehearse(examined: Examined, edits: Sequence[Edit], path: Path) -> Rehearsal:
    """Return what writing `edits` into the file at `path` would change; the file itself is not touched.

    Raises WriteRefusedError where the write itself would be refused.
    """
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
    rows = zip_longest(before.summary or (), after.summary or (), fillvalue=())
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
