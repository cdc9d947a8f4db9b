"""The time an OKR is for, as people write it: Q3 2026, T3-26, 2. Halbjahr 2026, FY21-Q1, 3e trimestre, 2026."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from okrsync.model import Period
from okrsync.tables.dates import last_day, read_date
from okrsync.tables.folding import fold, parts
from okrsync.tables.lexicon import sheet_words

if TYPE_CHECKING:
    from okrsync.grid import CellValue
    from okrsync.tables.folding import Word

_DATE_LIKE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}")
_SPAN = re.compile(r"^\s*(\d{4}-\d{2}-\d{2})\s*(?:→|–|—|-|/|\.\.)\s*(\d{4}-\d{2}-\d{2})\s*$")
"""From one day to another, as ISO 8601 or a calendar's export writes it."""
_YEARS = range(2000, 2100)
_TWO_DIGIT_YEARS = range(15, 60)
_FAR = 14
"""Characters that may stand between a quarter and its year ("3e trimestre de l’année 2026")."""


class _Piece(NamedTuple):
    kind: str
    number: int
    start: int
    end: int


def _year(words: list[Word], at: int, text: str) -> _Piece | None:
    word = words[at]
    if not word.text.isdecimal():
        return None
    number, before = int(word.text), words[at - 1] if at else None
    fiscal = bool(before) and (before.text,) in sheet_words().time["fiscal"] and word.start - before.end <= 1  # type: ignore[union-attr]  # `before` is set where `fiscal` is true
    start = before.start if fiscal and before else word.start
    if number in _YEARS and len(word.text) == 4:
        return _Piece("fiscal" if fiscal else "year", number, start, word.end)
    if (
        number in _TWO_DIGIT_YEARS
        and len(word.text) == 2
        and (fiscal or text[word.start - 1 : word.start] in ("'", "’"))
    ):
        return _Piece("fiscal" if fiscal else "year", number + 2000, start, word.end)
    return None


def _count(words: list[Word], at: int) -> tuple[int, int] | None:
    """Read 1 to 4, as a digit, an ordinal in words or with its suffix; return it and the words it takes."""
    if at >= len(words):
        return None
    known, word = sheet_words().ordinals, words[at]
    if word.text.isdecimal():
        number = int(word.text)
        if not 1 <= number <= 4 or len(word.text) > 1:
            return None
        suffixed = (
            at + 1 < len(words) and words[at + 1].start - word.end <= 1 and (word.text + words[at + 1].text,) in known
        )
        return number, 2 if suffixed else 1
    ordinal = known.get((word.text,))
    return (ordinal, 1) if ordinal and len(word.text) > 2 else None


def _part_of_year(words: list[Word], at: int) -> tuple[_Piece, int] | None:
    """Read "Q3", "T 3", "3T", "3e trimestre", "third quarter", "Halbjahr 2" from the word `at` on."""
    time = sheet_words().time
    for kind, most in (("quarter", 4), ("half", 2)):
        names = time[kind]
        word = words[at]
        if (word.text,) in names and (count := _count(words, at + 1)):
            number, used = count
            near = words[at + 1].start - word.end <= (0 if len(word.text) == 1 else 3) or (
                len(word.text) == 1 and words[at + 1].start - word.end == 1
            )
            if number <= most and near:
                return _Piece(kind, number, word.start, words[at + used].end), used + 1
        if count := _count(words, at):
            number, used = count
            after = at + used
            if number <= most and after < len(words) and (words[after].text,) in names:
                glued = words[after].start - words[after - 1].end == 0
                if len(words[after].text) > 2 or glued:
                    return _Piece(kind, number, word.start, words[after].end), used + 1
    return None


def _pieces(text: str) -> list[_Piece]:
    for written, latin in sheet_words().written.items():
        # Padded to the same length, so that the places stay true.
        text = text.replace(written, latin.rjust(len(written)))
    words = parts(_DATE_LIKE.sub(lambda found: " " * len(found.group()), text))
    found: list[_Piece] = []
    at = 0
    while at < len(words):
        if part := _part_of_year(words, at):
            piece, used = part
            found.append(piece)
            at += used
            continue
        if year := _year(words, at, text):
            found.append(year)
        elif words[at].text in sheet_words().months and len(words[at].text) > 2:
            found.append(_Piece("month", sheet_words().months[words[at].text], words[at].start, words[at].end))
        at += 1
    return found


