"""On which line of a TOML text a key stands, so that a mistake can be shown where it is."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_HEADER = re.compile(r"^\s*\[\[?(?P<path>[^\]]+)\]\]?\s*(?:#.*)?$")
_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_ASSIGNMENT = re.compile(rf"^\s*(?P<path>{_KEY}(?:\s*\.\s*{_KEY})*)\s*=")
_MULTILINE_QUOTES = ('"""', "'" * 3)


def line_of(text: str, path: Sequence[str | int]) -> int | None:
    """Return the 1-based line on which the value at `path` stands, or the nearest thing around it; else None.

    A value inside an inline table or a list is found at the line on which that begins.
    """
    wished = [str(part) for part in path]
    best: int | None = None
    best_length = 0
    for number, found in _keys(text):
        shared = _shared(found, wished)
        if shared == len(found) and shared > best_length:
            best, best_length = number, shared
    return best


def _keys(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, full path) of every table header and every key."""
    table: list[str] = []
    closing: str | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if closing is not None:
            if closing in line:
                closing = None
            continue
        if header := _HEADER.match(line):
            table = _parts(header["path"])
            yield number, table
        elif key := _ASSIGNMENT.match(line):
            yield number, table + _parts(key["path"])
            closing = next((quotes for quotes in _MULTILINE_QUOTES if line.count(quotes) % 2), None)


def _parts(path: str) -> list[str]:
    """Return the parts of a dotted key, as the TOML reader itself takes them apart."""
    try:
        at: object = tomllib.loads(f"{path} = 0")
    except tomllib.TOMLDecodeError:
        return [path]
    parts = []
    while isinstance(at, dict):
        name = next(iter(at))
        parts.append(name)
        at = at[name]
    return parts


def _shared(found: Sequence[str], wished: Sequence[str]) -> int:
    count = 0
    for one, other in zip(found, wished, strict=False):
        if one != other:
            break
        count += 1
    return count
