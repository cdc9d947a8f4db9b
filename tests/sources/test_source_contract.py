"""Every kind of file keeps the contract."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import python_calamine
from documents import document, entries, rewritten
from file_contract import FileContract

if TYPE_CHECKING:
    from pathlib import Path

    from okrsync.grid import CellValue


class TextTable(FileContract):
    """What the kinds of text tables share: read back by Python's own csv module."""

    delimiter: str
    encoding = "utf-8"

    def make(self, folder: Path, rows: list[list[CellValue]]) -> Path:
        folder.mkdir(exist_ok=True)
        path = folder / f"okrs{self.ending}"
        with path.open("w", encoding=self.encoding, newline="") as stream:
            csv.writer(stream, delimiter=self.delimiter).writerows(rows)
        return path

    def foreign(self, path: Path) -> object:
        with path.open(encoding=self.encoding, newline="") as stream:
            return [record[:4] for record in csv.reader(stream, delimiter=self.delimiter)]

    def edit(self, path: Path, old: str, new: str) -> None:
        with path.open(encoding=self.encoding, newline="") as stream:
            text = stream.read()
        with path.open("w", encoding=self.encoding, newline="") as stream:
            stream.write(text.replace(old, new))


class TestCsv(TextTable):
    ending = ".csv"
    delimiter = ","
    encoding = "utf-8-sig"


class TestSemicolonCsv(TextTable):
    ending = ".csv"
    delimiter = ";"
    encoding = "utf-16"


class TestTsv(TextTable):
    ending = ".tsv"
    delimiter = "\t"
    encoding = "utf-8-sig"


class TestOds(FileContract):
    ending = ".ods"

    def make(self, folder: Path, rows: list[list[CellValue]]) -> Path:
        folder.mkdir(exist_ok=True)
        return document(folder / "okrs.ods", {"Team": rows, "Other": [["Lists"], ["green"]]})

    def foreign(self, path: Path) -> object:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        values = [[row[:4] for row in book.get_sheet_by_name(name).to_python()] for name in ("Team", "Other")]
        return values, [entry for entry in entries(path) if entry[0] != "content.xml"]

    def edit(self, path: Path, old: str, new: str) -> None:
        rewritten(path, lambda xml: xml.replace(old, new))
