"""Recorded conversations with the real service, sent again to the local server, and what it answers otherwise."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import requests

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VARYING = re.compile(
    r"(^|\.)(id|spreadsheetId|spreadsheetUrl|createdTime|modifiedTime|protectedRangeId|namedRangeId|sheetId|users\[\])$"
)
"""Fields whose values differ from one run to the next; that they are there, and of which type, is compared."""


class Difference(NamedTuple):
    """One place where the local server answers otherwise."""

    conversation: str
    request: str
    """Method and path, ids left out."""
    field: str
    """Path of the field in the answer, list positions left out."""
    recorded: str
    ours: str


def conversations(folder: Path) -> list[Path]:
    """Return the recorded conversations (vcrpy's JSON) of a folder."""
    return sorted(folder.glob("*.json"))


def replay(recording: Path, url: str, token: str) -> list[Difference]:
    """Send all recorded requests to the server at `url`; return where its answers differ."""
    ids: dict[str, str] = {}
    found: list[Difference] = []
    with requests.Session() as session:
        for turn in json.loads(recording.read_text(encoding="utf-8"))["interactions"]:
            asked, recorded = turn["request"], turn["response"]
            path = asked["uri"].split("googleapis.com", 1)[1]
            body = asked["body"]
            for theirs, mine in ids.items():
                path = path.replace(theirs, mine)
                body = body and re.sub(rf"(?<![\w-]){re.escape(theirs)}(?![\w-])", mine, body)
            headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
            data = body.encode() if body else None
            ours = session.request(asked["method"], url + path, data=data, headers=headers, timeout=10)
            theirs_content, our_content = _content(recorded["body"].get("string", "")), _content(ours.text)
            ids |= dict(_pairs(theirs_content, our_content))
            what = f"{asked['method']} {re.sub('[0-9A-Za-z_-]{44}', '…', asked['uri'].partition('?')[0])}"
            theirs_told: Any = {"status": recorded["status"]["code"], "body": theirs_content}
            for field, one, other in _differences("", theirs_told, {"status": ours.status_code, "body": our_content}):
                found.append(Difference(recording.stem, what, field, one, other))
    return found


def _content(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _pairs(theirs: Any, ours: Any) -> Iterator[tuple[str, str]]:
    """Yield (their id, our id) from two answers to the same request."""
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for name in theirs.keys() & ours.keys():
            if name in {"id", "spreadsheetId", "sheetId", "protectedRangeId", "namedRangeId"} and theirs[name]:
                yield str(theirs[name]), str(ours[name])
            yield from _pairs(theirs[name], ours[name])
    elif isinstance(theirs, list) and isinstance(ours, list):
        for one, other in zip(theirs, ours, strict=False):
            yield from _pairs(one, other)


def _differences(path: str, theirs: Any, ours: Any) -> Iterator[tuple[str, str, str]]:
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for name in sorted(theirs.keys() | ours.keys()):
            here = f"{path}.{name}" if path else name
            if name not in ours or name not in theirs:
                yield here, *(_shown(side[name]) if name in side else "(absent)" for side in (theirs, ours))
            else:
                yield from _differences(here, theirs[name], ours[name])
    elif isinstance(theirs, list) and isinstance(ours, list):
        if len(theirs) != len(ours):
            yield f"{path}[]", f"{len(theirs)} items", f"{len(ours)} items"
        for one, other in zip(theirs, ours, strict=False):
            yield from _differences(f"{path}[]", one, other)
    elif not _same(theirs, ours, varying=VARYING.search(path) is not None):
        yield path, _shown(theirs), _shown(ours)


def _same(theirs: Any, ours: Any, *, varying: bool) -> bool:
    alike = type(theirs) is type(ours) or {type(theirs), type(ours)} == {int, float}
    return alike and (varying or theirs == ours)


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)[:200]
