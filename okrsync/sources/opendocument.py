"""OpenDocument spreadsheets (.ods): two columns, notes and a tab of ours in content.xml, every other entry as it was.

`clean` gives content.xml back to the byte as long as nobody else has saved the document since; where the backup holds
the same parts, the file itself too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.edits import WriteOutcome
from okrsync.errors import UnreadableError, WriteRefusedError
from okrsync.grid import address, place
from okrsync.sources.base import Snapshot, Standing, TextLimits
from okrsync.sources.document.cells import LAST_COLUMN, can_change, row_for
from okrsync.sources.document.content import Content
from okrsync.sources.document.ours import (
    Ours,
    SheetOurs,
    addresses,
    find_ours,
    is_summary,
    place_of,
    with_ours,
    without_ours,
)
from okrsync.sources.files import (
    backup_that,
    content_to_change,
    drop_traces,
    fingerprint,
    read_content,
    refuse_if_locked,
    replace_content,
)
from okrsync.sources.workbook.archive import Archive
from okrsync.sources.workbook.markup import DamagedPartError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from okrsync.edits import Edit
    from okrsync.model import Table

_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
_SIGNATURES = "meta-inf/documentsignatures.xml"
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
        content = _content(self._archive(data), str(self.path))
        ours = find_ours(content)
        sheets = [sheet for sheet in content.sheets if not is_summary(sheet.grid)]
        for sheet in sheets:
            own = ours.sheets.get(sheet.grid.name or "")
            if own is not None:
                sheet.grid.own_columns = {own.column: "okrsync_score", own.column + 1: "okrsync_warnings"}
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
        archive = self._archive(data)
        if _SIGNATURES in archive.by_name:
            raise WriteRefusedError("sources.signed-document", file=self.path)
        content = _content(archive, str(self.path))
        ours = find_ours(content)
        first = not len(ours)
        base = content if first else Content(without_ours(content, ours), content.styles, content.file)
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
        new = archive.rewritten({_CONTENT: xml}, {}, ())
        kept = replace_content(self.path, new, expected=snapshot.fingerprint, backup=self._backup and first)
        outcome.backup = str(kept) if kept else None
        return outcome

    def clean(self) -> WriteOutcome:
        """Take our cells, notes and tab away, and the backup where it holds the same parts as the file then does."""
        refuse_if_locked(self.path)
        data = read_content(self.path)
        archive = self._archive(data)
        content = _content(archive, str(self.path))
        ours = find_ours(content)
        if not len(ours):
            drop_traces(self.path, data)
            return WriteOutcome()
        new = archive.rewritten({_CONTENT: without_ours(content, ours)}, {}, ())
        parts = _parts(self._archive(new))
        # Zipped again, the same parts rarely give the same bytes; the backup has them.
        new = backup_that(self.path, lambda former: _parts(self._archive(former)) == parts) or new
        replace_content(self.path, new, expected=fingerprint(data), backup=False)
        drop_traces(self.path, new)
        return WriteOutcome(written=len(ours))

    def _archive(self, data: bytes) -> Archive:
        archive = Archive(data, str(self.path))
        manifest = archive.by_name.get(_MANIFEST.lower())
        locked = manifest is not None and b"encryption-data" in archive.content(manifest)
        if locked or "encrypted-package" in archive.by_name:
            raise UnreadableError("sources.encrypted-document", file=self.path)
        if _CONTENT not in archive.by_name or _CONTENT in archive.twice:
            raise UnreadableError("sources.unreadable-document", file=self.path, part=_CONTENT)
        return archive


def _parts(archive: Archive) -> list[tuple[str, int, int]]:
    return [(entry.name, entry.crc, entry.size) for entry in archive.entries]


def _content(archive: Archive, file: str) -> Content:
    styles = archive.by_name.get(_STYLES)
    try:
        return Content(
            archive.content(archive.by_name[_CONTENT]),
            archive.content(styles) if styles is not None else b"<none/>",
            file,
        )
    except DamagedPartError:
        raise UnreadableError("sources.unreadable-document", file=file, part=_CONTENT) from None


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
