"""Conditions of filters, each on the value of one property as answers hold it.

Texts contain, begin and end without regard to case and equal with it; a day is compared as a day, a moment to the
minute; what is empty fails every comparison but the negative ones.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
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
    judged: dict[str, bool] = {
        "equals": words == wanted,
        "does_not_equal": words != wanted,
        "contains": wanted_low in low,
        "does_not_contain": wanted_low not in low,
        "starts_with": low.startswith(wanted_low),
        "ends_with": low.endswith(wanted_low),
    }
    return judged[name]


def number(value: float | None, condition: Condition) -> bool:
    """Judge a number."""
    name, wanted = _only(condition)
    known = _existence(name, empty=value is None)
    if known is not None:
        return known
    if value is None:
        return name in NEGATIVE
    judged: dict[str, bool] = {
        "equals": value == wanted,
        "does_not_equal": value != wanted,
        "greater_than": value > wanted,
        "less_than": value < wanted,
        "greater_than_or_equal_to": value >= wanted,
        "less_than_or_equal_to": value <= wanted,
    }
    return judged[name]


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
    start = (value or {}).get("start")
    return at(None if start is None else dates.moment(start), condition, now)


def at(begin: datetime | None, condition: Condition, now: datetime) -> bool:
    """Judge a moment, in UTC."""
    name, wanted = _only(condition)
    known = _existence(name, empty=begin is None)
    if known is not None or begin is None:
        return bool(known)
    if name in PERIODS:
        first, last = dates.period(name, now.astimezone(UTC).date())
        return first <= begin.date() <= last
    return COMPARISONS[name](begin, _limit(wanted, now.astimezone(UTC).date()))


@lru_cache
def _limit(wanted: str, today: date) -> tuple[datetime, datetime]:
    """Return the stretch of time that a condition names, by a date or a word."""
    day = dates.relative(wanted, today)
    return _span(day.isoformat() if day else wanted)


def _span(told: str) -> tuple[datetime, datetime]:
    """Return the first moment that a date means and the first after it: a whole day, or one minute."""
    begin = dates.moment(told)
    if dates.is_day(told):
        return begin, begin + timedelta(days=1)
    begin = begin.replace(second=0, microsecond=0)
    return begin, begin + timedelta(minutes=1)


COMPARISONS: dict[str, Callable[[datetime, tuple[datetime, datetime]], bool]] = {
    "equals": lambda value, limit: limit[0] <= value < limit[1],
    "before": lambda value, limit: value < limit[0],
    "after": lambda value, limit: value >= limit[1],
    "on_or_before": lambda value, limit: value < limit[1],
    "on_or_after": lambda value, limit: value >= limit[0],
}


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
    told = (value["verification"] or {}).get("state")
    state = told if told in {"verified", "expired"} else "none"
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
