"""A workbook as an OPC package: its parts, content types and relationships (ECMA-376 part 2)."""

from __future__ import annotations

from dataclasses import dataclass
from posixpath import dirname, normpath
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from okrsync.errors import UnreadableError
from okrsync.sources.workbook.archive import Archive
from okrsync.sources.workbook.markup import (
    DamagedPartError,
    Element,
    Part,
    Tag,
    attribute,
    elements,
    parse,
    tags,
    unreadable,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK"
_BINARY_WORKBOOK = "sheet.binary"
CONTENT_TYPES = "[Content_Types].xml"


class Relationship(NamedTuple):
    """One relationship of a part, its target as a part name."""

    id: str
    kind: str
    """Last word of its type: "worksheet", "comments", "vmlDrawing" …"""
    target: str
    external: bool


@dataclass(slots=True, frozen=True)
class Sheet:
    """One sheet as the workbook lists it."""

    name: str
    index: int
    """Place among all sheets, as `localSheetId` counts."""
    part: str
    hidden: bool
    is_grid: bool
    """Whether it is a worksheet, not a chart, dialog or macro sheet."""


class Package:
    """The parts of one workbook file, found by name whatever the case."""

    def __init__(self, data: bytes, file: str) -> None:
        """Open the package. Raises UnreadableError with the reason where it is no workbook."""
        self.file = file
        if not data:
            raise UnreadableError("workbook.empty", file=file)
        if data.startswith(_OLE):
            raise UnreadableError("workbook.encrypted-or-old", file=file)
        if not data.startswith(_ZIP):
            head = data[:1024].lstrip().lower()
            looks_like_page = head.startswith((b"<!doctype html", b"<html")) or b"<html" in head
            raise UnreadableError("workbook.web-page" if looks_like_page else "workbook.no-workbook", file=file)
        self.archive = Archive(data, file)
        self.parts: dict[str, Part] = {}
        self.replaced: dict[str, bytes] = {}
        """Part name in small letters → its new content."""
        self.added: dict[str, bytes] = {}
        self.removed: set[str] = set()
        """Names in small letters."""
        self.workbook = self._find_workbook()
        self.sheets = self._find_sheets()

    def list_sheets_again(self) -> None:
        """Look up the sheets once more, after the workbook part has changed."""
        self.sheets = self._find_sheets()

    def has(self, name: str) -> bool:
        """Tell whether the package holds the part."""
        key = name.lower()
        return (key in self.archive.by_name and key not in self.removed) or any(
            key == new.lower() for new in self.added
        )

    def content(self, name: str) -> bytes:
        """Return the bytes of a part, as they are now. Raises UnreadableError."""
        key = name.lower()
        for new, content in self.added.items():
            if new.lower() == key:
                return content
        if key in self.replaced:
            return self.replaced[key]
        entry = self.archive.by_name.get(key)
        if entry is None or key in self.removed:
            raise UnreadableError("workbook.part-missing", file=self.file, part=name)
        return self.archive.content(entry)

    def part(self, name: str) -> Part:
        """Return an XML part, unpacked once. Raises UnreadableError."""
        key = name.lower()
        if key not in self.parts:
            try:
                self.parts[key] = Part(self.content(name))
            except DamagedPartError:
                raise unreadable(self.file, name) from None
        return self.parts[key]

    def put(self, name: str, content: bytes) -> None:
        """Give a part new content, or add it as the last one; one taken out comes back to its place."""
        key = name.lower()
        self.parts.pop(key, None)
        if key in self.archive.by_name:
            self.removed.discard(key)
            self.replaced[key] = content
        else:
            existing = next((new for new in self.added if new.lower() == key), name)
            self.added[existing] = content

    def remove(self, name: str) -> None:
        """Take a part out."""
        key = name.lower()
        self.parts.pop(key, None)
        self.replaced.pop(key, None)
        existing = next((new for new in self.added if new.lower() == key), None)
        if existing is not None:
            del self.added[existing]
        elif key in self.archive.by_name:
            self.removed.add(key)

    def names(self) -> list[str]:
        """Return the names of all entries, in order."""
        kept = [entry.name for entry in self.archive.entries if entry.name.lower() not in self.removed]
        return [*kept, *self.added]

    def differs(self) -> bool:
        """Tell whether anything is other than in the file."""
        return bool(self.added or self.removed) or any(
            content != self.archive.content(self.archive.by_name[key]) for key, content in self.replaced.items()
        )

    def has_the_parts_of(self, file: bytes) -> bool:
        """Tell whether a file holds the same entries, each with the same content."""
        try:
            other = Archive(file, self.file)
            return self.names() == [entry.name for entry in other.entries] and all(
                self.content(entry.name) == other.content(entry) for entry in other.entries
            )
        except UnreadableError:
            return False

    def packed(self) -> bytes:
        """Return the file with all that was put in and taken out; every other entry byte for byte."""
        return self.archive.rewritten(self.replaced, self.added, self.removed)

    def tags(self, name: str, *wanted: str) -> list[Tag]:
        """Return start tags of a part. Raises UnreadableError where it is no XML."""
        try:
            return tags(self.part(name).text, *wanted)
        except DamagedPartError:
            raise unreadable(self.file, name) from None

    def elements(self, name: str, deepest: int) -> list[Element]:
        """Return elements of a part (see `markup.elements`). Raises UnreadableError where it is no XML."""
        try:
            return elements(self.part(name).text, deepest)
        except DamagedPartError:
            raise unreadable(self.file, name) from None

    def parse(
        self,
        name: str,
        on_start: Callable[[str, list[str], int], None],
        on_end: Callable[[str, int], None] | None = None,
        on_text: Callable[[str], None] | None = None,
    ) -> None:
        """Go through a part (see `markup.parse`). Raises UnreadableError where it is no XML."""
        try:
            parse(self.part(name).text, on_start, on_end, on_text)
        except DamagedPartError:
            raise unreadable(self.file, name) from None

    def relationships(self, name: str) -> list[Relationship]:
        """Return the relationships of a part ("" for the package)."""
        part = relationships_part(name)
        if not self.has(part):
            return []
        found = []
        for tag in self.tags(part, "Relationship"):
            external = tag.attributes.get("TargetMode", "").lower() == "external"
            target = tag.attributes.get("Target", "")
            found.append(
                Relationship(
                    tag.attributes.get("Id", ""),
                    tag.attributes.get("Type", "").rpartition("/")[2],
                    target if external else self.resolved(name, target),
                    external,
                )
            )
        return found

    def resolved(self, source: str, target: str) -> str:
        """Return the part name that `target` means when `source` says it."""
        target = target.replace("\\", "/")
        path = target if target.startswith("/") else f"{dirname(source)}/{target}"
        name = normpath("/" + path).lstrip("/")
        return name if self.has(name) else unquote(name)

    def related(self, name: str, kind: str) -> str | None:
        """Return the first part of that kind that `name` points at and that is there."""
        for relationship in self.relationships(name):
            if relationship.kind == kind and not relationship.external and self.has(relationship.target):
                return relationship.target
        return None

    def tied(self, name: str, identity: str) -> str | None:
        """Return the part that the relationship `identity` of a part points at, where it is there."""
        ties = (tie for tie in self.relationships(name) if tie.id == identity and not tie.external)
        return next((tie.target for tie in ties if self.has(tie.target)), None)

    def _find_workbook(self) -> str:
        name = self.related("", "officeDocument") or "xl/workbook.xml"
        if not self.has(name):
            raise UnreadableError("workbook.no-workbook", file=self.file)
        if name.lower().endswith(".bin") or self._says_binary(name):
            raise UnreadableError("workbook.binary", file=self.file)
        return name

    def _says_binary(self, name: str) -> bool:
        return self.has(CONTENT_TYPES) and any(
            _BINARY_WORKBOOK in tag.attributes.get("ContentType", "")
            for tag in self.tags(CONTENT_TYPES, "Override")
            if tag.attributes.get("PartName", "").lstrip("/").lower() == name.lower()
        )

    def _find_sheets(self) -> tuple[Sheet, ...]:
        relationships = {relationship.id: relationship for relationship in self.relationships(self.workbook)}
        found = []
        for index, tag in enumerate(self.tags(self.workbook, "sheet")):
            relationship = relationships.get(attribute(tag, "id"))
            target = relationship.target if relationship else ""
            is_grid = relationship is not None and relationship.kind == "worksheet" and self.has(target)
            hidden = attribute(tag, "state", "visible") != "visible"
            found.append(Sheet(attribute(tag, "name"), index, target, hidden, is_grid))
        return tuple(found)


def relationships_part(name: str) -> str:
    """Return the name of the part that holds the relationships of `name`."""
    folder, _, base = name.rpartition("/")
    return f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"
