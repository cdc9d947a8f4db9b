"""People's own cells of a file: read whole, written in one step, and only onto what was read."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar, Generic, Protocol, TypeVar

from okrsync.sources.entries import MovedError
from okrsync.sources.files import (
    BACKUP_ENDING,
    MOST_BYTES,
    FileChangedError,
    content_to_change,
    read_content,
    replace_content,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from okrsync.grid import Grid
    from okrsync.sources.base import Snapshot
    from okrsync.sources.entries import Act, Reading


class FileReading(Protocol):
    """A file as it stood at one moment, our summary left out (`okrsync.sources.entries.Reading`)."""

    @property
    def grids(self) -> Sequence[Grid]:
        """All sheets."""
        ...

    @property
    def may_write(self) -> Callable[[str | None, int, int], bool]:
        """Whether (container, row, column) is open to us."""
        ...

    @property
    def fingerprint(self) -> str:
        """Of the bytes that were read."""
        ...


R = TypeVar("R", bound=FileReading)


class FileCells(ABC, Generic[R]):
    """The cells of one file (`okrsync.sources.entries.PeoplesCells`); a kind adds how it is read and typed in."""

    kind: ClassVar[str]
    """What findings and tables call this kind of file, as the source that lints it does."""
    most: ClassVar[int] = MOST_BYTES
    """Bytes above which a file is refused."""
    reads: type[R]
    shifts_rows: bool

    def __init__(self, path: Path, *, backup: bool = True, known: Snapshot | None = None) -> None:
        """Name the file. `known` is what was read of it a moment ago."""
        self._path = path
        self._backup = backup
        self._known = known

    def read(self) -> R:
        """Read all sheets. Raises TerminalError where there is no file to read, UnreadableError."""
        return self._understood(read_content(self._path, most=self.most))

    def write(self, reading: Reading, acts: Sequence[Act]) -> R:
        """Write in one step; the first time, the file is kept beside as it was.

        Raises MovedError where the file was saved since `reading`, WriteRefusedError where it is locked or sealed,
        EntryRefusedError where it cannot hold what is to be written.
        """
        if not isinstance(reading, self.reads):
            raise TypeError("a file is written from a reading of its own")
        try:
            content = content_to_change(self._path, reading.fingerprint, most=self.most)
        except FileChangedError as error:
            raise MovedError(error.key, **error.values) from None
        new = self._typed(reading, content, acts)
        after = self._understood(new)
        real = self._path.resolve()
        is_first = not real.with_name(real.name + BACKUP_ENDING).exists()
        replace_content(self._path, new, expected=reading.fingerprint, backup=self._backup and is_first)
        return after

    @abstractmethod
    def _understood(self, content: bytes) -> R:
        """Return what the bytes of a file say. Raises UnreadableError."""

    @abstractmethod
    def _typed(self, reading: R, content: bytes, acts: Sequence[Act]) -> bytes:
        """Return the bytes with `acts` carried out. Raises WriteRefusedError, EntryRefusedError."""
