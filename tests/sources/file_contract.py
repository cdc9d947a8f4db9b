"""What every kind of file must do beside the contract of all sources. A new one writes `make`, `foreign` and `edit`."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from contract import ROWS, SourceContract, report_on

from okrsync.errors import SourceError, UnreadableError, WriteRefusedError
from okrsync.sources import open_source
from okrsync.writeback import plan_edits

if TYPE_CHECKING:
    from okrsync.grid import CellValue
    from okrsync.sources.base import Source


class FileContract(SourceContract):
    """The tests. `ending` names the kind of file."""

    ending: str

    def make(self, folder: Path, rows: list[list[CellValue]]) -> Path:
        """Write a file that holds `rows`, all texts, from its first cell on."""
        raise NotImplementedError

    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        return self.make(tmp_path, ROWS)

    @pytest.fixture
    def place(self, path: Path) -> Path:
        return path

    def open(self, place: Path) -> Source:
        return open_source(place)

    def state(self, place: Path) -> object:
        return place.read_bytes(), place.stat().st_mtime_ns, sorted(child.name for child in place.parent.iterdir())

    def test_reading_leaves_nothing_beside_the_file(self, path: Path) -> None:
        open_source(path).read()
        assert [child.name for child in path.parent.iterdir()] == [path.name]

    def test_a_file_that_changed_since_it_was_read_is_refused_and_stays(self, path: Path) -> None:
        source = open_source(path)
        snapshot = source.read()
        report = report_on(snapshot)
        other = self.make(path.parent / "other", [*ROWS, ["New", "Win 12 new shops", "12", "Tom"]])
        shutil.copyfile(other, path)
        before = path.read_bytes()
        with pytest.raises(WriteRefusedError) as refused:
            source.write(snapshot, report.plan.tables, plan_edits(report, snapshot, "en"), "en")
        assert path.name in str(refused.value)
        assert path.read_bytes() == before

    def test_a_file_that_another_program_has_open_is_refused_and_stays(self, path: Path) -> None:
        lock = path.with_name(f".~lock.{path.name}#")
        lock.touch()
        self._is_refused(path, lock.name)

    def test_a_read_only_file_is_refused_and_stays(self, path: Path) -> None:
        path.chmod(0o444)
        self._is_refused(path, path.name)

    def _is_refused(self, path: Path, named: str) -> None:
        before = path.read_bytes()
        with pytest.raises(WriteRefusedError) as refused:
            self.run(path)
        assert named in str(refused.value)
        assert path.read_bytes() == before

    def test_permissions_stay(self, path: Path) -> None:
        path.chmod(0o640)
        self.run(path)
        assert path.stat().st_mode & 0o777 == 0o640

    def test_a_link_stays_a_link(self, path: Path, tmp_path: Path) -> None:
        link = tmp_path / "elsewhere" / path.name
        link.parent.mkdir()
        link.symlink_to(path)
        self.run(link)
        assert link.is_symlink()
        assert self.ours(path)[3][0] == 60

    def test_the_first_run_keeps_a_backup_and_later_ones_none(self, path: Path) -> None:
        before = path.read_bytes()
        self.run(path)
        self.run(path, {})
        backups = [child for child in path.parent.iterdir() if child != path]
        assert [backup.read_bytes() for backup in backups] == [before]

    def test_a_copy_is_written_from_what_was_read_of_the_original(self, path: Path, tmp_path: Path) -> None:
        original = path.read_bytes()
        source = open_source(path)
        snapshot = source.read()
        report = report_on(snapshot)
        copy = Path(shutil.copy(path, tmp_path / f"copy{path.suffix}"))
        target = open_source(copy, source.name, backup=False)
        target.write(snapshot, report.plan.tables, plan_edits(report, snapshot, "en"), "en")
        assert self.ours(copy)[3][0] == 60
        assert path.read_bytes() == original
        assert {child.name for child in tmp_path.iterdir()} == {path.name, copy.name}

    def test_a_missing_file_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(SourceError, match="nowhere"):
            open_source(tmp_path / f"nowhere{self.ending}").read()

    def test_a_folder_is_named(self, tmp_path: Path) -> None:
        folder = tmp_path / f"folder{self.ending}"
        folder.mkdir()
        with pytest.raises(SourceError, match="folder"):
            open_source(folder).read()

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"\x00" * 4096,
            bytes(range(256)) * 32,
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
            b"<!DOCTYPE html><html><body>Sign in</body></html>",
            b"PK\x03\x04",
            b"PK\x03\x04" + bytes(range(256)) * 8,
            b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01",
        ],
        ids=["empty", "nulls", "bytes", "pdf", "web page", "cut zip", "garbled zip", "picture"],
    )
    def test_garbage_is_refused_with_a_sentence_that_names_the_file(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / f"garbage{self.ending}"
        path.write_bytes(content)
        with pytest.raises(UnreadableError) as refused:
            open_source(path).read()
        for language in ("en", "fr"):
            assert path.name in refused.value.text(language)
        assert path.read_bytes() == content

    @pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
    def test_a_truncated_file_is_refused_or_read_as_what_is_left(self, path: Path, share: float) -> None:
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * share)])
        names = []
        try:
            rows = open_source(path).read().grids[0].rows
        except SourceError as error:
            rows, names = [], [str(error)]
        assert len(rows) <= len(ROWS)
        assert all(path.name in name for name in names)

    def test_cleaning_restores_the_file_to_the_byte(self, path: Path) -> None:
        before = path.read_bytes()
        self.run(path)
        self.run(path, {2: ("Another remark.",)})
        assert open_source(path).clean().written > 0
        assert path.read_bytes() == before
        assert [child.name for child in path.parent.iterdir()] == [path.name]
