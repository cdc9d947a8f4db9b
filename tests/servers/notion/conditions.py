"""Conditions of filters, each on the value of one property as answers hold it.

Texts contain, begin and end without regard to case and equal with it; a day is compared as a day, a moment to the
millisecond; what is empty fails every comparison but the negative ones.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.servers.notion import dates
from tests.servers.notion.body_filters import PERIODS
from tests.servers.notion.ids import as_uuid
from tests.servers.notion.rollups import number_in
from tests.servers.notion.store import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.notion.showing import View

Condition = dict[str, Any]
NEGATIVE = {"does_not_equal", "does_not_contain"}


def _only(condition: Condition) -> tuple[str, Any]:
    return next(iter(condition.items()))


def _existence(name: str, *, empty: bool) -> bool | None:
    if name == "is_empty":
        return empty
    return not empty if name == "is_not_empty" else None


def text(words: str, condition: Condition) -> bool:
    """Judge a text."""
    name, wanted = _only(condition)
    known = _existence(name, empty=not words)
    if known is not None:
        return known
    low, wanted_low = words.casefold(), str(wanted).casefold()
    return {
        "equals": words == wanted,
        "does_not_equal": words != wanted,
        "contains": wanted_low in low,
        "does_not_contain": wanted_low not in low,
        "starts_with": low.startswith(wanted_low),
        "ends_with": low.endswith(wanted_low),
    }[name]


def number(value: float | None, condition: Condition) -> bool:
    """Judge a number."""
    name, wanted = _only(condition)
    known = _existence(name, empty=value is None)
    if known is not None:
        return known
    if value is None:
        return name in NEGATIVE
    return {
        "equals": value == wanted,
        "does_not_equal": value != wanted,
        "greater_than": value > wanted,
        "less_than": value < wanted,
        "greater_than_or_equal_to": value >= wanted,
        "less_than_or_equal_to": value <= wanted,
    }[name]


def checkbox(value: Any, condition: Condition) -> bool:
    """Judge a checkbox."""
    name, wanted = _only(condition)
    return (bool(value) == wanted) is (name == "equals")


def names(values: list[str], condition: Condition) -> bool:
    """Judge the names of options: one of a select or status, any number of a multi-select."""
    name, wanted = _only(condition)
    known = _existence(name, empty=not values)
    if known is not None:
        return known
    meets = bool(set(values) & set(wanted if isinstance(wanted, list) else [wanted]))
    return not meets if name in NEGATIVE else meets


def members(values: list[str], condition: Condition, me: str) -> bool:
    """Judge the ids of people or pages."""
    name, wanted = _only(condition)
    known = _existence(name, empty=not values)
    if known is not None:
        return known
    meets = (me if wanted == "me" else as_uuid(wanted)) in values
    return not meets if name in NEGATIVE else meets


def when(value: dict[str, Any] | None, condition: Condition, now: datetime) -> bool:
    """Judge a date by its start; a period such as `past_week` counts from today, in UTC."""
    name, wanted = _only(condition)
    start = (value or {}).get("start")
    known = _existence(name, empty=start is None)
    if known is not None:
        return known
    if start is None:
        return False
    if name in PERIODS:
        first, last = dates.period(name, now.astimezone(UTC).date())
        return first <= dates.moment(start).date() <= last
    day = dates.relative(wanted, now.astimezone(UTC).date())
    limit = day.isoformat() if day else wanted
    return _compared(name, _span(start), _span(limit))


def _span(told: str) -> tuple[datetime, datetime]:
    """Return the first moment that a date means and the first after it: a whole day, or one millisecond."""
    begin = dates.moment(told)
    if dates.is_day(told):
        return begin, begin + timedelta(days=1)
    begin = begin.replace(microsecond=begin.microsecond // 1000 * 1000)
    return begin, begin + timedelta(milliseconds=1)


def _compared(name: str, value: tuple[datetime, datetime], limit: tuple[datetime, datetime]) -> bool:
    return {
        "equals": limit[0] <= value[0] < limit[1],
        "before": value[0] < limit[0],
        "after": value[0] >= limit[1],
        "on_or_before": value[0] < limit[1],
        "on_or_after": value[0] >= limit[0],
    }[name]


def formula(view: View, value: Any, condition: Condition) -> bool:
    """Judge the result of a formula; a result of another type than asked for counts as empty."""
    kind, inner = _only(condition)
    result = value["formula"]
    if kind == "string":
        return text(str(result.get("string") or ""), inner)
    if kind == "checkbox":
        return checkbox(result.get("boolean"), inner)
    if kind == "number":
        return number(result.get("number"), inner)
    return when(result.get("date"), inner, view.store.clock.now())


def rollup(view: View, value: Any, condition: Condition) -> bool:
    """Judge a rollup: its number or date, or any, every, none of its values."""
    kind, inner = _only(condition)
    result = value["rollup"]
    if kind == "number":
        return number(number_in(value), inner)
    if kind == "date":
        return when(result.get("date"), inner, view.store.clock.now())
    inner_kind, inner_condition = _only(inner)
    judged = [judge(view, entry, _kind_for(entry, inner_kind), inner_condition) for entry in result.get("array", [])]
    return {"any": any(judged), "every": all(judged), "none": not any(judged)}[kind]


def _kind_for(entry: Any, asked: str) -> str:
    """Return the type to judge an entry of a rollup by: titles and addresses are asked for as rich_text."""
    return str(entry["type"]) if asked == "rich_text" and entry["type"] in TEXTS else asked


TEXTS = {"title", "rich_text", "url", "email", "phone_number"}


def _words(value: Any) -> str:
    inner = value[value["type"]]
    return plain(inner) if isinstance(inner, list) else str(inner or "")


def _day_of(value: Any) -> dict[str, Any] | None:
    inner = value[value["type"]]
    return {"start": inner} if isinstance(inner, str) else inner


def _ids(value: Any) -> list[str]:
    inner = value[value["type"]]
    return [entry["id"] for entry in (inner if isinstance(inner, list) else [inner])]


def _verification(value: Any, condition: Condition) -> bool:
    name, wanted = _only(condition)
    state = {"verified": "verified", "expired": "expired"}.get((value["verification"] or {}).get("state"), "none")
    return (state == wanted) is (name == "status")


def _options(value: Any) -> list[str]:
    inner = value[value["type"]]
    return [option["name"] for option in (inner if isinstance(inner, list) else [inner] if inner else [])]


JUDGES: dict[str, Callable[[Any, Any, Condition], bool]] = {
    **dict.fromkeys(TEXTS, lambda _view, value, condition: text(_words(value), condition)),
    "number": lambda _view, value, condition: number(value["number"], condition),
    "unique_id": lambda _view, value, condition: number(value["unique_id"]["number"], condition),
    "checkbox": lambda _view, value, condition: checkbox(value["checkbox"], condition),
    **dict.fromkeys(
        ("select", "status", "multi_select"), lambda _view, value, condition: names(_options(value), condition)
    ),
    **dict.fromkeys(
        ("date", "created_time", "last_edited_time"),
        lambda view, value, condition: when(_day_of(value), condition, view.store.clock.now()),
    ),
    **dict.fromkeys(
        ("people", "created_by", "last_edited_by", "relation"),
        lambda view, value, condition: members(_ids(value), condition, view.integration.id),
    ),
    "files": lambda _view, value, condition: bool(value["files"]) is ("is_not_empty" in condition),
    "formula": formula,
    "rollup": rollup,
    "verification": lambda _view, value, condition: _verification(value, condition),
}


def judge(view: View, value: Any, kind: str, condition: Condition) -> bool:
    """Tell whether a property value (as answers hold it) meets a condition for its type."""
    if value["type"] != kind and not {value["type"], kind} <= TEXTS:
        return False
    return JUDGES[str(value["type"])](view, value, condition)
