"""Every trace of okrsync taken out of a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.sources.workbook.marks import read_marks, titled_columns
from okrsync.sources.workbook.package import Package
from okrsync.sources.workbook.reading import read_grids
from okrsync.sources.workbook.refusing import refuse_if_sealed
from okrsync.sources.workbook.restoring import restore
from okrsync.sources.workbook.stripping import strip

if TYPE_CHECKING:
    from okrsync.grid import Merge


def cleaned(content: bytes, file: str) -> Package | None:
    """Return the workbook without anything of ours, None where there is nothing.

    Raises UnreadableError, and WriteRefusedError where the file is sealed.
    """
    package = Package(content, file)
    undone = restore(package)
    if undone:
        # What was undone to may itself hold older traces, which another program had saved.
        package.list_sheets_again()
    found = strip(package, titled_cells(package, read_again=undone), keep_tab=False)
    if not undone and not found:
        return None
    refuse_if_sealed(package)
    return package


def titled_cells(package: Package, *, read_again: bool = False) -> dict[str, dict[str, Merge]]:
    """Return our cells on sheets that have lost our names, found by our titles. Raises UnreadableError."""
    marks = read_marks(package)
    current = Package(package.packed(), package.file) if read_again else package
    found = {}
    for name, grid in read_grids(current).items():
        sheet = next(sheet for sheet in package.sheets if sheet.name == name)
        ours = {} if sheet.index in marks.columns else titled_columns(grid)
        if ours:
            found[name] = ours
    return found
