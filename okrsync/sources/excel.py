"""Workbooks (.xlsx, .xlsm) as a source: read fast, written in place, harming nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.sources.base import Snapshot
from okrsync.sources.files import fingerprint, read_content

if TYPE_CHECKING:
    from pathlib import Path


class ExcelSource:
    """One workbook file."""

    kind = "excel"

    def __init__(self, path: Path, name: str, *, backup: bool = True) -> None:
        """Name the file and what the source is called; nothing is read yet. `backup`: keep one at the first write."""
        self.path = path
        self.name = name
        self._backup = backup

    def read(self) -> Snapshot:
        """Read all worksheets, values and look, and what stands there of ours.

        Raises TerminalError where there is no file to read, UnreadableError where it is no workbook.
        """
        from okrsync.sources.workbook.package import Package
        from okrsync.sources.workbook.reading import read_grids
        from okrsync.sources.workbook.standing import read_standing

        content = read_content(self.path)
        package = Package(content, str(self.path))
        grids = read_grids(package)
        standing = read_standing(package, grids)
        return Snapshot(self.name, list(grids.values()), standing, fingerprint(content))
