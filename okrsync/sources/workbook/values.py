"""Values of a worksheet cell by cell: for sheets that calamine cannot read, or would lay out beyond measure."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from okrsync.grid import CellValue, place
from okrsync.sources.workbook.looks import looks
from okrsync.sources.workbook.markup import attribute, local

if TYPE_CHECKING:
    from okrsync.sources.workbook.package import Package, Sheet

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_DATE_LETTER = re.compile("[ymdhs]", re.IGNORECASE)
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_LAST_DAY = 2_958_466
"""Serial number after 9999-12-31."""
_BEFORE_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 - a sheet's days have no time zone
_BEFORE_1900 = datetime(1899, 12, 31)  # noqa: DTZ001 - as above
_PHANTOM_DAY = 60
"""1900-02-29, which the 1900 system counts although it never was."""


def sparse_values(package: Package, sheet: Sheet) -> list[list[CellValue]]:
    """Return rows from A1 on, each as long as its last filled cell; empty rows are one and the same list.

    Raises UnreadableError.
    """
    reader = _Reader(package)
    package.parse(sheet.part, reader.start, reader.end, reader.text)
    nothing: list[CellValue] = []
    rows = [nothing] * (1 + max((row for row, _ in reader.found), default=-1))
    for (row, column), value in reader.found.items():
        if rows[row] is nothing:
            rows[row] = []
        rows[row].extend([None] * (column + 1 - len(rows[row])))
        rows[row][column] = value
    return rows


class _Reader:
    """Collects values while a worksheet's part goes by."""

    def __init__(self, package: Package) -> None:
        self.formats = [look.number_format if look else "General" for look in looks(package)]
        properties = package.tags(package.workbook, "workbookPr")
        self.since_1904 = any(attribute(tag, "date1904") in {"1", "true"} for tag in properties)
        self.strings = _shared_strings(package)
        self.found: dict[tuple[int, int], CellValue] = {}
        self.row = self.column = -1
        self.kind = ""
        self.style = 0
        self.pieces: list[str] | None = None
        self.phonetic = self.listening = False

    def start(self, name: str, attributes: list[str], _: int) -> None:
        tag = local(name)
        if tag == "row":
            number = dict(zip(attributes[::2], attributes[1::2], strict=True)).get("r", "")
            self.row = int(number) - 1 if number.isdecimal() else self.row + 1
            self.column = -1
        elif tag == "c":
            values = dict(zip(attributes[::2], attributes[1::2], strict=True))
            try:
                self.column = place(values["r"].upper())[1]
            except (KeyError, ValueError):
                self.column += 1
            self.kind = values.get("t", "n")
            self.style = int(values["s"]) if values.get("s", "").isdecimal() else 0
        elif tag in {"v", "is"}:
            self.pieces = []
            self.listening = tag == "v"
        elif tag == "rPh":
            self.phonetic = True
        elif tag == "t":
            self.listening = not self.phonetic

    def text(self, piece: str) -> None:
        if self.pieces is not None and self.listening:
            self.pieces.append(piece)

    def end(self, name: str, _: int) -> None:
        tag = local(name)
        if tag == "rPh":
            self.phonetic = False
        elif tag == "t":
            self.listening = False
        elif tag in {"v", "is"} and self.pieces is not None:
            value = self._value("".join(self.pieces))
            self.pieces = None
            if value is not None:
                self.found[self.row, self.column] = value

    def _value(self, text: str) -> CellValue:
        if self.kind == "s":
            return self.strings[int(text)] or None if text.isdecimal() and int(text) < len(self.strings) else None
        if self.kind == "b":
            return text.strip() in {"1", "true"}
        with suppress(ValueError):
            if self.kind == "d":
                return datetime.fromisoformat(text)
            if self.kind == "n":
                number_format = self.formats[self.style] if self.style < len(self.formats) else "General"
                return moment(float(text), number_format, since_1904=self.since_1904)
        return unescaped(text) or None


def unescaped(text: str) -> str:
    """Return the text with "_x000D_" and its like as the characters they stand for (ECMA-376 part 1, 22.9.2.19)."""
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text) if "_x" in text else text


def moment(number: float, number_format: str, *, since_1904: bool) -> CellValue:
    """Return the date, time or duration that the number is shown as; the number itself where it is shown as one."""
    shown = _LITERAL.sub("", number_format.partition(";")[0])
    if _ELAPSED.search(shown):
        return timedelta(days=number)
    if not _DATE_LETTER.search(shown.replace("General", "")) or not 0 <= number < _LAST_DAY:
        return number
    before = _BEFORE_1904 if since_1904 else _BEFORE_1900 - timedelta(days=number >= _PHANTOM_DAY)
    found = before + timedelta(seconds=round(number * 86_400, 3))
    if number < 1:
        return time(found.hour, found.minute, found.second)
    return found.date() if number.is_integer() else found


def _shared_strings(package: Package) -> list[str]:
    part = package.related(package.workbook, "sharedStrings")
    if part is None:
        return []
    found: list[str] = []
    pieces: list[str] = []
    inside = {"t": 0, "rPh": 0}

    def start(name: str, _attributes: list[str], _at: int) -> None:
        if local(name) == "si":
            pieces.clear()
        elif local(name) in inside:
            inside[local(name)] += 1

    def end(name: str, _at: int) -> None:
        if local(name) == "si":
            found.append(unescaped("".join(pieces)))
        elif local(name) in inside:
            inside[local(name)] -= 1

    def text(piece: str) -> None:
        if inside["t"] and not inside["rPh"]:
            pieces.append(piece)

    package.parse(part, start, end, text)
    return found
