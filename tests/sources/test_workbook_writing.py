"""How our columns, comments, colours and tab go into a workbook, whatever it is made of."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
from harm import contents, harm
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table as ListObject
from packages import HEAD, MAIN, OFFICE, STRICT, STRICT_OFFICE, package, sheet_xml

from okrsync.errors import WriteRefusedError
from okrsync.grid import address
from okrsync.model import Column, Edit, Table
from okrsync.score import GRADES
from okrsync.sources.excel import ExcelSource
from okrsync.sources.workbook.colours import FAIR, GOOD

if TYPE_CHECKING:
    from pathlib import Path

    from okrsync.model import WriteOutcome

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


def test_the_columns_stand_right_of_what_is_there(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS))
    write(path)
    assert ours(path) == {"C1": "OKR score", "D1": "OKR warnings", "C2": 60, "D2": "How far?"}


def test_a_new_cell_beside_a_date_is_no_date(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS, before='<cols><col min="2" max="16384" width="12" style="1"/></cols>'))
    write(path)
    cell = openpyxl.load_workbook(path).active["C2"]
    assert cell.value == 60
    assert cell.number_format == "General"


def test_columns_set_for_the_whole_sheet_keep_their_look_beside_ours(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS, before='<cols><col min="2" max="16384" width="12" style="1"/></cols>'))
    write(path)
    columns = re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', sheet_text(path))
    assert columns == [("2", "2", "12"), ("3", "3", "11.7109375"), ("4", "4", "60.7109375"), ("5", "16384", "12")]


@pytest.mark.parametrize(
    "columns",
    [
        '<cols><col min="2" max="3" width="12"/><col min="4" max="9" width="5"/></cols>',
        '<cols><col min="4" max="4" width="12"></col></cols>',
        '<cols><col min="9" max="9" width="12"/></cols>',
        '<cols><col min="1" max="1" width="12"/></cols>',
        "<cols/>",
    ],
)
def test_every_column_has_one_width(tmp_path: Path, columns: str) -> None:
    path = package(tmp_path, sheet_xml(ROWS, before=columns))
    write(path)
    spans = [(int(a), int(b)) for a, b in re.findall(r'<col min="(\d+)" max="(\d+)"', sheet_text(path))]
    assert spans == sorted(spans)
    covered = [number for first, last in spans for number in range(first, last + 1)]
    assert len(covered) == len(set(covered))
    assert {3, 4} <= set(covered)


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


def test_one_column_stays_free_beside_a_table_object(tmp_path: Path) -> None:
    book, path = filled(tmp_path)
    book.active.add_table(ListObject(displayName="Okrs", ref="A1:B2"))
    book.save(path)
    write(path)
    assert ours(path)["D1"] == "OKR score"


def test_the_columns_keep_clear_of_drawings_lists_comments_and_merges(tmp_path: Path) -> None:
    book, path = filled(tmp_path)
    sheet = book.active
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=2))
    sheet.add_chart(chart, "C5")
    allowed = DataValidation(type="list", formula1='"yes,no"')
    allowed.add("M2:M20")
    sheet.add_data_validation(allowed)
    sheet["P9"].comment = Comment("Later", "Nadia")
    sheet.merge_cells("S30:T31")
    sheet.merge_cells("A40:CZ40")
    book.save(path)
    write(path)
    columns = {cell.rstrip("0123456789") for cell in ours(path)}
    assert columns == {"N", "O"}


def test_a_hidden_column_in_between_is_left_alone(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS, before='<cols><col min="3" max="3" width="9" hidden="1"/></cols>'))
    write(path)
    assert ours(path)["D1"] == "OKR score"


def test_where_all_columns_to_the_right_are_hidden_ours_are_shown(tmp_path: Path) -> None:
    hidden = '<cols><col min="3" max="16384" width="9" hidden="1" customWidth="1"/></cols>'
    path = package(tmp_path, sheet_xml(ROWS, before=hidden))
    write(path)
    assert ours(path)["C1"] == "OKR score"
    assert re.findall(r"<col [^>]*hidden[^>]*>", sheet_text(path)) == [
        '<col min="5" max="16384" width="9" hidden="1" customWidth="1"/>'
    ]


def test_the_columns_stand_right_of_the_table_not_of_a_legend_far_away(tmp_path: Path) -> None:
    book, path = filled(tmp_path)
    book.active["H2"] = "Legend"
    book.save(path)
    write(path, tables=(Table("Sheet", "flat", 1.0, 1, 2, 2, (Column(0, "", "x", 1), Column(1, "", "x", 1))),))
    assert ours(path)["C1"] == "OKR score"


def test_formatted_blanks_out_to_the_horizon_give_way(tmp_path: Path) -> None:
    blanks = "".join(f'<c r="{address(1, column)}" s="1"/>' for column in range(2, 300))
    path = package(tmp_path, sheet_xml(ROWS.removesuffix("</row>") + f"{blanks}</row>"))
    original = path.read_bytes()
    write(path)
    assert ours(path)["C2"] == 60
    ExcelSource(path, "book").clean()
    assert path.read_bytes() == original


def test_a_sheet_without_room_is_left_out_with_a_reason(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml('<row r="1"><c r="XFC1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'))
    outcome = write(path, tables=(Table("Team", "flat", 1.0, 1, 2, 2, (Column(16383, "", "x", 1),)),))
    assert [reason for _, reason in outcome.skipped] == ["sources.no-room"] * 3
    assert outcome.written == 0


def test_a_protected_sheet_is_left_out_and_the_file_stays(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS, behind='<sheetProtection password="CC1A" sheet="1" objects="1"/>'))
    before = path.read_bytes()
    outcome = write(path, note("A2"))
    assert {reason for _, reason in outcome.skipped} == {"sources.protected-sheet"}
    assert path.read_bytes() == before


def test_a_protection_that_is_switched_off_does_not_hinder(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS, behind='<sheetProtection formatCells="0"/>'))
    assert not write(path).skipped


def test_a_locked_structure_gets_no_tab_but_the_rest(tmp_path: Path) -> None:
    workbook = (
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookProtection lockStructure="1"/><sheets>'
        '<sheet name="Team" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    path = package(tmp_path, sheet_xml(ROWS), workbook=workbook)
    outcome = write(path, summary())
    assert [reason for _, reason in outcome.skipped] == ["workbook.structure-locked"]
    assert ours(path)["C2"] == 60


@pytest.mark.parametrize(
    ("options", "key"),
    [
        ({"parts": {"_xmlsignatures/origin.sigs": "x"}}, "workbook.signed"),
        (
            {
                "parts": {"xl/revisions/revisionHeaders.xml": "<headers/>"},
                "ties": f'<Relationship Id="rId9" Type="{OFFICE}/revisionHeaders" '
                'Target="revisions/revisionHeaders.xml"/>',
            },
            "workbook.shared",
        ),
        (
            {
                "workbook": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><fileSharing userName="N" '
                'reservationPassword="CC1A"/><sheets><sheet name="Team" sheetId="1" r:id="rId1"/></sheets></workbook>'
            },
            "workbook.reserved",
        ),
    ],
)
def test_a_sealed_workbook_is_refused_and_stays(tmp_path: Path, options: dict[str, object], key: str) -> None:
    path = package(tmp_path, sheet_xml(ROWS), **options)  # type: ignore[arg-type]
    before = path.read_bytes()
    with pytest.raises(WriteRefusedError) as refused:
        write(path)
    assert refused.value.key == key
    assert "book.xlsx" in refused.value.text("fr")
    assert path.read_bytes() == before


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_entry_that_stands_there_twice_is_refused(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", sheet_xml(""))
    with pytest.raises(WriteRefusedError) as refused:
        write(path)
    assert refused.value.key == "workbook.ambiguous"


def test_a_sheet_whose_cells_count_looks_that_are_not_there_is_refused(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS.replace('s="1"', 's="77"')))
    with pytest.raises(WriteRefusedError) as refused:
        write(path)
    assert refused.value.key == "workbook.odd-part"


def test_a_workbook_without_styles_gets_some_and_loses_them_again(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS), parts={"xl/styles.xml": ""})
    original = path.read_bytes()
    write(path)
    assert openpyxl.load_workbook(path).active["B2"].font.bold is False
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


def test_a_text_like_a_formula_stays_text_when_somebody_edits_the_cell(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS))
    write(path, text="=1+1")
    cell = openpyxl.load_workbook(path).active["D2"]
    assert cell.quotePrefix
    assert cell.data_type == "s"


def test_the_titles_look_like_the_title_beside_them(tmp_path: Path) -> None:
    book, path = filled(tmp_path)
    book.active["B1"].font = openpyxl.styles.Font(bold=True, color="FFFFFFFF")
    book.active["B1"].fill = openpyxl.styles.PatternFill("solid", fgColor="FF204060")
    book.save(path)
    write(path)
    title = openpyxl.load_workbook(path).active["C1"]
    assert title.fill.fgColor.rgb == "FF204060"
    assert title.font.color.rgb == "FFFFFFFF"


def test_the_colour_of_one_status_cell_does_not_spread(tmp_path: Path) -> None:
    book, path = filled(tmp_path)
    book.active["B2"] = "late"
    book.active["B2"].fill = openpyxl.styles.PatternFill("solid", fgColor="FFFF0000")
    book.active["B2"].font = openpyxl.styles.Font(bold=True, underline="single")
    book.save(path)
    write(path)
    cell = openpyxl.load_workbook(path).active["C2"]
    assert cell.fill.fill_type is None
    assert not cell.font.bold


def test_a_row_of_one_colour_goes_on_in_ours(tmp_path: Path) -> None:
    book, path = filled(tmp_path)
    for cell in ("A2", "B2"):
        book.active[cell].fill = openpyxl.styles.PatternFill("solid", fgColor="FFE2EFDA")
    book.save(path)
    write(path)
    assert openpyxl.load_workbook(path).active["D2"].fill.fgColor.rgb == "FFE2EFDA"


def test_the_colours_of_scores_follow_the_grades() -> None:
    grades = {letter: least for least, letter in GRADES}
    assert (grades["B"], grades["D"]) == (GOOD, FAIR)


def test_our_colours_come_after_other_peoples_rules(tmp_path: Path) -> None:
    theirs = '<conditionalFormatting sqref="A2"><cfRule type="expression" priority="7"><formula>TRUE</formula></cfRule>'
    path = package(tmp_path, sheet_xml(ROWS, behind=f"{theirs}</conditionalFormatting>"))
    write(path)
    assert re.findall(r'priority="(\d+)"', sheet_text(path)) == ["7", "8", "9", "10"]


def test_the_stated_extent_of_the_sheet_covers_our_cells(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS, before='<dimension ref="A1:B2"/>'))
    write(path)
    assert '<dimension ref="A1:D2"/>' in sheet_text(path)


def test_a_cell_in_our_column_that_somebody_filled_is_kept_and_reported(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS + '<row r="3"><c r="A3"><v>3</v></c></row>'))
    write(path)
    book = openpyxl.load_workbook(path)
    book["Team"]["D3"] = "my own words"
    book.save(path)
    source = ExcelSource(path, "book")
    outcome = source.write(source.read(), (), [Edit("Team", "warnings", 3, "x", "ours")], "en")
    assert [reason for _, reason in outcome.skipped] == ["workbook.taken"]
    assert openpyxl.load_workbook(path)["Team"]["D3"].value == "my own words"


def test_two_sheets_of_one_part_are_left_out(tmp_path: Path) -> None:
    workbook = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Team" sheetId="1" r:id="rId1"/>'
        '<sheet name="Twin" sheetId="2" r:id="rId1"/></sheets></workbook>'
    )
    path = package(tmp_path, sheet_xml(ROWS), workbook=workbook)
    assert {reason for _, reason in write(path).skipped} == {"workbook.sheet-shared"}
