"""Starts COUNT runs at the same moment, in the folder it is started in, and prints the exit code of each.

python many_at_once.py COUNT
"""

from __future__ import annotations

import os
import sys

import okrsync.agent.nightly
from okrsync.cli.entry import okrsync


def main() -> None:
    """Fork all of them before any may begin."""
    waiting, start = os.pipe()
    children = []
    for _ in range(int(sys.argv[1])):
        child = os.fork()
        if child == 0:
            os.close(start)
            os.read(waiting, 1)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.dup2(1, 2)
            okrsync.main(["run"])
        children.append(child)
    # The pipe's end is what they wait for.
    os.close(start)
    print(*(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children))


if __name__ == "__main__":
    sys.exit(main())
