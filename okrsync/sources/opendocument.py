"""OpenDocument spreadsheets (.ods): two columns, notes and a tab of ours in content.xml, every other entry as it was.

`clean` gives content.xml back to the byte as long as nobody else has saved the document since; where the backup holds
the same parts, the file itself too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.edits import WriteOutcome
from okrsync.grid import address, place
from okrsync.sources.base import Snapshot, Standing, TextLimits
from okrsync.sources.document.cells import LAST_COLUMN, can_change, row_for
from okrsync.sources.document.ours import (
    Ours,
    SheetOurs,
    addresses,
    base_of,
    find_ours,
    peoples_sheets,
    with_ours,
    without_ours,
)
from okrsync.sources.document.package import CONTENT, content_of, opened_archive, parts, refuse_if_signed
from okrsync.sources.document.rows import place_of
from okrsync.sources.files import (
    backup_that,
    content_to_change,
    drop_traces,
    fingerprint,
    read_content,
    refuse_if_locked,
    replace_content,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from okrsync.edits import Edit
    from okrsync.model import Table
    from okrsync.sources.document.content import Content

_LIMITS = TextLimits(line_break=" • ")
"""One line a cell: a second one would ask for a higher row, and rows are not ours."""


class OpenDocumentSource:
    """One .ods file."""

    kind = "ods"

    def __init__(self, path: Path, name: str, *, backup: bool = True) -> None:
        """Take note of the file; nothing is read yet."""
        self.path = path
        self.name = name
        self._backup = backup

    def read(self) -> Snapshot:
        """Return all sheets but our tab. Raises SourceError's kinds for what is no readable document."""
        data = read_content(self.path)
        content = content_of(opened_archive(data, str(self.path)), str(self.path))
        ours = find_ours(content)
        sheets = peoples_sheets(content, ours)
        standing = Standing(
            cells=addresses(ours),
            notes={(name, address(*at)): text for (name, at), text in ours.notes.items()},
            summary=ours.summary,
            taken=frozenset(
                (sheet.grid.name, address(*at))
                for sheet in sheets
                for at, note in sheet.notes.items()
                if not note.is_ours
            ),
        )
        return Snapshot(self.name, [sheet.grid for sheet in sheets], standing, fingerprint(data), limits=_LIMITS)

    def write(self, snapshot: Snapshot, tables: Sequence[Table], edits: Sequence[Edit], language: str) -> WriteOutcome:
        """Put our cells, notes and tab into content.xml.

        Raises WriteRefusedError, with nothing written, if the file changed since it was read, may not be written, or
        is signed.
        """
        del tables  # the sheet itself tells how far it reaches
        outcome = WriteOutcome()
        if not edits:
            return outcome
        data = content_to_change(self.path, snapshot.fingerprint)
        archive = opened_archive(data, str(self.path))
        refuse_if_signed(archive, str(self.path))
        content = content_of(archive, str(self.path))
        ours = find_ours(content)
        first = not len(ours)
        base = base_of(content, ours)
        for edit in edits:
            reason = _refusal(base, ours, edit)
            if reason is None:
                _carry_out(base, ours, edit)
                outcome.written += 1
            else:
                outcome.skipped.append((edit, reason))
        if not outcome.written:
            return outcome
        ours.sheets = {name: sheet for name, sheet in ours.sheets.items() if sheet.cells}
        xml = with_ours(base, ours, language) if len(ours) else base.xml
        new = archive.rewritten({CONTENT: xml}, {}, ())
        kept = replace_content(self.path, new, expected=snapshot.fingerprint, backup=self._backup and first)
        outcome.backup = str(kept) if kept else None
        return outcome

    def clean(self) -> WriteOutcome:
        """Take our cells, notes and tab away, and the backup where it holds the same parts as the file then does."""
        refuse_if_locked(self.path)
        data = read_content(self.path)
        archive = opened_archive(data, str(self.path))
        content = content_of(archive, str(self.path))
        ours = find_ours(content)
        if not len(ours):
            drop_traces(self.path, data)
            return WriteOutcome()
        new = archive.rewritten({CONTENT: without_ours(content, ours)}, {}, ())
        same = parts(opened_archive(new, str(self.path)))
        # Zipped again, the same parts rarely give the same bytes; the backup has them.
        new = backup_that(self.path, lambda former: parts(opened_archive(former, str(self.path))) == same) or new
        replace_content(self.path, new, expected=fingerprint(data), backup=False)
        drop_traces(self.path, new)
        return WriteOutcome(written=len(ours))


def _refusal(base: Content, ours: Ours, edit: Edit) -> str | None:
    """Return the key of the reason why `edit` cannot be carried out, None where it can."""
    if edit.kind == "summary":
        return None
    sheet = next((sheet for sheet in base.sheets if sheet.grid.name == edit.container), None)
    where = place_of(sheet, edit.row - 1) if sheet is not None else None
    if sheet is None or where is None:
        return "sources.no-room"
    if sheet.protected:
        return "sources.protected-sheet"
    if edit.kind == "note":
        return None
    row = row_for(base.xml[where.start : where.stop], 1)
    own = ours.sheets.get(edit.container or "")
    column = own.column if own is not None else sheet.width
    parts = (0, 1) if edit.kind == "header" else (int(edit.kind == "warnings"),)
    if column + 1 > LAST_COLUMN or not all(can_change(row, column + part) for part in parts):
        return "sources.no-room"
    return None


def _carry_out(base: Content, ours: Ours, edit: Edit) -> None:
    container, row = edit.container or "", edit.row - 1
    if edit.kind == "summary":
        ours.summary = edit.value if isinstance(edit.value, tuple) else None
        ours.tab = ours.tab if ours.summary is not None else None
        return
    if edit.kind == "note":
        at = (container, place(edit.cell or ""))
        if isinstance(edit.value, str):
            ours.notes[at] = edit.value
        else:
            ours.notes.pop(at, None)
        return
    width = next(sheet.width for sheet in base.sheets if sheet.grid.name == edit.container)
    sheet_ours = ours.sheets.setdefault(container, SheetOurs(width))
    values: Sequence[object] = (edit.value,)
    if edit.kind == "header":
        values = edit.value[0] if isinstance(edit.value, tuple) else (None, None)
    for part, value in enumerate(values, start=int(edit.kind == "warnings")):
        if isinstance(value, str | float | int):
            sheet_ours.cells[row, part] = value
        else:
            sheet_ours.cells.pop((row, part), None)
