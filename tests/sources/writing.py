"""Writing into small workbooks, as the tests of it need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
from harm import contents

from okrsync.edits import Edit
from okrsync.sources.excel import ExcelSource

if TYPE_CHECKING:
    from pathlib import Path

    from okrsync.edits import WriteOutcome
    from okrsync.model import Table

TITLES = ("OKR score", "OKR warnings")
ROWS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Key result</t></is></c><c r="B1" t="str"><v>Due</v></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>Cut unsold bread</t></is></c><c r="B2" s="1"><v>46295</v></c></row>'
)


def edits(sheet: str, *more: Edit, score: int = 60, text: str | None = "How far?") -> list[Edit]:
    usual = [
        Edit(sheet, "header", 1, "header", (TITLES,)),
        Edit(sheet, "score", 2, "x", score),
        Edit(sheet, "warnings", 2, "x", text),
    ]
    return [*usual, *more]


def write(path: Path, *more: Edit, tables: tuple[Table, ...] = (), **values: object) -> WriteOutcome:
    source = ExcelSource(path, "book")
    snapshot = source.read()
    name = snapshot.grids[0].name or ""
    placed = [Edit(name, edit.kind, edit.row, "x", edit.value, edit.cell) for edit in more if edit.kind != "summary"]
    summary = [edit for edit in more if edit.kind == "summary"]
    return source.write(snapshot, tables, [*edits(name, *placed, **values), *summary], "en")  # type: ignore[arg-type]


def note(cell: str, text: str = "By when?") -> Edit:
    return Edit(None, "note", 2, "x", text, cell=cell)


def summary(*rows: tuple[str | float | None, ...]) -> Edit:
    return Edit(None, "summary", 1, "summary", rows or (("OKR check",),))


def ours(path: Path) -> dict[str, str | float]:
    return {cell: value for (_, cell), value in ExcelSource(path, "book").read().standing.cells.items()}


def sheet_text(path: Path) -> str:
    return contents(path)["xl/worksheets/sheet1.xml"].decode("utf-8")


def filled(folder: Path) -> tuple[openpyxl.Workbook, Path]:
    book = openpyxl.Workbook()
    book.active.append(["Key result", "Due"])
    book.active.append(["Cut unsold bread", None])
    return book, folder / "book.xlsx"
