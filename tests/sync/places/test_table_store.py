"""Text tables (.csv, .tsv) as stores, in real files of programs with different habits."""

from __future__ import annotations

import csv
import re
from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest
from document_places import converted
from sheet_places import job
from store_contract import TogetherContract, by_title
from table_places import PROGRAMS, TableWorkplace

from okrsync.addresses import FileAddress
from okrsync.errors import WriteRefusedError
from okrsync.pipeline import Job, Manner, clean, corrections, examine, write
from okrsync.sync.file_store import FileStore
from okrsync.sync.stores import OBJECTIVE_FIELD, Change, Draft, RecordRefusedError
from okrsync.sync.values import Records

if TYPE_CHECKING:
    from pathlib import Path

    from okrsync.sync.sheets.store import SheetStore
    from okrsync.sync.stores import Kind, Record
    from okrsync.sync.values import Value


class TestTableStore(TogetherContract):
    @pytest.fixture(params=[True, False], ids=["repeated", "blank below"])
    def workplace(self, tmp_path: Path, request: pytest.FixtureRequest) -> TableWorkplace:
        return TableWorkplace.make(tmp_path, repeated=request.param)


class TestProgramsStore(TogetherContract):
    @pytest.fixture(params=[name for name in PROGRAMS if name != "plain"])
    def workplace(self, tmp_path: Path, request: pytest.FixtureRequest) -> TableWorkplace:
        return TableWorkplace.make(tmp_path, habits=PROGRAMS[request.param])


SEMICOLONS = (
    "\ufeffObjectif;Résultat clé;Responsable;Valeur initiale;Cible;Échéance;Avancement;Note\r\n"
    'Fidéliser les clients;Réduire le taux de départ;Anne;8,5;4,5;31/03/2026;50 %;"deux\nlignes; un signe"\r\n'
    ';Augmenter les appels décrochés;Bruno;60;80;30/06/2026;25 %;"dit ""oui"""\r\n'
    ";Gagner des clients\r\n"
    ";Vendre plus;;;;;;\r\n"
    ";Finir;Zoé;1;2;30/09/2026;0 %"
)


class Table:
    """A file with a few words of its own."""

    def __init__(self, path: Path, text: str, encoding: str = "utf-8") -> None:
        self.path, self.encoding = path, encoding
        path.write_bytes(text.encode(encoding))

    @property
    def text(self) -> str:
        return self.path.read_bytes().decode(self.encoding)

    def open(self) -> SheetStore:
        return FileStore(job(FileAddress(self.path), "Table"))

    def set(self, title: str, /, **fields: Value) -> Record:
        store = self.open()
        record = by_title(store)[title]
        return store.update(record.id, {name: Change(record[name], new) for name, new in fields.items()})

    def add(self, within: str | None = None, **fields: Value) -> Record:
        store = self.open()
        kind: Kind = "objective"
        if within is not None:
            kind, fields[OBJECTIVE_FIELD] = "key_result", Records((by_title(store)[within].id,))
        return store.create(Draft(kind, fields), "mark")

    def lint(self) -> int:
        task = Job(FileAddress(self.path), "Table", Manner())
        examined = examine(task)
        return write(examined, edits).written if (edits := corrections(examined)) else 0

    def clean(self) -> None:
        clean(Job(FileAddress(self.path), "Table", Manner()))


@pytest.fixture
def french(tmp_path: Path) -> Table:
    return Table(tmp_path / "okr.csv", SEMICOLONS)


def test_only_the_bytes_of_the_field_change(french: Table) -> None:
    french.set("Augmenter les appels décrochés", target=85.5, progress=37.5, due=date(2026, 7, 1))
    assert french.text == SEMICOLONS.replace("80;30/06/2026;25 %", "85,5;01/07/2026;37,5 %")


def test_what_is_new_in_a_column_is_typed_like_its_neighbours(french: Table) -> None:
    record = french.set("Vendre plus", baseline=1.5, target=12.0, due=date(2026, 1, 2), progress=12.5)
    assert (record["baseline"], record["due"], record["progress"]) == (1.5, date(2026, 1, 2), 12.5)
    assert french.text == SEMICOLONS.replace("Vendre plus;;;;;;", "Vendre plus;;1,5;12;02/01/2026;12,5 %;")


def test_a_short_row_is_filled_up_to_the_field_and_no_further(french: Table) -> None:
    french.set("Gagner des clients", target=7.0)
    assert french.text == SEMICOLONS.replace("Gagner des clients\r\n", "Gagner des clients;;;7\r\n")


