"""Putting a file in its place in one step, so that nobody ever finds half of one; and clearing up after killed runs.

A file is written under another name beside its place, flushed, and renamed. A run that is killed in between leaves that
other file. Whoever writes in the folder next takes it away, and must not take one that a living run is still writing:
docs/adr/0013 says how the two are told apart.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from io import FileIO

_NAME = re.compile(r"\.okrsync-[0-9a-f]{16}\.tmp")
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_OLD = os.O_RDWR | getattr(os, "O_NOFOLLOW", 0)
"""A link of that name is none of ours, and not followed."""
_ATTEMPTS = 3


def put(place: Path, content: bytes, *, ready: Callable[[Path], None] = lambda _: None, mode: int = 0o666) -> None:
    """Write `content` to `place` in one step. A power cut leaves the former content or this one.

    `ready` is called with the temporary file when all of it is on the disk; what it raises ends the attempt, with
    nothing changed and nothing left. `mode` are the permissions of a new file, of which the system takes its mask.
    Raises OSError.
    """
    remove_leftovers(place.parent)
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            _put(place, content, ready, mode)
        except FileNotFoundError:
            # Where locks do not hold (Windows, some network disks), another run may have taken the temporary file for a
            # leftover. Nothing is lost but the attempt.
            if attempt == _ATTEMPTS:
                raise
        else:
            return


def _put(place: Path, content: bytes, ready: Callable[[Path], None], mode: int) -> None:
    with _temporary(place.parent, mode) as (temporary, stream):
        left = memoryview(content)
        while left:
            left = left[stream.write(left) :]
        os.fsync(stream.fileno())
        ready(temporary)
        if sys.platform == "win32":
            stream.close()  # which renames no file that is open
        temporary.replace(place)
    flush_folder(place.parent)


@contextmanager
def _temporary(folder: Path, mode: int) -> Iterator[tuple[Path, FileIO]]:
    """Make a file that is known to be in use until the end of the block, and is gone then unless it was renamed."""
    path, stream = _made(folder, mode)
    try:
        with stream:
            yield path, stream
    finally:
        path.unlink(missing_ok=True)


def _made(folder: Path, mode: int) -> tuple[Path, FileIO]:
    while True:
        path = folder / f".okrsync-{secrets.token_hex(8)}.tmp"
        stream = os.fdopen(os.open(path, _NEW, mode), "wb", buffering=0)
        # Between its making and the lock, a run that clears up may have taken it for a leftover.
        if _is_held(stream) and path.exists():
            return path, stream
        stream.close()


def _is_held(stream: FileIO) -> bool:
    """Mark a new file as in use, for as long as it is open; False where a run that clears up has been faster."""
    if sys.platform == "win32":
        return True  # which deletes no file that is open
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a disk without locks: there nobody takes anything for a leftover
    return True


def remove_leftovers(folder: Path) -> None:
    """Take away the temporary files of runs that were killed. What cannot be looked at or removed stays."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _NAME.fullmatch(entry.name):
                _remove_if_left(Path(entry.path))


def _remove_if_left(path: Path) -> None:
    with suppress(OSError):
        if sys.platform == "win32":
            path.unlink()
            return
        handle = os.open(path, _OLD)
        try:
            if stat.S_ISREG(os.fstat(handle).st_mode):
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                # While it is held nobody else removes it, and whoever just made it takes another name.
                path.unlink()
        finally:
            os.close(handle)


def flush_folder(folder: Path) -> None:
    """Make a new name survive a power cut, where the system can (Windows cannot open a folder)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
