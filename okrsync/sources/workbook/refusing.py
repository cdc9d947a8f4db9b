"""When a workbook, or one of its sheets, is not written: somebody has sealed it, or it is too odd to be sure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.errors import WriteRefusedError

if TYPE_CHECKING:
    from okrsync.sources.workbook.package import Package
    from okrsync.sources.workbook.sheet_map import SheetMap

_TRUE = frozenset({"1", "true", "on"})


def refuse_if_sealed(package: Package) -> None:
    """Raise WriteRefusedError for a workbook that must stay as it is."""
    file = package.file
    if any(name.lower().startswith("_xmlsignatures/") for name in package.names()):
        raise WriteRefusedError("workbook.signed", file=file)
    if package.related(package.workbook, "revisionHeaders"):
        raise WriteRefusedError("workbook.shared", file=file)
    for tag in package.tags(package.workbook, "fileSharing"):
        if tag.attributes.keys() & {"reservationPassword", "hashValue"}:
            raise WriteRefusedError("workbook.reserved", file=file)
    if package.archive.twice or package.archive.prefix:
        raise WriteRefusedError("workbook.ambiguous", file=file)


def is_protected(sheet_map: SheetMap) -> bool:
    """Tell whether the sheet is protected against changes."""
    return any(
        values.get("sheet", "").lower() in _TRUE for values, _ in sheet_map.attributes.get("sheetProtection", ())
    )


def has_locked_structure(package: Package) -> bool:
    """Tell whether no sheet may be added to the workbook."""
    return any(
        tag.attributes.get("lockStructure", "").lower() in _TRUE
        for tag in package.tags(package.workbook, "workbookProtection")
    )
