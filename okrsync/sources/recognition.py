"""Which kind of source a file is: by its ending, and by its first bytes where these say otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from okrsync.errors import UnreadableError
from okrsync.sources.files import read_head

if TYPE_CHECKING:
    from pathlib import Path

FileKind = Literal["excel", "delimited", "opendocument"]

_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xltx", ".xltm"})
_DOCUMENTS = frozenset({".ods", ".ots"})
_TABLES = frozenset({".csv", ".tsv", ".tab", ".txt"})
_OLD_WORKBOOKS = frozenset({".xls", ".xlsb", ".xlt", ".xla", ".xlam"})
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SPREADSHEET_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet"
_OTHER_FILES = (_OLE, b"%PDF-", b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"{\\rtf")
"""How documents, pictures and archives begin that are all too easily given another ending."""
_REFUSED = {".numbers": "sources.numbers", ".fods": "sources.flat-document"}
_ENOUGH = 4096


def kind_of_file(path: Path) -> FileKind:
    """Return the kind of source that reads the file.

    Raises TerminalError if it is missing or a folder, UnreadableError if it is empty or nothing that okrsync reads;
    every sentence says what to do instead.
    """
    if path.name.startswith(("~$", ".~lock.")):
        raise UnreadableError("sources.lock-file", file=path)
    head = read_head(path, _ENOUGH)
    suffix = path.suffix.casefold()
    refused = _REFUSED.get(suffix)
    if refused:
        raise UnreadableError(refused, file=path)
    if head.startswith(_ZIP) and suffix in _WORKBOOKS | _DOCUMENTS | _TABLES | _OLD_WORKBOOKS - {".xlsb"}:
        # A document of one kind saved under the ending of another is told by its first entry.
        return "opendocument" if _SPREADSHEET_DOCUMENT in head else "excel"
    if suffix in _OLD_WORKBOOKS:
        # Many programs save a web page or a plain table as “.xls”.
        if head.startswith((_OLE, _ZIP)):
            raise UnreadableError("sources.old-workbook", file=path, suffix=suffix)
        return "delimited"
    if suffix in _WORKBOOKS:
        return "excel"
    if suffix in _DOCUMENTS:
        return "opendocument"
    if suffix in _TABLES:
        if head.startswith(_OTHER_FILES):
            raise UnreadableError("sources.not-text", file=path, suffix=suffix)
        return "delimited"
    raise UnreadableError("sources.no-sheet", file=path, suffix=suffix or "?")
