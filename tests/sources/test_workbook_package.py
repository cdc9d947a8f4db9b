"""Packages that are put together oddly, and drawings that we add to or keep clear of."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
from harm import contents, harm
from packages import HEAD, MAIN, OFFICE, package, sheet_xml

from okrsync.edits import Edit
from okrsync.errors import UnreadableError, WriteRefusedError
from okrsync.sources.excel import ExcelSource
from okrsync.sources.workbook.anchors import shape_columns
from okrsync.sources.workbook.package import Package

if TYPE_CHECKING:
    from pathlib import Path

ROWS = '<row r="1"><c r="A1" t="str"><v>Key result</v></c></row><row r="2"><c r="A2" t="str"><v>Sell more</v></c></row>'
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml"\n xmlns:o="urn:schemas-microsoft-com:office:office"\n'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shape id="_x0000_s1025" style="x"><v:textbox><br></v:textbox>'
    '<x:ClientData ObjectType="Button"><x:Anchor>\n 1, 15, 0, 10, 5, 15, 4, 4</x:Anchor></x:ClientData></v:shape></xml>'
)
TARGETS = (
    "/xl/worksheets/sheet1.xml",
    "worksheets\\sheet1.xml",
    "../xl/worksheets/sheet1.xml",
    "./worksheets/sheet1.xml",
    "worksheets/Sheet1.xml",
    "worksheets/sheet%31.xml",
)
PREFIXED_COMMENTS = (
    f'<x:comments xmlns:x="{MAIN}"><x:authors><x:author>Nadia</x:author></x:authors><x:commentList>'
    '<x:comment ref="B9" authorId="0"><x:text><x:t>Theirs</x:t></x:text></x:comment></x:commentList></x:comments>'
)
EMPTY_COMMENTS = f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>'
ODD_COMMENTS = (
    f'<comments xmlns="{MAIN}"><authors><author/></authors><commentList><comment ref="B9" authorId="7"><text/>'
    "</comment></commentList></comments>"
)
THREAD = (
    '<ThreadedComments xmlns="x"><threadedComment ref="a2"><text>Really?</text></threadedComment></ThreadedComments>'
)
SHEET_TIES = "xl/worksheets/_rels/sheet1.xml.rels"


def ties(*kinds: tuple[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(kinds, start=1)
    )
    return f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'


def write(path: Path, *, cell: str = "A2") -> None:
    edits = [
        Edit("Team", "header", 1, "header", (("OKR score", "OKR warnings"),)),
        Edit("Team", "score", 2, "x", 60),
        Edit("Team", "note", 2, "x", "By when?", cell=cell),
    ]
    source = ExcelSource(path, "book")
    assert not source.write(source.read(), (), edits, "en").skipped


def cleaned_parts(path: Path) -> dict[str, bytes]:
    ExcelSource(path, "book").clean()
    return contents(path)


@pytest.mark.parametrize("target", TARGETS)
def test_a_sheet_is_found_however_its_target_is_written(tmp_path: Path, target: str) -> None:
    path = package(
        tmp_path,
        sheet_xml(ROWS),
        parts={"xl/_rels/workbook.xml.rels": ties(("worksheet", target), ("styles", "styles.xml"))},
    )
    write(path)
    assert ExcelSource(path, "book").read().grids[0].at(1, 1) == 60


def test_entries_with_backslashes_are_found_and_kept(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS))
    parts = contents(path)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name)
            entry.filename = name.replace("/", "\\")
            archive.writestr(entry, content)
    original = path.read_bytes()
    write(path)
    assert ExcelSource(path, "book").read().grids[0].at(1, 1) == 60
    ExcelSource(path, "book").clean()
    assert path.read_bytes() == original


def test_a_sheet_that_is_listed_but_missing_is_passed_over(tmp_path: Path) -> None:
    workbook = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Gone" sheetId="1" r:id="rId77"/>'
        '<sheet name="Nowhere" sheetId="3"/><sheet name="Team" sheetId="2" r:id="rId1"/></sheets></workbook>'
    )
    path = package(tmp_path, sheet_xml(ROWS), workbook=workbook)
    write(path)
    snapshot = ExcelSource(path, "book").read()
    assert [grid.name for grid in snapshot.grids] == ["Team"]
    assert snapshot.grids[0].own_columns


def test_a_missing_part_is_named(tmp_path: Path) -> None:
    path = package(tmp_path, sheet_xml(ROWS))
    with pytest.raises(UnreadableError) as refused:
        Package(path.read_bytes(), "book.xlsx").content("xl/nowhere.xml")
    assert refused.value.key == "workbook.part-missing"
    assert "xl/nowhere.xml" in refused.value.text("fr")


def test_parts_put_in_and_taken_out_count_at_once(tmp_path: Path) -> None:
    book = Package(package(tmp_path, sheet_xml(ROWS)).read_bytes(), "book.xlsx")
    book.put("xl/New.xml", b"<a/>")
    book.put("xl/new.xml", b"<b/>")
    book.put("xl/workbook.xml", b"<c/>")
    book.remove("xl/styles.xml")
    assert book.content("XL/NEW.XML") == b"<b/>"
    assert book.content("xl/workbook.xml") == b"<c/>"
    assert not book.has("xl/styles.xml")
    book.put("xl/styles.xml", b"<d/>")
    assert book.content("xl/styles.xml") == b"<d/>"
    book.remove("xl/New.xml")
    assert not book.has("xl/new.xml")


def test_a_form_control_stays_and_our_comment_joins_its_drawing(tmp_path: Path) -> None:
    path = package(
        tmp_path,
        sheet_xml(ROWS, behind='<legacyDrawing r:id="rId1"/>'),
        parts={SHEET_TIES: ties(("vmlDrawing", "../drawings/vml.vml")), "xl/drawings/vml.vml": VML},
        types='<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>',
    )
    before = tmp_path / "before.xlsx"
    before.write_bytes(path.read_bytes())
    parts = contents(path)
    write(path)
    assert not harm(before, path)
    drawing = contents(path)["xl/drawings/vml.vml"]
    assert drawing.count(b"<v:shape ") == 2
    assert drawing.count(b"_x0000_t202") == 2
    snapshot = ExcelSource(path, "book").read()
    assert sorted(snapshot.grids[0].own_columns) == [6, 7]
    assert snapshot.standing.notes == {("Team", "A2"): "By when?"}
    assert cleaned_parts(path) == parts


@pytest.mark.parametrize(
    ("behind", "parts"),
    [
        ('<legacyDrawing r:id="rId9"/>', {}),
        ('<legacyDrawing r:id="rId1"/>', {SHEET_TIES: ties(("vmlDrawing", "../cut.vml")), "xl/cut.vml": "cut"}),
        ("", {SHEET_TIES: ties(("comments", "../comments1.xml")), "xl/comments1.xml": f'<comments xmlns="{MAIN}"/>'}),
    ],
    ids=["no drawing", "cut drawing", "no list"],
)  # fmt: skip
def test_what_is_too_odd_to_be_sure_is_refused(tmp_path: Path, behind: str, parts: dict[str, str]) -> None:
    path = package(tmp_path, sheet_xml(ROWS, behind=behind), parts=parts)
    before = path.read_bytes()
    with pytest.raises(WriteRefusedError) as refused:
        write(path)
    assert refused.value.key == "workbook.odd-part"
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "comments",
    [PREFIXED_COMMENTS, EMPTY_COMMENTS, ODD_COMMENTS],
    ids=["prefix", "empty", "odd author"],
)
def test_comments_are_added_to_a_part_of_any_form(tmp_path: Path, comments: str) -> None:
    path = package(
        tmp_path,
        sheet_xml(ROWS),
        parts={SHEET_TIES: ties(("comments", "../comments1.xml")), "xl/comments1.xml": comments},
        types=f'<Override PartName="/xl/comments1.xml" ContentType="{COMMENTS_TYPE}"/>',
    )
    parts = contents(path)
    before = tmp_path / "before.xlsx"
    before.write_bytes(path.read_bytes())
    write(path)
    assert not harm(before, path)
    assert ExcelSource(path, "book").read().standing.notes == {("Team", "A2"): "By when?"}
    assert cleaned_parts(path) == parts


def test_a_thread_counts_as_somebodys_even_without_its_old_form(tmp_path: Path) -> None:
    path = package(
        tmp_path,
        sheet_xml(ROWS),
        parts={SHEET_TIES: ties(("threadedComment", "../threads.xml")), "xl/threads.xml": THREAD},
    )
    assert ExcelSource(path, "book").read().standing.taken == {("Team", "A2")}


def test_names_go_before_what_must_follow_them(tmp_path: Path) -> None:
    workbook = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Team" sheetId="1" r:id="rId1"/></sheets>'
        "{names}<calcPr calcId='1'/></workbook>"
    )
    for names in ("", "<definedNames/>", '<definedNames><definedName name="Rate">1</definedName></definedNames>'):
        path = package(tmp_path, sheet_xml(ROWS), workbook=workbook.format(names=names))
        parts = contents(path)
        write(path)
        book = contents(path)["xl/workbook.xml"]
        assert book.index(b"_okrsync_score") < book.index(b"</definedNames>") < book.index(b"<calcPr")
        assert ("Rate" in openpyxl.load_workbook(path).defined_names) == ("Rate" in names)
        assert cleaned_parts(path) == parts


def test_the_columns_under_buttons_are_told() -> None:
    assert list(shape_columns(VML.encode())) == [(1, 5)]


def test_a_sheet_with_every_kind_of_styles_section_missing_is_written(tmp_path: Path) -> None:
    styles = f'<styleSheet xmlns="{MAIN}"><fonts count="0"/><cellXfs></cellXfs><extLst/></styleSheet>'
    path = package(tmp_path, sheet_xml(ROWS), parts={"xl/styles.xml": styles})
    parts = contents(path)
    write(path)
    new = contents(path)["xl/styles.xml"].decode()
    places = [new.index(f"<{name}") for name in ("fonts", "cellXfs", "dxfs", "extLst")]
    assert places == sorted(places)
    assert cleaned_parts(path) == parts


def test_a_bold_font_of_ours_keeps_the_order_that_excel_wants(tmp_path: Path) -> None:
    font = '<font><scheme val="minor"/><name val="Arial"/><color theme="1"/><sz val="12"/><i/></font>'
    path = package(tmp_path, sheet_xml(ROWS))
    styles = contents(path)["xl/styles.xml"].decode()
    old = styles[styles.index("<font>") : styles.index("</fonts>")]
    path = package(tmp_path, sheet_xml(ROWS), parts={"xl/styles.xml": styles.replace(old, font)})
    write(path)
    made = '<font><b/><i/><sz val="12"/><color theme="1"/><name val="Arial"/><scheme val="minor"/></font>'
    assert made in contents(path)["xl/styles.xml"].decode()
