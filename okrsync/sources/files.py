"""Reading and replacing a file as a whole, so that no write is ever half done, blind or lost."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

from okrsync.errors import TerminalError, UnreadableError, WriteRefusedError
from okrsync.in_one_step import put, remove_leftovers
from okrsync.sources.rights import pass_on

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

MOST_BYTES = 512 << 20
"""Far more than any workbook of OKRs; what is larger is another thing, or an attack."""
BACKUP_ENDING = ".before-okrsync"
_PRIVATE = 0o600
"""Of a file that has not got the rights of the one whose place it takes yet."""
_ANY_WRITE_BIT = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


class FileChangedError(WriteRefusedError):
    """A file is not what was read any more."""


def read_content(path: Path, *, most: int = MOST_BYTES) -> bytes:
    """Return all bytes of the file.

    Raises TerminalError if it is missing, a folder, may not be read or has more than `most` bytes; UnreadableError if
    it is empty.
    """
    with opened(path) as stream:
        if os.fstat(stream.fileno()).st_size > most:
            raise TerminalError("sources.too-large", file=path, limit=most >> 20)
        return _filled(stream.read(), path)


def content_to_change(path: Path, expected: str, *, most: int = MOST_BYTES) -> bytes:
    """Return all bytes of a file that may be written and is still what was read; `expected` is its fingerprint then.

    Raises FileChangedError where it is not, WriteRefusedError where it is locked; else as `read_content` does.
    """
    refuse_if_locked(path)
    content = read_content(path, most=most)
    if fingerprint(content) != expected:
        raise FileChangedError("sources.changed", file=path)
    return content


def read_head(path: Path, most: int) -> bytes:
    """Return the first `most` bytes of the file. Raises TerminalError and UnreadableError as `read_content` does."""
    with opened(path) as stream:
        return _filled(stream.read(most), path)


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a file to read its bytes. Raises TerminalError where that, or reading on, cannot be done."""
    try:
        with path.open("rb") as stream:
            yield stream
    except FileNotFoundError:
        raise TerminalError("sources.missing", file=path) from None
    except IsADirectoryError:
        raise TerminalError("sources.folder", file=path) from None
    except OSError as error:
        raise TerminalError("sources.not-readable", file=path, reason=error.strerror or type(error).__name__) from error


def _filled(content: bytes, path: Path) -> bytes:
    if not content:
        raise UnreadableError("sources.empty", file=path)
    return content


def fingerprint(content: bytes) -> str:
    """Return what tells this content from any other. A copy of a file has the fingerprint of the file."""
    return hashlib.sha256(content).hexdigest()


def replace_content(path: Path, content: bytes, *, expected: str, backup: bool) -> Path | None:
    """Put `content` in the place of the file in one step; return the backup, where one was made.

    The file keeps its permissions, its access list and, where it can, its owner; a link stays a link. A second name of
    the same file (a hard link) goes on naming the former content: it may be a copy that a backup program keeps.
    `expected` is the fingerprint of what was read. `backup` keeps the former content beside it, as
    `<name>.before-okrsync`.
    Raises WriteRefusedError, with nothing changed, if the file is read-only, open in another program, is not what was
    read any more, or could no longer be opened by those whose it is.
    """
    real = path.resolve()
    former = content_to_change(path, expected)
    try:
        kept, is_new = _keep_backup(real, former, path) if backup else (None, False)
        try:
            put(real, content, ready=partial(_make_ready, real, expected, path), mode=_PRIVATE)
        except BaseException:
            if kept is not None and is_new:
                _drop_unless_needed(kept, real, content)
            raise
    except OSError as error:
        raise WriteRefusedError(
            "sources.not-writable", file=path, reason=error.strerror or type(error).__name__
        ) from error
    return kept


def _make_ready(real: Path, expected: str, path: Path, temporary: Path) -> None:
    """Let the temporary file be to others what the file is, and look at the file once more."""
    pass_on(real, temporary, path)
    if fingerprint(real.read_bytes()) != expected:
        raise FileChangedError("sources.changed", file=path)


def refuse_if_locked(path: Path) -> None:
    """Raise WriteRefusedError if the file may not be written, or if Excel or LibreOffice has it open."""
    real = path.resolve()
    # A program that opened the file through a link leaves its mark beside the link.
    names = [(named, mark.format(named.name)) for named in (real, path) for mark in ("~${}", ".~lock.{}#")]
    lock = next((named.with_name(mark) for named, mark in names if named.with_name(mark).exists()), None)
    if lock is not None:
        raise WriteRefusedError("sources.open-elsewhere", file=path, lock=lock.name)
    # The permission bits are asked beside os.access, since root may write anything: read-only is a person's wish.
    if real.exists() and not (real.stat().st_mode & _ANY_WRITE_BIT and os.access(real, os.W_OK)):
        raise WriteRefusedError("sources.read-only", file=path)


def drop_traces(path: Path, content: bytes) -> None:
    """Take away what lies beside a file that is again what it was: the backup equal to it, and what a killed run left.

    What cannot be taken away stays: it harms nobody.
    """
    real = path.resolve()
    for candidate in _backups(real).values():
        with suppress(OSError):
            if candidate.stat().st_size == len(content) and candidate.read_bytes() == content:
                candidate.unlink()
    remove_leftovers(real.parent)


def backup_that(path: Path, is_the_same: Callable[[bytes], bool]) -> bytes | None:
    """Return a backup of the file that `is_the_same` in all that matters, e.g. in every part of a zip file."""
    for candidate in _backups(path.resolve()).values():
        content = candidate.read_bytes()
        if is_the_same(content):
            return content
    return None


def _backups(real: Path) -> dict[int, Path]:
    """Return the backups that there are, by their number; the first has none in its name."""
    name = re.compile(re.escape(f"{real.name}{BACKUP_ENDING}") + r"(?:-([1-9][0-9]*))?")
    matches = [(name.fullmatch(path.name), path) for path in real.parent.iterdir()]
    return dict(sorted((int(match[1] or 1), path) for match, path in matches if match))


def _keep_backup(real: Path, former: bytes, path: Path) -> tuple[Path, bool]:
    """Keep `former` and tell whether it is kept only now; an older backup of something else is never overwritten."""
    kept = _backups(real)
    for candidate in kept.values():
        if candidate.read_bytes() == former:
            return candidate, False
    number = max(kept, default=0) + 1
    place = real.with_name(f"{real.name}{BACKUP_ENDING}" + (f"-{number}" if number > 1 else ""))
    put(place, former, ready=lambda temporary: pass_on(real, temporary, path), mode=_PRIVATE)
    return place, True


def _drop_unless_needed(backup: Path, real: Path, content: bytes) -> None:
    """Take away the backup made for a write that failed, unless the write was through when it was broken off."""
    with suppress(OSError):
        if real.read_bytes() != content:
            backup.unlink()
