"""OpenDocument spreadsheets for tests, written by hand as LibreOffice writes them."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from okrsync.grid import CellValue

MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<office:document-content xmlns:office="{_NAMES}office:1.0" xmlns:style="{_NAMES}style:1.0" '
    f'xmlns:text="{_NAMES}text:1.0" xmlns:table="{_NAMES}table:1.0" xmlns:draw="{_NAMES}drawing:1.0" '
    f'xmlns:fo="{_NAMES}xsl-fo-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3">'
    "<office:scripts/>"
)
AUTOMATIC = (
    '<style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/></style:style>'
    '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
    '<style:style style:name="ce1" style:family="table-cell" style:parent-style-name="Strong">'
    '<style:paragraph-properties fo:margin-left="0.706cm"/></style:style>'
    '<style:style style:name="ce2" style:family="table-cell" style:parent-style-name="Default"/>'
)
STYLES = (
    f'<office:document-styles xmlns:office="{_NAMES}office:1.0" xmlns:style="{_NAMES}style:1.0" '
    f'xmlns:fo="{_NAMES}xsl-fo-compatible:1.0"><office:styles>'
    '<style:style style:name="Default" style:family="table-cell"><style:text-properties fo:font-size="10pt"/>'
    '</style:style><style:style style:name="Strong" style:family="table-cell" style:parent-style-name="Default">'
    '<style:table-cell-properties fo:background-color="#ffff00"/>'
    '<style:text-properties fo:font-weight="bold" fo:font-style="italic" fo:font-size="14pt"/></style:style>'
    "</office:styles></office:document-styles>"
)
_ENTRY = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'
MANIFEST = (
    f'<manifest:manifest xmlns:manifest="{_NAMES}manifest:1.0" manifest:version="1.3">'
    + _ENTRY.format("/", MIMETYPE.decode())
    + "".join(_ENTRY.format(part, "text/xml") for part in ("content.xml", "styles.xml"))
    # LibreOffice refuses a document with an entry that the manifest does not name.
    + _ENTRY.format("Thumbnails/thumbnail.png", "image/png")
    + "</manifest:manifest>"
)
FILLER = '<table:table-cell table:number-columns-repeated="1020"/>'


def cell(value: CellValue) -> str:
    """Return a cell of text, or an empty one."""
    if value is None:
        return "<table:table-cell/>"
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'


def table(name: str, rows: str, attributes: str = 'table:style-name="ta1"') -> str:
    """Return a sheet with the rows given as XML, and a million rows of nothing below, as LibreOffice has it."""
    return (
        f"<table:table table:name={quoteattr(name)} {attributes}><table:table-column "
        f'table:number-columns-repeated="1024"/>{rows}<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="1024"/></table:table-row></table:table>'
    )


def row(*cells: str, filler: str = FILLER) -> str:
    """Return a row of cells given as XML."""
    return f"<table:table-row>{''.join(cells)}{filler}</table:table-row>"


def raw_document(
    path: Path, tables: str, *, automatic: str | None = AUTOMATIC, extra: Mapping[str, bytes] | None = None
) -> Path:
    """Write a document with the sheets given as XML."""
    styles = "" if automatic is None else f"<office:automatic-styles>{automatic}</office:automatic-styles>"
    content = (
        f"{HEAD}{styles}<office:body><office:spreadsheet><table:calculation-settings/>{tables}"
        "<table:named-expressions/></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo("mimetype"), MIMETYPE, zipfile.ZIP_STORED)
        package.writestr("Thumbnails/thumbnail.png", b"\x89PNG not really", zipfile.ZIP_STORED)
        package.writestr("content.xml", content)
        package.writestr("styles.xml", STYLES)
        package.writestr("META-INF/manifest.xml", MANIFEST)
        for name, data in (extra or {}).items():
            package.writestr(name, data)
    return path


def document(path: Path, sheets: Mapping[str, Sequence[Sequence[CellValue]]]) -> Path:
    """Write a document with sheets of text."""
    tables = (table(name, "".join(row(*map(cell, values)) for values in rows)) for name, rows in sheets.items())
    return raw_document(path, "".join(tables))


def entries(path: Path) -> list[tuple[str, int, bytes]]:
    """Return name, way of packing and content of each entry, in order."""
    with zipfile.ZipFile(path) as package:
        return [(info.filename, info.compress_type, package.read(info)) for info in package.infolist()]


def content_of(path: Path) -> str:
    """Return content.xml."""
    return next(content.decode() for name, _, content in entries(path) if name == "content.xml")


def rewritten(path: Path, change: Callable[[str], str]) -> None:
    """Let somebody change content.xml."""
    old = entries(path)
    with zipfile.ZipFile(path, "w") as package:
        for name, method, content in old:
            new = change(content.decode()).encode() if name == "content.xml" else content
            package.writestr(zipfile.ZipInfo(name), new, method)
