"""From a workbook as it stands to the same with the edits carried out, all in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from okrsync.errors import WriteRefusedError
from okrsync.sources.workbook.cleaning import titled_cells
from okrsync.sources.workbook.desired import desired
from okrsync.sources.workbook.marks import read_marks
from okrsync.sources.workbook.markup import DamagedPartError, feed, new_parser
from okrsync.sources.workbook.refusing import refuse_if_sealed
from okrsync.sources.workbook.restoring import RECORD, restore
from okrsync.sources.workbook.stripping import strip
from okrsync.sources.workbook.widths import Width, widths_in
from okrsync.sources.workbook.writing import Writer
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.edits import Edit
    from okrsync.model import Table
    from okrsync.sources.base import Snapshot
    from okrsync.sources.workbook.desired import Desired
    from okrsync.sources.workbook.package import Package
    from okrsync.sources.workbook.writing import Refused


@dataclass(slots=True)
class Rewritten:
    """The outcome."""

    content: bytes | None
    """The whole file, None where nothing changes."""
    is_first: bool
    """Whether there was nothing of ours in the file before."""
    skipped: list[tuple[Edit, str]] = field(default_factory=list)


def rewritten(
    package: Package, snapshot: Snapshot, tables: Sequence[Table], edits: Sequence[Edit], language: str
) -> Rewritten:
    """Return the workbook with `edits` carried out.

    What is ours is first taken out, to the byte if nobody else has saved the file, and then put in anew: so the
    outcome does not depend on how often okrsync has been here, and all of it can be taken out again.
    Raises WriteRefusedError, UnreadableError.
    """
    refuse_if_sealed(package)
    wanted = desired(snapshot, edits)
    marks = read_marks(package)
    is_first = not (package.has(RECORD) or marks.columns or marks.summary is not None)
    widths = _widths(package, wanted)
    tab = None if marks.summary is None else package.sheets[marks.summary]
    tab_name = say("writeback.summary-tab", language) if tab is None else tab.name
    _take_out(package, snapshot, keep_tab=wanted.summary is not None)
    kept = read_marks(package).summary
    right_of = _right_edges(tables)
    writer = Writer(package, tab_name, None if kept is None else package.sheets[kept])
    writer.write(wanted, right_of, widths)
    skipped = _skipped(edits, writer.refused)
    if not package.differs():
        return Rewritten(None, is_first, skipped)
    _check(package)
    return Rewritten(package.packed(), is_first, skipped)


def _take_out(package: Package, snapshot: Snapshot, *, keep_tab: bool) -> None:
    """Take everything of ours out; our tab, where another program has saved it, may keep its place, emptied."""
    undone = restore(package)
    package.list_sheets_again()
    left = read_marks(package)
    lost_names = bool(snapshot.standing.notes) or any(grid.own_columns for grid in snapshot.grids)
    if left.columns or left.summary is not None or (lost_names and not undone):
        strip(package, {} if undone else titled_cells(package), keep_tab=keep_tab)


def _widths(package: Package, wanted: Desired) -> dict[tuple[str, str], Width]:
    """Return the widths that our columns have now: somebody may have changed them."""
    found: dict[tuple[str, str], Width] = {}
    for sheet in package.sheets:
        wish = wanted.sheets.get(sheet.name)
        if wish is not None and wish.columns and sheet.is_grid:
            widths = widths_in(package.part(sheet.part).text)
            found.update({(sheet.name, mark): widths[at] for mark, at in wish.columns.items() if at in widths})
    return found


def _right_edges(tables: Sequence[Table]) -> dict[str, int]:
    """Return, for each sheet with tables, the last of their columns."""
    edges: dict[str, int] = {}
    for table in tables:
        name = table.container or ""
        last = max((column.index for column in table.columns), default=-1)
        edges[name] = max(edges.get(name, -1), last)
    return edges


def _skipped(edits: Sequence[Edit], refused: Refused) -> list[tuple[Edit, str]]:
    skipped = []
    for edit in edits:
        keys = [(edit.container, "", -1), (edit.container, edit.kind, edit.row)]
        if edit.kind in {"score", "warnings", "header"}:
            keys.append((edit.container, "cells", -1))
        elif edit.kind == "note":
            keys.append((edit.container, f"note {edit.cell}", -1))
        reason = next((refused[key] for key in keys if key in refused), None)
        if reason is not None:
            skipped.append((edit, reason))
    return skipped


def _check(package: Package) -> None:
    """Raise WriteRefusedError if any part that was touched does not read as XML any more: better no write than that."""
    for name in [*package.replaced, *package.added]:
        if name not in package.removed and name.lower().endswith((".xml", ".rels")):
            try:
                feed(new_parser(), package.part(name).text)
            except DamagedPartError:
                raise WriteRefusedError("workbook.odd-part", file=package.file, part=name) from None
