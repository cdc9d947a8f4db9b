"""OpenDocument spreadsheets: what is read of them, and that only our own bytes of content.xml ever change."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from documents import FILLER, cell, content_of, document, entries, raw_document, rewritten, row, table

from okrsync.edits import Edit
from okrsync.errors import UnreadableError, WriteRefusedError
from okrsync.grades import GRADES
from okrsync.grid import Merge, Style
from okrsync.sources import open_source
from okrsync.sources.document.words import value_of
from okrsync.sources.workbook.colours import FAIR, GOOD

if TYPE_CHECKING:
    from pathlib import Path

    from okrsync.edits import WriteOutcome
    from okrsync.grid import Grid
    from okrsync.sources.base import Snapshot

TITLES = (("OKR score", "OKR warnings"),)
HEADER = Edit("S", "header", 1, "header", TITLES)
STYLED = '<table:table-cell table:style-name="{}" office:value-type="string"><text:p>a</text:p></table:table-cell>'
PLAIN_ROWS = [["objective", "target"], ["Grow", "12"], ["Learn", "30"]]


def typed(kind: str, attributes: str, shown: str = "shown") -> str:
    return f'<table:table-cell office:value-type="{kind}" {attributes}><text:p>{shown}</text:p></table:table-cell>'


def text(inner: str, attributes: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {attributes}>{inner}</table:table-cell>'


def read(path: Path, rows: str, **attributes: str) -> Grid:
    return open_source(raw_document(path, table("S", rows, **attributes))).read().grids[0]


def write(path: Path, *edits: Edit) -> WriteOutcome:
    source = open_source(path)
    return source.write(source.read(), (), list(edits), "en")


def score(number: int, value: float | None = 60, container: str = "S") -> Edit:
    return Edit(container, "score", number, "", value)


def warning(number: int, words: str) -> Edit:
    return Edit("S", "warnings", number, "", words)


def note(at: str, words: str | None) -> Edit:
    return Edit("S", "note", int(at[1:]), "", words, cell=at)


def snapshot(path: Path) -> Snapshot:
    return open_source(path).read()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "okrs.ods"


@pytest.fixture
def plain(path: Path) -> Path:
    return document(path, {"S": PLAIN_ROWS})


class TestValues:
    @pytest.mark.parametrize(
        ("xml", "value"),
        [
            (typed("float", 'office:value="0.35"'), 0.35),
            (typed("percentage", 'office:value="0.35"'), 0.35),
            (typed("currency", 'office:value="12" office:currency="EUR"'), 12.0),
            (typed("date", 'office:date-value="2026-09-30"'), date(2026, 9, 30)),
            (typed("date", 'office:date-value="2026-09-30T12:30:00"'), datetime.fromisoformat("2026-09-30T12:30")),
            (typed("time", 'office:time-value="PT08H30M05S"'), time(8, 30, 5)),
            (typed("time", 'office:time-value="PT30H00M00S"'), timedelta(hours=30)),
            (typed("boolean", 'office:boolean-value="true"'), True),
            (typed("boolean", 'office:boolean-value="false"'), False),
            (typed("string", 'office:string-value="stated"'), "stated"),
            (typed("date", 'office:date-value="30/09/2026"', "30/09/2026"), "30/09/2026"),
            (typed("time", 'office:time-value="half past"', "half past"), "half past"),
            (typed("float", "", "n/a"), "n/a"),
            (text("<text:p>one</text:p><text:p>two</text:p>"), "one\ntwo"),
            (text("<text:p>a<text:s text:c='3'/>b<text:tab/>c<text:line-break/>d</text:p>"), "a   b\tc\nd"),
            (text("<text:p>  so\n  <text:span>much <text:a>air</text:a></text:span> </text:p>"), "so much air"),
            (text("<text:p>&lt;5 &amp; more</text:p>"), "<5 & more"),
            (text("<text:p></text:p>"), None),
            ("<table:table-cell/>", None),
        ],
    )
    def test_a_cell_is_read_as_its_value(self, path: Path, xml: str, value: object) -> None:
        grid = read(path, row(cell("x"), xml, cell("y")))
        assert grid.rows[0][1] == value
        assert type(grid.rows[0][1]) is type(value)

    def test_a_run_of_blanks_cannot_swell_beyond_measure(self, path: Path) -> None:
        grid = read(path, row(text("<text:p>a<text:s text:c='999999999'/>b</text:p>")))
        assert len(str(grid.rows[0][0])) < 33_000

    def test_an_unfinished_duration_is_text(self) -> None:
        assert value_of({"office:value-type": "time", "office:time-value": "P"}, ["x"]) == time(0, 0)

    def test_notes_and_pictures_are_no_part_of_the_value(self, path: Path) -> None:
        inner = (
            "<office:annotation><dc:creator>Nadia</dc:creator><text:p>why?</text:p></office:annotation>"
            "<draw:frame><draw:text-box><text:p>in a box</text:p></draw:text-box></draw:frame><text:p>Grow</text:p>"
        )
        grid = read(path, row(text(inner)))
        assert grid.rows == [["Grow"]]
        assert snapshot(path).standing.taken == {("S", "A1")}


class TestSheets:
    def test_a_million_rows_and_columns_of_nothing_cost_nothing(self, path: Path) -> None:
        grid = read(path, row(cell("a")))
        assert (len(grid.rows), len(grid.rows[0])) == (1, 1)

    def test_what_repeats_is_repeated(self, path: Path) -> None:
        twice = '<table:table-cell table:number-columns-repeated="2" office:value-type="string"><text:p>x</text:p>'
        rows = (
            f"{row(cell('a'))}<table:table-row table:number-rows-repeated='3'><table:table-cell/></table:table-row>"
            f"<table:table-row table:number-rows-repeated='2'><table:table-cell/>{twice}</table:table-cell>"
            "</table:table-row>"
        )
        assert read(path, rows).rows == [["a"], [], [], [], [None, "x", "x"], [None, "x", "x"]]

    def test_rows_in_groups_and_header_rows_are_rows(self, path: Path) -> None:
        rows = (
            f"<table:table-header-rows>{row(cell('h'))}</table:table-header-rows>"
            f"<table:table-row-group>{row(cell('a'))}</table:table-row-group>"
        )
        assert read(path, rows).rows == [["h"], ["a"]]

    def test_merged_areas_formulas_and_hidden_parts_are_told(self, path: Path) -> None:
        merged = 'table:number-rows-spanned="2" table:number-columns-spanned="3"'
        rows = (
            f"<table:table-column table:number-columns-repeated='2'/><table:table-column table:visibility='collapse'/>"
            f"{row(text('<text:p>m</text:p>', merged), '<table:covered-table-cell/>' * 2)}"
            f"<table:table-row table:visibility='filter'>{cell('b')}</table:table-row>"
            + row(cell("c"), typed("float", 'office:value="2" table:formula="of:=1+1"'))
        )
        document_table = table("S", rows).replace('<table:table-column table:number-columns-repeated="1024"/>', "", 1)
        grid = snapshot(raw_document(path, document_table)).grids[0]
        assert grid.merges == (Merge(0, 0, 1, 2),)
        assert grid.formulas == {(2, 1)}
        assert (grid.hidden_rows, grid.hidden_columns) == ({1}, {2})

    def test_a_hidden_sheet_is_told(self, path: Path) -> None:
        raw_document(path, table("A", row(cell("x"))) + table("B", row(cell("y")), 'table:style-name="ta2"'))
        assert [grid.hidden for grid in snapshot(path).grids] == [False, True]

    def test_looks_are_inherited_from_parents_rows_and_columns(self, path: Path) -> None:
        strong = Style(bold=True, italic=True, indent=2, fill="#ffff00", size=14.0)
        columns = '<table:table-column table:default-cell-style-name="ce1"/><table:table-column/>'
        rows = (
            f"{columns}{row(cell('by column'), cell('plain'))}"
            "<table:table-row table:default-cell-style-name='ce1'><table:table-cell/>"
            f"{cell('by row')}</table:table-row>" + row(STYLED.format("ce2"))
        )
        document_table = table("S", rows).replace('<table:table-column table:number-columns-repeated="1024"/>', "", 1)
        grid = snapshot(raw_document(path, document_table)).grids[0]
        assert grid.styles == {(0, 0): strong, (1, 1): strong}

    def test_percent_and_currency_show_in_the_number_format(self, path: Path) -> None:
        grid = read(
            path,
            row(
                typed("percentage", 'office:value="0.5"'),
                typed("currency", 'office:value="5" office:currency="EUR"'),
                typed("currency", 'office:value="5" office:currency="CHF"'),
            ),
        )
        assert grid.style(0, 0).is_percent
        assert ["€" in grid.style(0, 1).number_format, "CHF" in grid.style(0, 2).number_format] == [True, True]

    def test_a_lone_parent_of_itself_ends(self, path: Path) -> None:
        circular = '<style:style style:name="x" style:family="table-cell" style:parent-style-name="x"/>'
        raw_document(path, table("S", row(STYLED.format("x"))), automatic=circular)
        assert snapshot(path).grids[0].styles == {}

    def test_lengths_that_are_none_count_as_nothing(self, path: Path) -> None:
        odd = (
            '<style:style style:name="x" style:family="table-cell"><style:paragraph-properties '
            'fo:margin-left="wide"/></style:style>'
        )
        raw_document(path, table("S", row(STYLED.format("x"))), automatic=odd)
        assert snapshot(path).grids[0].style(0, 0).indent == 0

    def test_changes_that_are_being_tracked_are_no_cells(self, path: Path) -> None:
        tracked = f"<table:tracked-changes><table:table-cell>{cell('old')}</table:table-cell></table:tracked-changes>"
        raw_document(path, tracked + table("S", row(cell("new"))))
        assert snapshot(path).grids[0].rows == [["new"]]


class TestRefusals:
    def test_a_document_with_a_password_is_refused(self, path: Path) -> None:
        raw_document(path, table("S", row(cell("a"))), extra={"encrypted-package": b"x"})
        with pytest.raises(UnreadableError, match="password"):
            snapshot(path)

    def test_so_is_one_whose_manifest_says_so(self, path: Path) -> None:
        document(path, {"S": PLAIN_ROWS})
        path.write_bytes(path.read_bytes())
        locked = path.with_name("locked.ods")
        shutil.copy(path, locked)
        _with_entry(locked, "META-INF/manifest.xml", b"<m><encryption-data/></m>")
        with pytest.raises(UnreadableError, match="password"):
            snapshot(locked)

    @pytest.mark.parametrize("content", [b"", b"<office:document", b"<a><office:body/><office:spreadsheet/>", b"<b/>"])
    def test_damaged_content_is_refused_by_name(self, plain: Path, content: bytes) -> None:
        _with_entry(plain, "content.xml", content)
        with pytest.raises(UnreadableError, match=r"content\.xml"):
            snapshot(plain)

    def test_a_document_type_is_refused_since_it_could_swell(self, plain: Path) -> None:
        rewritten(plain, lambda xml: xml.replace("?>\n", '?>\n<!DOCTYPE x [<!ENTITY a "aaaa">]>\n', 1))
        with pytest.raises(UnreadableError):
            snapshot(plain)

    def test_more_cells_than_anybody_fills_are_refused(self, path: Path) -> None:
        full = '<table:table-cell table:number-columns-repeated="16000" office:value-type="string"><text:p>x</text:p>'
        rows = f'<table:table-row table:number-rows-repeated="2000">{full}</table:table-cell></table:table-row>'
        raw_document(path, table("S", rows))
        with pytest.raises(UnreadableError, match="more than"):
            snapshot(path)

    def test_a_signed_document_is_read_but_never_written(self, path: Path) -> None:
        raw_document(path, table("S", row(cell("a"))), extra={"META-INF/documentsignatures.xml": b"<s/>"})
        before = path.read_bytes()
        with pytest.raises(WriteRefusedError, match="signed"):
            write(path, HEADER)
        assert path.read_bytes() == before

    def test_a_protected_sheet_is_left_alone_and_that_is_said(self, path: Path) -> None:
        raw_document(path, table("S", row(cell("a")) * 3, 'table:protected="true"'))
        before = path.read_bytes()
        outcome = write(path, HEADER, score(2))
        assert {reason for _, reason in outcome.skipped} == {"sources.protected-sheet"}
        assert (outcome.written, path.read_bytes()) == (0, before)

    def test_a_row_that_is_not_there_is_skipped(self, plain: Path) -> None:
        outcome = write(plain, HEADER, score(2_000_000), score(2, container="Elsewhere"))
        assert [reason for _, reason in outcome.skipped] == ["sources.no-room", "sources.no-room"]
        assert outcome.written == 1

    def test_at_the_last_column_there_is_no_room(self, path: Path) -> None:
        gap = '<table:table-cell table:number-columns-repeated="16382"/>'
        raw_document(path, table("S", row(cell("a"), gap, cell("z"), filler="")))
        outcome = write(path, HEADER)
        assert [reason for _, reason in outcome.skipped] == ["sources.no-room"]


class TestWriting:
    def test_our_columns_stand_right_of_everything_even_pictures_and_merged_areas(self, path: Path) -> None:
        picture = '<draw:frame table:end-cell-address="S.F4"/>'
        merged = 'table:number-columns-spanned="4"'
        rows = row(text("<text:p>t</text:p>", merged), "<table:covered-table-cell/>" * 3) + row(text(picture)) * 2
        raw_document(path, table("S", rows))
        write(path, HEADER, score(2))
        assert snapshot(path).grids[0].own_columns == {6: "okrsync_score", 7: "okrsync_warnings"}

    def test_only_content_changes_and_the_type_stays_first_and_stored(self, plain: Path) -> None:
        before = entries(plain)
        write(plain, HEADER, score(2))
        after = entries(plain)
        assert [entry for entry in after if entry[0] != "content.xml"] == [
            entry for entry in before if entry[0] != "content.xml"
        ]
        assert plain.read_bytes()[30:38] == b"mimetype"
        assert [entry[0] for entry in after] == [entry[0] for entry in before]

    @pytest.mark.parametrize(
        "filler", [FILLER, "", "<table:table-cell/>", '<table:table-cell table:style-name="ce2"/>']
    )
    def test_a_row_takes_ours_whatever_ends_it(self, path: Path, filler: str) -> None:
        rows = "".join(row(*map(cell, values), filler=filler) for values in PLAIN_ROWS)
        raw_document(path, table("S", rows))
        before = content_of(path)
        write(path, HEADER, score(3), warning(3, "how far?"))
        grid = snapshot(path).grids[0]
        assert grid.rows[2] == ["Learn", "30", 60.0, "how far?"]
        open_source(path).clean()
        assert content_of(path) == before

    def test_an_empty_row_takes_ours(self, path: Path) -> None:
        rows = f"<table:table-row/>{row(cell('a'))}<table:table-row></table:table-row>"
        raw_document(path, table("S", rows))
        write(path, HEADER, score(3))
        assert snapshot(path).grids[0].rows == [[None, "OKR score", "OKR warnings"], ["a"], [None, 60.0]]

    def test_one_of_many_equal_rows_takes_ours_and_the_others_stay(self, path: Path) -> None:
        equal = f"<table:table-row table:number-rows-repeated='5'>{cell('x')}</table:table-row>"
        raw_document(path, table("S", row(cell("h")) + equal))
        before = content_of(path)
        write(path, HEADER, score(3), score(5), note("A6", "why"))
        read_again = snapshot(path)
        assert read_again.grids[0].rows == [
            ["h", "OKR score", "OKR warnings"],
            ["x"],
            ["x", 60.0],
            ["x"],
            ["x", 60.0],
            ["x"],
        ]
        assert read_again.standing.notes == {("S", "A6"): "why"}
        open_source(path).clean()
        assert content_of(path) == before

    def test_our_score_does_not_wear_a_percent_sign_of_the_column(self, path: Path) -> None:
        styled = '<table:table-cell table:style-name="percent" table:number-columns-repeated="5"/>'
        raw_document(path, table("S", row(cell("a"), filler=styled) * 2))
        write(path, HEADER, score(2))
        assert 'table:style-name="percent" office:value-type="float"' not in content_of(path)
        assert not snapshot(path).grids[0].style(1, 1).is_percent

    def test_colours_change_where_grades_do(self) -> None:
        from_score = {letter: least for least, letter in GRADES}
        assert (from_score["B"], from_score["D"]) == (GOOD, FAIR)

    def test_without_a_place_for_styles_ours_are_plain(self, path: Path) -> None:
        raw_document(path, table("S", row(cell("a")) * 2), automatic=None)
        write(path, HEADER, score(2), Edit(None, "summary", 1, "summary", (("OKR check",), ("x", 1.0))))
        assert "okrsync-" not in content_of(path)
        assert snapshot(path).standing.summary == (("OKR check",), ("x", 1.0))

    def test_an_empty_place_for_styles_is_opened_and_closed_again(self, path: Path) -> None:
        raw_document(path, table("S", row(cell("a")) * 2), automatic=None)
        rewritten(path, lambda xml: xml.replace("<office:body>", "<office:automatic-styles/><office:body>"))
        before = content_of(path)
        write(path, HEADER, score(2, 20))
        assert "okrsync-poor" in content_of(path)
        open_source(path).clean()
        assert content_of(path) == before

    def test_somebodys_formula_or_note_in_our_column_is_left_alone(self, plain: Path) -> None:
        write(plain, HEADER, score(2), score(3))
        somebody = '<table:table-cell table:formula="of:=2" office:value-type="float" office:value="2"/>'
        rewritten(
            plain,
            lambda xml: xml.replace(
                xml[xml.index('<table:table-cell table:style-name="okrsync-fair"') :].split("</table:table-row>")[0],
                somebody,
                1,
            ),
        )
        outcome = write(plain, score(2, 90), score(3, 70))
        assert [(edit.row, reason) for edit, reason in outcome.skipped] == [(2, "sources.no-room")]
        assert somebody in content_of(plain)
        open_source(plain).clean()
        assert somebody in content_of(plain)


class TestNotes:
    def test_a_note_comes_and_goes_within_anybodys_cell(self, plain: Path) -> None:
        before = content_of(plain)
        write(plain, note("B2", "How far?\nBy when?"), note("D3", "empty here"))
        standing = snapshot(plain).standing
        assert standing.notes == {("S", "B2"): "How far?\nBy when?", ("S", "D3"): "empty here"}
        assert not standing.taken
        assert snapshot(plain).grids[0].rows[1] == ["Grow", "12"]
        write(plain, note("D3", None), note("B2", "How far?"))
        assert snapshot(plain).standing.notes == {("S", "B2"): "How far?"}
        write(plain, note("B2", None))
        assert content_of(plain) == before

    def test_a_note_far_right_of_everything_has_a_cell_made_for_it(self, path: Path) -> None:
        raw_document(path, table("S", row(cell("a"), filler="")))
        write(path, note("D1", "why"))
        assert snapshot(path).standing.notes == {("S", "D1"): "why"}

    def test_a_note_on_a_cell_of_ours_does_not_push_it_out(self, plain: Path) -> None:
        write(plain, HEADER, score(2), note("C2", "why"))
        standing = snapshot(plain).standing
        assert (standing.cells["S", "C2"], standing.notes["S", "C2"]) == (60.0, "why")


class TestSummary:
    ROWS = (("OKR check",), (), ("Scores", "Out of 100"), ("All <OKRs>", 71.0, None, "B"))

    def test_the_tab_is_last_and_read_back_but_not_as_a_sheet_of_okrs(self, plain: Path) -> None:
        write(plain, Edit(None, "summary", 1, "summary", self.ROWS))
        read_again = snapshot(plain)
        assert read_again.standing.summary == self.ROWS
        assert [grid.name for grid in read_again.grids] == ["S"]

    def test_a_persons_tab_of_that_name_is_nobody_elses(self, path: Path) -> None:
        document(path, {"S": PLAIN_ROWS, "OKR check": [["our own meeting notes"]]})
        write(path, Edit(None, "summary", 1, "summary", self.ROWS))
        assert 'table:name="OKR check (2)"' in content_of(path)
        assert [grid.name for grid in snapshot(path).grids] == ["S", "OKR check"]
        assert snapshot(path).standing.summary == self.ROWS

    def test_it_keeps_its_place_when_it_changes_and_goes_when_it_is_taken_away(self, plain: Path) -> None:
        before = content_of(plain)
        write(plain, Edit(None, "summary", 1, "summary", self.ROWS))
        write(plain, Edit(None, "summary", 1, "summary", self.ROWS[:1]))
        assert snapshot(plain).standing.summary == self.ROWS[:1]
        assert content_of(plain).count("table:table ") == 2
        write(plain, Edit(None, "summary", 1, "summary", None))
        assert content_of(plain) == before


class TestCleaning:
    def everything(self, path: Path) -> None:
        write(
            path,
            HEADER,
            score(2, 90),
            score(3, 20),
            warning(3, "how <far>?"),
            note("B3", "why"),
            Edit(None, "summary", 1, "summary", TestSummary.ROWS),
        )

    def test_content_is_given_back_to_the_byte_without_a_backup(self, plain: Path) -> None:
        before = entries(plain)
        self.everything(plain)
        plain.with_name(f"{plain.name}.before-okrsync").unlink()
        assert open_source(plain).clean().written == 7
        assert entries(plain) == before

    def test_after_somebody_changed_the_document_ours_go_and_theirs_stays(self, plain: Path) -> None:
        self.everything(plain)
        rewritten(plain, lambda xml: xml.replace("Learn", "Learn Dutch").partition("<!--")[0])
        assert open_source(plain).clean().written == 7
        read_again = snapshot(plain)
        assert read_again.grids[0].rows == [["objective", "target"], ["Grow", "12"], ["Learn Dutch", "30"]]
        assert (dict(read_again.standing.cells), dict(read_again.standing.notes)) == ({}, {})
        assert read_again.standing.summary is None

    def test_a_note_of_theirs_on_our_cell_survives(self, plain: Path) -> None:
        self.everything(plain)
        theirs = "<office:annotation><text:p>I disagree</text:p></office:annotation>"
        rewritten(
            plain, lambda xml: xml.replace("<text:p>how &lt;far", theirs + "<text:p>how &lt;far").partition("<!--")[0]
        )
        open_source(plain).clean()
        assert theirs in content_of(plain)
        assert not snapshot(plain).standing.cells

    def test_after_somebody_saved_it_a_run_writes_into_the_same_columns(self, plain: Path) -> None:
        self.everything(plain)
        rewritten(plain, lambda xml: xml.partition("<!--")[0])
        write(plain, score(2, 40))
        read_again = snapshot(plain)
        assert read_again.grids[0].own_columns == {2: "okrsync_score", 3: "okrsync_warnings"}
        assert read_again.standing.cells["S", "C2"] == 40
        assert read_again.standing.cells["S", "C3"] == 20
        assert content_of(plain).count('style:name="okrsync-title"') == 1

    def test_a_record_that_is_nonsense_is_not_trusted(self, plain: Path) -> None:
        self.everything(plain)
        rewritten(plain, lambda xml: xml.replace("Grow", "Grown"))
        open_source(plain).clean()
        assert "<!--" not in content_of(plain)
        assert snapshot(plain).grids[0].rows[1] == ["Grown", "12"]


@pytest.mark.needs_libreoffice
class TestWithLibreOffice:
    def convert(self, path: Path, kind: str, folder: Path) -> Path:
        home = folder / "home"
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation={home.as_uri()}",
                "--headless",
                "--convert-to",
                kind,
                "--outdir",
                str(folder),
                str(path),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )
        return folder / f"{path.stem}.{kind}"

    def test_a_written_document_opens_and_keeps_ours_through_a_save(self, plain: Path, tmp_path: Path) -> None:
        TestCleaning().everything(plain)
        before = snapshot(plain)
        saved = snapshot(self.convert(plain, "ods", tmp_path / "saved"))
        assert [grid.rows for grid in saved.grids] == [grid.rows for grid in before.grids]
        assert saved.standing == before.standing

    def test_what_libreoffice_saved_can_be_cleaned(self, plain: Path, tmp_path: Path) -> None:
        TestCleaning().everything(plain)
        saved = self.convert(plain, "ods", tmp_path / "saved")
        open_source(saved).clean()
        cleaned = snapshot(saved)
        assert [grid.rows for grid in cleaned.grids] == [PLAIN_ROWS]
        assert not cleaned.standing.cells


def _with_entry(path: Path, name: str, content: bytes) -> None:
    old = entries(path)
    with zipfile.ZipFile(path, "w") as package:
        for entry, method, data in old:
            package.writestr(zipfile.ZipInfo(entry), content if entry == name else data, method)
