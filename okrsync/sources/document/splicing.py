"""Changes to content.xml together with a record of how to take them back to the byte.

The record is a comment behind the document's last tag, where XML allows one and no program looks (comments among cells
make some readers stumble). Programs that save the document drop it; then there is nothing to take back, and what is
ours is found by its titles.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from typing import TYPE_CHECKING

from okrsync.sources.workbook.markup import Splice, spliced

if TYPE_CHECKING:
    from collections.abc import Sequence

_RECORD = re.compile(rb"<!--okrsync ([0-9a-f]{64}) ([A-Za-z0-9+/=]*)-->\Z")


def with_record(xml: bytes, splices: Sequence[Splice]) -> bytes:
    """Return `xml` with the splices carried out, and the record of what they replaced behind it."""
    undo: list[tuple[int, int, str]] = []
    behind = 0
    for start, stop, new in sorted(splices, key=lambda splice: (splice.start, splice.stop)):
        undo.append((start - behind, len(new), xml[start:stop].decode("utf-8")))
        behind = stop
    changed = spliced(xml, list(splices))
    record = base64.b64encode(zlib.compress(json.dumps(undo).encode("ascii")))
    return changed + b"<!--okrsync %s %s-->" % (_digest(changed), record)


def taken_back(xml: bytes) -> bytes | None:
    """Return the part as it was before us; None where there is no record or somebody has changed anything since."""
    record = _RECORD.search(xml)
    if record is None:
        return None
    changed = xml[: record.start()]
    if record.group(1) != _digest(changed):
        return None
    former: list[Splice] = []
    at = 0
    for gap, length, text in json.loads(zlib.decompress(base64.b64decode(record.group(2)))):
        at += gap
        former.append(Splice(at, at + length, text.encode("utf-8")))
        at += length
    return spliced(changed, former)


def without_record(xml: bytes) -> bytes:
    """Return the part without a record that is out of date."""
    return _RECORD.sub(b"", xml)


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()
