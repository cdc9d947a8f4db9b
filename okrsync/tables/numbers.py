"""Numbers as people type them: 1 234,5 · 1.234,5 · 1,234.5 · 12,4 % · 3 M€ · 50k · ≥ 4,5/5."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from okrsync.tables.folding import folded, tidy
from okrsync.tables.lexicon import sheet_words

if TYPE_CHECKING:
    from collections.abc import Iterable

CURRENCIES = "€$£¥₹"
_CODES = ("eur", "usd", "gbp", "chf", "euro", "euros", "dollars", "brl", "cad")
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "−": "-", "–": "-", "’": "'"})
_NUMBER = re.compile(r"([+-]?)\s?((?:\d{1,3}(?:[ .,']\d{3})+|\d+)(?:[.,]\d+)?|[.,]\d+)")
_LEAD = re.compile(rf"^(?:[~≈≥≤<>=±→]|>=|<=|[{CURRENCIES}]|R\$|US\$)\s*")
_CODE_LEAD = re.compile(r"^(?:EUR|USD|GBP|CHF|CAD|BRL)\s*(?=[\d+-])", re.IGNORECASE)
_RATIO = re.compile(r"^/\s*\d+$")
_LETTERS = re.compile(r"^[^\W\d_]+")
_TELLING_DECIMAL = re.compile(r"(?<![\d.,])\d+([.,])(?:\d{1,2}|\d{4,})(?![\d.,])")
_TELLING_BOTH = re.compile(r"\d([.,' ])\d{3}([.,])\d")
_TELLING_GROUPS = re.compile(r"\d([.,])\d{3}\1\d{3}")
_MOST_UNIT_WORDS = 5
_GROUP = 3


class Number(NamedTuple):
    """A number as read, and the unit that was typed with it."""

    value: float
    unit: str | None = None


def decimal_mark(texts: Iterable[str], default: str) -> str:
    """Return "." or ",": what these texts show to be the decimal mark, `default` where none of them tells."""
    votes: Counter[str] = Counter()
    for text in texts:
        if (found := _TELLING_BOTH.search(text)) and found[1] != found[2]:
            votes[found[2]] += 3
        elif found := _TELLING_DECIMAL.search(text):
            votes[found[1]] += 1
        elif found := _TELLING_GROUPS.search(text):
            votes["," if found[1] == "." else "."] += 3
    (best, count), *rest = votes.most_common() or [(default, 0)]
    return default if rest and rest[0][1] == count else best


def _value(digits: str, decimal: str) -> float:
    """Turn digits with separators into a number; what could be both is read with the column's decimal mark."""
    digits = digits.replace(" ", "").replace("'", "")
    marks = [mark for mark in digits if mark in ".,"]
    if not marks:
        return float(digits)
    last = marks[-1]
    if len(set(marks)) > 1:
        other = "," if last == "." else "."
        return float(digits.replace(other, "").replace(last, "."))
    head, _, tail = digits.rpartition(last)
    groups = len(marks) > 1 or (len(tail) == _GROUP and last != decimal and head not in ("", "0"))
    return float(digits.replace(last, "")) if groups else float(f"{head or '0'}.{tail}")


def _leadless(text: str) -> tuple[str, str | None]:
    """Take "≥", "about", "$" off the front; the currency comes back as the unit."""
    unit = None
    about = sheet_words().rows["about"]
    while True:
        if found := _LEAD.match(text) or _CODE_LEAD.match(text):
            lead = found.group().strip()
            unit = lead if lead[-1] in CURRENCIES or lead.isalpha() else unit
            text = text[found.end() :]
            continue
        words = text.split(maxsplit=2)
        if len(words) > 1 and (folded(words[0]),) in about and not words[0][0].isdecimal():
            text = text[len(words[0]) :].lstrip()
            continue
        if len(words) > 2 and tuple(folded(" ".join(words[:2])).split()) in about:
            text = words[2]
            continue
        return text, unit


def _magnitude(rest: str, *, currency: bool) -> tuple[float, str]:
    """Read the k of "50k", the M of "3 M€", "Mio." and the like; return the factor and what follows."""
    letters = _LETTERS.match(rest)
    if not letters:
        return 1.0, rest
    run = letters.group()
    for code in _CODES:
        if run.casefold().endswith(code) and run.casefold() != code:
            factor = sheet_words().magnitudes.get(run.casefold()[: -len(code)])
            return (factor, run[-len(code) :] + rest[letters.end() :]) if factor else (1.0, rest)
    factor = sheet_words().magnitudes.get(folded(run))
    following = rest[letters.end() :].lstrip(". ")
    money = currency or following.startswith(tuple(CURRENCIES)) or folded(following[:6]).split(" ")[0] in _CODES
    if factor is None or (run in ("m", "mm", "MM", "mi", "b", "md", "bi") and not money):
        # "5 m" are metres, "5 M" millions.
        return 1.0, rest
    return factor, following.removeprefix(".")


@cache
def _span() -> re.Pattern[str]:
    """Return the pattern of "3 → 5", "from 20 to 50": both ends with what is typed around their numbers."""
    ends = {
        end: "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
        for end, words in sheet_words().spans.items()
    }
    return re.compile(
        rf"^(?:(?:{ends['from']})\s+)?(?P<first>\D{{0,8}}\d.*?)\s*"
        rf"(?:[→➔➜➡⇒⟶►▶»]|[-–=]+>|(?<=\s)(?:{ends['to']})(?=\s))\s*(?P<second>\S.*)$",
        re.IGNORECASE,
    )


@lru_cache(maxsize=65536)
def read_span(text: str, decimal: str = ".") -> tuple[Number, Number] | None:
    """Read a cell that says whence and whither ("3 → 5", "de 20 à 50 %"); None where it says anything else."""
    found = _span().match(tidy(text))
    if not found:
        return None
    first, second = (read_number(found[end], decimal) for end in ("first", "second"))
    if first is None or second is None:
        return None
    return (first if first.unit else Number(first.value, second.unit)), (
        second if second.unit else Number(second.value, first.unit)
    )


@lru_cache(maxsize=65536)
def read_number(text: str, decimal: str = ".") -> Number | None:
    """Read a typed number and its unit; None where the text is no single number.

    `decimal` settles what could be a thousands or a decimal mark. A percentage keeps the number that the reader
    sees: "12,4 %" is 12.4 with the unit "%".
    """
    plain = tidy(text.translate(_SPACES))
    negative = plain.startswith("(") and plain.endswith(")")
    lead, unit = _leadless(plain[1:-1] if negative else plain)
    found = _NUMBER.match(lead)
    if not found:
        return None
    rest = lead[found.end() :].strip()
    value = _value(found[2], decimal) * (-1 if negative or found[1] == "-" else 1)
    if _RATIO.match(rest):
        return Number(value, rest.replace(" ", ""))
    if rest[:1] in "/-.," and rest[:1]:
        return None
    factor, rest = _magnitude(rest, currency=unit is not None)
    if any(mark.isdecimal() for mark in rest) or len(rest.split()) > _MOST_UNIT_WORDS:
        return None
    return Number(value * factor, unit or rest or None)
