"""From rows and cells to the model: values read, unreadable ones noted, identities given."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from okrsync.grid import address
from okrsync.model import KeyResult, Level, Objective, Ref, Unreadable
from okrsync.tables import cells as reading
from okrsync.tables.columns import level_of
from okrsync.tables.dates import day_first, read_date
from okrsync.tables.folding import fold, folded
from okrsync.tables.headers import OBJECTIVE
from okrsync.tables.lexicon import sheet_words
from okrsync.tables.linking import code_key
from okrsync.tables.numbers import decimal_mark
from okrsync.tables.periods import read_period

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date as calendar_date
    from typing import Literal

    from okrsync.grid import CellValue, Grid, Style
    from okrsync.tables.cells import Scale
    from okrsync.tables.records import Record

AMOUNTS = ("baseline", "target", "current")
SHARES = ("progress", "score", "confidence")
_NUMERIC = 0.5
"""A value column in which this share of the filled cells are numbers is one where words are a slip (OP503)."""


@dataclass(slots=True)
class _Traits:
    """How one sheet writes: learned from all its cells of a role together."""

    decimal: str = "."
    day_first: bool = True
    scales: dict[str, Scale] = field(default_factory=dict)
    numeric: dict[str, bool] = field(default_factory=dict)


class Builder:
    """Turns records into objectives and key results."""

    def __init__(self, source: str, records: Iterable[Record]) -> None:
        """Learn how each sheet writes numbers, dates and shares."""
        self.source = source
        self.unreadable: list[Unreadable] = []
        self.keys: Counter[str] = Counter()
        self.objectives: dict[int, Objective] = {}
        self.traits: dict[int, _Traits] = {}
        by_grid: dict[int, list[Record]] = defaultdict(list)
        for record in records:
            by_grid[id(record.meaning.area.grid)].append(record)
        for grid, members in by_grid.items():
            self.traits[grid] = _learn(members)

    def key(self, record: Record) -> str:
        """Return the identity of a row: its id where it has one, else sheet and title, counted among equals."""
        sheet = record.meaning.container or ""
        if record.code and "id" in record.cells:
            base = f"{sheet}#{record.kind}#{code_key(record.code)}"
        else:
            above = folded(record.parent.title) if record.parent else ""
            base = "|".join(part for part in (sheet, folded(record.title), above) if part)
            base = (
                f"{base}|{folded(record.period)}" if record.period and record.kind == OBJECTIVE and not sheet else base
            )
        self.keys[base] += 1
        return base if self.keys[base] == 1 else f"{base}~{self.keys[base]}"

    def ref(self, record: Record, key: str) -> Ref:
        """Return where a record stands, with the cell of each of its fields."""
        addresses = {role: address(*found[0]) for role, found in record.cells.items() if role != "okr"}
        if "score" in addresses:
            addresses.setdefault("progress", addresses["score"])
        return Ref(self.source, record.meaning.container, record.row + 1, key, addresses)

    def objective(self, record: Record) -> Objective:
        """Return the objective of a record, with no key results yet."""
        key = self.key(record)
        values = _Values(self, record, self.ref(record, key), key)
        objective = Objective(key, record.title, values.ref)
        objective.description = values.text("description")
        level = record.level or level_of(values.text("level") or "")
        objective.level = Level(level) if level else Level.UNKNOWN
        objective.team = values.text("team") or record.team
        objective.owners = values.owners()
        period = values.text("period") or record.period
        objective.period = read_period(period) if period else None
        objective.parents = tuple(
            code for code in ((record.above.title,) if record.above else record.parent_codes) if code
        )
        supports = values.text("supports")
        objective.supports = (supports,) if supports else ()
        objective.status, objective.ignore = values.text("status"), values.text("ignore")
        objective.weight = values.plain("weight")
        objective.progress, objective.confidence, objective.score = (
            values.share(role) for role in ("progress", "confidence", "score")
        )
        if objective.progress is None and not values.said("progress"):
            objective.progress = objective.score
        objective.last_check_in = values.date("check_in")
        ambition = sheet_words().ambitions.get(fold(values.text("ambition") or ""))
        if ambition:
            objective.ambition = type(objective.ambition)(ambition)
        objective.typed = values.typed
        self.objectives[id(record)] = objective
        return objective

    def key_result(self, record: Record) -> KeyResult:
        """Return the key result of a record."""
        key = self.key(record)
        values = _Values(self, record, self.ref(record, key), key)
        result = KeyResult(key, record.title, values.ref)
        result.owners = values.owners()
        result.metric = values.text("metric")
        numbers = {role: values.amount(role) for role in AMOUNTS}
        result.baseline, result.target, result.current = (number[0] if number else None for number in numbers.values())
        units = [number[1] for role in ("target", "current", "baseline") if (number := numbers[role]) and number[1]]
        result.unit = values.text("unit") or (units[0] if units else None)
        result.direction = values.direction()
        result.status, result.ignore = values.text("status"), values.text("ignore")
        result.progress, result.confidence, result.score = (
            values.share(role) for role in ("progress", "confidence", "score")
        )
        if result.progress is None and not values.said("progress"):
            result.progress = result.score
        if result.progress is None and result.status is None and values.said("progress"):
            # A progress told in words ("done", "WIP") is a status.
            result.status = values.typed.get("progress")
        result.weight = values.plain("weight")
        result.due, result.last_check_in = values.date("due"), values.date("check_in")
        result.typed = values.typed
        return result


class _Values:
    """The cells of one record, read by field."""

    def __init__(self, builder: Builder, record: Record, ref: Ref, key: str) -> None:
        self.builder, self.record, self.ref, self.key = builder, record, ref, key
        self.grid: Grid = record.meaning.area.grid
        self.traits = builder.traits[id(self.grid)]
        self.typed: dict[str, str] = {}
        for role, found in record.cells.items():
            texts = [
                reading.typed(value, self.grid.style(*cell))
                for cell in found
                if (value := self.grid.at(*cell)) is not None
            ]
            text = record.texts.get(role) or "; ".join(text for text in texts if text)
            if text:
                self.typed[role] = text

    def cell(self, role: str) -> tuple[CellValue, Style] | None:
        """Return value and style of a field's cell, None where the row has none or it says nothing."""
        found = self.record.cells.get(role)
        if not found:
            return None
        value: CellValue = self.record.texts.get(role) or self.grid.at(*found[0])
        return None if reading.is_unsaid(value) else (value, self.grid.style(*found[0]))

    def said(self, role: str) -> bool:
        """Tell whether the row says anything in a field."""
        return self.cell(role) is not None

    def text(self, role: str) -> str | None:
        """Return a field as text."""
        found = self.cell(role)
        return reading.typed(*found) if found else None

    def owners(self) -> tuple[str, ...]:
        """Return everybody that the owner cells name."""
        if "owner" in self.record.texts:
            return reading.people(self.record.texts["owner"])
        texts = (value for cell in self.record.cells.get("owner", ()) if isinstance(value := self.grid.at(*cell), str))
        return tuple(
            dict.fromkeys(name for text in texts if not reading.is_unsaid(text) for name in reading.people(text))
        )

    def amount(self, role: str) -> tuple[float, str | None] | None:
        """Read a baseline, target or current value; note it where it is words in a column of numbers."""
        found = self.cell(role)
        if found is None:
            return None
        number = reading.amount(*found, self.traits.decimal)
        if number is None and self.traits.numeric.get(role) and not _is_yes_or_no(found[0]):
            self._unreadable(role)
        return (number.value, number.unit) if number else None

    def plain(self, role: str) -> float | None:
        """Read a weight as the sheet has it."""
        found = self.cell(role)
        number = reading.amount(*found, self.traits.decimal) if found else None
        return number.value if number else None

    def share(self, role: str) -> float | None:
        """Read a progress, score or confidence as 0..1."""
        found = self.cell(role)
        if found is None:
            return None
        value = reading.share(*found, self.traits.scales.get(role, reading.Scale()), self.traits.decimal)
        if value is None and role != "confidence" and self.traits.numeric.get(role) and not isinstance(found[0], str):
            self._unreadable(role)
        return value

    def date(self, role: str) -> calendar_date | None:
        """Read a date; note what is none."""
        found = self.cell(role)
        if found is None:
            return None
        value = read_date(found[0], day_comes_first=self.traits.day_first)
        if value is None and self.traits.numeric.get(role):
            self._unreadable(role)
        return value

    def direction(self) -> Literal["up", "down"] | None:
        """Return "up" or "down" where a column says so."""
        said = sheet_words().directions.get(fold(self.text("direction") or ""))
        return "up" if said == "up" else "down" if said == "down" else None

    def _unreadable(self, role: str) -> None:
        self.builder.unreadable.append(Unreadable(self.ref, role, self.typed.get(role, ""), self.key))


