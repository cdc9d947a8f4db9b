"""What a spreadsheet takes a typed text for: valueInputOption USER_ENTERED."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, NamedTuple

EPOCH = dt.date(1899, 12, 30)


class Habits(NamedTuple):
    """How numbers and dates are written in a locale."""

    decimal: str
    group: str
    order: str
    """Order of day, month and year in a date."""
    date: str
    """Pattern of a date as Google formats it there."""
    true: str = "TRUE"
    false: str = "FALSE"


EUROPE = Habits(",", ".", "dmy", "dd/mm/yyyy")

HABITS = {
    "en_US": Habits(".", ",", "mdy", "m/d/yyyy"),
    "en": Habits(".", ",", "dmy", "dd/mm/yyyy"),
    "fr": Habits(",", "\u202f", "dmy", "dd/mm/yyyy", "VRAI", "FAUX"),
    "de": Habits(",", ".", "dmy", "dd.mm.yyyy", "WAHR", "FALSCH"),
    "es": EUROPE._replace(date="d/m/yyyy", true="VERDADERO", false="FALSO"),
    "it": EUROPE._replace(true="VERO", false="FALSO"),
    "pt": EUROPE._replace(true="VERDADEIRO", false="FALSO"),
    "nl": EUROPE._replace(date="d-m-yyyy", true="WAAR", false="ONWAAR"),
}


def habits(locale: str) -> Habits:
    """Return how a locale writes; that of the USA where it is unknown."""
    return HABITS.get(locale) or HABITS.get(locale[:2]) or HABITS["en_US"]


def serial(day: dt.date) -> int:
    """Return the number of a day."""
    return (day - EPOCH).days


def read(text: str, locale: str) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Return (ExtendedValue, the number format that comes with it or None) of a typed text."""
    how = habits(locale)
    if text.startswith("'"):
        return {"stringValue": text[1:]}, None
    if text.startswith("=") and len(text) > 1:
        return {"formulaValue": text}, None
    bare = text.strip()
    if bare.upper() in {"TRUE", how.true}:
        return {"boolValue": True}, None
    if bare.upper() in {"FALSE", how.false}:
        return {"boolValue": False}, None
    found = _number(bare, how) or _date(bare, how) or _time(bare)
    return ({"numberValue": found[0]}, found[1]) if found else ({"stringValue": text}, None)


def _number(text: str, how: Habits) -> tuple[float, dict[str, Any] | None] | None:
    group = "[\u202f\u00a0 ]" if how.group == "\u202f" else re.escape(how.group)
    digits = rf"(?:\d{{1,3}}(?:{group}\d{{3}})+|\d+)"
    point = re.escape(how.decimal)
    pattern = rf"([+-]?)\s?([$€£]?)\s?({digits}(?:{point}\d*)?|{point}\d+)(?:[eE]([+-]?\d+))?\s?(%|€|£)?"
    found = re.fullmatch(pattern, text)
    if not found:
        return None
    sign, before, figures, exponent, after = found.groups()
    grouped = re.search(group, figures) is not None
    decimals = len(figures.partition(how.decimal)[2])
    number = float(re.sub(group, "", figures).replace(how.decimal, ".")) * 10 ** int(exponent or 0)
    number = -number if sign == "-" else number
    if after == "%":
        return _whole(round(number / 100, 15)), _format("PERCENT", "0%" if not decimals else "0.00%")
    currency = before or after
    if currency:
        pattern = "#,##0.00" if decimals else "#,##0"
        return _whole(number), _format("CURRENCY", f'"{currency}"{pattern}' if before else f"{pattern}[${currency}]")
    if exponent:
        return _whole(number), _format("SCIENTIFIC", "0.00E+00")
    if grouped:
        return _whole(number), _format("NUMBER", "#,##0.00" if decimals else "#,##0")
    return _whole(number), None


def _date(text: str, how: Habits) -> tuple[float, dict[str, Any]] | None:
    iso = re.fullmatch(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", text)
    if iso:
        found = _day(int(iso[1]), int(iso[2]), int(iso[3]))
        return (found, _format("DATE", "yyyy-mm-dd")) if found else None
    parts = re.fullmatch(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})", text)
    if not parts:
        return None
    first, second, year = int(parts[1]), int(parts[3]), int(parts[4])
    day, month = (second, first) if how.order == "mdy" else (first, second)
    found = _day(year + (2000 if year < 100 else 0), month, day)
    return (found, _format("DATE", how.date)) if found else None


def _day(year: int, month: int, day: int) -> int | None:
    try:
        return serial(dt.date(year, month, day))
    except ValueError:
        return None


def _time(text: str) -> tuple[float, dict[str, Any]] | None:
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?", text)
    if not found:
        return None
    seconds = int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3] or 0)
    return seconds / 86400, _format("TIME", "h:mm:ss" if found[3] else "h:mm")


def _format(kind: str, pattern: str) -> dict[str, Any]:
    return {"type": kind, "pattern": pattern}


def _whole(number: float) -> float:
    return int(number) if number == int(number) and abs(number) < 1e15 else number
