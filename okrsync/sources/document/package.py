"""The zip file of a document: what of it we read, and when it is left alone."""

from __future__ import annotations

from okrsync.errors import UnreadableError, WriteRefusedError
from okrsync.sources.document.content import Content
from okrsync.sources.workbook.archive import Archive
from okrsync.sources.workbook.markup import DamagedPartError

CONTENT = "content.xml"
_STYLES, _MANIFEST = "styles.xml", "META-INF/manifest.xml"
_SIGNATURES = "meta-inf/documentsignatures.xml"


def opened_archive(data: bytes, file: str) -> Archive:
    """Return the entries of a document. Raises UnreadableError where it is encrypted, or has no content."""
    archive = Archive(data, file)
    manifest = archive.by_name.get(_MANIFEST.lower())
    locked = manifest is not None and b"encryption-data" in archive.content(manifest)
    if locked or "encrypted-package" in archive.by_name:
        raise UnreadableError("sources.encrypted-document", file=file)
    if CONTENT not in archive.by_name or CONTENT in archive.twice:
        raise UnreadableError("sources.unreadable-document", file=file, part=CONTENT)
    return archive


def content_of(archive: Archive, file: str) -> Content:
    """Return the sheets of a document. Raises UnreadableError."""
    styles = archive.by_name.get(_STYLES)
    try:
        return Content(
            archive.content(archive.by_name[CONTENT]),
            archive.content(styles) if styles is not None else b"<none/>",
            file,
        )
    except DamagedPartError:
        raise UnreadableError("sources.unreadable-document", file=file, part=CONTENT) from None


def refuse_if_signed(archive: Archive, file: str) -> None:
    """Raise WriteRefusedError for a document whose signature a write would break."""
    if _SIGNATURES in archive.by_name:
        raise WriteRefusedError("sources.signed-document", file=file)


def parts(archive: Archive) -> list[tuple[str, int, int]]:
    """Return what tells the content of a document from that of another, however both were zipped."""
    return [(entry.name, entry.crc, entry.size) for entry in archive.entries]
