"""Waiting for another process to come to its point."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess
    from pathlib import Path

PATIENCE = 300
"""Seconds: a machine may be busy with other things."""


def waits(process: subprocess.Popen[str], mark: Path) -> None:
    """Return once the process waits at its point."""
    deadline = time.monotonic() + PATIENCE
    while not mark.exists():
        assert process.poll() is None, "it ended before it came to its point"
        assert time.monotonic() < deadline, "it never came to its point"
        time.sleep(0.01)  # a file is all that the two share, and nobody is told when one appears
