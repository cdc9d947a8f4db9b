"""Our traces taken out of a workbook that another program has saved since, where nothing can be undone to the byte."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from okrsync.sources.workbook.areas import areas
from okrsync.sources.workbook.linking import drop_ties
from okrsync.sources.workbook.marks import SCORE, SUMMARY, WARNINGS, read_marks
from okrsync.sources.workbook.markup import tag_end
from okrsync.sources.workbook.package import relationships_part
from okrsync.sources.workbook.registering import WorkbookPart
from okrsync.sources.workbook.restoring import RECORD, Draft
from okrsync.sources.workbook.sheet_map import SheetMap
from okrsync.sources.workbook.strip_notes import strip_notes
from okrsync.sources.workbook.strip_strings import blank_strings, string_numbers
from okrsync.sources.workbook.widths import drop_widths

if TYPE_CHECKING:
    from collections.abc import Mapping

    from okrsync.grid import Merge
    from okrsync.sources.workbook.markup import Element
    from okrsync.sources.workbook.package import Package, Sheet

_FORMULA = re.compile(rb"<(?:[^\s:>/]+:)?f[\s/>]")


def strip(package: Package, titled: Mapping[str, Mapping[str, Merge]], *, keep_tab: bool) -> bool:
    """Take out our cells, colours, comments, names and tab; tell whether there was anything.

    `titled`: sheet → mark → our cells, where they were found by our titles. With `keep_tab` our tab keeps its place,
    empty, and its name. Raises UnreadableError.
    """
    marks = read_marks(package)
    draft = Draft(package)
    loose: set[int] = set()
    for sheet in package.sheets:
        if not sheet.is_grid or sheet.index == marks.summary:
            continue
        ours = marks.columns.get(sheet.index) or titled.get(sheet.name, {})
        if ours:
            loose |= _strip_columns(draft, sheet, ours)
        strip_notes(draft, sheet)
    tab = None if marks.summary is None else package.sheets[marks.summary]
    if tab is not None and tab.is_grid:
        loose |= string_numbers(package.part(tab.part).text)
    _strip_workbook(draft, None if keep_tab else tab, keep_tab=keep_tab and tab is not None)
    if package.has(RECORD):
        _drop_part(draft, package.workbook, RECORD)
    found = bool(draft.splices)
    if tab is not None:
        _strip_tab(draft, tab, keep_tab=keep_tab)
    draft.settle(record=False)
    package.list_sheets_again()
    if loose:
        blank_strings(package, loose)
    return found


def _strip_columns(draft: Draft, sheet: Sheet, ours: Mapping[str, Merge]) -> set[int]:
    """Take our cells, their colours and widths out of a sheet; return the numbers of their shared strings."""
    sheet_map = SheetMap(draft.package, sheet.part)
    loose: set[int] = set()
    for row in sheet_map.rows:
        for cells in ours.values():
            span = sheet_map.cell_span(row, cells.left) if cells.top <= row.number <= cells.bottom else None
            if span is not None and not _FORMULA.search(sheet_map.text, *span):
                draft.splice(sheet.part, *span, "")
                loose |= string_numbers(sheet_map.text[slice(*span)])
    score = ours.get(SCORE)
    for child in sheet_map.children:
        if child.name == "conditionalFormatting" and score is not None:
            head = sheet_map.text[child.start : tag_end(sheet_map.text, child.start)].decode("utf-8")
            stated = re.search(r"""\bsqref\s*=\s*["']([^"']*)""", head)
            if stated and all(
                area.left == area.right == score.left and score.top <= area.top and area.bottom <= score.bottom
                for area in areas(stated.group(1))
            ):
                draft.splice(sheet.part, child.start, child.stop, "")
    drop_widths(draft, sheet_map, {cells.left for cells in ours.values()})
    return loose


def _strip_workbook(draft: Draft, tab: Sheet | None, *, keep_tab: bool) -> None:
    """Take our names out, and our tab's place in the list of sheets."""
    book = WorkbookPart(draft.package)
    gone = {SCORE, WARNINGS} | (set() if keep_tab else {SUMMARY})
    index = None if tab is None else str(tab.index)
    names = book.all("definedName")
    leaving = [
        name
        for name in names
        if name.attributes.get("name") in gone or name.attributes.get("localSheetId", "") == index
    ]
    whole = book.child("definedNames")
    if whole is not None and leaving and len(leaving) == len(names):
        draft.drop(book.part, whole)
    else:
        for name in leaving:
            draft.drop(book.part, name)
    if tab is None:
        return
    draft.drop(book.part, book.all("sheet")[tab.index])
    for name in names:
        if name not in leaving:
            _lower(draft, book, name, "localSheetId", tab.index)
    for view in book.all("workbookView"):
        for key in ("firstSheet", "activeTab"):
            _lower(draft, book, view, key, tab.index)


def _lower(draft: Draft, book: WorkbookPart, element: Element, key: str, index: int) -> None:
    """Lower the sheet's index in an attribute by one, where it counts our tab."""
    stop = tag_end(book.text, element.start)
    found = re.compile(rb"\b" + key.encode() + rb"""\s*=\s*["'](\d+)["']""").search(book.text, element.start, stop)
    if found and int(found.group(1)) >= max(index, 1):
        number = int(found.group(1)) - 1 if int(found.group(1)) > index else 0
        draft.splice(book.part, found.start(1), found.end(1), str(number))


def _strip_tab(draft: Draft, tab: Sheet, *, keep_tab: bool) -> None:
    package = draft.package
    own = relationships_part(tab.part)
    for relationship in package.relationships(tab.part):
        if not relationship.external and relationship.kind == "printerSettings" and package.has(relationship.target):
            package.remove(relationship.target)
    if package.has(own):
        package.remove(own)
    if keep_tab:
        text = package.part(tab.part).text
        found = re.search(
            rb"""<(?:[^\s:>/]+:)?worksheet\b[^>]*?xmlns(?::\w+)?\s*=\s*["'](http://[^"']*spreadsheetml/main)""", text
        )
        namespace = found.group(1).decode("utf-8") if found else ""
        empty = f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="{namespace}"><sheetData/></worksheet>'
        package.put(tab.part, empty.encode("utf-8"))
    else:
        _drop_part(draft, package.workbook, tab.part)


def _drop_part(draft: Draft, source: str, part: str) -> None:
    """Take a part out, with the relationship to it and its content type."""
    drop_ties(draft, source, part)
    draft.package.remove(part)
