"""Putting a file in its place: in one step, clearing up after killed runs, and never after living ones."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from okrsync.in_one_step import put, remove_leftovers

LEFT = ".okrsync-0123456789abcdef.tmp"
BUSY = """
import sys
from pathlib import Path
from okrsync.in_one_step import put
place = Path(sys.argv[1])
for number in range(100):
    put(place, b"%d" % number)
"""


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_what_a_killed_run_left_goes_with_the_next_write_in_the_folder(tmp_path: Path) -> None:
    (tmp_path / LEFT).write_bytes(b"half")
    put(tmp_path / "page.html", b"whole")
    assert names(tmp_path) == {"page.html"}
    assert (tmp_path / "page.html").read_bytes() == b"whole"


def test_what_a_living_run_is_writing_stays(tmp_path: Path) -> None:
    seen: list[Path] = []

    def meanwhile(temporary: Path) -> None:
        put(tmp_path / "other.html", b"other")
        assert temporary.read_bytes() == b"whole"
        seen.append(temporary)

    put(tmp_path / "page.html", b"whole", ready=meanwhile)
    assert len(seen) == 1
    assert names(tmp_path) == {"other.html", "page.html"}


def test_many_that_write_in_one_folder_at_once_take_nothing_from_each_other(tmp_path: Path) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", BUSY, tmp_path / f"{number}.html"],
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    assert [process.communicate()[1] for process in processes] == [""] * 4
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {f"{n}.html": b"99" for n in range(4)}


def test_where_a_lock_does_not_hold_the_write_is_tried_again(tmp_path: Path) -> None:
    taken: list[Path] = []

    def take(temporary: Path) -> None:
        if not taken:
            temporary.unlink()  # as another run does on a network disk without locks
            taken.append(temporary)

    put(tmp_path / "page.html", b"whole", ready=take)
    assert names(tmp_path) == {"page.html"}


def test_it_is_not_tried_for_ever(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        put(tmp_path / "page.html", b"whole", ready=Path.unlink)
    assert names(tmp_path) == set()


def test_only_plain_files_that_are_named_as_ours_are_leftovers(tmp_path: Path) -> None:
    (tmp_path / ".okrsync-notes.tmp").touch()
    (tmp_path / f"{LEFT}.docx").touch()
    (tmp_path / "target").touch()
    (tmp_path / LEFT).symlink_to(tmp_path / "target")
    (tmp_path / LEFT.replace("0", "1")).mkdir()
    os.mkfifo(tmp_path / LEFT.replace("0", "2"))
    before = names(tmp_path)
    remove_leftovers(tmp_path)
    assert names(tmp_path) == before


def test_a_folder_that_is_gone_has_no_leftovers(tmp_path: Path) -> None:
    remove_leftovers(tmp_path / "gone")


def test_what_is_not_ready_changes_nothing(tmp_path: Path) -> None:
    def refuse(_: Path) -> None:
        raise ValueError("not yet")

    (tmp_path / "page.html").write_bytes(b"former")
    with pytest.raises(ValueError, match="not yet"):
        put(tmp_path / "page.html", b"whole", ready=refuse)
    assert names(tmp_path) == {"page.html"}
    assert (tmp_path / "page.html").read_bytes() == b"former"


def test_a_new_file_may_be_read_as_the_system_lets_new_files_be(tmp_path: Path) -> None:
    former = os.umask(0o027)
    try:
        put(tmp_path / "page.html", b"whole")
        put(tmp_path / "secret", b"whole", mode=0o600)
    finally:
        os.umask(former)
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("page.html", "secret")]
    assert modes == [0o640, 0o600]
