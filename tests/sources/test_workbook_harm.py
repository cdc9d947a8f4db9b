"""Real workbooks, with everything that people put into them, come through a write unharmed or are refused."""

from __future__ import annotations

import shutil
import subprocess
from contextlib import suppress
from typing import TYPE_CHECKING

import openpyxl
import pytest
from harm import contents, harm, traces

from okrsync.edits import Edit
from okrsync.errors import SourceError, UnreadableError, WriteRefusedError
from okrsync.grid import address
from okrsync.sources.excel import ExcelSource

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from okrsync.sources.base import Snapshot

pytestmark = [pytest.mark.needs_shared, pytest.mark.filterwarnings("ignore::UserWarning")]

SUMMARY = (
    ("OKR check",),
    ("okrsync has read the OKRs of this file and says beside each what could work better, and how.",),
    (),
    ("Scores", "Out of 100", "Grade"),
    ("All OKRs", 71, "C"),
    (),
    ("All remarks", "Rule", "Sheet", "Row", "OKR", "Idea"),
    ("It does not say how far.", "KR104", "Sheet1", 4, "Improve the service", "=from 20 % to 35 %"),
)
MOST_REFUSED = 0.05


def edits_for(snapshot: Snapshot, round_: int = 1) -> list[Edit]:
    """Return our two columns, a comment and the tab for the first worksheet, whatever it holds."""
    name = snapshot.grids[0].name
    edits = [Edit(name, "header", 3, "header", (("OKR score", "OKR warnings"),))]
    for row in range(4, 12):
        edits.append(Edit(name, "score", row, "", row * 8 + round_))
        edits.append(Edit(name, "warnings", row, "", f"=Say how far, “{row}” <&>\nand by when."))
    merged = snapshot.grids[0].merges
    cells = [
        address(row, column)
        for row in range(3, 40)
        for column in range(1, 4)
        if not any(area.top <= row <= area.bottom and area.left <= column <= area.right for area in merged)
    ]
    taken = {cell for container, cell in snapshot.standing.taken if container == name}
    cell = next(cell for cell in cells if cell not in taken)
    edits.append(Edit(name, "note", 4, "", "How far, and by when?", cell=cell))
    edits.append(Edit(None, "summary", 1, "summary", (*SUMMARY, (f"round {round_}",))))
    return edits


def workbooks(shared: Path) -> list[Path]:
    return sorted([*shared.glob("workbooks/*.xls?"), *shared.glob("sheets/*.xlsx")])


@pytest.fixture
def copies(shared: Path, tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """Yield each workbook with a copy that may be written."""

    def each() -> Iterator[tuple[Path, Path]]:
        for original in workbooks(shared):
            copy = tmp_path / original.name
            shutil.copyfile(original, copy)
            yield original, copy

    return each()


def write(path: Path, round_: int = 1) -> ExcelSource:
    source = ExcelSource(path, "x")
    snapshot = source.read()
    outcome = source.write(snapshot, (), edits_for(snapshot, round_), "en")
    if outcome.skipped:
        raise WriteRefusedError(outcome.skipped[0][1])
    return source


def test_every_workbook_comes_through_unharmed_or_is_refused_with_a_reason(copies: Iterator[tuple[Path, Path]]) -> None:
    number, refused, unreadable = 0, [], []
    for original, copy in copies:
        number += 1
        try:
            write(copy)
        except UnreadableError as error:
            unreadable.append(str(error))
            continue
        except WriteRefusedError as error:
            refused.append(f"{copy.name}: {error}")
            continue
        assert not harm(original, copy), copy.name
    print(f"{number} workbooks: {len(unreadable)} unreadable, {len(refused)} refused", *refused, sep="\n")
    assert number > 100
    assert len(unreadable) <= number * MOST_REFUSED
    assert len(refused) <= number * MOST_REFUSED


def test_cleaning_gives_every_workbook_back_to_the_byte(copies: Iterator[tuple[Path, Path]]) -> None:
    for original, copy in copies:
        try:
            source = write(copy)
        except SourceError:
            continue
        write(copy, 2)
        assert traces(copy)
        source.clean()
        assert copy.read_bytes() == original.read_bytes()


def test_cleaning_gives_every_part_back_where_the_backup_is_gone(copies: Iterator[tuple[Path, Path]]) -> None:
    for original, copy in copies:
        try:
            source = write(copy)
        except SourceError:
            continue
        write(copy, 2)
        for backup in copy.parent.glob(f"{copy.name}.*"):
            backup.unlink()
        source.clean()
        assert list(contents(copy).items()) == list(contents(original).items()), copy.name


def test_what_was_written_is_read_back_and_a_second_write_changes_nothing(copies: Iterator[tuple[Path, Path]]) -> None:
    for _, copy in copies:
        try:
            source = write(copy)
        except SourceError:
            continue
        snapshot = source.read()
        name = snapshot.grids[0].name
        assert sorted(snapshot.grids[0].own_columns.values()) == ["okrsync_score", "okrsync_warnings"]
        assert snapshot.standing.summary == (*SUMMARY, ("round 1",))
        assert [container for container, _ in snapshot.standing.notes] == [name]
        before, moment = copy.read_bytes(), copy.stat().st_mtime_ns
        write(copy)
        assert (copy.read_bytes(), copy.stat().st_mtime_ns) == (before, moment), copy.name


def test_openpyxl_opens_what_was_written(copies: Iterator[tuple[Path, Path]]) -> None:
    for original, copy in copies:
        try:
            write(copy)
            openpyxl.load_workbook(original)
        except Exception:  # noqa: BLE001, S112 - what openpyxl cannot open unwritten shows nothing
            continue
        book = openpyxl.load_workbook(copy)
        assert book.sheetnames[-1].startswith("OKR check")
        assert "How far, and by when?" in "".join(
            cell.comment.text for row in book.worksheets[0].iter_rows() for cell in row if cell.comment
        )


@pytest.mark.needs_libreoffice
def test_libreoffice_opens_what_was_written_and_shows_it(copies: Iterator[tuple[Path, Path]], tmp_path: Path) -> None:
    written = []
    for _, copy in copies:
        with suppress(SourceError):
            write(copy)
            written.append(copy)
    sample = written[::5]
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    folder = tmp_path / "converted"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(folder), *map(str, sample)],
        check=True,
        capture_output=True,
        timeout=300,
    )
    for copy in sample:
        before = ExcelSource(copy, "x").read().standing
        after = ExcelSource(folder / f"{copy.stem}.xlsx", "x").read().standing
        assert after.cells == before.cells, copy.name
        assert after.summary == before.summary, copy.name
        assert after.notes == before.notes, copy.name