def _bare_year(text: str, part: _Piece) -> _Piece | None:
    """Read the 26 of "Q3 26", "T3/26": two digits count as a year only right after a quarter or half."""
    found = re.match(r"[ \-/.'’]{1,3}(\d\d)(?!\d)", text[part.end :])
    if found and int(found[1]) in _TWO_DIGIT_YEARS:
        return _Piece("year", int(found[1]) + 2000, part.end + found.start(1), part.end + found.end(1))
    return None


def _bounds(part: _Piece | None, year: _Piece | None) -> tuple[date | None, date | None]:
    # When a fiscal year begins is the company's own affair: its quarters have no dates that a sheet could tell.
    if year is None or year.kind == "fiscal":
        return None, None
    first, months = 1, 12
    if part:
        months = {"quarter": 3, "half": 6, "month": 1}[part.kind]
        first = (part.number - 1) * months + 1
    return date(year.number, first, 1), last_day(year.number, first + months - 1)


@lru_cache(maxsize=4096)
def find_period(text: str) -> Period | None:
    """Return the period that `text` names, its wording cut out ("OKR T3 2026 – Halles" → "T3 2026"), else None."""
    pieces = _pieces(text)
    years = [piece for piece in pieces if piece.kind in ("year", "fiscal")]
    divisions = [piece for piece in pieces if piece.kind in ("quarter", "half", "month")]
    divisions.sort(key=lambda piece: ("quarter", "half", "month").index(piece.kind))
    for part in divisions:
        near = [year for year in years if _gap(year, part) <= _FAR]
        year = min(near, key=lambda year: _gap(year, part), default=None) or _bare_year(text, part)
        if year:
            return _period(text, part, year)
    if years:
        first, last = years[0], years[-1]
        if len(years) == 2 and _gap(first, last) <= 3 and last.number == first.number + 1:
            return Period(
                text[first.start : last.end], date(first.number, 1, 1) if first.kind == "year" else None, None
            )
        return _period(text, None, first)
    alone = [part for part in divisions if part.kind != "month"]
    return Period(text[alone[0].start : alone[0].end]) if alone else None


def _gap(one: _Piece, other: _Piece) -> int:
    return max(one.start, other.start) - min(one.end, other.end)


def _period(text: str, part: _Piece | None, year: _Piece) -> Period:
    start, end = min(year.start, part.start if part else year.start), max(year.end, part.end if part else year.end)
    return Period(text[start:end].strip(), *_bounds(part, year))


def read_period(text: str) -> Period:
    """Read a cell of a period column: its text as typed, its days where they can be told."""
    if span := _SPAN.match(text):
        first, last = (read_date(day, day_comes_first=True) for day in span.groups())
        return Period(text.strip(), first, last)
    found = find_period(text)
    return Period(text.strip(), found.start if found else None, found.end if found else None)


def read_day(value: CellValue, *, day_comes_first: bool) -> date | None:
    """Read a cell of a date column; a period ("Q3 2026") stands for its last day. None where it is neither."""
    if isinstance(value, str) and (span := _SPAN.match(value)):
        value = span[2]
    day = read_date(value, day_comes_first=day_comes_first)
    if day is None and isinstance(value, str) and (period := find_period(value)) and period.text == value.strip():
        return period.end
    return day


def is_period_name(text: str) -> bool:
    """Tell whether a tab's name only names a period ("T1 2020", "Annuel 2020", "OKR Q3")."""
    found = find_period(text)
    if not found:
        return False
    known = sheet_words()
    plain = {word for phrase in known.tabs["plain"] | known.time["year"] | known.time["quarter"] for word in phrase}
    rest = fold(text.replace(found.text, " "))
    return all(word in plain or word in known.filler or word.isdecimal() for word in rest)
