"""Replacing a file in one step: what is refused, what is kept, what never lies around afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from okrsync.errors import TerminalError, UnreadableError, WriteRefusedError
from okrsync.sources import files
from okrsync.sources.files import (
    backup_that,
    drop_backup_equal_to,
    fingerprint,
    read_content,
    refuse_if_locked,
    replace_content,
)

if TYPE_CHECKING:
    from pathlib import Path

OLD, NEW = b"old content", b"new content"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "okrs.xlsx"
    path.write_bytes(OLD)
    return path


def replaced(path: Path, *, content: bytes = NEW, backup: bool = True) -> Path | None:
    return replace_content(path, content, expected=fingerprint(path.read_bytes()), backup=backup)


def names(path: Path) -> set[str]:
    return {child.name for child in path.parent.iterdir()}


def test_the_content_is_replaced_and_the_former_kept_beside_it(path: Path) -> None:
    backup = replaced(path)
    assert path.read_bytes() == NEW
    assert backup is not None
    assert (backup.name, backup.read_bytes()) == ("okrs.xlsx.before-okrsync", OLD)
    assert names(path) == {"okrs.xlsx", "okrs.xlsx.before-okrsync"}


def test_without_a_backup_nothing_else_is_left(path: Path) -> None:
    assert replaced(path, backup=False) is None
    assert names(path) == {"okrs.xlsx"}


def test_a_backup_of_something_else_is_never_overwritten(path: Path) -> None:
    replaced(path)
    backup = replaced(path, content=b"newer")
    assert backup is not None
    assert (backup.name, backup.read_bytes()) == ("okrs.xlsx.before-okrsync-2", NEW)
    assert path.with_name("okrs.xlsx.before-okrsync").read_bytes() == OLD


def test_the_same_content_is_kept_once(path: Path) -> None:
    replaced(path)
    path.write_bytes(OLD)
    backup = replaced(path)
    assert backup is not None
    assert backup.name == "okrs.xlsx.before-okrsync"


def test_a_file_that_is_not_what_was_read_is_refused(path: Path) -> None:
    with pytest.raises(WriteRefusedError, match="has changed"):
        replace_content(path, NEW, expected=fingerprint(b"something else"), backup=True)
    assert names(path) == {"okrs.xlsx"}
    assert path.read_bytes() == OLD


@pytest.mark.parametrize("lock", ["~$okrs.xlsx", ".~lock.okrs.xlsx#"])
def test_a_lock_of_excel_or_libreoffice_is_respected_and_named(path: Path, lock: str) -> None:
    path.with_name(lock).touch()
    with pytest.raises(WriteRefusedError) as refused:
        refuse_if_locked(path)
    assert lock in str(refused.value)


def test_a_lock_beside_a_link_is_respected_too(path: Path) -> None:
    link = path.with_name("link.xlsx")
    link.symlink_to(path)
    link.with_name("~$link.xlsx").touch()
    with pytest.raises(WriteRefusedError, match=r"link\.xlsx"):
        refuse_if_locked(link)
    refuse_if_locked(path)


def test_a_file_that_is_gone_is_no_locked_one(path: Path) -> None:
    path.unlink()
    refuse_if_locked(path)


def test_a_folder_in_which_nothing_can_be_made_is_refused_and_all_stays(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Root may write anywhere, so the disk's refusal is played by the system call.
    def full(*_: object, **__: object) -> tuple[int, str]:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.mkstemp", full)
    with pytest.raises(WriteRefusedError, match="No space left on device"):
        replaced(path)
    assert path.read_bytes() == OLD
    assert names(path) == {"okrs.xlsx"}


def test_a_write_that_breaks_off_leaves_nothing_behind(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("os.fsync", broken)
    with pytest.raises(WriteRefusedError, match="Input/output error"):
        replaced(path)
    assert path.read_bytes() == OLD
    assert names(path) == {"okrs.xlsx"}


def test_a_change_at_the_last_moment_is_noticed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_beside = files._write_beside  # noqa: SLF001 - somebody saves just while we write our temporary file

    def meanwhile(real: Path, content: bytes) -> Path:
        temporary = write_beside(real, content)
        path.write_bytes(b"theirs")
        return temporary

    monkeypatch.setattr(files, "_write_beside", meanwhile)
    with pytest.raises(WriteRefusedError, match="has changed"):
        replaced(path, backup=False)
    assert path.read_bytes() == b"theirs"
    assert names(path) == {"okrs.xlsx"}


def test_a_backup_equal_to_the_file_is_a_mere_trace_and_goes(path: Path) -> None:
    replaced(path)
    drop_backup_equal_to(path, NEW)
    assert names(path) == {"okrs.xlsx", "okrs.xlsx.before-okrsync"}
    drop_backup_equal_to(path, OLD)
    assert names(path) == {"okrs.xlsx"}


def test_a_backup_is_found_by_what_matters(path: Path) -> None:
    assert backup_that(path, lambda _: True) is None
    replaced(path)
    assert backup_that(path, lambda content: content.startswith(b"old")) == OLD
    assert backup_that(path, lambda content: content.startswith(b"other")) is None


def test_what_is_too_large_is_not_read(path: Path) -> None:
    with pytest.raises(TerminalError, match="larger than 0 MB"):
        read_content(path, most=3)


def test_an_empty_file_is_no_content(path: Path) -> None:
    path.write_bytes(b"")
    with pytest.raises(UnreadableError, match="0 bytes"):
        read_content(path)


def test_missing_files_folders_and_other_refusals_are_told_apart(path: Path) -> None:
    with pytest.raises(TerminalError, match="not there"):
        read_content(path.with_name("gone"))
    with pytest.raises(TerminalError, match="folder"):
        read_content(path.parent)
    with pytest.raises(TerminalError, match="could not be read"):
        read_content(path / "inside")
