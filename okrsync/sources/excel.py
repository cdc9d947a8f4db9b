"""Workbooks (.xlsx, .xlsm) as a source: read fast, written in place, harming nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.edits import WriteOutcome
from okrsync.sources.base import Snapshot
from okrsync.sources.files import (
    backup_that,
    content_to_change,
    drop_traces,
    fingerprint,
    read_content,
    refuse_if_locked,
    replace_content,
)
from okrsync.sources.workbook.cleaning import cleaned
from okrsync.sources.workbook.package import Package
from okrsync.sources.workbook.reading import read_grids
from okrsync.sources.workbook.rewriting import rewritten
from okrsync.sources.workbook.standing import read_standing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from okrsync.edits import Edit
    from okrsync.model import Table


class ExcelSource:
    """One workbook file."""

    kind = "excel"

    def __init__(self, path: Path, name: str, *, backup: bool = True) -> None:
        """Name the file and what the source is called; nothing is read yet. `backup` keeps the file as it first was."""
        self.path = path
        self.name = name
        self._backup = backup

    def read(self) -> Snapshot:
        """Read all worksheets, values and look, and what stands there of ours.

        Raises TerminalError where there is no file to read, UnreadableError where it is no workbook.
        """
        content = read_content(self.path)
        package = Package(content, str(self.path))
        grids = read_grids(package)
        standing = read_standing(package, grids)
        return Snapshot(self.name, list(grids.values()), standing, fingerprint(content))

    def write(self, snapshot: Snapshot, tables: Sequence[Table], edits: Sequence[Edit], language: str) -> WriteOutcome:
        """Carry out `edits` in the file, in one step; see `Source.write`.

        Raises WriteRefusedError where the file is locked, sealed, changed since it was read, or too odd to be sure;
        UnreadableError where it is damaged. The file is then as it was.
        """
        if not edits:
            return WriteOutcome()
        content = content_to_change(self.path, snapshot.fingerprint)
        result = rewritten(Package(content, str(self.path)), snapshot, tables, edits, language)
        outcome = WriteOutcome(written=len(edits) - len(result.skipped), skipped=result.skipped)
        if result.content is not None:
            backup = replace_content(
                self.path, result.content, expected=snapshot.fingerprint, backup=self._backup and result.is_first
            )
            outcome.backup = str(backup) if backup else None
        return outcome

    def clean(self) -> WriteOutcome:
        """Take every trace of okrsync out: to the byte where nobody else has saved the file since.

        Where every part is again what it was, the backup takes the file's place, so that its packing is too.
        Raises WriteRefusedError where the file is locked or sealed, UnreadableError where it is damaged.
        """
        content = read_content(self.path)
        package = cleaned(content, str(self.path))
        if package is None:
            drop_traces(self.path, content)
            return WriteOutcome()
        refuse_if_locked(self.path)
        new = backup_that(self.path, package.has_the_parts_of) or package.packed()
        replace_content(self.path, new, expected=fingerprint(content), backup=False)
        drop_traces(self.path, new)
        return WriteOutcome(written=1)
