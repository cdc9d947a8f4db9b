"""Text tables as people have them: dialects, encodings, ragged records, and our two fields at their end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from okrsync.edits import Edit
from okrsync.errors import UnreadableError, WriteRefusedError
from okrsync.sources import open_source
from okrsync.sources.dialect import decode, tell_dialect, value_of

if TYPE_CHECKING:
    from pathlib import Path

HEADER = Edit(None, "header", 1, "header", (("OKR score", "OKR warnings"),))


def written(path: Path, content: bytes, *edits: Edit) -> bytes:
    """Return the file's bytes after `edits`, titles in its first row unless they say otherwise."""
    path.write_bytes(content)
    source = open_source(path)
    headers = [] if any(edit.kind == "header" for edit in edits) else [HEADER]
    source.write(source.read(), (), [*headers, *edits], "en")
    return path.read_bytes()


def score(row: int, value: float | None = 60) -> Edit:
    return Edit(None, "score", row, "", value)


def warning(row: int, text: str | None) -> Edit:
    return Edit(None, "warnings", row, "", text)


def rows(path: Path, content: bytes) -> list[list[object]]:
    path.write_bytes(content)
    return open_source(path).read().grids[0].rows


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "okrs.csv"


class TestDialect:
    @pytest.mark.parametrize(
        ("text", "delimiter"),
        [
            ("a,b,c\n1,2,3\n", ","),
            ("a;b;c\n1,5;2,5;3\n7,1;8,2;9\n", ";"),
            ("a\tb\nx, y\tz, w\n", "\t"),
            ("a|b|c\nx, y|z|w\n", "|"),
            ('objective,key result\n"Grow; learn; win","Sell; ship"\n', ","),
            ("OKRs of the team\n\nobjective;target\nGrow, in Europe, fast;12\nLearn;3\n", ";"),
            ("objective\nGrow\nLearn\n", ","),
            ("objective\nGrow, fast\nLearn\n", ","),
            ("objective\nGrow, in Europe\nLearn, at last\n", ","),
            ("sep=;\na,b,c\n1,2,3\n", ";"),
        ],
    )
    def test_the_delimiter_is_the_one_on_which_records_agree(self, text: str, delimiter: str) -> None:
        assert tell_dialect(text, tabs_expected=False).delimiter == delimiter

    def test_the_ending_settles_a_doubt(self, tmp_path: Path) -> None:
        content = b"objective\tresult\nGrow, fast\tmore, soon\n"
        assert rows(tmp_path / "a.tsv", content)[1] == ["Grow, fast", "more, soon"]

    def test_a_single_column_with_commas_everywhere_stays_one_column_if_it_ends_in_tsv(self, tmp_path: Path) -> None:
        assert rows(tmp_path / "a.tsv", b"objective\nGrow\n") == [["objective"], ["Grow"]]

    def test_excels_separator_line_is_no_row(self, path: Path) -> None:
        assert rows(path, b"sep=;\r\na;b\r\n1;2\r\n") == [["a", "b"], ["1", "2"]]

    def test_a_cell_of_several_lines_is_one_cell(self, path: Path) -> None:
        assert rows(path, b'a,b\r\n"one\r\ntwo ""2""",x\r\n')[1] == ['one\ntwo "2"', "x"]

    def test_blank_lines_are_rows(self, path: Path) -> None:
        assert rows(path, b"a,b\n\n1,2\n") == [["a", "b"], [], ["1", "2"]]

    def test_a_stray_quote_swallows_nothing(self, path: Path) -> None:
        content = b'a,b\n"Grow" fast,1\n5" pipes,2\n"unfinished,3\n'
        assert rows(path, content)[1:] == [['"Grow" fast', "1"], ['5" pipes', "2"], ['"unfinished', "3"]]

    def test_blanks_before_a_quote_do_not_hide_it(self, path: Path) -> None:
        assert rows(path, b'a, "b, c", d\n1, "2, 3", 4\n')[1] == ["1", "2, 3", " 4"]

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("", None),
            ('""', None),
            ('"a ""b"""', 'a "b"'),
            ('="007"', "007"),
            ('"=""007"""', "007"),
            ("  indented", "  indented"),
            ("a\x00b", "ab"),
            ("=1+1", "=1+1"),
        ],
    )
    def test_a_field_is_shown_as_a_spreadsheet_shows_it(self, field: str, value: str | None) -> None:
        assert value_of(field) == value


