"""What the workbook part is told: our tab, and the hidden names by which our cells are found again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.errors import WriteRefusedError
from okrsync.grid import column_letters
from okrsync.sources.workbook.linking import relationship_attribute, root_of
from okrsync.sources.workbook.markup import (
    as_attribute,
    as_text,
    is_empty_element,
    local,
    parse,
    prefix_of,
    tag_end,
)

if TYPE_CHECKING:
    from okrsync.grid import Merge
    from okrsync.sources.workbook.linking import Dialect
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
        self.package = package
        self.text = package.part(package.workbook).text
        self.root, self.root_start, self.root_stop = root_of(self.text)
        self.children: list[tuple[str, int, int]] = []
        depth = 0
        begun = 0

        def start(_: str, __: list[str], at: int) -> None:
            nonlocal depth, begun
            depth += 1
            if depth == 2:  # noqa: PLR2004 - a child of the root
                begun = at

        def end(name: str, at: int) -> None:
            nonlocal depth
            if depth == 2:  # noqa: PLR2004 - as above
                self.children.append((name, begun, at))
            depth -= 1

        parse(self.text, start, end)

    def child(self, name: str) -> tuple[str, int, int] | None:
        """Return name with prefix, start, and offset of the end tag (behind it where the element is empty)."""
        return next((child for child in self.children if local(child[0]) == name), None)


def add_sheet(draft: Draft, book: WorkbookPart, dialect: Dialect, name: str, relationship: str) -> None:
    """List our tab as the last sheet."""
    sheets = book.child("sheets")
    if sheets is None:
        raise WriteRefusedError("workbook.odd-part", file=book.package.file, part=book.package.workbook)
    raw_name, _, stop = sheets
    used = [
        int(tag.attributes["sheetId"])
        for tag in book.package.tags(book.package.workbook, "sheet")
        if tag.attributes.get("sheetId", "").isdigit()
    ]
    reference = relationship_attribute(book.text, book.root_start, dialect, relationship)
    number = max(used, default=0) + 1
    draft.insert(
        book.package.workbook,
        stop,
        f'<{prefix_of(raw_name)}sheet name={as_attribute(name)} sheetId="{number}" {reference}/>',
    )


def add_names(draft: Draft, book: WorkbookPart, names: list[tuple[str, int, str]]) -> None:
    """Define hidden names: (name, index of the sheet that it belongs to, reference)."""
    part = book.package.workbook
    existing = book.child("definedNames")
    p = prefix_of(existing[0] if existing else book.root)
    inner = "".join(
        f'<{p}definedName name="{name}" localSheetId="{index}" hidden="1">{as_text(reference)}</{p}definedName>'
        for name, index, reference in names
    )
    if existing is None:
        at = next((at for name, at, _ in book.children if _follows_names(book, name, at)), book.root_stop)
        draft.insert(part, at, f"<{p}definedNames>{inner}</{p}definedNames>")
    elif is_empty_element(book.text, existing[1]):
        stop = tag_end(book.text, existing[1])
        draft.splice(part, stop - 2, stop, f">{inner}</{existing[0]}>")
    else:
        draft.insert(part, existing[2], inner)


def _follows_names(book: WorkbookPart, name: str, at: int) -> bool:
    sheets = book.child("sheets")
    return local(name) in _BEHIND_NAMES and (sheets is None or at > sheets[1])


def reference_to(sheet: str, cells: Merge) -> str:
    """Return the absolute reference to cells of one column of a sheet."""
    letters = column_letters(cells.left)
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!${letters}${cells.top + 1}:${letters}${cells.bottom + 1}"
