"""What a rollup shows: the values of a column of the related pages, taken together."""

from __future__ import annotations

from statistics import fmean, median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Number = float | int


def is_empty(value: Any) -> bool:
    """Tell whether an answered property value is empty, as the service counts it."""
    inner = value.get(value["type"])
    if value["type"] in {"formula", "rollup"} and inner is not None:
        return inner.get(inner["type"]) in (None, "", [])
    return inner in (None, "", []) or inner is False


def _key(value: Any) -> str:
    return str(value.get(value["type"]))


def _numbers(values: Sequence[Any]) -> list[Number]:
    return [number for value in values if (number := number_in(value)) is not None]


def number_in(value: Any) -> Number | None:
    """Return the number in an answered property value, within formulas and rollups too."""
    inner = value.get(value["type"])
    while isinstance(inner, dict) and "type" in inner:
        inner = inner.get(inner["type"])
    return inner if isinstance(inner, int | float) and not isinstance(inner, bool) else None


def _dates(values: Sequence[Any]) -> list[str]:
    found = []
    for value in values:
        inner = value.get(value["type"])
        while isinstance(inner, dict) and "type" in inner:
            inner = inner.get(inner["type"])
        if isinstance(inner, dict) and inner.get("start"):
            found += [inner["start"], *([inner["end"]] if inner.get("end") else [])]
        elif isinstance(inner, str) and value["type"] in {"created_time", "last_edited_time"}:
            found.append(inner)
    return sorted(found)


def _share(part: int, values: Sequence[Any]) -> Number | None:
    return part / len(values) if values else None


def _checked(values: Sequence[Any]) -> int:
    return sum(value.get("checkbox") is True for value in values)


def _filled(values: Sequence[Any]) -> int:
    return sum(not is_empty(value) for value in values)


COUNTS: dict[str, Callable[[Sequence[Any]], Number | None]] = {
    "count": len,
    "count_values": _filled,
    "empty": lambda values: len(values) - _filled(values),
    "not_empty": _filled,
    "unique": lambda values: len({_key(value) for value in values if not is_empty(value)}),
    "percent_empty": lambda values: _share(len(values) - _filled(values), values),
    "percent_not_empty": lambda values: _share(_filled(values), values),
    "checked": _checked,
    "unchecked": lambda values: len(values) - _checked(values),
    "percent_checked": lambda values: _share(_checked(values), values),
    "percent_unchecked": lambda values: _share(len(values) - _checked(values), values),
}
SUMS: dict[str, Callable[[list[Number]], Number]] = {
    "sum": sum,
    "average": fmean,
    "median": median,
    "min": min,
    "max": max,
    "range": lambda numbers: max(numbers) - min(numbers),
}


def rolled_up(function: str, values: Sequence[Any]) -> dict[str, Any]:
    """Return what answers hold under `rollup`, from the related pages' values as answers hold them."""
    if function in {"show_original", "show_unique"}:
        shown = {_key(value): value for value in values} if function == "show_unique" else dict(enumerate(values))
        array = [{"type": value["type"], value["type"]: value[value["type"]]} for value in shown.values()]
        return {"type": "array", "array": array, "function": function}
    if function in COUNTS:
        return {"type": "number", "number": COUNTS[function](values), "function": function}
    if function in SUMS:
        numbers = _numbers(values)
        return {"type": "number", "number": SUMS[function](numbers) if numbers else None, "function": function}
    if function in {"earliest_date", "latest_date", "date_range"}:
        return {"type": "date", "date": _date_of(function, _dates(values)), "function": function}
    return {"type": "unsupported", "unsupported": {}, "function": function}


def _date_of(function: str, found: list[str]) -> dict[str, Any] | None:
    if not found:
        return None
    start = found[-1] if function == "latest_date" else found[0]
    return {"start": start, "end": found[-1] if function == "date_range" else None, "time_zone": None}
