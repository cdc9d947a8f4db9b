"""Single cells read: what was typed, who is named, how far something has come, how sure somebody is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from okrsync.tables.folding import tidy
from okrsync.tables.lexicon import sheet_words
from okrsync.tables.numbers import CURRENCIES, Number, read_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from okrsync.grid import CellValue, Style

_JOINTS = re.compile(r"\s*[;\n]\s*|\s+[/&+|]\s+|(?<=[^\W\d_])/(?=[^\W\d_])")
_INITIALS = re.compile(r"^[A-Z]{1,4}$")
_RATIO = re.compile(r"(-?\d+(?:[.,]\d+)?)\s*(?:/|\s[^\W\d_]{2,3}(?:\s[^\W\d_]{2,3})?\s)\s*(\d+)\s*$")
_BAR = re.compile(r"[▓░█▒■□▰▱●○▮▯⬛⬜🟩🟦🟥🟨\s|\[\]]+")
_PERCENT = 100
_WHOLE = 1.5
"""A share column in which a plain number passes this counts in percent."""
_TEN = 10
_LONGEST_BLANK = 40


def typed(value: CellValue, style: Style) -> str:
    """Return a cell as its reader sees it, near enough to be quoted: 0.5 shown as percent → "50%"."""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    number = round(value * _PERCENT, 10) if style.is_percent else value
    return f"{number:.10g}" + ("%" if style.is_percent else "")


def is_unsaid(value: CellValue) -> bool:
    """Tell whether a cell is empty or only says so ("n/a", "-", "?")."""
    return value is None or (isinstance(value, str) and len(value) <= _LONGEST_BLANK and _says_nothing(value))


@lru_cache(maxsize=8192)
def _says_nothing(text: str) -> bool:
    return sheet_words().is_blank(text)


def amount(value: CellValue, style: Style, decimal: str) -> Number | None:
    """Read a value cell in the unit that its reader sees: 0.5 shown as 50 % is 50, unit "%"."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        if style.is_percent:
            return Number(round(value * _PERCENT, 10), "%")
        return Number(float(value), next((mark for mark in CURRENCIES if mark in style.number_format), None))
    return read_number(value, decimal) if isinstance(value, str) else None


@dataclass(slots=True, frozen=True)
class Scale:
    """How a column writes shares."""

    whole: float = 1.0
    """What plain numbers are measured against: 1, 10, 100 …"""
    mixed: bool = False
    """Fractions of 1 stand among percents."""


def scale_of(
    values: Iterable[tuple[CellValue, Style]], stated: int | None, *, percent: bool, out_of_ten: bool
) -> Scale:
    """Learn from a whole column how it writes shares. `stated`: the 10 of a header "(0-10)"."""
    plain: list[float] = []
    for value, style in values:
        if isinstance(value, int | float) and not isinstance(value, bool) and not style.is_percent:
            plain.append(float(value))
        elif isinstance(value, str) and (number := read_number(value, ",")) and number.unit is None:
            plain.append(number.value)
    if stated and stated > 1 and max(plain, default=0.0) <= stated:
        return Scale(float(stated), mixed=False)
    largest = max(plain, default=0.0)
    if largest <= _WHOLE:
        return Scale(1.0)
    fractions = any(0 < number < 1 for number in plain)
    if out_of_ten and largest <= _TEN and not percent:
        return Scale(float(_TEN))
    return Scale(float(_PERCENT), mixed=fractions)


def share(value: CellValue, style: Style, scale: Scale, decimal: str) -> float | None:
    """Read a progress or a confidence as 0..1; below 0 counts as 0. None where it is told in words only."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = float(value)
        return max(0.0, number if style.is_percent else _scaled(number, scale))
    if not isinstance(value, str):
        return None
    text = tidy(_BAR.sub(" ", value))
    ratio = _RATIO.search(text)
    if ratio and (whole := float(ratio[2])):
        return max(0.0, round(float(ratio[1].replace(",", ".")) / whole, 10))
    number_read = read_number(text, decimal)
    if number_read is None or number_read.unit not in (None, "%"):
        return None
    return max(0.0, _scaled(number_read.value, Scale(float(_PERCENT)) if number_read.unit else scale))


def _scaled(number: float, scale: Scale) -> float:
    if scale.mixed and 0 < number <= 1:
        return number
    return round(number / scale.whole, 10)


@lru_cache(maxsize=8192)
def people(text: str) -> tuple[str, ...]:
    """Return the people that a cell names: "Julien Roux / Sarah Diop" → two. "VP, Global Channels" stays one."""
    names = [name for piece in _JOINTS.split(text) for name in _by_words(piece)]
    return tuple(dict.fromkeys(name for name in map(tidy, names) if name and not sheet_words().is_blank(name)))


def _by_words(text: str) -> list[str]:
    """Cut at "and" and at commas between names."""
    joints = sheet_words().people_and
    pieces = [""]
    for word in text.split():
        if word.casefold() in joints:
            pieces.append("")
        else:
            pieces[-1] = f"{pieces[-1]} {word}"
    return [name for piece in pieces for name in _by_commas(piece.strip())]


def _by_commas(text: str) -> list[str]:
    names = [name.strip() for name in text.split(",")]
    initials = [bool(_INITIALS.match(name)) for name in names]
    # A function with its field ("VP, Sales") is one; "AB, CD" are two people's initials.
    return [text] if len(names) == 1 or (any(initials) and not all(initials)) else names
