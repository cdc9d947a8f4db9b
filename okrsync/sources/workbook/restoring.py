"""Edits of a package that can be undone to the byte: every splice is recorded in a small part of our own.

ECMA-376 part 1, 9.1.9 and 9.1.10: parts and relationships that a program does not know are allowed, ignored, and may
be dropped when it saves. So the record is there exactly as long as nobody but okrsync has saved the file.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from okrsync.sources.workbook.markup import DamagedPartError, Splice, local, parse, spliced

if TYPE_CHECKING:
    from okrsync.sources.workbook.markup import Element
    from okrsync.sources.workbook.package import Package

RECORD = "xl/okrsync/restore.xml"
RECORD_TYPE = "application/vnd.okrsync.restore+xml"
RECORD_RELATIONSHIP = "urn:okrsync:restore"
_NAMESPACE = "urn:okrsync:restore"

Undo = list[tuple[int, int, str]]
"""For each splice: bytes since the former one, bytes put in, text taken out."""


class Draft:
    """A package and what is to change in it; nothing changes before `settle`."""

    def __init__(self, package: Package) -> None:
        """Start without any change."""
        self.package = package
        self.splices: dict[str, list[Splice]] = {}
        self.new: dict[str, bytes] = {}
        self.made: set[str] = set()

    def splice(self, part: str, start: int, stop: int, new: str) -> None:
        """Let `new` take the place of bytes `start` to `stop` of the part's text."""
        # What the part's encoding lacks becomes a reference at once, so that the record counts what will stand there.
        encoding = self.package.part(part).encoding
        speakable = new if encoding == "utf-8" else new.encode(encoding, "xmlcharrefreplace").decode(encoding)
        self.splices.setdefault(part, []).append(Splice(start, stop, speakable.encode("utf-8")))

    def insert(self, part: str, at: int, new: str) -> None:
        """Put `new` before byte `at` of the part's text, behind what was put there before."""
        self.splice(part, at, at, new)

    def append(self, part: str, parent: Element, new: str) -> None:
        """Put `new` behind the children of an element of the part, which may be an empty one."""
        if parent.is_empty:
            self.splice(part, parent.stop - 2, parent.stop, f">{new}</{parent.name}>")
        else:
            self.insert(part, parent.end, new)

    def drop(self, part: str, element: Element) -> None:
        """Take an element out of the part."""
        self.splice(part, element.start, element.stop, "")

    def add(self, part: str, content: str) -> None:
        """Add a part of our own."""
        self.new[part] = content.encode("utf-8")

    def add_unwritten(self, part: str) -> None:
        """Treat a part that was just put into the package as one of our own, which goes as a whole."""
        self.made.add(part)

    def takes(self, name: str) -> bool:
        """Tell whether the name of a new part is taken."""
        return self.package.has(name) or name.lower() in {new.lower() for new in self.new}

    def settle(self, *, record: bool = True) -> None:
        """Carry out all changes and, if asked to, record how to undo them."""
        lines = []
        for name, splices in self.splices.items():
            part = self.package.part(name)
            undo = _undo(part.text, splices)
            content = part.encoded(spliced(part.text, splices))
            self.package.put(name, content)
            digest = hashlib.sha256(content).hexdigest()
            if name in self.made:
                lines.append(_new_part(name, content))
                continue
            steps = escape(json.dumps(undo, ensure_ascii=True, separators=(",", ":")))
            lines.append(f'<part name="{escape(name, {chr(34): "&quot;"})}" sha256="{digest}">{steps}</part>')
        for name, content in self.new.items():
            self.package.put(name, content)
            lines.append(_new_part(name, content))
        if not record:
            return
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        whole = f'{head}<restore xmlns="{_NAMESPACE}">{"".join(lines)}</restore>'
        self.package.put(RECORD, whole.encode("utf-8"))


def restore(package: Package) -> bool:
    """Undo everything that `Draft.settle` recorded, to the byte; tell whether that was possible.

    It is not where there is no record, or where somebody else has saved any part of it since: then nothing changes.
    """
    if not package.has(RECORD):
        return False
    try:
        record = _read(package.part(RECORD).text)
    except (DamagedPartError, ValueError):
        return False
    if not all(package.has(name) for name, _, _ in record):
        return False
    if any(hashlib.sha256(package.content(name)).hexdigest() != digest for name, digest, _ in record):
        return False
    for name, _, undo in record:
        if undo is None:
            package.remove(name)
        else:
            part = package.part(name)
            package.put(name, part.encoded(spliced(part.text, _reversed(undo))))
    package.remove(RECORD)
    return True


def _new_part(name: str, content: bytes) -> str:
    return f'<part name="{escape(name)}" sha256="{hashlib.sha256(content).hexdigest()}" new="1"/>'


def _undo(text: bytes, splices: list[Splice]) -> Undo:
    undo: Undo = []
    behind = 0
    for start, stop, new in sorted(splices, key=lambda splice: (splice.start, splice.stop)):
        undo.append((start - behind, len(new), text[start:stop].decode("utf-8")))
        behind = stop
    return undo


def _reversed(undo: Undo) -> list[Splice]:
    splices = []
    at = 0
    for gap, length, former in undo:
        at += gap
        splices.append(Splice(at, at + length, former.encode("utf-8")))
        at += length
    return splices


def _read(text: bytes) -> list[tuple[str, str, Undo | None]]:
    found: list[tuple[str, str, list[str] | None]] = []

    def start(name: str, attributes: list[str], _: int) -> None:
        if local(name) == "part":
            values = dict(zip(attributes[::2], attributes[1::2], strict=True))
            found.append((values.get("name", ""), values.get("sha256", ""), None if "new" in values else []))

    def on_text(piece: str) -> None:
        if found and found[-1][2] is not None:
            found[-1][2].append(piece)

    parse(text, start, None, on_text)
    return [
        (name, digest, None if pieces is None else [tuple(each) for each in json.loads("".join(pieces))])
        for name, digest, pieces in found
    ]
