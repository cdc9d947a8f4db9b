"""OpenDocument spreadsheets of OKRs, made by LibreOffice, with people working in them."""

from __future__ import annotations

import copy
import io
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree
from sheet_places import FIELDS, TAB, BookWorkplace, SheetWorkplace, job
from store_contract import OKRS

from okrsync.addresses import FileAddress
from okrsync.sources import open_source
from okrsync.sync.file_store import FileStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sheet_places import Okrs

    from okrsync.sync.sheets.store import SheetStore

_SPACES = {
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}
_WIDTH, _DEPTH = len(FIELDS), 40
Row = "etree._Element"


@cache
def _home() -> tempfile.TemporaryDirectory[str]:
    """Return a profile of this process alone: two LibreOffices do not share one. It goes with the process."""
    return tempfile.TemporaryDirectory(prefix="okrsync-tests-")


def converted(path: Path, kind: str, folder: Path) -> Path:
    """Return the file as LibreOffice saves it as another kind."""
    command = ["soffice", f"-env:UserInstallation={Path(_home().name).as_uri()}", "--headless", "--convert-to", kind]
    subprocess.run([*command, "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=120)
    return folder / f"{path.stem}.{kind.partition(':')[0]}"


@cache
def _made(titles: tuple[tuple[str, tuple[str, ...]], ...], *, repeated: bool) -> bytes:
    """Return a document with some of the OKRs."""
    okrs = {objective: {title: OKRS[objective][title] for title in within} for objective, within in titles}
    with tempfile.TemporaryDirectory() as name:
        book = BookWorkplace.make(Path(name) / "book", okrs, repeated=repeated)
        return converted(book.path, "ods", Path(name)).read_bytes()


def named(name: str) -> str:
    """Return a name with its prefix as lxml has it."""
    prefix, _, local = name.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"


@dataclass
class DocumentWorkplace(SheetWorkplace):
    """A document in a real file; people's changes are made in its XML, as a program makes them."""

    path: Path
    name: str = "Document"

    @classmethod
    def make(cls, folder: Path, okrs: Okrs = OKRS, *, repeated: bool = True) -> DocumentWorkplace:
        """Return a new document."""
        folder.mkdir(exist_ok=True)
        titles = tuple((objective, tuple(within)) for objective, within in okrs.items())
        (folder / "okrs.ods").write_bytes(_made(titles, repeated=repeated))
        return cls(folder / "okrs.ods")

    def open(self) -> SheetStore:
        return FileStore(job(FileAddress(self.path), self.name))

    def rows(self) -> list[list[Any]]:
        grid = next(grid for grid in open_source(self.path).read().grids if grid.name == TAB)
        return [[*row, *[None] * (_WIDTH - len(row))] for row in grid.rows]

    def put(self, row: int, column: int, value: Any) -> None:
        self.changed(lambda rows: _type(rows[row - 1][column - 1], column, value))

    def move(self) -> None:
        def moving(rows: list[Any]) -> None:
            # The last key result comes first, two empty rows above it.
            empty = rows[6]
            rows[1].addprevious(rows[3])
            for _ in range(2):
                rows[3].addprevious(copy.deepcopy(empty))

        self.changed(moving)

    def copy(self, title: str) -> None:
        row = self.row_of(title)
        self.changed(lambda rows: rows[row - 1].addnext(copy.deepcopy(rows[row - 1])))

    def remove(self, title: str) -> None:
        row = self.row_of(title)
        self.changed(lambda rows: rows[row - 1].getparent().remove(rows[row - 1]))

    def changed(self, act: Callable[[list[Any]], object]) -> None:
        """Let somebody change rows and save the document."""
        self._saved(lambda xml: _edited(xml, act))

    def replaced(self, old: bytes, new: bytes) -> None:
        """Put other bytes in the place of the first `old` in content.xml."""
        assert old in content_of(self.path)
        self._saved(lambda xml: xml.replace(old, new, 1))

    def _saved(self, change: Callable[[bytes], bytes]) -> None:
        old = list(_entries(self.state()))
        with zipfile.ZipFile(self.path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in old:
                # A document says what it is in its first bytes.
                method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
                package.writestr(name, change(content) if name == "content.xml" else content, method)

    def state(self) -> bytes:
        return self.path.read_bytes()

    def differences(self, before: Any, after: Any) -> set[tuple[str, str]]:
        old, new = (dict(_entries(content)) for content in (before, after))
        assert list(old) == list(new)
        assert {name for name in old if old[name] != new[name]} <= {"content.xml"}
        cells, rest = _cells(old["content.xml"])
        now, left = _cells(new["content.xml"])
        assert rest == left
        names = [row[1] for row in self.rows()]
        return {
            (str(names[row]), FIELDS[column])
            for row, column in cells.keys() | now.keys()
            if cells.get((row, column)) != now.get((row, column))
        }


def content_of(path: Path) -> bytes:
    """Return content.xml."""
    return dict(_entries(path.read_bytes()))["content.xml"]


def _entries(content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


def _edited(xml: bytes, act: Callable[[list[Any]], object]) -> bytes:
    root = etree.fromstring(xml)
    table = root.find(".//table:table", _SPACES)
    assert table is not None
    act(_apart(table))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def _apart(table: Any) -> list[Any]:
    """Return the first rows of a table, each row and each of its first cells an element of its own."""
    for row in table.findall("table:table-row", _SPACES):
        _single(row, "table:number-rows-repeated", _DEPTH)
    rows = table.findall("table:table-row", _SPACES)[:_DEPTH]
    for row in rows:
        for cell in list(row):
            _single(cell, "table:number-columns-repeated", _WIDTH)
    return rows


def _single(element: Any, name: str, most: int) -> None:
    """Put the first elements of a repeat before the rest of it."""
    times = int(element.attrib.pop(named(name), "1"))
    for _ in range(min(times - 1, most)):
        element.addprevious(copy.deepcopy(element))
    if times - 1 > most:
        element.set(named(name), str(times - most))


def _type(cell: Any, column: int, value: Any) -> None:
    for name in [name for name in cell.attrib if "value" in name]:
        del cell.attrib[name]
    for paragraph in cell.findall("text:p", _SPACES):
        cell.remove(paragraph)
    if value is None:
        return
    kind, stored = "string", None
    if isinstance(value, date):
        kind, stored = "date", ("office:date-value", value.isoformat())
    elif not isinstance(value, str):
        kind, stored = "percentage" if column == 7 else "float", ("office:value", f"{value:g}")
    cell.set(named("office:value-type"), kind)
    cell.set(named("calcext:value-type"), kind)
    if stored:
        cell.set(named(stored[0]), stored[1])
    etree.SubElement(cell, named("text:p")).text = str(value)


def _cells(xml: bytes) -> tuple[dict[tuple[int, int], bytes], bytes]:
    """Return the cells of the first sheet, and all else that stands in the part."""
    root = etree.fromstring(xml)
    table = root.find(".//table:table", _SPACES)
    assert table is not None
    found: dict[tuple[int, int], bytes] = {}
    for number, row in enumerate(_apart(table)):
        for column, cell in enumerate(list(row)[:_WIDTH]):
            if cell.attrib or len(cell):
                found[number, column] = etree.tostring(cell)
        # All rows of nothing at the end are one.
        row.getparent().remove(row)
    for row in table.findall("table:table-row", _SPACES):
        table.remove(row)
    return found, etree.tostring(root)
