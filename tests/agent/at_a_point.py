"""Runs okrsync and does something at one point of its code: dies there, or waits there for a file to go away.

    python at_a_point.py kill|wait FUNCTION call|return [--waiting FILE] -- ARGUMENTS OF OKRSYNC

The code itself is as it is: a profile hook of the interpreter watches which functions are called.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType


def watch(act: str, function: str, when: str, waiting: Path) -> None:
    """Do `act` once `function` (its qualified name) is called or returns."""

    def hook(frame: FrameType, event: str, _: object) -> None:
        if event == when and frame.f_code.co_qualname == function:
            if act == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            sys.setprofile(None)
            waiting.touch()
            while waiting.exists():
                time.sleep(0.01)  # a file is all that it shares with the test

    sys.setprofile(hook)


def main() -> None:
    """Do as the command line says."""
    own, _, arguments = (list(part) for part in _split(sys.argv[1:]))
    act, function, when, *rest = own
    from okrsync.cli.entry import okrsync  # noqa: PLC0415 - the hook watches from here on

    watch(act, function, when, Path(rest[0]) if rest else Path())
    okrsync.main(arguments)


def _split(words: list[str]) -> tuple[list[str], list[str], list[str]]:
    at = words.index("--")
    return words[:at], words[at : at + 1], words[at + 1 :]


if __name__ == "__main__":
    main()
