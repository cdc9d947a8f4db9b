"""What “nothing of other people's has changed” means for a workbook, told without okrsync's own code."""

from __future__ import annotations

import re
import struct
import zipfile
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from pathlib import Path

_MAY_GROW = {("dimension", "ref"), ("fonts", "count"), ("fills", "count"), ("borders", "count"), ("cellXfs", "count"),
             ("dxfs", "count")}  # fmt: skip
"""Attributes that only state what stands below them."""


def raw_entries(path: Path) -> list[tuple[str, bytes]]:
    """Return name and raw bytes (local header, packed data) of each entry, in order."""
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        found = []
        for entry in archive.infolist():
            name_length, extra_length = struct.unpack_from("<2H", content, entry.header_offset + 26)
            stop = entry.header_offset + 30 + name_length + extra_length + entry.compress_size
            found.append((entry.filename, content[entry.header_offset : stop]))
        return found


def contents(path: Path) -> dict[str, bytes]:
    """Return name → content of each entry."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def harm(before: Path, after: Path) -> list[str]:
    """Return what of `before` is not in `after` any more; nothing, if all went well."""
    found = []
    old_raw, new_raw = raw_entries(before), dict(raw_entries(after))
    old, new = contents(before), contents(after)
    names = [name for name, _ in old_raw]
    if [name for name in new if name in old] != names:
        found.append("entries are missing or in another order")
    for name, raw in old_raw:
        if name not in new:
            found.append(f"{name} is gone")
        elif new[name] == old[name]:
            if new_raw[name] != raw:
                found.append(f"{name} was packed anew for nothing")
        elif name.lower().endswith(".vml"):
            if not _is_one_insertion(old[name], new[name]):
                found.append(f"{name} has other changes than one insertion")
        else:
            found.extend(f"{name}: {what}" for what in _lost(etree.fromstring(old[name]), etree.fromstring(new[name])))
    return found


def _is_one_insertion(old: bytes, new: bytes) -> bool:
    start = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), len(old))
    stop = next(
        (at for at, (one, other) in enumerate(zip(reversed(old), reversed(new), strict=False)) if one != other),
        len(old),
    )
    return start + stop >= len(old)


def _tag(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else "#"


def _same_head(old: etree._Element, new: etree._Element) -> bool:
    if old.tag != new.tag or (old.text or "").strip() != (new.text or "").strip():
        return False
    if set(old.attrib) != set(new.attrib):
        return False
    return all(
        new.attrib[key] == value or (_tag(old), etree.QName(key).localname) in _MAY_GROW
        for key, value in old.attrib.items()
    )


def _lost(old: etree._Element, new: etree._Element) -> list[str]:
    """Return what of `old` is not in `new`, in the same order below the same parents."""
    if not _same_head(old, new):
        return [f"<{_tag(old)} {dict(old.attrib)}> has changed"]
    if _tag(old) == "cols":
        return [] if _widths(old).items() <= _widths(new).items() or _only_ours_differ(old, new) else ["widths changed"]
    if len(old) == len(new):
        return [what for one, other in zip(old, new, strict=True) for what in _lost(one, other)]
    lost = []
    candidates = iter(new)
    for child in old:
        for candidate in candidates:
            if not _lost(child, candidate):
                break
        else:
            return [*lost, f"<{_tag(child)} {dict(child.attrib)}> is gone from <{_tag(old)}>"]
    return lost


def _widths(columns: etree._Element) -> dict[int, tuple[tuple[str, str], ...]]:
    found = {}
    for column in columns:
        look = tuple(sorted((key, value) for key, value in column.attrib.items() if key not in {"min", "max"}))
        for number in range(int(column.get("min")), min(int(column.get("max")), 16384) + 1):
            found[number] = look
    return found


def _only_ours_differ(old: etree._Element, new: etree._Element) -> bool:
    """Tell whether at most two columns have another width: ours, out of a range that was set for many."""
    one, other = _widths(old), _widths(new)
    return len([number for number in one if other.get(number) != one[number]]) <= 2


def traces(path: Path) -> list[str]:
    """Return the entries in which okrsync is still to be found."""
    return [name for name, content in contents(path).items() if re.search(rb"okrsync|OKR score", content)]
