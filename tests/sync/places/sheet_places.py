"""Sheets of OKRs with people working in them: a spreadsheet on the local Google server, a workbook in a real file."""

from __future__ import annotations

import io
import shutil
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import openpyxl
from lxml import etree
from store_contract import OKRS, Workplace

from okrsync.addresses import FileAddress
from okrsync.sync.file_store import FileStore
from okrsync.sync.google_store import GoogleStore
from tests.sources.google_place import QUICK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from okrsync.addresses import Address
    from okrsync.sync.sheets.store import SheetStore
    from tests.sources.google_place import Google, Place

HEADERS = ["Objective", "Key result", "Owner", "Baseline", "Target", "Due", "Progress", "Comment", "Gap"]
FIELDS = ["objective", "title", "owners", "baseline", "target", "due", "progress", "comment", "gap"]
TAB = "OKRs"
Okrs = "Mapping[str, Mapping[str, Mapping[str, Any]]]"


def table(okrs: Okrs, *, repeated: bool) -> Iterator[list[Any]]:
    """Yield the rows below the header; shares as such, days as such, a formula at the end."""
    row = 1
    for objective, key_results in okrs.items():
        for number, (title, fields) in enumerate(key_results.items()):
            row += 1
            progress = fields.get("progress")
            yield [
                objective if repeated or number == 0 else None, title, *(fields.get(name) for name in FIELDS[2:6]),
                None if progress is None else progress / 100, f"said in week {row}", f"=E{row}-D{row}",
            ]  # fmt: skip


def job(address: Address, name: str) -> Any:
    """Return a source as the config would name it."""
    return SimpleNamespace(address=address, name=name, manner=SimpleNamespace(columns={}), backup=True)


class SheetWorkplace(Workplace):
    """A sheet, whatever holds it."""

    def rows(self) -> list[list[Any]]:
        """Return what stands in the table, with its header."""
        raise NotImplementedError

    def put(self, row: int, column: int, value: Any) -> None:
        """Type into a cell (1-based)."""
        raise NotImplementedError

    def row_of(self, title: str) -> int:
        """Return the 1-based row in which a title stands first."""
        return next(number for number, row in enumerate(self.rows(), start=1) if title in row[:2])

    def type(self, title: str, field: str, value: Any) -> None:
        column = FIELDS.index(field) + 1
        if title in OKRS and field == "title":
            column = 1
            for number, row in enumerate(self.rows(), start=1):
                if row[0] == title:
                    self.put(number, column, value)
            return
        self.put(self.row_of(title), column, value)


@dataclass
class GoogleWorkplace(SheetWorkplace):
    """A spreadsheet."""

    place: Place
    name: str = "Sheet"

    @classmethod
    def make(cls, google: Google, okrs: Okrs = OKRS, *, repeated: bool = True) -> GoogleWorkplace:
        """Return a new spreadsheet."""
        found = cls(google.place({TAB: [HEADERS], "Notes": [["hello", 1]]}))
        for number, row in enumerate(table(okrs, repeated=repeated), start=2):
            for column, value in enumerate(row, start=1):
                if value is not None:
                    found.put(number, column, value)
            found.place.people.set_format(f"B{number}", {"textFormat": {"bold": True}}, TAB)
        return found

    def open(self) -> SheetStore:
        return GoogleStore(job(self.place.address, self.name), None, QUICK)

    def rows(self) -> list[list[Any]]:
        return self.place.people.rows(TAB)

    def put(self, row: int, column: int, value: Any) -> None:
        cell = f"{chr(64 + column)}{row}"
        if isinstance(value, date):
            value = value.isoformat()
        elif column == 7 and isinstance(value, float):
            value = f"{value * 100:g}%"
        self.place.people.set_cell(cell, value, TAB)

    def move(self) -> None:
        people = self.place.people
        people.insert_rows(2, 2, TAB)
        people.move_rows(4, 5, 7, TAB)

    def copy(self, title: str) -> None:
        row = self.row_of(title)
        self.place.people.insert_rows(row + 1, 1, TAB)
        self.place.people.copy_rows(row, row, row + 1, TAB)

    def remove(self, title: str) -> None:
        self.place.people.delete_rows(self.row_of(title), None, TAB)

    def state(self) -> Any:
        return self.place.state()[0]

    def differences(self, before: Any, after: Any) -> set[tuple[str, str]]:
        assert len(before) == len(after)
        found: set[tuple[str, str]] = set()
        for old, new in zip(before, after, strict=True):
            if old[1] != new[1]:
                found |= set(_row_differences(old[1], new[1]))
            assert _rest(old) == _rest(new)
        return found


def _rest(tab: Any) -> list[Any]:
    """Return what there is of a tab besides its rows."""
    properties, _, columns, parts, *more = tab
    return [properties, columns, {name: held for name, held in parts.items() if held}, *more]


def _row_differences(old: list[Any], new: list[Any]) -> Iterator[tuple[str, str]]:
    def filled(rows: list[Any]) -> list[Any]:
        return [row for row in rows if any(cell.get("userEnteredValue") for cell in row[2])]

    def title(row: Any) -> str:
        return str(row[2][1].get("userEnteredValue", {}).get("stringValue", ""))

    before, after = {title(row): row for row in filled(old)}, {title(row): row for row in filled(new)}
    assert before.keys() <= after.keys()
    for name, row in after.items():
        if name not in before:
            yield name, "all"
            continue
        assert row[:2] == before[name][:2]
        for number, (one, other) in enumerate(zip(before[name][2], row[2], strict=True)):
            told = {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)}
            if told and "formulaValue" not in one.get("userEnteredValue", {}):
                assert told == {"userEnteredValue"}, told
                yield name, FIELDS[number]


