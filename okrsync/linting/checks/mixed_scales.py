"""Finds shares written on different scales: 0.5 beside 50 in one column, or in one key result."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.linting.checks.base import Hit
from okrsync.model import KeyResult

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import PlanContext
    from okrsync.model import Objective

_SHARES = ("progress", "confidence", "score")
_VALUES = ("baseline", "target", "current")
_BARE = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_FULL = 1.0
_HUNDRED = 100.0


@dataclass(frozen=True, slots=True)
class Options:
    """How sure two scales must be."""

    fewest: float = 10.0
    """Percent from which on a value beside a fraction is on the other scale: from 0.5 % to 2 % is an honest target."""
    near: float = 4.0
    """How many times larger or smaller the fraction, taken times 100, may be than the value beside it."""


def check(context: PlanContext, options: Options) -> Iterator[Hit]:
    """Yield one hit for each column of shares that mixes scales, and one for each key result whose values do."""
    columns: defaultdict[tuple[str | None, str], dict[str, list[KeyResult | Objective]]] = defaultdict(
        lambda: {"fraction": [], "hundred": []}
    )
    for item in _items(context):
        for field in _SHARES:
            typed = item.typed.get(field)
            scale = _scale_of(typed) if typed else None
            if scale:
                columns[item.ref.container, field][scale].append(item)
    for (_, field), scales in columns.items():
        if scales["fraction"] and scales["hundred"]:
            fewer, more = sorted(scales.values(), key=len)
            odd, usual = (min(items, key=lambda item: item.key) for items in (fewer, more))
            values = {"odd": odd.typed[field].strip(), "usual": usual.typed[field].strip(), "row": usual.ref.row}
            yield Hit(reason="column", values=values, field=field, subject=odd)
    for item in _items(context):
        if isinstance(item, KeyResult) and not item.typed.keys().isdisjoint(_VALUES):
            yield from _own_values(item, options)


def _items(context: PlanContext) -> Iterator[KeyResult | Objective]:
    for objective in context.plan.objectives:
        yield objective
        yield from objective.key_results
    yield from context.plan.orphans


def _scale_of(typed: str) -> str | None:
    """Return the scale of a bare number; None where a sign tells it, and for 0 and 1, which both scales have."""
    text = typed.strip()
    if not _BARE.fullmatch(text):
        return None
    number = abs(float(text.replace(",", ".")))
    if 0 < number < _FULL:
        return "fraction"
    return "hundred" if _FULL < number <= _HUNDRED else None


def _own_values(key_result: KeyResult, options: Options) -> Iterator[Hit]:
    typed = {name: text for name in _VALUES if (text := key_result.typed.get(name, "").strip())}
    if "%" not in (key_result.unit or "") and not any("%" in text for text in typed.values()):
        return
    bare = {name: _scale_of(text) for name, text in typed.items()}
    read = {name: value for name in _VALUES if (value := getattr(key_result, name)) is not None}
    for name, scale in bare.items():
        if scale != "fraction":
            continue
        share = float(typed[name].replace(",", ".")) * _HUNDRED
        for other, text in typed.items():
            value = read.get(other)
            if other == name or value is None or value < options.fewest:
                continue
            if 1 / options.near <= share / value <= options.near:
                yield Hit(reason="row", values={"odd": typed[name], "usual": text}, field=name)._replace(
                    subject=key_result
                )
                return
