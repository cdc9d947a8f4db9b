"""How a document shows its numbers and days (ODF 1.3 part 3, 16.29 data styles).

Programs show a cell anew from its value; the text that is stored beside it is for all that do not.
"""

from __future__ import annotations

import calendar
import operator
import re
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple

from okrsync.grid import PLAIN

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS = {
    f"number:{kind}-style": kind for kind in ("number", "percentage", "currency", "date", "time", "text", "boolean")
}
"""Element of a data style → what it shows."""
_CODES = {"percentage": "0.00%", "date": "yyyy-mm-dd", "time": "hh:mm:ss", "text": "@", "number": "0.00"}
"""Kind → how other programs would write such a format: only its kind is asked for."""
_COMMA = frozenset(
    ("fr", "de", "es", "it", "pt", "nl", "sv", "da", "nb", "nn", "fi", "pl", "cs", "sk", "ru", "uk", "hu", "ro", "bg")
)
"""Languages with a decimal comma."""
_GROUPS = dict.fromkeys(("fr", "sv", "nb", "nn", "fi", "pl", "cs", "sk", "ru", "uk", "hu", "bg"), "\u00a0")
_CONDITION = re.compile(r"value\(\)\s*(>=|<=|!=|>|<|=)\s*(-?[\d.]+)")
_COMPARED = {
    ">=": operator.ge, "<=": operator.le, "!=": operator.ne, ">": operator.gt, "<": operator.lt, "=": operator.eq,
}  # fmt: skip
_USUAL_DIGITS = 10


class Part(NamedTuple):
    """One thing that a format shows: a number, a month, a word."""

    name: str
    attributes: Mapping[str, str]
    text: str = ""


@dataclass(slots=True)
class Format:
    """A data style."""

    kind: str
    language: str = ""
    parts: list[Part] = field(default_factory=list)
    maps: list[tuple[str, str]] = field(default_factory=list)
    """(condition, name of the style that is used instead where it holds)."""

    @property
    def code(self) -> str:
        """Return a format of its kind as spreadsheets write them."""
        if self.kind == "currency":
            sign = next((part.text for part in self.parts if part.name == "number:currency-symbol"), "")
            return f'#,##0.00 "{sign}"'
        plain = self.kind == "number" and all("number:decimal-places" not in part.attributes for part in self.parts)
        return PLAIN.number_format if plain else _CODES.get(self.kind, PLAIN.number_format)


def shown_number(number: float, form: Format | None, formats: Mapping[str, Format], language: str) -> str:
    """Return a number as its cell shows it. `language` is that of the document."""
    if form is not None:
        for condition, name in form.maps:
            found = _CONDITION.fullmatch(condition.strip())
            if found and name in formats and _COMPARED[found[1]](number, float(found[2])):
                return shown_number(number if number >= 0 else -number, formats[name], formats, language)
    language = (form.language if form else "") or language
    if form is None or not any(part.name == "number:number" for part in form.parts):
        return _figures(number, {}, language)
    if form.kind == "percentage":
        number = float(Decimal(repr(number)) * 100)
    told = "".join(
        _figures(abs(number), part.attributes, language) if part.name == "number:number" else part.text
        for part in form.parts
    )
    return f"-{told}" if number < 0 else told


def _figures(number: float, attributes: Mapping[str, str], language: str) -> str:
    places = attributes.get("number:decimal-places")
    if places is None:
        text = f"{number:.{_USUAL_DIGITS}g}"
    else:
        text = str(Decimal(repr(number)).quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP))
        least = int(attributes.get("number:min-decimal-places", places))
        while "." in text and text.endswith("0") and len(text.partition(".")[2]) > least:
            text = text[:-1].removesuffix(".")
    whole, point, rest = text.partition(".")
    if attributes.get("number:grouping") == "true":
        whole = f"{int(whole):,}".replace(",", _GROUPS.get(language, "." if language in _COMMA else ","))
    return whole + (point and ("," if language in _COMMA else ".")) + rest


def shown_day(day: date, form: Format | None, language: str) -> str:
    """Return a day as its cell shows it; as 2026-03-31 where the format has words of a language that is not English."""
    language = (form.language if form else "") or language
    told = [_of_day(part, day, language) for part in form.parts] if form is not None and form.kind == "date" else [None]
    known = [each for each in told if each is not None]
    return "".join(known) if len(known) == len(told) else f"{day:%Y-%m-%d}"


def _of_day(part: Part, day: date, language: str) -> str | None:
    is_long = part.attributes.get("number:style") == "long"
    moment = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a sheet's days have no time zone
    if part.name == "number:month" and part.attributes.get("number:textual") == "true":
        return None if language != "en" else (calendar.month_name if is_long else calendar.month_abbr)[day.month]
    numbers = {
        "number:day": day.day,
        "number:month": day.month,
        "number:hours": moment.hour,
        "number:minutes": moment.minute,
        "number:seconds": moment.second,
    }
    if part.name in numbers:
        return f"{numbers[part.name]:0{2 if is_long else 1}}"
    if part.name == "number:year":
        return f"{day:%Y}" if is_long else f"{day:%y}"
    return part.text if part.name == "number:text" else None
