"""Our comments taken out of a sheet, with the shapes that show them; other people's stay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from okrsync.grid import place
from okrsync.sources.workbook.comments import read_comments
from okrsync.sources.workbook.linking import drop_ties
from okrsync.sources.workbook.marks import AUTHOR
from okrsync.sources.workbook.markup import attribute, element_stop, tag_end

if TYPE_CHECKING:
    from okrsync.sources.workbook.package import Sheet
    from okrsync.sources.workbook.restoring import Draft

_SHAPE = re.compile(rb"<(?:\w+:)?shape\s.*?</(?:\w+:)?shape\s*>\s*", re.DOTALL)
_ROW = re.compile(rb"<(?:\w+:)?Row>\s*(\d+)\s*<")
_COLUMN = re.compile(rb"<(?:\w+:)?Column>\s*(\d+)\s*<")


def strip_notes(draft: Draft, sheet: Sheet) -> None:
    """Take out the comments of a sheet that carry our mark. Raises UnreadableError."""
    package = draft.package
    part = package.related(sheet.part, "comments")
    if part is None:
        return
    comments = read_comments(package, part)
    ours = {number for number, comment in enumerate(comments) if comment.is_ours}
    if not ours:
        return
    only_ours = len(ours) == len(comments)
    if only_ours:
        drop_ties(draft, sheet.part, part)
        package.remove(part)
    else:
        _strip_comments(draft, part, ours)
    _strip_shapes(draft, sheet, {place(comments[number].cell) for number in ours}, only_ours=only_ours)


def _strip_comments(draft: Draft, part: str, ours: set[int]) -> None:
    text = draft.package.part(part).text
    inside = draft.package.elements(part, 3)
    comments = [element for element in inside if element.tag == "comment"]
    for number in ours:
        draft.drop(part, comments[number])
    authors = [element for element in inside if element.tag == "author"]
    for author in authors:
        head = tag_end(text, author.start)
        if text[head : author.end] != AUTHOR.encode("utf-8"):
            continue
        if author is authors[-1]:
            draft.drop(part, author)
        else:
            # Comments count their authors by place: one in the middle can only be emptied.
            draft.splice(part, head, author.end, "")


def _strip_shapes(draft: Draft, sheet: Sheet, cells: set[tuple[int, int]], *, only_ours: bool) -> None:
    package = draft.package
    legacy = next(iter(package.tags(sheet.part, "legacyDrawing")), None)
    drawing = legacy and package.tied(sheet.part, attribute(legacy, "id"))
    if legacy is None or not drawing:
        return
    text = package.part(drawing).text
    shapes = list(_SHAPE.finditer(text))
    ours = []
    for shape in shapes:
        row, column = _ROW.search(shape.group()), _COLUMN.search(shape.group())
        if row and column and (int(row.group(1)), int(column.group(1))) in cells:
            ours.append(shape)
    if only_ours and len(ours) == len(shapes):
        sheet_text = package.part(sheet.part).text
        draft.splice(sheet.part, legacy.start, element_stop(sheet_text, legacy.start, legacy.name), "")
        drop_ties(draft, sheet.part, drawing)
        package.remove(drawing)
        return
    for shape in ours:
        draft.splice(drawing, shape.start(), shape.end(), "")
