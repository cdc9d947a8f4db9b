"""Our comments on cells, put beside other people's: the comments part and the drawing that shows them.

Shapes of comments are VML (ECMA-376 part 4, 19.4); the drawing may hold other shapes, and need not be well-formed XML,
so ours go in before its last end tag.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from okrsync.errors import WriteRefusedError
from okrsync.grid import place
from okrsync.sources.workbook.linking import has_default_type, relationship_attribute
from okrsync.sources.workbook.marks import AUTHOR, SIGNATURE
from okrsync.sources.workbook.markup import as_text, local
from okrsync.sources.workbook.widths import widths_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from okrsync.sources.workbook.linking import Linker
    from okrsync.sources.workbook.package import Package
    from okrsync.sources.workbook.restoring import Draft
    from okrsync.sources.workbook.sheet_map import SheetMap

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BINDINGS = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_VML_HEAD = f'<xml {_BINDINGS}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE = (
    '<v:shape id="okrsync_{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:1pt;'
    'width:240pt;height:{height}pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column>"
    "</x:ClientData></v:shape>"
)
_LAST_TAG = re.compile(rb"</(?:\w+:)?xml\s*>\s*\Z")
_WIDTH, _LINE_HEIGHT, _CHARACTERS_A_LINE = 320, 17, 46
"""A comment's box, in pixels."""
_USUAL_WIDTH, _USUAL_HEIGHT, _PIXELS_A_CHARACTER = 64, 20, 7


def write_notes(draft: Draft, linker: Linker, sheet_map: SheetMap, notes: Mapping[str, str]) -> None:
    """Put our comments (cell → text) on a sheet where nobody's stand. Raises UnreadableError, WriteRefusedError."""
    cells = sorted(notes, key=place)
    package = draft.package
    part = package.related(sheet_map.part, "comments")
    if part is None:
        part = linker.free_name("xl/comments{}.xml")
        main = linker.dialect.main
        inner = "".join(_comment("", 0, cell, notes[cell]) for cell in cells)
        draft.add(
            part,
            f'{_HEAD}<comments xmlns="{main}"><authors><author>{AUTHOR}</author></authors>'
            f"<commentList>{inner}</commentList></comments>",
        )
        linker.relate(sheet_map.part, "comments", part)
        linker.declare(part, _COMMENTS_TYPE)
    else:
        _add_comments(draft, part, [(cell, notes[cell]) for cell in cells])
    _add_shapes(draft, linker, sheet_map, [(cell, notes[cell]) for cell in cells])


def _comment(prefix: str, author: int, cell: str, text: str) -> str:
    p = prefix
    font = f'<{p}sz val="9"/><{p}color indexed="81"/><{p}rFont val="Tahoma"/><{p}family val="2"/>'
    signature = f'<{p}r><{p}rPr><{p}b/>{font}</{p}rPr><{p}t xml:space="preserve">{SIGNATURE}</{p}t></{p}r>'
    message = f'<{p}r><{p}rPr>{font}</{p}rPr><{p}t xml:space="preserve">{as_text(text)}</{p}t></{p}r>'
    return f'<{p}comment ref="{cell}" authorId="{author}"><{p}text>{signature}{message}</{p}text></{p}comment>'


def _add_comments(draft: Draft, part: str, notes: list[tuple[str, str]]) -> None:
    inside = draft.package.elements(part, 3)
    authors = next((element for element in inside if element.tag == "authors"), None)
    comments = next((element for element in inside if element.tag == "commentList"), None)
    if authors is None or comments is None:
        raise WriteRefusedError("workbook.odd-part", file=draft.package.file, part=part)
    number = sum(element.tag == "author" for element in inside)
    draft.append(part, authors, f"<{authors.prefix}author>{AUTHOR}</{authors.prefix}author>")
    draft.append(part, comments, "".join(_comment(comments.prefix, number, cell, note) for cell, note in notes))


def _add_shapes(draft: Draft, linker: Linker, sheet_map: SheetMap, notes: list[tuple[str, str]]) -> None:
    package = draft.package
    shapes = "".join(_shape(sheet_map, number, cell, text) for number, (cell, text) in enumerate(notes, start=1))
    drawing = _drawing_of(package, sheet_map)
    if drawing is None:
        drawing = linker.free_name("xl/drawings/vmlDrawing{}.vml")
        draft.add(drawing, f"{_VML_HEAD}{_SHAPE_TYPE}{shapes}</xml>")
        if not has_default_type(package, "vml", _VML_TYPE):
            linker.declare(drawing, _VML_TYPE)
        name = linker.relate(sheet_map.part, "vmlDrawing", drawing)
        reference = relationship_attribute(sheet_map.root_attributes, linker.dialect, name)
        p = sheet_map.prefix
        draft.insert(sheet_map.part, sheet_map.place_for("legacyDrawing"), f"<{p}legacyDrawing {reference}/>")
        return
    text = package.part(drawing).text
    last = _LAST_TAG.search(text)
    if last is None:
        raise WriteRefusedError("workbook.odd-part", file=package.file, part=drawing)
    kind = "" if b'"_x0000_t202"' in text else _SHAPE_TYPE
    new = kind + shapes
    if not all(binding in text for binding in _BINDINGS.encode("utf-8").split()):
        new = new.replace("<v:shapetype ", f"<v:shapetype {_BINDINGS} ").replace("<v:shape ", f"<v:shape {_BINDINGS} ")
    draft.insert(drawing, last.start(), new)


def _drawing_of(package: Package, sheet_map: SheetMap) -> str | None:
    legacy = sheet_map.attributes.get("legacyDrawing")
    if not legacy:
        return None
    name = next((value for key, value in legacy[0][0].items() if local(key) == "id"), "")
    drawing = package.tied(sheet_map.part, name)
    if drawing is None:
        raise WriteRefusedError("workbook.odd-part", file=package.file, part=sheet_map.part)
    return drawing


def _shape(sheet_map: SheetMap, number: int, cell: str, text: str) -> str:
    row, column = place(cell)
    lines = 1 + sum(1 + len(line) // _CHARACTERS_A_LINE for line in text.split("\n"))
    height = min(max(lines, 3), 25) * _LINE_HEIGHT + 12
    return _SHAPE.format(
        number=f"{number}_{cell}",
        height=height * 3 // 4,
        anchor=_anchor(sheet_map, row, column, height),
        row=row,
        column=column,
    )


def _anchor(sheet_map: SheetMap, row: int, column: int, height: int) -> str:
    """Return the box right of the cell: column, pixels into it, row, pixels into it; the same for its far corner."""
    left = column + 1
    right, into = left, 15 + _WIDTH
    widths = _pixel_widths(sheet_map)
    while into >= widths.get(right, _USUAL_WIDTH) and right < left + 40:
        into -= widths.get(right, _USUAL_WIDTH)
        right += 1
    top = max(row - 1, 0)
    bottom = top + (height + 4) // _USUAL_HEIGHT
    return f"{left}, 15, {top}, 4, {right}, {into}, {bottom}, {(height + 4) % _USUAL_HEIGHT}"


def _pixel_widths(sheet_map: SheetMap) -> dict[int, int]:
    stated = (values for values, _ in sheet_map.attributes.get("col", ()))
    return {column: int(float(width.characters) * _PIXELS_A_CHARACTER) for column, width in widths_of(stated).items()}
