"""How one sheet writes numbers, dates and shares: all its cells together settle what one alone leaves open."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from okrsync.tables.cells import Scale, amount, is_unsaid, scale_of
from okrsync.tables.dates import day_first
from okrsync.tables.lexicon import sheet_words
from okrsync.tables.numbers import decimal_mark
from okrsync.tables.periods import read_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from okrsync.grid import CellValue, Style
    from okrsync.tables.headers import HeaderReading
    from okrsync.tables.records import Record

AMOUNTS = ("baseline", "target", "current")
SHARES = ("progress", "score", "confidence")
DATES = ("due", "check_in")
_NUMERIC = 0.5
"""Where this share of a field's filled cells can be read, one that cannot is a slip (OP503), not a habit."""
_SAMPLE = 1500


@dataclass(slots=True)
class Traits:
    """What was learned of one sheet."""

    decimal: str = "."
    day_first: bool = True
    scales: dict[str, Scale] = field(default_factory=dict)
    readable: dict[str, bool] = field(default_factory=dict)
    """Field → whether most of its cells can be read."""


def _sampled(records: Sequence[Record]) -> Sequence[Record]:
    if len(records) <= _SAMPLE:
        return records
    half = _SAMPLE // 2
    return [*records[:half], *records[half :: max(1, (len(records) - half) // half)]]


def _cells(records: Sequence[Record]) -> dict[str, list[tuple[CellValue, Style]]]:
    found: dict[str, list[tuple[CellValue, Style]]] = defaultdict(list)
    for record in _sampled(records):
        grid = record.meaning.area.grid
        for role in (*AMOUNTS, *SHARES, *DATES):
            place = record.place(role)
            value = grid.at(*place) if place and role not in record.texts else None
            if place and not is_unsaid(value):
                found[role].append((value, grid.style(*place)))
    return found


def _headers(records: Sequence[Record]) -> dict[str, HeaderReading]:
    meanings = {id(record.meaning): record.meaning for record in records}
    return {column.role: column.reading for meaning in meanings.values() for column in meaning.columns}


def learn(records: Sequence[Record]) -> Traits:
    """Return how the sheet of `records` writes."""
    known = sheet_words()
    cells = _cells(records)
    languages = Counter(record.meaning.language for record in records if record.meaning.language)
    language = languages.most_common(1)[0][0] if languages else "en"
    numbers = [value for role in (*AMOUNTS, *SHARES) for value, _ in cells[role] if isinstance(value, str)]
    dates = [value for role in DATES for value, _ in cells[role] if isinstance(value, str)]
    traits = Traits(
        decimal_mark(numbers, known.decimal[language]), day_first(dates, default=known.date_order[language] != "mdy")
    )
    headers = _headers(records)
    for role in SHARES:
        header = headers.get(role)
        traits.scales[role] = scale_of(
            cells[role],
            header.scale if header else None,
            percent=bool(header and header.percent),
            out_of_ten=role == "confidence",
        )
    for role in (*AMOUNTS, *SHARES):
        read = sum(amount(value, style, traits.decimal) is not None for value, style in cells[role])
        traits.readable[role] = read >= _NUMERIC * len(cells[role]) > 0
    for role in DATES:
        read = sum(read_day(value, day_comes_first=traits.day_first) is not None for value, _ in cells[role])
        traits.readable[role] = read >= _NUMERIC * len(cells[role]) > 0
    return traits
