"""A file is opened as what it is, whatever its ending says; what cannot be opened gets a sentence that helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from documents import document

from okrsync.errors import TerminalError, UnreadableError
from okrsync.sources import open_source

if TYPE_CHECKING:
    from pathlib import Path

XLSX = b"PK\x03\x04\x14\x00\x00\x00\x08\x00" + b"\x00" * 16 + b"[Content_Types].xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.xlsx", XLSX, "excel"),
        ("A.XLSM", XLSX, "excel"),
        ("a.xlsx", b"objective,result\n", "excel"),
        ("a.csv", b"objective,result\n", "csv"),
        ("a.TSV", b"objective\tresult\n", "csv"),
        ("a.txt", b"objective;result\n", "csv"),
        ("a.csv", XLSX, "excel"),
        ("a.xls", XLSX, "excel"),
        ("a.xls", b"objective\tresult\n", "csv"),
        ("a.ods", b"no zip at all", "ods"),
    ],
)
def test_the_kind_follows_the_ending_and_the_first_bytes(tmp_path: Path, name: str, content: bytes, kind: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert open_source(path).kind == kind


def test_a_document_under_a_workbooks_ending_is_a_document(tmp_path: Path) -> None:
    path = document(tmp_path / "a.ods", {"S": [["x"]]}).rename(tmp_path / "a.xlsx")
    assert open_source(path).kind == "ods"


@pytest.mark.parametrize(
    ("name", "content", "advice"),
    [
        ("a.xls", OLE, "save it as .xlsx"),
        ("a.xlsb", XLSX, "save it as .xlsx"),
        ("a.numbers", XLSX, "Export To"),
        ("a.fods", b"<?xml?>", "save it as .ods"),
        ("a.pdf", b"%PDF-1.7", "reads .xlsx"),
        ("a.docx", XLSX, "reads .xlsx"),
        ("a", b"objective", "reads .xlsx"),
        ("~$a.xlsx", b"\x04Nadia", "Name the file itself"),
        (".~lock.a.csv#", b",nadia", "Name the file itself"),
        ("a.csv", b"\x1f\x8b\x08", "holds no text"),
        ("a.csv", OLE, "holds no text"),
        ("a.xlsx", b"", "0 bytes"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(tmp_path: Path, name: str, content: bytes, advice: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableError) as refused:
        open_source(path)
    assert advice in str(refused.value)
    assert name in str(refused.value)
    assert name in refused.value.text("fr")


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(TerminalError, match="is not there"):
        open_source(tmp_path / "gone.xlsx")
    with pytest.raises(TerminalError, match="is a folder"):
        open_source(tmp_path)


def test_a_path_through_a_file_gets_the_systems_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(TerminalError, match="could not be read"):
        open_source(tmp_path / "file" / "a.csv")


def test_a_source_is_called_by_its_path_unless_named(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"x,y\n")
    assert open_source(path).name == str(path)
    assert open_source(path, "team").name == "team"
