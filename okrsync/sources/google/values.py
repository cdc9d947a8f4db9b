"""What one cell of an answer says: its value, and the little of its look that tells what it means."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from okrsync.grid import PLAIN, Style

if TYPE_CHECKING:
    from okrsync.grid import CellValue

Cell = dict[str, Any]
"""CellData as the API gives it, as far as `okrsync.sources.google.book.FIELDS` asks."""

_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's days have no time zone
_LAST_DAY = 2_958_466
"""Serial number after 9999-12-31."""
_ERRORS = {
    "NULL_VALUE": "#NULL!",
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "VALUE": "#VALUE!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "NUM": "#NUM!",
    "N_A": "#N/A",
    "LOADING": "Loading…",
}
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_INDENT = re.compile(r'"?(?P<blanks> +)"?@')
_BLANKS_OF_AN_INDENT = 3
"""Sheets has no indent: it keeps one of Excel's as a number format of three blanks a step before the text."""
_USUAL_SIZE = 10
_WHITE = "FFFFFFFF"


def value_of(cell: Cell) -> CellValue:
    """Return the value as it is: a date for a number that is shown as one, the text of an error ("#N/A")."""
    held = cell.get("effectiveValue")
    if not held:
        return None
    kind, value = next(iter(held.items()))
    if kind == "stringValue":
        return value or None
    if kind == "numberValue":
        return _number(value, _number_format(cell))
    if kind == "errorValue":
        return _ERRORS.get(value.get("type"), "#ERROR!")
    return bool(value)


def is_formula(cell: Cell) -> bool:
    """Tell whether somebody put a formula into the cell."""
    return "formulaValue" in cell.get("userEnteredValue", ())


def style_of(cell: Cell) -> Style:
    """Return the look; `Style.size` is told only where it differs from the usual 10 points."""
    own = cell.get("userEnteredFormat") or {}
    shown = _number_format(cell)
    if not own and not shown:
        return PLAIN
    text = own.get("textFormat", {})
    size = text.get("fontSize")
    pattern = shown.get("pattern", "")
    indent = _INDENT.fullmatch(pattern)
    return Style(
        bool(text.get("bold")),
        bool(text.get("italic")),
        len(indent["blanks"]) // _BLANKS_OF_AN_INDENT if indent else 0,
        pattern or ("0%" if shown.get("type") == "PERCENT" else "General"),
        _fill(own),
        None if size in {None, _USUAL_SIZE} else float(size),
    )


def _number_format(cell: Cell) -> dict[str, str]:
    shown: dict[str, str] = (cell.get("effectiveFormat") or cell.get("userEnteredFormat") or {}).get("numberFormat", {})
    return shown


def _number(serial: float, shown: dict[str, str]) -> CellValue:
    kind = shown.get("type")
    if kind not in {"DATE", "TIME", "DATE_TIME"} or not 0 <= serial < _LAST_DAY:
        return serial
    if _ELAPSED.search(shown.get("pattern", "")):
        return timedelta(seconds=round(serial * 86_400))
    moment = _DAY_ZERO + timedelta(seconds=round(serial * 86_400))
    if kind == "TIME" and serial < 1:
        return time(moment.hour, moment.minute, moment.second)
    return moment.date() if kind == "DATE" and serial == int(serial) else moment


def _fill(own: dict[str, Any]) -> str | None:
    """Return "FFRRGGBB"; a theme's colour by its name; None for white, which is what an empty sheet looks like."""
    styled = own.get("backgroundColorStyle", {})
    if "themeColor" in styled:
        return None if styled["themeColor"] == "BACKGROUND" else str(styled["themeColor"])
    colour = styled.get("rgbColor") or own.get("backgroundColor")
    if not colour:
        return None
    channels = (round(float(colour.get(name, 0)) * 255) for name in ("red", "green", "blue"))
    code = "FF" + "".join(f"{channel:02X}" for channel in channels)
    return None if code == _WHITE else code
