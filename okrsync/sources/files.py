"""Reading and replacing a file as a whole, so that no write is ever half done, blind or lost."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from okrsync.errors import TerminalError, UnreadableError, WriteRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

MOST_BYTES = 512 << 20
"""Far more than any workbook of OKRs; what is larger is another thing, or an attack."""
BACKUP_ENDING = ".before-okrsync"
_ANY_WRITE_BIT = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH


def read_content(path: Path, *, most: int = MOST_BYTES) -> bytes:
    """Return all bytes of the file.

    Raises TerminalError if it is missing, a folder, may not be read or has more than `most` bytes; UnreadableError if
    it is empty.
    """
    with opened(path) as stream:
        if os.fstat(stream.fileno()).st_size > most:
            raise TerminalError("sources.too-large", file=path, limit=most >> 20)
        return _filled(stream.read(), path)


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

    The file keeps its permissions and, where it can, its owner; a link stays a link. `expected` is the fingerprint of
    what was read. `backup` keeps the former content beside it, as `<name>.before-okrsync`.
    Raises WriteRefusedError, with nothing changed, if the file is read-only, open in another program, or is not what
    was read any more.
    """
    real = path.resolve()
    refuse_if_locked(path)
    former = read_content(path)
    if fingerprint(former) != expected:
        raise WriteRefusedError("sources.changed", file=path)
    try:
        kept = _keep_backup(real, former) if backup else None
        _swap(real, content, expected, path)
    except OSError as error:
        raise WriteRefusedError(
            "sources.not-writable", file=path, reason=error.strerror or type(error).__name__
        ) from error
    return kept


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


def drop_backup_equal_to(path: Path, content: bytes) -> None:
    """Take the backup away if the file is again what it was: then it is nothing but a trace of ours."""
    for candidate in _backups(path.resolve()):
        if not candidate.exists():
            return
        if candidate.stat().st_size == len(content) and candidate.read_bytes() == content:
            with suppress(OSError):
                candidate.unlink()


def backup_that(path: Path, is_the_same: Callable[[bytes], bool]) -> bytes | None:
    """Return a backup of the file that `is_the_same` in all that matters, e.g. in every part of a zip file."""
    for candidate in _backups(path.resolve()):
        if not candidate.exists():
            break
        content = candidate.read_bytes()
        if is_the_same(content):
            return content
    return None


def _backups(real: Path) -> list[Path]:
    names = [f"{real.name}{BACKUP_ENDING}"]
    names.extend(f"{real.name}{BACKUP_ENDING}-{number}" for number in range(2, 100))
    return [real.with_name(name) for name in names]


def _keep_backup(real: Path, former: bytes) -> Path:
    """Keep `former`; an older backup of something else is never overwritten."""
    candidates = _backups(real)
    for candidate in candidates:
        if not candidate.exists():
            break
        if candidate.read_bytes() == former:
            return candidate
    temporary = _write_beside(real, former)
    temporary.replace(candidate)
    return candidate


def _swap(real: Path, content: bytes, expected: str, path: Path) -> None:
    temporary = _write_beside(real, content)
    try:
        if fingerprint(real.read_bytes()) != expected:
            raise WriteRefusedError("sources.changed", file=path)
        temporary.replace(real)
    finally:
        temporary.unlink(missing_ok=True)
    _flush_folder(real.parent)


def _write_beside(real: Path, content: bytes) -> Path:
    """Write a temporary file in the same folder (the same disk), flushed, with the file's permissions and owner."""
    handle, name = tempfile.mkstemp(prefix=".okrsync-", dir=real.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        status = real.stat()
        temporary.chmod(stat.S_IMODE(status.st_mode))
        if hasattr(os, "chown"):
            with suppress(OSError):
                os.chown(temporary, status.st_uid, status.st_gid)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _flush_folder(folder: Path) -> None:
    """Make the new name survive a power cut, where the system can (Windows cannot open a folder)."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
