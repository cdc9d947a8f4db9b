"""Texts and values of OpenDocument cells, to and from XML (ODF 1.3 part 3, 6.1.2 white space, 19.385 value types)."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from okrsync.printable import without_control_characters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.grid import CellValue

_BLANKS = re.compile("[ \t\r\n]+")
# XML holds none of these, so they can stand for characters that must not collapse.
_KEPT = {" ": "\x01", "\t": "\x02", "\n": "\x03"}
_RELEASED = str.maketrans({kept: literal for literal, kept in _KEPT.items()})
_LONGEST_RUN = 32_767
_SPACES = re.compile(" {2,}|^ | $|\t")
_DURATION = re.compile(r"P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?")
_DAY = 24 * 3600


class Words:
    """A paragraph as it is being read."""

    def __init__(self) -> None:
        """Begin empty."""
        self._parts: list[str] = []

    def text(self, text: str) -> None:
        """Add plain text, of which white space collapses."""
        self._parts.append(text)

    def add(self, literal: str, times: int) -> None:
        """Add characters that stay as they are."""
        self._parts.append(_KEPT[literal] * min(times, _LONGEST_RUN))

    def said(self) -> str:
        """Return the paragraph as a reader sees it."""
        text = _BLANKS.sub(" ", "".join(self._parts)).strip(" ")
        return text.translate(_RELEASED)


def as_read(text: str) -> str:
    """Return `text` without what no cell shows."""
    return without_control_characters(text)


def value_of(attributes: dict[str, str], paragraphs: Sequence[str]) -> CellValue:
    """Return a cell's value; what is no value of its kind is given as the text that the cell shows."""
    kind = attributes.get("office:value-type")
    shown = "\n".join(paragraphs)
    with suppress(ValueError):
        if kind in {"float", "percentage", "currency"}:
            return float(attributes.get("office:value", ""))
        if kind == "date":
            stated = attributes.get("office:date-value", "")
            return datetime.fromisoformat(stated) if "T" in stated else date.fromisoformat(stated)
        if kind == "time":
            return _duration(attributes.get("office:time-value", ""))
        if kind == "boolean":
            return attributes.get("office:boolean-value") == "true"
    return attributes.get("office:string-value") or shown or None


def _duration(stated: str) -> time | timedelta:
    found = _DURATION.fullmatch(stated)
    if found is None:
        raise ValueError(stated)
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    total = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    whole = int(total.total_seconds())
    return time(whole // 3600, whole // 60 % 60, whole % 60) if whole < _DAY else total


def paragraphs(text: str) -> str:
    """Return `text` as paragraphs, one for each line, white space kept."""
    return "".join(f"<text:p>{line}</text:p>" for line in lines(text))


def lines(text: str) -> list[str]:
    """Return what stands in the paragraphs of `text`, one for each line, white space kept."""
    return [_line(line) for line in without_control_characters(text).split("\n")]


def _line(line: str) -> str:
    parts: list[str] = []
    at = 0
    for match in _SPACES.finditer(line):
        parts.append(escape(line[at : match.start()]))
        run = match.group()
        parts.append("<text:tab/>" if run == "\t" else f'<text:s text:c="{len(run)}"/>')
        at = match.end()
    parts.append(escape(line[at:]))
    return "".join(parts)
