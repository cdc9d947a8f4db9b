"""What the workbook part is told: our tab, and the hidden names by which our cells are found again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.errors import WriteRefusedError
from okrsync.grid import column_letters
from okrsync.sources.workbook.linking import relationship_attribute
from okrsync.sources.workbook.markup import as_attribute, as_text

if TYPE_CHECKING:
    from okrsync.grid import Merge
    from okrsync.sources.workbook.linking import Dialect
    from okrsync.sources.workbook.markup import Element
    from okrsync.sources.workbook.package import Package
    from okrsync.sources.workbook.restoring import Draft

_BEHIND_NAMES = frozenset({
    "calcPr", "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing",
    "fileRecoveryPr", "webPublishObjects", "extLst", "AlternateContent",
})  # fmt: skip
"""Children of CT_Workbook that follow definedNames: ECMA-376 part 1, 18.2.27."""


class WorkbookPart:
    """The workbook part: where sheets and names stand."""

    def __init__(self, package: Package) -> None:
        """Find the places. Raises UnreadableError."""
        self.package, self.part = package, package.workbook
        self.text = package.part(self.part).text
        self.root, *self.inner = package.elements(self.part, 3)

    def child(self, tag: str) -> Element | None:
        """Return a child of the root."""
        return next((element for element in self.inner if element.depth == 2 and element.tag == tag), None)  # noqa: PLR2004 - children

    def all(self, tag: str) -> list[Element]:
        """Return all elements of that name among the children of the root and theirs."""
        return [element for element in self.inner if element.tag == tag]

    def place_for_names(self) -> int:
        """Return the offset where definedNames belongs."""
        sheets = self.child("sheets")
        behind = sheets.stop if sheets else 0
        later = (element for element in self.inner if element.tag in _BEHIND_NAMES and element.start >= behind)
        return next((element.start for element in later), self.root.end)


def add_sheet(draft: Draft, book: WorkbookPart, dialect: Dialect, name: str, relationship: str) -> None:
    """List our tab as the last sheet."""
    sheets = book.child("sheets")
    if sheets is None:
        raise WriteRefusedError("workbook.odd-part", file=book.package.file, part=book.part)
    used = [int(stated) for sheet in book.all("sheet") if (stated := sheet.attributes.get("sheetId", "")).isdecimal()]
    reference = relationship_attribute(book.root.attributes, dialect, relationship)
    number = max(used, default=0) + 1
    new = f'<{sheets.prefix}sheet name={as_attribute(name)} sheetId="{number}" {reference}/>'
    draft.append(book.part, sheets, new)


def add_names(draft: Draft, book: WorkbookPart, names: list[tuple[str, int, str]]) -> None:
    """Define hidden names: (name, index of the sheet that it belongs to, reference)."""
    if not names:
        return
    existing = book.child("definedNames")
    p = (existing or book.root).prefix
    inner = "".join(
        f'<{p}definedName name="{name}" localSheetId="{index}" hidden="1">{as_text(reference)}</{p}definedName>'
        for name, index, reference in names
    )
    if existing is None:
        draft.insert(book.part, book.place_for_names(), f"<{p}definedNames>{inner}</{p}definedNames>")
    else:
        draft.append(book.part, existing, inner)


def reference_to(sheet: str, cells: Merge) -> str:
    """Return the absolute reference to cells of one column of a sheet."""
    letters = column_letters(cells.left)
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!${letters}${cells.top + 1}:${letters}${cells.bottom + 1}"
