"""The zip container: what nobody touches stays as it is to the byte, however it was packed."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from okrsync.errors import UnreadableError
from okrsync.sources.workbook.archive import Archive

CONTENT = b"<sheet>" + b"Raise returning guests " * 50 + b"</sheet>"


class Stream(io.RawIOBase):
    """A stream that cannot go back, so that sizes follow the data."""

    def __init__(self) -> None:
        self.content = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.content += bytes(data)  # type: ignore[call-overload]
        return len(bytes(data))  # type: ignore[call-overload]


def packed(method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        archive.comment = comment
        archive.writestr(zipfile.ZipInfo("xl/", (2026, 9, 30, 12, 0, 0)), b"")
        for name in ("xl/one.xml", "xl/été.xml", "xl/two.xml"):
            entry = zipfile.ZipInfo(name, (2026, 9, 30, 12, 0, 0))
            entry.compress_type = method
            entry.external_attr = 0o640 << 16
            archive.writestr(entry, CONTENT + name.encode())
    return stream.getvalue()


def streamed() -> bytes:
    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        archive.writestr("xl/one.xml", CONTENT)
        archive.writestr("xl/two.xml", CONTENT)
    return bytes(stream.content)


def wide(*, streaming: bool = False) -> bytes:
    stream = Stream() if streaming else io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[arg-type]
        for name in ("xl/one.xml", "xl/two.xml"):
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as entry:
                entry.write(CONTENT)
    return bytes(stream.content) if isinstance(stream, Stream) else stream.getvalue()


def wide_directory() -> bytes:
    """Return an archive whose directory states sizes, places and its own end in 64 bits."""
    data = packed()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        start = archive.start_dir
    directory = b""
    for entry in entries:
        name = entry.filename.encode()
        extra = struct.pack("<2H3Q", 1, 24, entry.file_size, entry.compress_size, entry.header_offset)
        other = struct.pack("<2HL", 0xCAFE, 4, 7)
        head = (45, 45, entry.flag_bits, entry.compress_type, 0, 0x5D3E, entry.CRC, 0xFFFFFFFF, 0xFFFFFFFF)
        sizes = (len(name), len(other + extra), 0, 0, 0, entry.external_attr, 0xFFFFFFFF)
        directory += struct.pack("<4s6H3L5H2L", b"PK\x01\x02", *head, *sizes) + name + other + extra
    count = len(entries)
    end64 = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, len(directory), start)
    place = struct.pack("<4sLQL", b"PK\x06\x07", 0, start + len(directory), 1)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return data[:start] + directory + end64 + place + end


def names(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return archive.namelist()


ALL = {
    "deflated": packed(),
    "stored": packed(zipfile.ZIP_STORED),
    "commented": packed(comment=b"made by hand"),
    "streamed": streamed(),
    "wide": wide(),
    "wide and streamed": wide(streaming=True),
    "wide directory": wide_directory(),
}


@pytest.mark.parametrize("data", ALL.values(), ids=ALL)
def test_contents_are_those_that_python_reads(data: bytes) -> None:
    archive = Archive(data, "book.xlsx")
    with zipfile.ZipFile(io.BytesIO(data)) as other:
        assert {entry.name: archive.content(entry) for entry in archive.entries} == {
            name: other.read(name) for name in other.namelist()
        }


@pytest.mark.parametrize("data", ALL.values(), ids=ALL)
def test_without_changes_only_wide_ends_are_written_anew(data: bytes) -> None:
    new = Archive(data, "book.xlsx").rewritten({}, {}, ())
    end = data.rindex(b"PK\x01\x02")
    assert new[:end] == data[:end]
    assert names(new) == names(data)


@pytest.mark.parametrize("data", ALL.values(), ids=ALL)
def test_a_changed_entry_keeps_its_place_time_and_rights_and_the_others_their_bytes(data: bytes) -> None:
    new = Archive(data, "book.xlsx").rewritten({"xl/one.xml": b"new" * 9}, {"xl/neu.xml": b"added"}, ())
    assert names(new) == [*names(data), "xl/neu.xml"]
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(new)) as archive:
        assert archive.read("xl/one.xml") == b"new" * 9
        assert archive.read("xl/two.xml") == old.read("xl/two.xml")
        assert archive.read("xl/neu.xml") == b"added"
        assert archive.comment == old.comment
        before, after = old.getinfo("xl/one.xml"), archive.getinfo("xl/one.xml")
        assert (before.date_time, before.external_attr) == (after.date_time, after.external_attr)


def test_an_entry_can_be_taken_out() -> None:
    assert names(Archive(packed(), "x").rewritten({}, {}, ["XL/ONE.XML"])) == ["xl/", "xl/été.xml", "xl/two.xml"]


def test_what_stands_before_the_archive_stays() -> None:
    new = Archive(b"junk" + packed(), "x").rewritten({}, {}, ())
    assert new.startswith(b"junk")
    assert len(names(new)) == 4


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"PK\x05\x06", b"PK\x05\x07"),
        (b"PK\x01\x02", b"PK\x01\x03"),
        (b"PK\x03\x04", b"PK\x03\x05"),
        (CONTENT[:20], b"-" * 20),
    ],
    ids=["end", "directory", "header", "content"],
)
def test_a_damaged_archive_is_refused(old: bytes, new: bytes) -> None:
    data = packed(zipfile.ZIP_STORED).replace(old, new)
    with pytest.raises(UnreadableError) as refused:
        [archive.content(entry) for archive in [Archive(data, "book.xlsx")] for entry in archive.entries]
    assert "book.xlsx" in str(refused.value)


def test_a_place_beyond_the_end_of_the_file_is_refused() -> None:
    data = wide_directory()
    at = data.rindex(struct.pack("<2H", 1, 24)) + 20
    with pytest.raises(UnreadableError):
        Archive(data[:at] + struct.pack("<Q", 1 << 40) + data[at + 8 :], "x")


@pytest.mark.parametrize(("at", "value", "key"), [(8, 1, "workbook.encrypted"), (10, 12, "workbook.part-damaged")])
def test_an_encrypted_or_oddly_packed_entry_is_refused(at: int, value: int, key: str) -> None:
    data = bytearray(packed())
    place = data.rindex(b"PK\x01\x02")
    data[place + at] = value
    archive = Archive(bytes(data), "book.xlsx")
    with pytest.raises(UnreadableError) as refused:
        archive.content(archive.entries[-1])
    assert refused.value.key == key
