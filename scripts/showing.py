"""What the demos of stores have in common: running okrsync as a person does, and headlines."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

WIDTH = 110
"""Characters of a line of remarks."""


def okrsync(config: Path, environment: dict[str, str], command: str, *arguments: str) -> None:
    """Run a command with a config, and show it."""
    print(f"$ okrsync {command} {' '.join(arguments)}".rstrip(), flush=True)
    subprocess.run(
        [sys.executable, "-m", "okrsync", command, "--config", str(config), *arguments], env=environment, check=False
    )


def headline(text: str) -> None:
    """Print what comes next."""
    print(f"\n{text}\n{'─' * len(text)}", flush=True)


def cut(line: str) -> str:
    """Return a line that fits the screen."""
    return line if len(line) <= WIDTH else line[: WIDTH - 1] + "…"
