"""Relationships, content types and names that tie parts of our own to the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.sources.workbook.markup import as_attribute, attribute
from okrsync.sources.workbook.package import CONTENT_TYPES, relationships_part

if TYPE_CHECKING:
    from collections.abc import Mapping

    from okrsync.sources.workbook.package import Package
    from okrsync.sources.workbook.restoring import Draft

_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_TRANSITIONAL_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_EMPTY_RELATIONSHIPS = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_RELATIONSHIPS}">'
)


class Dialect:
    """Which of the two namespaces families of ECMA-376 the workbook is written in."""

    def __init__(self, package: Package) -> None:
        """Look at the workbook part."""
        self.strict = _STRICT_MAIN.encode() in package.part(package.workbook).text
        self.main = _STRICT_MAIN if self.strict else _TRANSITIONAL_MAIN
        self.relationships = _STRICT if self.strict else _TRANSITIONAL


class Linker:
    """Ties new parts in; what it needs is collected and written once, by `settle`."""

    def __init__(self, draft: Draft) -> None:
        """Start without new ties."""
        self.draft = draft
        self.dialect = Dialect(draft.package)
        self.new: dict[str, list[str]] = {}
        """Source part → relationships to add, each without its prefix."""
        self.types: list[str] = []

    def relate(self, source: str, kind: str, target: str) -> str:
        """Let `source` point at the part `target`; return the relationship's id. `kind` may be a whole URI."""
        mine = self.new.setdefault(source, [])
        taken = {relationship.id for relationship in self.draft.package.relationships(source)}
        number = len(mine) + 1
        while f"rIdOkrsync{number}" in taken:
            number += 1
        name = f"rIdOkrsync{number}"
        type_ = kind if ":" in kind else f"{self.dialect.relationships}/{kind}"
        mine.append(f'Relationship Id="{name}" Type="{type_}" Target={as_attribute("/" + target)}/>')
        return name

    def declare(self, part: str, content_type: str) -> None:
        """State the content type of a new part."""
        self.types.append(f'Override PartName={as_attribute("/" + part)} ContentType="{content_type}"/>')

    def free_name(self, pattern: str) -> str:
        """Return a part name that is not taken, the first number in the place of "{}"."""
        number = 1
        while self.draft.takes(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def settle(self) -> None:
        """Put the ties into the draft."""
        for source, items in self.new.items():
            part = relationships_part(source)
            if self.draft.package.has(part):
                append_to_root(self.draft, part, items)
            else:
                inner = "".join(f"<{item}" for item in items)
                self.draft.add(part, f"{_EMPTY_RELATIONSHIPS}{inner}</Relationships>")
        if self.types:
            append_to_root(self.draft, CONTENT_TYPES, self.types)


def append_to_root(draft: Draft, part: str, items: list[str]) -> None:
    """Append elements, given without "<" and prefix, as the last children of a part's root."""
    root = draft.package.elements(part, 1)[0]
    draft.append(part, root, "".join(f"<{root.prefix}{item}" for item in items))


def relationship_attribute(root: Mapping[str, str], dialect: Dialect, name: str) -> str:
    """Return `r:id="name"` with the prefix that the part's root binds (its attributes: `root`), or one bound here."""
    uri = dialect.relationships
    for key, value in root.items():
        if key.startswith("xmlns:") and value == uri:
            return f'{key.removeprefix("xmlns:")}:id="{name}"'
    return f'xmlns:r="{uri}" r:id="{name}"'


def has_default_type(package: Package, extension: str, content_type: str) -> bool:
    """Tell whether parts with that ending have that content type by default."""
    return any(
        attribute(tag, "Extension").lower() == extension and attribute(tag, "ContentType") == content_type
        for tag in package.tags(CONTENT_TYPES, "Default")
    )


def drop_ties(draft: Draft, source: str, part: str) -> None:
    """Take out the relationship from `source` to `part`, and the content type of `part`."""
    package = draft.package
    relationships = relationships_part(source)
    for tie in package.elements(relationships, 2)[1:]:
        external = tie.attributes.get("TargetMode", "").lower() == "external"
        if not external and package.resolved(source, tie.attributes.get("Target", "")).lower() == part.lower():
            draft.drop(relationships, tie)
    for type_ in package.elements(CONTENT_TYPES, 2)[1:]:
        if type_.attributes.get("PartName", "").lstrip("/").lower() == part.lower():
            draft.drop(CONTENT_TYPES, type_)