class TestEncoding:
    @pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"])
    def test_accents_are_read_in_every_usual_encoding(self, path: Path, codec: str) -> None:
        assert rows(path, "objectif,cible\nÉlève,«10»\n".encode(codec))[1] == ["Élève", "«10»"]

    @pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp1252"])
    def test_our_fields_are_written_in_the_same_encoding(self, path: Path, codec: str) -> None:
        content = written(path, "objectif,cible\nÉlève,«10»\n".encode(codec), score(2), warning(2, "« où »"))
        assert content == "objectif,cible,OKR score,OKR warnings\nÉlève,«10»,60,« où »\n".encode(codec)

    def test_bytes_that_windows_leaves_unused_stay(self, path: Path) -> None:
        content = written(path, b"a,b\n\x81\xe9,2\n", score(2))
        assert content == b"a,b,OKR score,OKR warnings\n\x81\xe9,2,60,\n"

    def test_what_the_encoding_lacks_is_announced(self, path: Path) -> None:
        path.write_bytes("a,é\n".encode("cp1252"))
        assert open_source(path).read().limits.encoding == "cp1252"
        path.write_bytes(b"a,b\n")
        assert open_source(path).read().limits.encoding == "ascii"

    def test_a_character_that_does_not_fit_never_breaks_the_file(self, path: Path) -> None:
        content = written(path, "a,é\n1,2\n".encode("cp1252"), warning(2, "数"))
        assert content == "a,é,OKR score,OKR warnings\n1,2,,?\n".encode("cp1252")

    def test_bytes_that_are_no_text_give_none(self) -> None:
        assert decode(b"\xff\xfe\x00") is None
        assert decode(bytes(range(32)) * 9) is None

    def test_a_few_control_characters_are_no_reason_to_refuse(self, path: Path) -> None:
        assert rows(path, b"a,b\x00\n1\x01,2\n") == [["a", "b"], ["1", "2"]]
        assert written(path, b"a,b\x00\n1\x01,2\n", score(2)) == b"a,b\x00,OKR score,OKR warnings\n1\x01,2,60,\n"


