"""A disk that takes no more: the file stays as it is, one sentence says so, and nothing lies around.

The system itself refuses to write: a process may be told how long the files that it writes may become.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

from openpyxl import load_workbook
from test_replacing_killed import PAIR, alone, names, sheet

from tests.unmeasured import environment

ROOT = Path(__file__).parents[2]


def cramped(folder: Path, most: int, *arguments: str) -> tuple[int, str, str]:
    """Run okrsync where no file may become longer than `most` bytes; return its exit code and what it said."""
    run = subprocess.run(
        [sys.executable, "-m", "okrsync", *arguments],
        cwd=folder,
        env=environment(PYTHONPATH=str(ROOT), LANG="en_GB.UTF-8"),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY)),
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, run.stdout, run.stderr


def test_a_lint_that_finds_no_room_leaves_the_file_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "okrs.xlsx"
    sheet(path)
    before = path.read_bytes()
    # Room for the backup, and none for what is written.
    code, out, told = cramped(tmp_path, len(before) + 1000, "run", path.name)
    assert code == 3
    assert "2 objectives, 3 key results" in out
    assert told == f"Error: {path.name} could not be written (File too large). It is as it was.\n"
    assert names(tmp_path) == {path.name}
    assert path.read_bytes() == before


def test_a_sync_that_finds_no_room_leaves_both_and_the_next_goes_on(tmp_path: Path) -> None:
    (tmp_path / "okrsync.toml").write_text(PAIR, "utf-8")
    for name in ("a.xlsx", "b.xlsx"):
        sheet(tmp_path / name)
    alone(tmp_path, "sync --yes")
    book = load_workbook(tmp_path / "a.xlsx")
    book.active["D2"] = 70
    book.save(tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "b.xlsx", "a") as package:
        # Longer than the state, which has to find room.
        package.writestr("xl/media/image1.bin", os.urandom(1 << 20))
    before = names(tmp_path), (tmp_path / "b.xlsx").read_bytes()
    code, _, told = cramped(tmp_path, 1 << 20, "sync")
    assert code == 3
    assert told == "Error: b.xlsx could not be written (File too large). It is as it was.\n"
    assert (names(tmp_path), (tmp_path / "b.xlsx").read_bytes()) == before
    alone(tmp_path, "sync")
    assert load_workbook(tmp_path / "b.xlsx").active["D2"].value == 70