def go_on_moving(google: Google, *sheets: GoogleWorkplace) -> list[int]:
    """Let people put a row in above, in all sheets, whenever a write is tried; return what grows with each request.

    Every second request gives back what the one before it hit.
    """
    asked: list[int] = []

    def move() -> None:
        asked.append(1)
        if len(asked) % 2:
            for sheet in sheets:
                sheet.place.people.insert_rows(2, 1, TAB)

    google.server.moments.add(move, after=False, method="POST", times=6)
    return asked


@dataclass
class BookWorkplace(SheetWorkplace):
    """A workbook."""

    path: Path
    name: str = "Book"
    others: list[Path] = field(default_factory=list)

    @classmethod
    def make(cls, folder: Path, okrs: Okrs = OKRS, *, repeated: bool = True) -> BookWorkplace:
        """Return a new workbook."""
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = TAB
        sheet.append(HEADERS)
        for row in table(okrs, repeated=repeated):
            sheet.append(row)
            sheet.cell(sheet.max_row, 7).number_format = "0.0%"
            sheet.cell(sheet.max_row, 2).font = openpyxl.styles.Font(bold=True)
        book.create_sheet("Notes").append(["hello", 1])
        folder.mkdir(exist_ok=True)
        book.save(folder / "okrs.xlsx")
        return cls(folder / "okrs.xlsx")

    def open(self) -> SheetStore:
        return FileStore(job(FileAddress(self.path), self.name))

    def rows(self) -> list[list[Any]]:
        return [list(row) for row in openpyxl.load_workbook(self.path)[TAB].values]

    def put(self, row: int, column: int, value: Any) -> None:
        def typing(sheet: Worksheet) -> None:
            sheet.cell(row, column).value = value

        self._saved(typing)

    def move(self) -> None:
        def moving(sheet: Worksheet) -> None:
            sheet.insert_rows(2, 2)
            lines = [[sheet.cell(row, column).value for column in range(1, 10)] for row in (4, 5, 6)]
            for row, line in zip((6, 4, 5), lines, strict=True):
                for column, value in enumerate(line, start=1):
                    sheet.cell(row, column).value = value
                sheet.cell(row, 7).number_format = "0.0%"
                sheet.cell(row, 6).number_format = "yyyy-mm-dd"

        self._saved(moving)

    def copy(self, title: str) -> None:
        row = self.row_of(title)

        def copying(sheet: Worksheet) -> None:
            values = [sheet.cell(row, column).value for column in range(1, 10)]
            sheet.append(values)
            sheet.cell(sheet.max_row, 7).number_format = "0.0%"

        self._saved(copying)

    def remove(self, title: str) -> None:
        row = self.row_of(title)
        self._saved(lambda sheet: sheet.delete_rows(row))

    def _saved(self, act: Any) -> None:
        book = openpyxl.load_workbook(self.path)
        act(book[TAB])
        book.save(self.path)

    def state(self) -> bytes:
        return self.path.read_bytes()

    def differences(self, before: Any, after: Any) -> set[tuple[str, str]]:
        old, new = (dict(_entries(content)) for content in (before, after))
        assert list(old) == list(new)
        part = "xl/worksheets/sheet1.xml"
        new["xl/workbook.xml"] = new["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
        old["xl/workbook.xml"] = old["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
        assert {name for name in old if old[name] != new[name]} <= {part}
        cells, rest = _cells(old[part])
        now, left = _cells(new[part])
        assert rest == left
        names = [str(row[1]) for row in openpyxl.load_workbook(io.BytesIO(after))[TAB].values]
        places = {place for place in cells.keys() | now.keys() if cells.get(place) != now.get(place)}
        return {(names[int(place[1:]) - 1], FIELDS[ord(place[0]) - 65]) for place in places}


def _entries(content: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield name, archive.read(name)


def _cells(part: bytes) -> tuple[dict[str, bytes], bytes]:
    """Return the cells of a worksheet, and all else that stands in it but empty rows."""
    root = etree.fromstring(part)
    cells = {}
    for cell in root.findall(".//{*}c"):
        cells[cell.get("r", "")] = etree.tostring(cell)
        row = cell.getparent()
        assert row is not None
        row.remove(cell)
    for row in root.findall(".//{*}row"):
        if int(row.get("r", "0")) > 4:
            row.getparent().remove(row)  # type: ignore[union-attr]
    for dimension in root.findall("{*}dimension"):
        root.remove(dimension)
    return cells, etree.tostring(root)


def copy_of(place: BookWorkplace, folder: Path) -> BookWorkplace:
    """Return a copy of a workbook in another folder."""
    folder.mkdir(exist_ok=True)
    return BookWorkplace(shutil.copy(place.path, folder / "copy.xlsx"))


def moment(value: object) -> object:
    """Return a day as such."""
    return value.date() if isinstance(value, datetime) else value