class TestWriting:
    def test_fields_are_appended_and_every_line_end_stays(self, path: Path) -> None:
        content = written(path, b"a;b\r\n1;2\n3;4", score(2), warning(3, "x"))
        assert content == b"a;b;OKR score;OKR warnings\r\n1;2;60;\n3;4;;x"

    def test_quotes_and_blanks_of_others_stay(self, path: Path) -> None:
        content = written(path, b'a,b\n "x, y" ,\'z\'\n"p""q",\n', score(2))
        assert content == b'a,b,OKR score,OKR warnings\n "x, y" ,\'z\',60,\n"p""q",,,\n'

    def test_where_everything_is_quoted_ours_is_too(self, path: Path) -> None:
        content = written(path, b'"a","b"\n"1",""\n', score(2), warning(2, "x"))
        assert content == b'"a","b","OKR score","OKR warnings"\n"1","","60","x"\n'

    def test_a_title_that_needs_quotes_does_not_make_everything_quoted(self, path: Path) -> None:
        content = written(path, b'"a, b",c\nx,y\n', score(2), warning(2, "w"))
        assert content == b'"a, b",c,OKR score,OKR warnings\nx,y,60,w\n'

    def test_a_field_with_delimiter_quote_or_line_end_is_quoted(self, path: Path) -> None:
        content = written(path, b"a,b\n1,2\n3,4\n5,6\n", warning(2, 'x, "y"'), warning(3, "one\ntwo"), warning(4, " z"))
        assert content.splitlines(keepends=True)[1:] == [
            b'1,2,,"x, ""y"""\n',
            b'3,4,,"one\n',
            b'two"\n',
            b'5,6,," z"\n',
        ]

    def test_in_a_tab_separated_file_a_quote_within_is_a_plain_character(self, tmp_path: Path) -> None:
        content = written(tmp_path / "a.tsv", b"a\tb\n1\t2\n3\t4\n", warning(2, 'x "y"'), warning(3, '"z"'))
        assert content.splitlines()[1:] == [b'1\t2\t\tx "y"', b'3\t4\t\t"""z"""']

    def test_the_separator_line_stays_first(self, path: Path) -> None:
        content = written(path, b"sep=;\r\na;b\r\n1;2\r\n", score(2))
        assert content == b"sep=;\r\na;b;OKR score;OKR warnings\r\n1;2;60;\r\n"

    def test_a_short_record_is_filled_up_and_restored(self, path: Path) -> None:
        before = b'a,b,c\nx\ny,\nz,""\n\nfull,1,2\n'
        content = written(path, before, score(2), score(3), score(4))
        assert content == (b'a,b,c,OKR score,OKR warnings\nx,"","","60",\ny,,"","60",\nz,"",,"60",\n\nfull,1,2,,\n')
        open_source(path).clean()
        assert path.read_bytes() == before

    def test_a_short_record_without_ours_stays_short(self, path: Path) -> None:
        content = written(path, b"OKRs of Q3\na,b,c\n1,2,3\n", Edit(None, "header", 2, "", HEADER.value), score(3))
        assert content == b"OKRs of Q3\na,b,c,OKR score,OKR warnings\n1,2,3,60,\n"

    def test_a_short_record_that_loses_ours_is_as_it_was(self, path: Path) -> None:
        written(path, b"a,b,c\nx\n1,2,3\n", score(2), score(3))
        source = open_source(path)
        source.write(source.read(), (), [score(2, None)], "en")
        assert path.read_bytes().splitlines()[1] == b"x"

    def test_a_column_that_somebody_put_behind_ours_stays(self, path: Path) -> None:
        path.write_bytes(b"a,OKR score,OKR warnings,mine\n1,50,old,note\n2,,,other\n")
        source = open_source(path)
        source.write(source.read(), (), [score(2, None), warning(2, None), score(3, 70)], "en")
        assert path.read_bytes() == b"a,OKR score,OKR warnings,mine\n1,,,note\n2,70,,other\n"
        open_source(path).clean()
        assert path.read_bytes() == b"a,mine\n1,note\n2,other\n"

    def test_a_record_that_ends_within_ours_is_completed(self, path: Path) -> None:
        path.write_bytes(b"a,OKR score,OKR warnings\n1,50\n")
        source = open_source(path)
        source.write(source.read(), (), [warning(2, "x")], "en")
        assert path.read_bytes() == b"a,OKR score,OKR warnings\n1,50,x\n"

    def test_titles_in_another_language_are_ours_too(self, path: Path) -> None:
        path.write_bytes(b"a,Score OKR,Alertes OKR\n1,50,vieux\n")
        source = open_source(path)
        snapshot = source.read()
        assert snapshot.grids[0].own_columns == {1: "okrsync_score", 2: "okrsync_warnings"}
        assert snapshot.standing.cells == {
            (None, "B1"): "Score OKR",
            (None, "C1"): "Alertes OKR",
            (None, "B2"): 50.0,
            (None, "C2"): "vieux",
        }

    def test_a_persons_own_column_with_one_of_our_titles_is_not_ours(self, path: Path) -> None:
        path.write_bytes(b"a,OKR score,b\n1,50,x\n")
        assert not open_source(path).read().grids[0].own_columns

    def test_without_a_row_for_titles_nothing_is_written_and_that_is_said(self, path: Path) -> None:
        path.write_bytes(b"1,2\n")
        source = open_source(path)
        outcome = source.write(source.read(), (), [score(1)], "en")
        assert (outcome.written, [reason for _, reason in outcome.skipped]) == (0, ["sources.no-title-row"])
        assert path.read_bytes() == b"1,2\n"

    def test_what_a_csv_has_no_place_for_is_skipped(self, path: Path) -> None:
        path.write_bytes(b"a,b\n1,2\n")
        source = open_source(path)
        note = Edit(None, "note", 2, "", "x", cell="A2")
        outcome = source.write(source.read(), (), [note], "en")
        assert outcome.skipped == [(note, "sources.no-place")]
        assert path.read_bytes() == b"a,b\n1,2\n"

    def test_when_nothing_of_ours_is_left_the_columns_go(self, path: Path) -> None:
        written(path, b"a,b\n1,2\n", score(2))
        source = open_source(path)
        source.write(source.read(), (), [Edit(None, "header", 1, "", None), score(2, None)], "en")
        assert path.read_bytes() == b"a,b\n1,2\n"

    @pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "'=1"])
    def test_no_cell_of_ours_begins_a_formula(self, path: Path, text: str) -> None:
        content = written(path, b"a,b\n1,2\n", warning(2, text))
        assert content.splitlines()[1] == b"1,2,,'" + text.encode()


class TestRefusals:
    def test_a_web_page_is_named_as_such(self, path: Path) -> None:
        path.write_bytes(b"\n <HTML><body>Sign in</body></HTML>")
        with pytest.raises(UnreadableError, match="web page"):
            open_source(path).read()

    def test_a_file_that_is_removed_meanwhile_is_refused(self, path: Path) -> None:
        path.write_bytes(b"a,b\n1,2\n")
        source = open_source(path)
        snapshot = source.read()
        path.write_bytes(b"a,b\n1,3\n")
        with pytest.raises(WriteRefusedError, match="has changed"):
            source.write(snapshot, (), [HEADER, score(2)], "en")


def test_a_hundred_thousand_records_are_taken_apart_in_one_pass(path: Path) -> None:
    many = 100_000
    content = b"objective,result,target\n" + b'Grow,"Raise, from 10 to 20",20\n' * many
    path.write_bytes(content)
    grid = open_source(path).read().grids[0]
    assert len(grid.rows) == many + 1
    assert grid.rows[-1] == ["Grow", "Raise, from 10 to 20", "20"]
