"""The zip container of a workbook, kept raw: an entry that nobody touches is copied byte for byte.

Layout after PKWARE's APPNOTE.TXT 6.3.10: 4.3.7 (local header), 4.3.9 (data descriptor), 4.3.12 (central directory),
4.3.14 to 4.3.16 (end records), 4.5.3 (zip64 extra field).
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from okrsync.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_END64_PLACE = struct.Struct("<4sLQL")
_WIDE = 0xFFFFFFFF
_ZIP64_FIELD = 1
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _DESCRIPTOR, _UTF8 = 0x1, 0x8, 0x800
_FIRST_DAY_OF_DOS = 0x21
_VERSION = 20
"""Of the format, that which can deflate."""

LARGEST_PART = 1 << 30
LARGEST_TOTAL = 3 << 29
SUSPICIOUS_SIZE = 100 << 20
SUSPICIOUS_RATIO = 250
"""Deflate reaches about 1,030 : 1 on zeros; sheets of real teams stay below 100 : 1."""


@dataclass(slots=True, frozen=True)
class Entry:
    """One entry, as the central directory tells of it."""

    name: str
    """Name as a part name: "/" between folders, none at the beginning."""
    flags: int
    method: int
    moment: tuple[int, int]
    """DOS time and date, raw."""
    crc: int
    packed: int
    size: int
    start: int
    """Where its local header begins in the file."""
    central: bytes
    """Its record of the central directory, raw."""

    @property
    def is_folder(self) -> bool:
        """Tell whether this is a folder's own entry, which holds nothing."""
        return self.name.endswith("/")


class Archive:
    """The entries of a zip file held in memory, and their content on demand."""

    def __init__(self, data: bytes, file: str) -> None:
        """Read the directory of `data`; `file` is what errors call it.

        Raises UnreadableError where it is cut off, damaged, encrypted, or would swell beyond measure.
        """
        self.data = data
        self.file = file
        try:
            self.entries = tuple(self._directory())
        except (struct.error, IndexError):
            raise UnreadableError("workbook.damaged", file=file) from None
        self._refuse_bombs()
        self.by_name: dict[str, Entry] = {}
        self.twice: set[str] = set()
        for entry in self.entries:
            key = entry.name.lower()
            if key in self.by_name and not entry.is_folder:
                self.twice.add(key)
            self.by_name.setdefault(key, entry)

    def _directory(self) -> Iterator[Entry]:
        data = self.data
        end = data.rfind(b"PK\x05\x06")
        if end < 0:
            raise UnreadableError("workbook.damaged", file=self.file)
        _, _, _, _, count, size, begin, _ = _END.unpack_from(data, end)
        directory_end = end
        place = end - _END64_PLACE.size
        if place >= 0 and data[place : place + 4] == b"PK\x06\x07":
            end64 = _END64_PLACE.unpack_from(data, place)[2]
            record = _END64.unpack_from(data, end64)
            if record[0] != b"PK\x06\x06":
                raise UnreadableError("workbook.damaged", file=self.file)
            count, size, begin, directory_end = record[7], record[8], record[9], end64
        self.shift = directory_end - size - begin
        self.prefix = data[: max(self.shift, 0)]
        self.comment = data[end + _END.size :]
        at = begin + self.shift
        for _ in range(count):
            entry, at = self._record(at)
            yield entry

    def _record(self, at: int) -> tuple[Entry, int]:
        field = _CENTRAL.unpack_from(self.data, at)
        if field[0] != b"PK\x01\x02":
            raise UnreadableError("workbook.damaged", file=self.file)
        name_end = at + _CENTRAL.size + field[10]
        extra_end = name_end + field[11]
        stop = extra_end + field[12]
        raw_name = self.data[at + _CENTRAL.size : name_end]
        flags, packed, size, start = field[3], field[8], field[9], field[16]
        wide = _zip64(self.data[name_end:extra_end])
        if size == _WIDE:
            size = next(wide)
        if packed == _WIDE:
            packed = next(wide)
        if start == _WIDE:
            start = next(wide)
        name = raw_name.decode("utf-8" if flags & _UTF8 else "cp437", "replace").replace("\\", "/").lstrip("/")
        start += self.shift
        if not 0 <= start < len(self.data):
            raise UnreadableError("workbook.damaged", file=self.file)
        entry = Entry(name, flags, field[4], (field[5], field[6]), field[7], packed, size, start, self.data[at:stop])
        return entry, stop

    def _refuse_bombs(self) -> None:
        total = sum(entry.size for entry in self.entries)
        swollen = any(
            entry.size > LARGEST_PART
            or (entry.size > SUSPICIOUS_SIZE and entry.size > SUSPICIOUS_RATIO * max(entry.packed, 1))
            for entry in self.entries
        )
        swollen = swollen or (total > SUSPICIOUS_SIZE and total > SUSPICIOUS_RATIO * len(self.data))
        if swollen or total > LARGEST_TOTAL:
            raise UnreadableError("workbook.bomb", file=self.file, size=total >> 20)

    def _body(self, entry: Entry) -> int:
        field = _LOCAL.unpack_from(self.data, entry.start)
        if field[0] != b"PK\x03\x04":
            raise UnreadableError("workbook.damaged", file=self.file)
        return int(entry.start + _LOCAL.size + field[9] + field[10])

    def content(self, entry: Entry) -> bytes:
        """Return what the entry holds, unpacked.

        Raises UnreadableError where it is encrypted, damaged, or larger than it says.
        """
        if entry.flags & _ENCRYPTED:
            raise UnreadableError("workbook.encrypted", file=self.file)
        try:
            begin = self._body(entry)
            packed = self.data[begin : begin + entry.packed]
            if entry.method == _STORED:
                content = packed
            elif entry.method == _DEFLATED:
                content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, entry.size + 1)
            else:
                raise UnreadableError("workbook.part-damaged", file=self.file, part=entry.name)
        except (zlib.error, struct.error):
            raise UnreadableError("workbook.part-damaged", file=self.file, part=entry.name) from None
        if len(content) != entry.size or zlib.crc32(content) != entry.crc:
            raise UnreadableError("workbook.part-damaged", file=self.file, part=entry.name)
        return content

    def _raw(self, entry: Entry) -> bytes:
        """Return local header, data and data descriptor as they stand in the file."""
        stop = self._body(entry) + entry.packed
        if entry.flags & _DESCRIPTOR:
            # The descriptor may or may not have a signature and wide sizes: the size that follows the CRC tells.
            signature = 4 if self.data[stop : stop + 4] == b"PK\x07\x08" else 0
            wide = self.data[stop + signature + 4 : stop + signature + 12] == struct.pack("<Q", entry.packed)
            narrow_size = self.data[stop + signature + 8 : stop + signature + 12] == struct.pack("<L", entry.size)
            stop += signature + (12 if narrow_size or not wide else 20)
        return self.data[entry.start : stop]

    def rewritten(self, changed: Mapping[str, bytes], added: Mapping[str, bytes], removed: Collection[str]) -> bytes:
        """Return the file with the content of `changed` entries replaced, `added` ones last and `removed` ones gone.

        Names are part names. Every other entry keeps its bytes, order, time and attributes.
        """
        out = bytearray(self.prefix)
        central = bytearray()
        gone = {name.lower() for name in removed}
        new = {name.lower(): content for name, content in changed.items()}
        count = 0
        for entry in self.entries:
            key = entry.name.lower()
            if key in gone:
                continue
            place = len(out)
            count += 1
            if key in new:
                record = _CENTRAL.unpack_from(entry.central)
                raw_name = entry.central[_CENTRAL.size : _CENTRAL.size + record[10]]
                stamp = _Stamp(raw_name, entry.flags & _UTF8, entry.moment, record[1], record[14], record[15])
                local, directory = _packed(stamp, new[key], place)
                out += local
                central += directory
            else:
                out += self._raw(entry)
                central += _moved(entry.central, place)
        for name, content in added.items():
            stamp = _Stamp(name.encode("utf-8"), 0 if name.isascii() else _UTF8)
            local, directory = _packed(stamp, content, len(out))
            out += local
            central += directory
            count += 1
        place = len(out)
        end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(central), place, len(self.comment))
        return bytes(out + central + end + self.comment)