def test_an_emptied_field_leaves_its_place(french: Table) -> None:
    french.set("Finir", target=None, owners=None)
    assert french.text == SEMICOLONS.replace("Finir;Zoé;1;2;", "Finir;;1;;")


def test_a_new_row_stands_in_between_and_is_as_wide_as_its_model(french: Table) -> None:
    french.add("Fidéliser les clients", title="Ouvrir; deux", target=2.5, progress=5.0)
    assert french.text == SEMICOLONS + '\r\n;"Ouvrir; deux";;;2,5;;5 %'
    french.add(title="Apprendre")
    assert french.text.endswith(";;2,5;;5 %\r\nApprendre;;;;;;;")


def test_a_file_that_ends_its_last_line_ends_that_of_a_new_row(tmp_path: Path) -> None:
    text = "Objective,Key result,Target\nGrow,Sell pens,5\nGrow,Sell paper,5\n"
    table = Table(tmp_path / "okr.csv", text)
    table.add("Grow", title="Sell ink", target=7.0)
    assert table.text == text + "Grow,Sell ink,7\n"


def test_a_deleted_last_row_takes_its_line_along(french: Table) -> None:
    store = french.open()
    store.delete(by_title(store)["Finir"].id)
    assert french.text == SEMICOLONS.removesuffix("\r\n;Finir;Zoé;1;2;30/09/2026;0 %")


def test_a_line_break_in_a_text_is_that_of_the_field_and_the_file_keeps_its_own(french: Table) -> None:
    french.set("Finir", owners='Ann "A"\nBob')
    assert 'Finir;"Ann ""A""\nBob";1' in french.text
    french.path.write_bytes(french.path.read_bytes().replace(b'"A""\nBob"', b'"A""\r\nBob"'))
    french.set("Finir", owners="Ann\nBob")
    assert 'Finir;"Ann\r\nBob";1' in french.text
    french.set("Finir", owners="Zoé")
    french.set("Finir", owners="Ann\nBo")
    assert french.text == SEMICOLONS.replace("Finir;Zoé;", 'Finir;"Ann\nBo";')


FORMULAS = ["=1+1", "+1+1", "-a", "@SUM(A1)", "'=x", "''x", "\t=1", '=HYPERLINK("x";"y")']


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula_where_the_file_is_opened(tmp_path: Path, text: str) -> None:
    table = Table(tmp_path / "okr.csv", "Objective,Key result,Owner\nGrow,Sell pens,Ann\nGrow,Sell ink,Bob\n")
    assert table.set("Sell pens", owners=text)["owners"] == text.strip()
    first = next(csv.reader(table.text.splitlines()[1:]))[2]
    assert first[0] == "'"
    assert by_title(table.open())["Sell pens"]["owners"] == text.strip()


@pytest.mark.needs_libreoffice
def test_libreoffice_sees_text_where_a_formula_could_be(tmp_path: Path) -> None:
    table = Table(tmp_path / "okr.csv", "Objective,Key result,Owner\nGrow,Sell pens,Ann\nGrow,Sell ink,Bob\n")
    table.set("Sell pens", owners="=1+1")
    table.set("Sell ink", owners="=cmd|' /C calc'!A0")
    sheet = openpyxl.load_workbook(converted(table.path, "xlsx", tmp_path)).worksheets[0]
    assert [sheet["C2"].data_type, sheet["C3"].data_type] == ["s", "s"]
    assert str(sheet["C2"].value).lstrip("'") == "=1+1"


def test_a_number_below_nothing_is_a_number(tmp_path: Path) -> None:
    table = Table(tmp_path / "okr.csv", "Objective,Key result,Target\nGrow,Sell pens,5\nGrow,Lose weight,4\n")
    assert table.set("Lose weight", target=-2.5)["target"] == -2.5
    assert table.text.endswith("Lose weight,-2.5\n")


def test_a_formula_that_somebody_typed_is_locked_and_digits_kept_as_text_are_none(tmp_path: Path) -> None:
    text = 'Objective,Key result,Target\nGrow,Sell pens,=2+3\nGrow,Sell ink,"=""12"""\nGrow,Sell glue,"=""13"""\n'
    listed = by_title(Table(tmp_path / "okr.csv", text).open())
    assert "target" in listed["Sell pens"].locked
    assert "target" not in listed["Sell ink"].locked
    assert listed["Sell ink"]["target"] == 12


