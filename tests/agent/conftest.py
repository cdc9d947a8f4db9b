"""A folder with a config and two sources, and okrsync as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent
HEADER = "Objective,Key result,Owner,Baseline,Target,Current,Status\n"
SALES = (
    HEADER
    + "Become the first choice of rural pharmacies,Pharmacies ordering weekly from 120 to 210,Jon Berg,120,210,150,\n"
    + "Become the first choice of rural pharmacies,Launch the new catalogue,Ana Silva,,,,\n"
)
SUPPORT = (
    HEADER + "Make support a reason to stay,CSAT from 81 to 90,Ana Silva,81,90,84,\n"
    "Make support a reason to stay,First reply from 9 h to 2 h,Jon Berg,9,2,7,\n"
)
CONFIG = """[sources.sales]
path = "sales.csv"
[sources.support]
path = "support.csv"
[agent]
timezone = "Europe/Berlin"
[state]
url = "state/okrsync.db"
[logging]
format = "json"
"""
Started = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with two sources and their config; work there as a reader of English."""
    (tmp_path / "sales.csv").write_text(SALES, "utf-8")
    (tmp_path / "support.csv").write_text(SUPPORT, "utf-8")
    (tmp_path / "okrsync.toml").write_text(CONFIG, "utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "OKRSYNC_CONFIG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    return tmp_path


@pytest.fixture
def start(folder: Path) -> Started:
    """Return a function that starts a process: `start("run")` is okrsync; a name ending in .py is a script of ours."""

    def begin(*arguments: str | Path) -> subprocess.Popen[str]:
        first, *others = map(str, arguments)
        command = [str(HERE / first)] if first.endswith(".py") else ["-m", "okrsync", first]
        return subprocess.Popen(
            [sys.executable, *command, *others],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": os.environ.get("PYTHONPATH") or str(HERE.parents[1])},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return begin
