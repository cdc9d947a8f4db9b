"""Workbooks keep the contract of all sources."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import openpyxl
from file_contract import FileContract

if TYPE_CHECKING:
    from pathlib import Path

    from okrsync.grid import CellValue


class TestExcel(FileContract):
    ending = ".xlsx"

    def make(self, folder: Path, rows: list[list[CellValue]]) -> Path:
        folder.mkdir(exist_ok=True)
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.create_sheet("Other").append(["Lists", "green"])
        path = folder / f"okrs{self.ending}"
        book.save(path)
        return path

    def foreign(self, path: Path) -> object:
        book = openpyxl.load_workbook(path)
        cells = [[cell.value for cell in row[:4]] for row in book.worksheets[0].iter_rows()]
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in ("xl/worksheets/sheet2.xml", "xl/theme/theme1.xml")}
        return cells, parts

    def edit(self, path: Path, old: str, new: str) -> None:
        book = openpyxl.load_workbook(path)
        for row in book.worksheets[0].iter_rows():
            for cell in row:
                if cell.value == old:
                    cell.value = new
        book.save(path)


class TestMacroWorkbook(TestExcel):
    ending = ".xlsm"
