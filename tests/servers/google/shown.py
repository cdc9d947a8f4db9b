"""What a value looks like in its cell: number formats, in the locale of the spreadsheet."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from tests.servers.google.typed import EPOCH, Habits, habits

USUAL = {
    "PERCENT": "0.00%",
    "CURRENCY": '"$"#,##0.00',
    "NUMBER": "#,##0.00",
    "SCIENTIFIC": "0.00E+00",
    "TIME": "h:mm:ss am/pm",
}

DATE_PIECES = re.compile(
    r'"[^"]*"|\\.|yyyy|yy|y+|mmmm|mmm|mm|m|dddd|ddd|dd|d|hh|h|ss|s|am/pm|a/p|\[[^\]]*\]|.', re.IGNORECASE
)

NUMBER_SHAPE = re.compile(r"[#0?][#0?,]*(?:\.[#0?]+)?(?:E\+?0+)?")


def text_of(value: dict[str, Any], number_format: dict[str, Any] | None, locale: str) -> str:
    """Return the text that a person sees for an ExtendedValue (of a formula: its result)."""
    if "stringValue" in value:
        return str(value["stringValue"])
    how = habits(locale)
    if "boolValue" in value:
        return how.true if value["boolValue"] else how.false
    if "errorValue" in value:
        kinds = {"DIVIDE_BY_ZERO": "#DIV/0!", "N_A": "#N/A", "LOADING": "Loading..."}
        kind = value["errorValue"]["type"]
        return kinds.get(kind, f"#{kind}!" if kind in {"REF", "VALUE", "NUM", "ERROR"} else f"#{kind}?")
    number = value["numberValue"]
    kind = (number_format or {}).get("type", "")
    pattern = (number_format or {}).get("pattern") or USUAL.get(kind, "")
    if kind == "TEXT" or pattern == "@" or not (kind or pattern):
        return general(number, how)
    if kind in {"DATE", "DATE_TIME"} and not pattern:
        pattern = how.date + (" h:mm:ss" if kind == "DATE_TIME" else "")
    if kind in {"DATE", "TIME", "DATE_TIME"}:
        return moment(number, pattern)
    return patterned(number, pattern, how)


def general(number: float, how: Habits) -> str:
    """Return a number without a format: ten figures at most."""
    if float(number).is_integer() and abs(number) < 1e15:
        return str(int(number))
    text = f"{number:.10g}"
    if "e" in text:
        mantissa, _, exponent = text.partition("e")
        text = f"{mantissa}E{exponent[0]}{int(exponent[1:]):02d}"
    return text.replace(".", how.decimal)


def patterned(number: float, pattern: str, how: Habits) -> str:
    """Return a number in a pattern such as `#,##0.00 "€"`; up to three sections (positive; negative; zero)."""
    sections = pattern.split(";")
    section, sign = sections[0], "-" if number < 0 else ""
    if number < 0 and len(sections) > 1:
        section, sign = sections[1], ""
    elif number == 0 and len(sections) > 2:
        section = sections[2]
    quiet = re.sub(r'"[^"]*"|\\.', lambda literal: "\0" * len(literal[0]), section)
    shape = NUMBER_SHAPE.search(quiet)
    before, after = (section, "") if not shape else (section[: shape.start()], section[shape.end() :])
    figures = _figures(abs(number) * (100 if "%" in quiet else 1), shape[0], how) if shape else ""
    if not figures.strip("0.,\u202f"):
        sign = ""
    return sign + _literal(before) + figures + _literal(after)


def _figures(number: float, shape: str, how: Habits) -> str:
    mantissa, scientific, _ = shape.partition("E")
    whole, _, decimals = mantissa.partition(".")
    wanted, needed = len(decimals), decimals.count("0")
    if scientific:
        text, _, exponent = f"{number:.{wanted}e}".partition("e")
        return f"{text.replace('.', how.decimal)}E{exponent[0]}{int(exponent[1:]):02d}"
    text = f"{_rounded(number, wanted):.{wanted}f}"
    integer, _, fraction = text.partition(".")
    while len(fraction) > needed and fraction.endswith("0"):
        fraction = fraction[:-1]
    integer = integer.lstrip("0").rjust(whole.replace(",", "").count("0"), "0")
    if "," in whole:
        integer = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", how.group, integer)
    return integer + (how.decimal + fraction if fraction else "")


def _rounded(number: float, decimals: int) -> float:
    """Round half away from zero, as spreadsheets do: 0.125 becomes 0.13."""
    return int(number * 10**decimals + 0.5 + 1e-9) / 10**decimals


def _literal(text: str) -> str:
    text = re.sub(r"\[\$([^\]-]*)[^\]]*\]", r"\1", text)
    text = re.sub(r"\[[^\]]*\]|_.|\*.", "", text)
    return re.sub(r'"([^"]*)"|\\(.)', lambda found: found[1] if found[1] is not None else found[2], text)


def moment(number: float, pattern: str) -> str:
    """Return a serial number as a date or time."""
    at = dt.datetime.combine(EPOCH, dt.time()) + dt.timedelta(days=int(number // 1), seconds=round(number % 1 * 86400))
    noon = "am/pm" in pattern.lower()
    pieces: list[str] = DATE_PIECES.findall(pattern)
    written = []
    for index, piece in enumerate(pieces):
        low = piece.lower()
        minutes = low in {"m", "mm"} and _beside_time(pieces, index)
        hour = (at.hour % 12 or 12) if noon else at.hour
        values = {
            "yyyy": f"{at.year:04d}", "yy": f"{at.year % 100:02d}", "mmmm": f"{at:%B}", "mmm": f"{at:%b}",
            "mm": f"{at.minute if minutes else at.month:02d}", "m": str(at.minute if minutes else at.month),
            "dddd": f"{at:%A}", "ddd": f"{at:%a}", "dd": f"{at.day:02d}", "d": str(at.day),
            "hh": f"{hour:02d}", "h": str(hour), "ss": f"{at.second:02d}", "s": str(at.second),
            "am/pm": "AM" if at.hour < 12 else "PM",
        }  # fmt: skip
        written.append(values.get(low, _literal(piece)))
    return "".join(written)


def _beside_time(pieces: list[str], index: int) -> bool:
    """Tell whether an m is minutes: after hours or before seconds."""
    letters = [(at, piece.lower()) for at, piece in enumerate(pieces) if piece[0].isalpha()]
    place = [at for at, _ in letters].index(index)
    before = letters[place - 1][1] if place else ""
    after = letters[place + 1][1] if place + 1 < len(letters) else ""
    return before in {"h", "hh"} or after in {"s", "ss"}
