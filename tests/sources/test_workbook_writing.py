"""How our columns, comments and tab go into a workbook, whatever it is made of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import openpyxl
import pytest
from harm import contents, harm
from openpyxl.comments import Comment
from packages import HEAD, MAIN, OFFICE, STRICT, STRICT_OFFICE, package, sheet_xml
from writing import ROWS, filled, note, ours, sheet_text, summary, write

from okrsync.edits import Edit
from okrsync.sources.excel import ExcelSource

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "data",
    [
        "<sheetData/>",
        '<sheetData><row r="1"/><row r="2" spans="1:2"/></sheetData>',
        '<sheetData><row r="7"><c r="A7"><v>1</v></c></row></sheetData>',
        "<sheetData><row><c><v>1</v></c></row><row><c><v>2</v></c></row></sheetData>",
        '<sheetData><row r="2"><c r="F2"><v>1</v></c></row></sheetData>',
        "",
    ],
)
def test_cells_go_into_rows_of_every_kind(tmp_path: Path, data: str) -> None:
    path = package(tmp_path, sheet_xml("").replace("<sheetData></sheetData>", data))
    original = path.read_bytes()
    write(path)
    assert sorted(ours(path).values(), key=str) == [60, "How far?", "OKR score", "OKR warnings"]
    numbers = [int(number) for number in re.findall(r'<row r="(\d+)"', sheet_text(path))]
    assert numbers == sorted(numbers)
    ExcelSource(path, "book").clean()
    assert path.read_bytes() == original


def test_a_workbook_in_the_strict_dialect_stays_in_it(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS))
    parts = {name: text.replace(MAIN.encode(), STRICT.encode()) for name, text in contents(path).items()}
    parts = {name: text.replace(OFFICE.encode(), STRICT_OFFICE.encode()) for name, text in parts.items()}
    path = package(tmp_path, parts["xl/worksheets/sheet1.xml"], parts=parts)
    write(path, note("A2"), summary())
    new = contents(path)
    assert all(MAIN.encode() not in text and OFFICE.encode() not in text for text in new.values())
    assert ours(path)["C2"] == 60


def test_other_prefixes_are_kept_to(tmp_path: Path) -> None:
    rows = re.sub(r"<(/?)(\w)", r"<\1s:\2", ROWS)
    sheet = f'{HEAD}<s:worksheet xmlns:s="{MAIN}" xmlns:rel="{OFFICE}"><s:sheetData>{rows}</s:sheetData></s:worksheet>'
    styles = re.sub(r"<(/?)(\w)", r"<\1k:\2", contents(package(tmp_path, sheet))["xl/styles.xml"].decode())
    styles = styles.replace("<?k:xml", "<?xml").replace("xmlns=", "xmlns:k=")
    path = package(tmp_path, sheet, parts={"xl/styles.xml": styles})
    write(path, note("A2"))
    assert "<s:conditionalFormatting" in sheet_text(path)
    assert '<s:legacyDrawing rel:id="' in sheet_text(path)
    assert openpyxl.load_workbook(path).active["C2"].value == 60


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "iso-8859-1"])
def test_a_part_keeps_its_encoding(tmp_path: Path, encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    sheet = sheet_xml(ROWS).replace('encoding="UTF-8"', f'encoding="{declared}"').encode(encoding)
    path = package(tmp_path, sheet)
    original = path.read_bytes()
    write(path, text="“Été” → 🥐")
    assert contents(path)["xl/worksheets/sheet1.xml"].decode(encoding).startswith("<?xml")
    assert ours(path)["D2"] == "“Été” → 🥐"
    ExcelSource(path, "book").clean()
    assert path.read_bytes() == original


def test_our_comment_stands_beside_those_of_others(tmp_path: Path) -> None:
    book, path = filled(tmp_path)
    book.active["A2"].comment = Comment("Really?", "Nadia")
    book.save(path)
    before = tmp_path / "before.xlsx"
    before.write_bytes(path.read_bytes())
    write(path, note("B2"))
    assert not harm(before, path)
    sheet = openpyxl.load_workbook(path).active
    assert (sheet["A2"].comment.author, sheet["A2"].comment.text) == ("Nadia", "Really?")
    assert (sheet["B2"].comment.author, sheet["B2"].comment.text) == ("okrsync", "okrsync:\nBy when?")
    assert ExcelSource(path, "book").read().standing.notes == {("Sheet", "B2"): "By when?"}


def test_a_cell_with_somebody_elses_comment_gets_no_second_one(tmp_path: Path) -> None:
    book, path = filled(tmp_path)
    book.active["A2"].comment = Comment("Really?", "Nadia")
    book.save(path)
    outcome = write(path, note("A2"))
    assert [reason for _, reason in outcome.skipped] == ["workbook.note-taken"]
    assert openpyxl.load_workbook(path).active["A2"].comment.text == "Really?"


def test_a_comment_stands_before_what_must_follow_it_in_the_sheet(tmp_path: Path) -> None:
    behind = '<pageMargins left="1" right="1" top="1" bottom="1" header="1" footer="1"/><tableParts count="0"/>'
    path = package(tmp_path, sheet_xml(ROWS, behind=behind))
    write(path, note("A2"))
    order = re.findall(r"<(sheetData|conditionalFormatting|pageMargins|legacyDrawing|tableParts)\b", sheet_text(path))
    assert order == ["sheetData", "conditionalFormatting", "pageMargins", "legacyDrawing", "tableParts"]


def test_a_comment_that_is_taken_away_leaves_no_part_behind(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS))
    write(path, note("A2"))
    source = ExcelSource(path, "book")
    source.write(source.read(), (), [Edit("Team", "note", 2, "x", None, cell="A2")], "en")
    assert not [name for name in contents(path) if "comment" in name or "vml" in name]
    assert ours(path)["C2"] == 60


def test_the_tab_is_last_and_named_in_the_language_and_never_takes_a_name(tmp_path: Path) -> None:
    book, path = filled(tmp_path)
    book.create_sheet("OKR check")
    book.save(path)
    write(path, summary())
    assert openpyxl.load_workbook(path).sheetnames == ["Sheet", "OKR check", "OKR check (2)"]


def test_the_tab_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    rows = (
        ("OKR check",),
        ("A sentence that says in some length what has been done here, and what has not been done at all.",),
        (),
        ("Scores", "Out of 100", "Grade"),
        ("All OKRs", 71, "C"),
        ("=1+1", 20, "E"),
        (),
        ("All remarks", "Rule", "Sheet", "Row", "OKR", "Idea"),
        ("How far?", "KR104", "Sheet", 2, "Cut unsold bread", None, "beyond"),
        ("How far?", "KR104", "Nowhere", 2, "Cut unsold bread"),
    )
    _, path = filled(tmp_path)
    filled(tmp_path)[0].save(path)
    write(path, summary(*rows))
    assert ExcelSource(path, "book").read().standing.summary == rows
    tab = openpyxl.load_workbook(path)["OKR check"]
    assert tab["D9"].hyperlink.location == "'Sheet'!A2"
    assert tab["D10"].hyperlink is None
    assert tab["A6"].quotePrefix


def test_without_a_summary_any_more_the_tab_goes(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS))
    write(path, summary())
    source = ExcelSource(path, "book")
    source.write(source.read(), (), [Edit(None, "summary", 1, "summary", None)], "en")
    assert openpyxl.load_workbook(path).sheetnames == ["Team"]


def test_where_nothing_is_left_of_ours_the_file_is_what_it_was(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS))
    parts = contents(path)
    write(path)
    source = ExcelSource(path, "book")
    gone = [
        Edit("Team", "header", 1, "header", None),
        Edit("Team", "score", 2, "x", None),
        Edit("Team", "warnings", 2, "x", None),
    ]
    source.write(source.read(), (), gone, "en")
    assert contents(path) == parts


AWKWARD = ["a\x00b\x0bc\x1f", "_x0041_ stays", "tab\there", " blanks  ", "\ufffe!", "x" * 40_000]


@pytest.mark.parametrize("text", AWKWARD, ids=range(len(AWKWARD)))
def test_texts_are_written_as_far_as_a_cell_can_hold_them(tmp_path: Path, text: str) -> None:
    path = package(tmp_path, sheet_xml(ROWS))
    write(path, text=text)
    expected = re.sub("[\x00\x0b\x1f\ufffe]", "", text)[:32_767]
    assert ours(path)["D2"] == expected


def test_an_emoji_counts_as_two_characters_of_a_cell(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS))
    write(path, text="🥐" * 20_000)
    assert ours(path)["D2"] == "🥐" * 16_383


def test_the_stated_extent_of_the_sheet_covers_our_cells(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS, before='<dimension ref="A1:B2"/>'))
    write(path)
    assert '<dimension ref="A1:D2"/>' in sheet_text(path)
