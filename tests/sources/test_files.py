"""Replacing a file in one step: what is refused, what is kept, what never lies around afterwards."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from okrsync.errors import TerminalError, UnreadableError, WriteRefusedError
from okrsync.sources.files import (
    backup_that,
    drop_traces,
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
    opens = os.open

    def full(file: Path, flags: int, *more: int) -> int:
        if flags & os.O_CREAT:
            raise OSError(28, "No space left on device")
        return opens(file, flags, *more)

    monkeypatch.setattr("os.open", full)
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
    flush = os.fsync

    def meanwhile(handle: int) -> None:
        flush(handle)
        path.write_bytes(b"theirs")  # somebody saves just while we write our temporary file

    monkeypatch.setattr("os.fsync", meanwhile)
    with pytest.raises(WriteRefusedError, match="has changed"):
        replaced(path, backup=False)
    assert path.read_bytes() == b"theirs"
    assert names(path) == {"okrs.xlsx"}


def test_a_backup_equal_to_the_file_is_a_mere_trace_and_goes(path: Path) -> None:
    replaced(path)
    drop_traces(path, NEW)
    assert names(path) == {"okrs.xlsx", "okrs.xlsx.before-okrsync"}
    drop_traces(path, OLD)
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


def test_many_backups_of_other_things_are_never_overwritten(path: Path) -> None:
    kept = {f"okrs.xlsx.before-okrsync{number}": number.encode() for number in ("", "-2", "-99", "-100")}
    for name, content in kept.items():
        path.with_name(name).write_bytes(content or b"first")
    backup = replaced(path)
    assert backup is not None
    assert (backup.name, backup.read_bytes()) == ("okrs.xlsx.before-okrsync-101", OLD)
    assert {name: path.with_name(name).read_bytes() for name in kept} == {**kept, "okrs.xlsx.before-okrsync": b"first"}


def test_a_backup_is_found_behind_one_that_is_gone(path: Path) -> None:
    path.with_name("okrs.xlsx.before-okrsync-2").write_bytes(OLD)
    assert backup_that(path, lambda content: content == OLD) == OLD
    assert replaced(path) == path.with_name("okrs.xlsx.before-okrsync-2")


@pytest.mark.parametrize("is_new", [True, False])
def test_a_backup_is_kept_after_a_failed_write_only_if_it_was_there_before(
    path: Path, monkeypatch: pytest.MonkeyPatch, *, is_new: bool
) -> None:
    if not is_new:
        path.with_name("okrs.xlsx.before-okrsync").write_bytes(OLD)
    flush = os.fsync

    def broken(handle: int) -> None:
        if os.fstat(handle).st_size > len(OLD):
            raise OSError(5, "Input/output error")
        flush(handle)

    monkeypatch.setattr("os.fsync", broken)
    with pytest.raises(WriteRefusedError, match="Input/output error"):
        replaced(path, content=b"longer than before")
    assert path.read_bytes() == OLD
    assert names(path) == ({"okrs.xlsx"} if is_new else {"okrs.xlsx", "okrs.xlsx.before-okrsync"})