def _zip64(extra: bytes) -> Iterator[int]:
    """Yield the wide numbers of the zip64 extra field."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == _ZIP64_FIELD:
            for place in range(at + 4, at + 4 + length - 7, 8):
                yield struct.unpack_from("<Q", extra, place)[0]
        at += 4 + length
    raise struct.error


def _moved(central: bytes, place: int) -> bytes:
    """Return the directory record with its local header at `place`, wide where it was wide."""
    field = list(_CENTRAL.unpack_from(central))
    if field[16] != _WIDE:
        field[16] = place
        return _CENTRAL.pack(*field) + central[_CENTRAL.size :]
    at = _CENTRAL.size + field[10]
    stop = at + field[11]
    out = bytearray(central)
    while at + 4 <= stop:
        kind, length = struct.unpack_from("<2H", central, at)
        if kind == _ZIP64_FIELD:
            before = 8 * ((field[9] == _WIDE) + (field[8] == _WIDE))
            struct.pack_into("<Q", out, at + 4 + before, place)
        at += 4 + length
    return bytes(out)


class _Stamp(NamedTuple):
    """What an entry says of itself beside its content."""

    raw_name: bytes
    flag: int
    moment: tuple[int, int] = (0, _FIRST_DAY_OF_DOS)
    made_by: int = _VERSION
    internal: int = 0
    external: int = 0


def _packed(stamp: _Stamp, content: bytes, place: int) -> tuple[bytes, bytes]:
    """Return local header with data, and directory record, of a deflated entry that begins at `place`."""
    squeezer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = squeezer.compress(content) + squeezer.flush()
    crc = zlib.crc32(content)
    name = stamp.raw_name
    head = (_VERSION, stamp.flag, _DEFLATED, *stamp.moment, crc, len(packed), len(content), len(name), 0)
    local = _LOCAL.pack(b"PK\x03\x04", *head) + name + packed
    record = _CENTRAL.pack(b"PK\x01\x02", stamp.made_by, *head, 0, 0, stamp.internal, stamp.external, place)
    return local, record + name