@pytest.mark.parametrize(("shares", "percent"), [(("0.5", "0.25"), 1), (("50", "25"), 100), (("50%", "1"), 100)])
def test_a_share_is_what_its_column_says(tmp_path: Path, shares: tuple[str, str], percent: int) -> None:
    rows = "".join(f"Grow,Sell {share},{share}\n" for share in shares)
    table = Table(tmp_path / "okr.csv", "Objective,Key result,Progress\n" + rows)
    assert table.open().capabilities().fields["key_result"]["progress"].percent == percent


@pytest.mark.parametrize(("encoding", "sign"), [("cp1252", "→"), ("ascii", "é")])
def test_a_sign_that_the_file_cannot_hold_is_told_and_never_a_question_mark(
    tmp_path: Path, encoding: str, sign: str
) -> None:
    accent = "" if encoding == "ascii" else "é"
    text = f"Objective,Key result,Owner\nGrow{accent},Sell pens,Ann\n"
    table = Table(tmp_path / "okr.csv", text, encoding)
    with pytest.raises(RecordRefusedError, match=rf"okr\.csv.*{encoding.upper()}.*“{sign}”"):
        table.set("Sell pens", owners=f"Ann {sign}")
    assert table.text == text
    assert [each.name for each in tmp_path.iterdir()] == ["okr.csv"]


def test_a_sign_that_the_file_cannot_hold_keeps_no_other_cell_from_being_written(tmp_path: Path) -> None:
    rows = "".join(f"Gérer,Sell {each},Ann\n" for each in ("pens", "books", "cups", "hats"))
    table = Table(tmp_path / "okr.csv", "Objective,Key result,Owner\n" + rows, "cp1252")
    store = table.open()
    listed = by_title(store)
    names = {"pens": "Bob", "books": "→", "cups": "Cy", "hats": "Dan"}
    answers = store.update_together(
        {listed[f"Sell {each}"].id: {"owners": Change("Ann", name)} for each, name in names.items()}
    )
    assert [str(answer) for answer in answers.values() if isinstance(answer, RecordRefusedError)] == [
        (
            f"{table.path} is written in CP1252, which has no “→”. Nothing was written there; save it as “CSV UTF-8”, "
            "which holds every sign."
        )
    ]
    assert [line.rpartition(",")[2] for line in table.text.splitlines()[1:]] == ["Bob", "Ann", "Cy", "Dan"]


def test_a_new_row_with_a_sign_that_the_file_cannot_hold_is_refused(tmp_path: Path) -> None:
    text = "Objective,Key result\nGérer,Sell pens\n"
    table = Table(tmp_path / "okr.csv", text, "cp1252")
    with pytest.raises(RecordRefusedError, match="“→”"):
        table.open().create(Draft("objective", {"title": "Go → far"}), "mark")
    assert table.text == text


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le", "utf-8-sig"])
def test_an_encoding_stays_and_so_does_its_mark(tmp_path: Path, encoding: str) -> None:
    text = "Objectif\tRésultat clé\tCible\r\nFidéliser\tRéduire les départs\t5\r\n"
    table = Table(tmp_path / "okr.csv", text, encoding)
    table.set("Réduire les départs", title="Réduire les délais")
    assert table.path.read_bytes() == text.replace("départs", "délais").encode(encoding)


def test_a_text_that_would_make_another_table_of_the_file_is_refused(tmp_path: Path) -> None:
    # Nothing but its commas tells where the fields of this file end.
    text = "Objective,Key result\nGrow,Sell pens\n"
    table = Table(tmp_path / "okr.csv", text)
    with pytest.raises(WriteRefusedError):
        table.set("Sell pens", title="a;b;c\n;;;;;\n;;;;;\n;;;;;")
    assert table.text == text


def test_the_separator_line_of_excel_stays_first(tmp_path: Path) -> None:
    text = "sep=;\r\nObjective;Key result;Target\r\nGrow;Sell pens;5\r\n"
    table = Table(tmp_path / "okr.csv", text)
    table.add("Grow", title="Sell ink", target=6.0)
    assert table.text == text + "Grow;Sell ink;6\r\n"


def test_quotes_are_put_where_the_column_has_them(tmp_path: Path) -> None:
    text = '"Objective","Key result","Target","Owner"\n"Grow","Sell pens",5,"Ann"\n"Grow","Sell ink",,""\n'
    text += '"Grow","Sell glue",,"Cy"\n'
    table = Table(tmp_path / "okr.csv", text)
    table.set("Sell ink", target=7.0, owners="Bob")
    assert table.text == text.replace('"Sell ink",,""', '"Sell ink",7,"Bob"')
    table.set("Sell pens", owners=None)
    table.add("Grow", title="Sell paper")
    assert table.text.endswith('"Sell ink",7,"Bob"\n"Grow","Sell glue",,"Cy"\n"Grow","Sell paper",,""\n')


