"""Every kind of file keeps the contract."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from contract import SourceContract

if TYPE_CHECKING:
    from pathlib import Path

    from okrsync.grid import CellValue


class TextTable(SourceContract):
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
