"""The whole command on Google Sheets: exit codes, other sources that go on, and nothing secret in sight."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.servers.google.server import GoogleServer

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS = [
    ["Objective", "Key result", "Owner", "Target"],
    ["Become the bakery of the quarter", "Raise returning guests from 20 % to 35 % by June", "Nadia", "35 %"],
    ["Become the bakery of the quarter", "Improve the service", "Tom", None],
]


@pytest.fixture(scope="module")
def server() -> Iterator[GoogleServer]:
    with GoogleServer() as serving:
        yield serving


def okrsync(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "LANG": "C.UTF-8", "COLUMNS": "120"}
    command = [sys.executable, "-m", "okrsync", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def configured(folder: Path, server: GoogleServer, **sheets: str) -> Path:
    """Write a config with some sheets; return the key file."""
    key = server.key_file(folder / "key.json")
    lines = ["[google]", 'credentials = "file:key.json"', f'api_endpoint = "{server.url}"']
    for name, sheet in sheets.items():
        lines += [f"[sources.{name}]", f'google_sheet = "https://docs.google.com/spreadsheets/d/{sheet}/edit"']
    (folder / "okrsync.toml").write_text("\n".join(lines) + "\n", "utf-8")
    return key


def test_one_sheet_without_access_is_told_and_the_other_is_written(server: GoogleServer, tmp_path: Path) -> None:
    good = server.add_spreadsheet("Good", {"Team": ROWS})
    lost = server.add_spreadsheet("Lost", {"Team": ROWS}, shared_with=[])
    configured(tmp_path, server, lost=lost, good=good)
    done = okrsync(tmp_path, "run")
    assert done.returncode == 3
    assert "okrsync@okr-tests.iam.gserviceaccount.com" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert server.spreadsheet(good).value("E3", "Team") is not None


def test_a_night_without_changes_says_so_and_writes_nothing(server: GoogleServer, tmp_path: Path) -> None:
    sheet = server.add_spreadsheet("Quiet", {"Team": ROWS})
    configured(tmp_path, server, quiet=sheet)
    assert okrsync(tmp_path, "run").returncode == 0
    server.log.clear()
    done = okrsync(tmp_path, "run")
    assert (done.returncode, server.log.count("read"), server.log.count("write")) == (0, 1, 0)


def test_a_dry_run_tells_what_the_run_then_does(server: GoogleServer, tmp_path: Path) -> None:
    sheet = server.add_spreadsheet("Dry", {"Team": ROWS})
    configured(tmp_path, server, dry=sheet)
    before = server.spreadsheet(sheet).rows("Team")
    done = okrsync(tmp_path, "run", "--dry-run")
    assert done.returncode == 0
    assert "OKR warnings" in done.stdout
    assert server.spreadsheet(sheet).rows("Team") == before


def test_doctor_names_the_account_to_share_with(server: GoogleServer, tmp_path: Path) -> None:
    sheet = server.add_spreadsheet("Doctor", {"Team": ROWS})
    configured(tmp_path, server, sales=sheet)
    done = okrsync(tmp_path, "doctor", "sales")
    assert done.returncode == 0
    assert "okrsync@okr-tests.iam.gserviceaccount.com" in done.stdout


def test_a_link_works_in_the_place_of_a_name(server: GoogleServer, tmp_path: Path) -> None:
    sheet = server.add_spreadsheet("Link", {"Team": ROWS})
    configured(tmp_path, server, other="1" * 44)
    done = okrsync(tmp_path, "lint", f"https://docs.google.com/spreadsheets/d/{sheet}/edit#gid=0", "--fail-on", "never")
    assert done.returncode == 0
    assert "KR105" in done.stdout


def test_cleaning_takes_everything_away(server: GoogleServer, tmp_path: Path) -> None:
    sheet = server.add_spreadsheet("Clean", {"Team": ROWS})
    configured(tmp_path, server, sales=sheet)
    people = server.spreadsheet(sheet)
    before = people.rows("Team")
    okrsync(tmp_path, "run")
    assert okrsync(tmp_path, "clean", "sales").returncode == 0
    assert people.rows("Team") == before
    assert [tab.title for tab in people.book.sheets] == ["Team"]


@pytest.mark.parametrize("command", [("run",), ("--debug", "run"), ("doctor", "gone"), ("lint", "--format", "json")])
def test_no_secret_is_printed_or_left_behind(server: GoogleServer, tmp_path: Path, command: tuple[str, ...]) -> None:
    sheet = server.add_spreadsheet("Secret", {"Team": ROWS}, shared_with=[])
    key = configured(tmp_path, server, gone=sheet)
    done = okrsync(tmp_path, *command)
    assert done.returncode == 3
    left = [path.read_text("utf-8") for path in tmp_path.rglob("*") if path.is_file() and path != key]
    seen = "".join([done.stdout, done.stderr, *left])
    secret = json.loads(key.read_text())["private_key"]
    assert not any(line in seen for line in secret.splitlines()[1:-1])
    assert "ya29." not in seen