def _is_yes_or_no(value: CellValue) -> bool:
    rows = sheet_words().rows
    return isinstance(value, bool) or (
        isinstance(value, str) and (fold(value) in rows["yes"] or fold(value) in rows["no"])
    )


def _gather(records: Iterable[Record]) -> Mapping[str, list[tuple[CellValue, Style]]]:
    found: dict[str, list[tuple[CellValue, Style]]] = defaultdict(list)
    for record in records:
        grid = record.meaning.area.grid
        for role, places in record.cells.items():
            value = grid.at(*places[0])
            if value is not None and role not in record.texts:
                found[role].append((value, grid.style(*places[0])))
    return found


def _learn(records: list[Record]) -> _Traits:
    known = sheet_words()
    values = _gather(records)
    languages = Counter(record.meaning.language for record in records if record.meaning.language)
    language = languages.most_common(1)[0][0] if languages else "en"
    texts = [value for role in (*AMOUNTS, *SHARES) for value, _ in values.get(role, ()) if isinstance(value, str)]
    traits = _Traits(decimal_mark(texts, known.decimal[language]))
    dates = [value for role in ("due", "check_in") for value, _ in values.get(role, ()) if isinstance(value, str)]
    traits.day_first = day_first(dates, default=known.date_order[language] != "mdy")
    readings = (
        {column.role: column.reading for record in records for column in record.meaning.columns} if records else {}
    )
    for role in SHARES:
        header = readings.get(role)
        traits.scales[role] = reading.scale_of(
            values.get(role, ()),
            header.scale if header else None,
            percent=bool(header and header.percent),
            out_of_ten=role == "confidence",
        )
    for role in (*AMOUNTS, *SHARES, "due", "check_in"):
        said = [(value, style) for value, style in values.get(role, ()) if not reading.is_unsaid(value)]
        if role in ("due", "check_in"):
            readable = sum(read_date(value, day_comes_first=traits.day_first) is not None for value, _ in said)
        else:
            readable = sum(reading.amount(value, style, traits.decimal) is not None for value, style in said)
        traits.numeric[role] = bool(said) and readable >= _NUMERIC * len(said)
    return traits
