"""Whoever may open a file may open it when okrsync has written it."""

from __future__ import annotations

import os
import shutil
import stat
import struct
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from okrsync.sources.files import fingerprint, replace_content
from tests.unmeasured import environment

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
ANNA, SERVICE, SALES = 54_321, 54_322, 54_400
"""Numbers of users and a group that no machine has: what is asked is the kernel."""
WRITE = """
import os, sys
from pathlib import Path
from okrsync.errors import OkrsyncError
from okrsync.sources.files import fingerprint, replace_content
path, user, *groups = Path(sys.argv[1]), *map(int, sys.argv[2:])
str(OkrsyncError("sources.read-only", file=path))  # the words are read while everything may be read
os.setgroups(groups)
os.setgid(user)
os.setuid(user)
try:
    replace_content(path, b"new", expected=fingerprint(path.read_bytes()), backup=True)
except OkrsyncError as error:
    sys.exit(str(error))
"""
ACCESS_LIST = "system.posix_acl_access"
needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can make files of other people")


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder in which everybody may write."""
    made = Path(tempfile.mkdtemp())
    made.chmod(0o777)
    yield made
    shutil.rmtree(made)


def file(folder: Path, mode: int, owner: int = ANNA, group: int = SALES) -> Path:
    path = folder / "okrs.csv"
    path.write_bytes(b"old")
    os.chown(path, owner, group)
    path.chmod(mode)
    return path


def written_by(user: int, path: Path, *groups: int) -> str:
    """Let a user write the file; return why that was refused, nothing where it was not."""
    done = subprocess.run(
        [sys.executable, "-c", WRITE, path, str(user), *map(str, groups)],
        env=environment(PYTHONPATH=str(ROOT)),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr


def rights(path: Path) -> tuple[int, int, int]:
    status = path.stat()
    return status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)


@needs_root
def test_root_gives_the_file_and_its_backup_back_to_their_owner(folder: Path) -> None:
    path = file(folder, 0o640)
    assert not written_by(0, path)
    assert path.read_bytes() == b"new"
    assert rights(path) == rights(folder / "okrs.csv.before-okrsync") == (ANNA, SALES, 0o640)


@needs_root
def test_a_member_of_the_group_keeps_the_file_in_the_group(folder: Path) -> None:
    path = file(folder, 0o664, owner=SERVICE)
    assert not written_by(SERVICE, path, SALES)
    assert rights(path) == (SERVICE, SALES, 0o664)


@needs_root
@pytest.mark.parametrize("mode", [0o664, 0o660])
def test_a_file_that_would_be_taken_from_its_owner_is_left_alone(folder: Path, mode: int) -> None:
    path = file(folder, mode)
    told = written_by(SERVICE, path, SALES)
    assert f"belongs to {ANNA}:{SALES}" in told
    assert told.count("\n") == 1
    assert path.read_bytes() == b"old"
    assert rights(path) == (ANNA, SALES, mode)
    assert {each.name for each in folder.iterdir()} == {"okrs.csv"}


@needs_root
def test_an_owner_whom_everybody_may_do_as_much_as_loses_nothing(folder: Path) -> None:
    path = file(folder, 0o666)
    assert not written_by(SERVICE, path)
    assert rights(path) == (SERVICE, SERVICE, 0o666)


@needs_root
def test_an_owner_who_is_in_the_group_loses_nothing(folder: Path) -> None:
    # The one user of whom every machine knows a group: root, in the group of root.
    path = file(folder, 0o664, owner=0, group=0)
    assert not written_by(SERVICE, path, 0)
    assert rights(path) == (SERVICE, 0, 0o664)


@needs_root
def test_a_file_that_would_be_taken_from_its_group_is_left_alone(folder: Path) -> None:
    path = file(folder, 0o660, owner=SERVICE)
    assert "belongs to" in written_by(SERVICE, path)
    assert rights(path) == (SERVICE, SALES, 0o660)


def attribute(path: Path, name: str, value: bytes) -> None:
    try:
        os.setxattr(path, name, value)
    except OSError as error:
        pytest.skip(f"this disk keeps no {name}: {error.strerror}")


def replaced(path: Path) -> None:
    replace_content(path, b"new", expected=fingerprint(path.read_bytes()), backup=False)


def access_list(*users: int) -> bytes:
    """Return who may read and write beside the owner, as Linux keeps it."""
    entries = [(1, 6, -1), *((2, 6, user) for user in users), (4, 4, -1), (16, 6, -1), (32, 4, -1)]
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *entry) for entry in entries)


def test_an_access_list_stays(tmp_path: Path) -> None:
    path = tmp_path / "okrs.csv"
    path.write_bytes(b"old")
    attribute(path, ACCESS_LIST, access_list(ANNA))
    replaced(path)
    assert os.getxattr(path, ACCESS_LIST) == access_list(ANNA)


def test_what_a_folder_lets_new_files_be_adds_nobody(tmp_path: Path) -> None:
    path = tmp_path / "okrs.csv"
    path.write_bytes(b"old")
    attribute(tmp_path, "system.posix_acl_default", access_list(ANNA))
    replaced(path)
    assert path.read_bytes() == b"new"
    assert ACCESS_LIST not in os.listxattr(path)


def test_what_programs_noted_about_a_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "okrs.csv"
    path.write_bytes(b"old")
    attribute(path, "user.xdg.tags", b"okr")
    replaced(path)
    assert os.getxattr(path, "user.xdg.tags") == b"okr"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "okrs.csv", tmp_path / "link.csv"
    path.write_bytes(b"old")
    link.symlink_to(path.name)
    replaced(link)
    assert link.is_symlink()
    assert path.read_bytes() == b"new"


def test_a_second_name_of_the_file_goes_on_naming_the_former_content(tmp_path: Path) -> None:
    path, snapshot = tmp_path / "okrs.csv", tmp_path / "snapshot-of-last-night.csv"
    path.write_bytes(b"old")
    snapshot.hardlink_to(path)
    replaced(path)
    assert (path.read_bytes(), snapshot.read_bytes()) == (b"new", b"old")