def test_blanks_behind_delimiters_stay(tmp_path: Path) -> None:
    text = "Objective, Key result, Target\nGrow, Sell pens, 5\nGrow, Sell ink,\n"
    table = Table(tmp_path / "okr.csv", text)
    table.set("Sell pens", title="Sell pencils", target=6.0)
    assert table.text == text.replace("Sell pens, 5", "Sell pencils, 6")


RAGGED = (
    "Objective;Key result;Owner;Note;Target\nGrow;Improve things;Ann;n\nGrow;Do stuff\nGrow;Do more;Bo\n"
    "Grow;Sell 5 more pens;;;5\n"
)


@pytest.mark.parametrize("quoted", [False, True], ids=["plain", "quoted"])
def test_ours_stay_beside_what_is_typed_and_go_without_a_trace(tmp_path: Path, *, quoted: bool) -> None:
    text = re.sub("[^;\n]+", r'"\g<0>"', RAGGED) if quoted else RAGGED
    table, twin = Table(tmp_path / "okr.csv", text), Table(tmp_path / "twin.csv", text)
    assert table.lint()
    ours = table.text
    for each in (table, twin):
        each.set("Do stuff", owners="Dan")
        each.set("Improve things", owners="Eve", target=3.0)
        # Its last field is somebody's from now on, though nothing stands in it.
        each.set("Improve things", target=None)
        each.add("Grow", title="Win 7 pitches", target=7.0)
        store = each.open()
        store.delete(by_title(store)["Sell 5 more pens"].id)
    assert [line for line in table.text.split("\n") if "OKR" in line] == [
        line for line in ours.split("\n") if "OKR" in line
    ]
    assert {len(row) for row in csv.reader(table.text.splitlines(), delimiter=";")} == {7}
    table.clean()
    assert table.text == twin.text


def test_a_file_is_kept_as_it_first_was_and_read_again_where_it_changed_meanwhile(french: Table) -> None:
    store = french.open()
    record = by_title(store)["Finir"]
    store.fetch(record.id)
    french.path.write_bytes(SEMICOLONS.replace("Zoé", "Zoë").encode())
    store.update(record.id, {"target": Change(2.0, 3.0)})
    french.set("Finir", target=4.0)
    kept = french.path.with_name("okr.csv.before-okrsync")
    assert kept.read_bytes() == SEMICOLONS.replace("Zoé", "Zoë").encode()
    assert "Zoë" in french.text
    assert sorted(each.name for each in french.path.parent.iterdir()) == ["okr.csv", kept.name]


@pytest.mark.parametrize(
    ("column", "neighbours", "new", "typed"),
    [
        ("Due", ("2026-03-31", "2026-06-30"), date(2026, 9, 1), "2026-09-01"),
        ("Due", ("31.3.2026", "1.6.2026"), date(2026, 9, 1), "1.9.2026"),
        ("Due", ("03/31/2026", "06/30/2026"), date(2026, 9, 1), "09/01/2026"),
        ("Due", ("31-03-26", "30-06-26"), date(2026, 9, 1), "01-09-26"),
        ("Due", ("", ""), date(2026, 9, 1), "2026-09-01"),
        ("Progress", ("50%", "n/a"), 12.5, "12.5%"),
        ("Progress", ("0.5", "0.25"), 0.125, "0.125"),
        ("Progress", ("50", "25"), 12.5, "12.5"),
        ("Target", ("8,5 %", "7"), 12.5, "12,5"),
        ("Target", ("8,5 %", "7 %"), 12.5, "12,5 %"),
        ("Target", ("≥ 8,5", "7,25"), 12.5, "12,5"),
        ("Target", ("", ""), 12.5, "12.5"),
        ("Target", ("-", "n/a"), 12.5, "12.5"),
    ],
)
def test_a_value_is_typed_the_way_its_column_has_it(
    tmp_path: Path, column: str, neighbours: tuple[str, str], new: Value, typed: str
) -> None:
    rows = [f"Grow;Sell {thing};{said}\n" for thing, said in zip(("pens", "ink"), neighbours, strict=True)]
    text = f"Objective;Key result;{column}\n{''.join(rows)}Grow;Sell paper;\n"
    table = Table(tmp_path / "okr.csv", text)
    record = table.set("Sell paper", **{column.lower(): new})
    assert record[column.lower()] == new
    assert table.text == text.removesuffix("\n") + typed + "\n"
