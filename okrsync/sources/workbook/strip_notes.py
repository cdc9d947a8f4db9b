"""Our comments taken out of a sheet, with the shapes that show them; other people's stay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from okrsync.grid import place
from okrsync.sources.workbook.comments import read_comments
from okrsync.sources.workbook.linking import drop_ties
from okrsync.sources.workbook.marks import AUTHOR
from okrsync.sources.workbook.markup import element_stop, local, parse, tag_end

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
    everything = len(ours) == len(comments)
    if everything:
        drop_ties(draft, sheet.part, part)
        package.remove(part)
    else:
        _strip_comments(draft, part, ours)
    _strip_shapes(draft, sheet, {place(comments[number].cell) for number in ours}, everything=everything)


def _strip_comments(draft: Draft, part: str, ours: set[int]) -> None:
    text = draft.package.part(part).text
    authors: list[tuple[int, int, str]] = []
    comments: list[tuple[int, str]] = []
    pieces: list[str] = []
    begun = 0

    def start(name: str, _: list[str], at: int) -> None:
        nonlocal begun
        if local(name) == "author":
            begun = at
            pieces.clear()
        elif local(name) == "comment":
            comments.append((at, name))

    def end(name: str, at: int) -> None:
        if local(name) == "author":
            authors.append((begun, at, "".join(pieces)))

    parse(text, start, end, pieces.append)
    for number in ours:
        draft.splice(part, comments[number][0], element_stop(text, *comments[number]), "")
    for number, (_, _, name) in enumerate(authors):
        if name != AUTHOR:
            continue
        at, stop, _ = authors[number]
        if number == len(authors) - 1:
            draft.splice(part, at, text.index(b">", stop) + 1, "")
        else:
            # Comments count their authors by place: one in the middle can only be emptied.
            draft.splice(part, tag_end(text, at), stop, "")


def _strip_shapes(draft: Draft, sheet: Sheet, cells: set[tuple[int, int]], *, everything: bool) -> None:
    package = draft.package
    legacy = next(iter(package.tags(sheet.part, "legacyDrawing")), None)
    if legacy is None:
        return
    name = next((value for key, value in legacy.attributes.items() if local(key) == "id"), "")
    drawing = next((tie.target for tie in package.relationships(sheet.part) if tie.id == name), "")
    if not package.has(drawing):
        return
    text = package.part(drawing).text
    shapes = list(_SHAPE.finditer(text))
    ours = []
    for shape in shapes:
        row, column = _ROW.search(shape.group()), _COLUMN.search(shape.group())
        if row and column and (int(row.group(1)), int(column.group(1))) in cells:
            ours.append(shape)
    if everything and len(ours) == len(shapes):
        sheet_text = package.part(sheet.part).text
        draft.splice(sheet.part, legacy.start, element_stop(sheet_text, legacy.start, legacy.name), "")
        drop_ties(draft, sheet.part, drawing)
        package.remove(drawing)
        return
    for shape in ours:
        draft.splice(drawing, shape.start(), shape.end(), "")
