"""How much of what a careful reader takes from real sheets is taken: measured where ../shared is there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

TITLES, FIELDS = 0.98, 0.95


@pytest.mark.needs_shared
def test_titles_and_fields_of_the_shared_sheets_are_read(shared: Path):
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = [sys.executable, str(shared / "score" / "sheets.py"), str(shared / "sheets")]
    command += [f"--need-titles={TITLES}", f"--need-fields={FIELDS}"]
    done = subprocess.run(command, env={**os.environ, "PATH": path}, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "TAKEN FOR OKRs" not in done.stdout
    assert re.search(r"invented rows 0\b", done.stdout), done.stdout
