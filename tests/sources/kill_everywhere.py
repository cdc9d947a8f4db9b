"""Runs okrsync again and again, each time from the same folder, and kills it after another change to the file system.

    python kill_everywhere.py FOLDER RESULTS all|some COMMAND [COMMAND]…

FOLDER stays as it is. RESULTS/never holds what all COMMANDs make of it when nobody kills the first, and
RESULTS/<number> what it leaves when it is killed there: `killed`, and `next` when all COMMANDs have run on that. What
they said is beside, in `never.out` and so on. RESULTS/contents has the names and digests of all that stood in the
folder at any moment of the first. A line is printed for each: its number, after what it was killed, and the exit codes
of the others.

Nothing is put in the place of okrsync's own code or of the system. A profile hook of the interpreter sees each call of
the system that opens, writes, flushes, renames or removes a file while a file is replaced, and sends the process
SIGKILL when it has returned. A write is met a second time when it is half done: the system itself breaks it off, since
the process may write no longer files (RLIMIT_FSIZE). Each run is a process of its own, forked from this one.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sys
from contextlib import redirect_stderr, redirect_stdout
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from okrsync.cli.entry import okrsync

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

CHANGES = frozenset(
    {"open", "flock", "write", "fsync", "chown", "setxattr", "removexattr", "chmod", "replace", "unlink", "close"}
)
TELLING = frozenset({"write, half", "replace"})
"""A file half written, and one that has come to its place: `some` meets these only."""
REPLACING = ("/okrsync/in_one_step.py", "/okrsync/sources/files.py", "/okrsync/cli/page.py")
HALF = 100
"""Bytes: less than any file that is written here."""


class Hook:
    """Counts changes to the file system; at one of them the process dies."""

    def __init__(self, wanted: int, seen: Callable[[str], None] = lambda _: None) -> None:
        self._wanted = wanted
        self._seen = seen
        self._count = 0
        self._is_half = False

    def __call__(self, frame: FrameType, event: str, called: object) -> None:
        if not event.startswith("c_"):
            return
        name = getattr(called, "__name__", "")
        if name not in CHANGES or getattr(called, "__module__", "") in {"io", "_io"} or not _is_replacing(frame):
            return
        if event != "c_call":
            if self._is_half:
                os.kill(os.getpid(), signal.SIGKILL)
            self._comes_to(name)
        elif name == "write" and self._comes_to("write, half", die=False):
            self._is_half = True
            resource.setrlimit(resource.RLIMIT_FSIZE, (HALF, resource.RLIM_INFINITY))

    def _comes_to(self, what: str, *, die: bool = True) -> bool:
        self._count += 1
        self._seen(what)
        if self._count == self._wanted and die:
            os.kill(os.getpid(), signal.SIGKILL)
        return self._count == self._wanted


def _is_replacing(frame: FrameType | None) -> bool:
    for _ in range(4):
        if frame is not None and frame.f_code.co_filename.endswith(REPLACING):
            return True
        frame = frame.f_back if frame is not None else None
    return False


def run(folder: Path, command: str, hook: Hook | None = None) -> int:
    """Run okrsync in a folder; return its exit code."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        with folder.with_suffix(".out").open("a", encoding="utf-8") as out, redirect_stdout(out), redirect_stderr(out):
            print("$", command, flush=True)
            sys.setprofile(hook)
            okrsync.main(command.split())
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 0
    finally:
        sys.setprofile(None)
        os.chdir(before)


def forked(folder: Path, command: str, hook: Hook | None = None) -> int:
    """Run okrsync in a process of its own; return its exit code, below 0 where it was killed."""
    child = os.fork()
    if not child:
        os._exit(run(folder, command, hook))
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def main(pristine: Path, results: Path, which: str, first: str, *then: str) -> None:
    """Do as the command line says."""
    results.mkdir()
    never, changes, contents = results / "never", list[str](), set[str]()
    shutil.copytree(pristine, never)

    def see(what: str) -> None:
        changes.append(what)
        contents.update(f"{path.name} {sha256(path.read_bytes()).hexdigest()}" for path in never.glob("[!.]*"))

    # This one runs here, so that all others find the code, the rules and the words loaded.
    print("never", "-", run(never, first, Hook(0, see)), *(run(never, command) for command in then))
    (results / "contents").write_text("\n".join(contents), "utf-8")
    for number, what in enumerate(changes, start=1):
        if which == "some" and what not in TELLING:
            continue
        killed, after = results / str(number) / "killed", results / str(number) / "next"
        shutil.copytree(pristine, killed)
        code = forked(killed, first, Hook(number))
        assert code == -signal.SIGKILL, f"{number} {what} {code}"
        shutil.copytree(killed, after)
        print(number, what.replace(" ", "_"), *(forked(after, command) for command in (first, *then)), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
