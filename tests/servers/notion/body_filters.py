"""Shapes of query filters and sorts: which conditions each type of property knows."""

from __future__ import annotations

from typing import Any

from tests.servers.notion.errors import shown
from tests.servers.notion.shapes import (
    EMPTY,
    Boolean,
    Choice,
    Either,
    Keyed,
    ListOf,
    Number,
    Record,
    Shape,
    Text,
    Uuid,
    mismatch,
)

true = Choice((True,))
existence: dict[str, Shape] = {"is_empty": true, "is_not_empty": true}
one_or_more = Either((Text(), ListOf(Text(), 100)))
person = Either((Uuid(), Choice(("me",))))
RELATIVE_DATES = (
    "today", "tomorrow", "yesterday", "one_week_ago", "one_week_from_now", "one_month_ago", "one_month_from_now",
)  # fmt: skip
PERIODS = ("this_week", "past_week", "past_month", "past_year", "next_week", "next_month", "next_year")
DATE_COMPARISONS = ("equals", "before", "after", "on_or_before", "on_or_after")


def conditions(fields: dict[str, Shape]) -> Keyed:
    """Return the shape of a condition: exactly one of the fields."""
    return Keyed(fields, tag=None)


TEXT_COMPARISONS = ("equals", "does_not_equal", "contains", "does_not_contain", "starts_with", "ends_with")
NUMBER_COMPARISONS = (
    "equals", "does_not_equal", "greater_than", "less_than", "greater_than_or_equal_to", "less_than_or_equal_to",
)  # fmt: skip
text = conditions({name: Text() for name in TEXT_COMPARISONS} | existence)
number = conditions({name: Number() for name in NUMBER_COMPARISONS} | existence)
checkbox = conditions({"equals": Boolean(), "does_not_equal": Boolean()})
select = conditions({"equals": one_or_more, "does_not_equal": one_or_more} | existence)
multi_select = conditions({"contains": one_or_more, "does_not_contain": one_or_more} | existence)
date = conditions({name: Text() for name in DATE_COMPARISONS} | dict.fromkeys(PERIODS, EMPTY) | existence)
people = conditions({"contains": person, "does_not_contain": person} | existence)
relation = conditions({"contains": Uuid(), "does_not_contain": Uuid()} | existence)
files = conditions(existence)
formula = conditions({"string": text, "checkbox": checkbox, "number": number, "date": date})
rollup_entry = conditions(
    {
        "rich_text": text,
        "number": number,
        "checkbox": checkbox,
        "select": select,
        "multi_select": multi_select,
        "relation": relation,
        "date": date,
        "people": people,
        "files": files,
        "status": select,
    }
)
rollup = conditions({"any": rollup_entry, "none": rollup_entry, "every": rollup_entry, "date": date, "number": number})
states = Choice(("verified", "expired", "none"))
verification = conditions({"status": states, "does_not_equal": states})

BY_TYPE: dict[str, Shape] = {
    "title": text,
    "rich_text": text,
    "url": text,
    "email": text,
    "phone_number": text,
    "number": number,
    "unique_id": number,
    "checkbox": checkbox,
    "select": select,
    "status": select,
    "multi_select": multi_select,
    "date": date,
    "created_time": date,
    "last_edited_time": date,
    "people": people,
    "created_by": people,
    "last_edited_by": people,
    "files": files,
    "relation": relation,
    "formula": formula,
    "rollup": rollup,
    "verification": verification,
}

NESTING = 2
"""Levels of `and` and `or` that a filter may have."""
by_property = Keyed(BY_TYPE, {"property": Text()})
by_timestamp = Keyed({"created_time": date, "last_edited_time": date}, {"timestamp": Text()})
TIMESTAMPS = ("created_time", "last_edited_time")


class Filter:
    """A filter: one condition, or a group of them, nested two deep at most."""

    words = ("an object",)

    def failures(self, value: Any, path: str, also: tuple[str, ...] = (), *, depth: int = NESTING) -> list[str]:
        """Return what is wrong with the filter."""
        if not isinstance(value, dict):
            return mismatch(path, (*self.words, *also), value)
        for group in ("and", "or"):
            if group in value:
                return self._group(value, group, path, depth)
        if "timestamp" in value:
            return self._by_timestamp(value, path)
        if "property" not in value:
            keys = ("or", "and", "property", "timestamp")
            return [f"{path}.{key} should be defined, instead was `undefined`." for key in keys]
        return by_property.failures(value, path)

    def _group(self, value: dict[str, Any], group: str, path: str, depth: int) -> list[str]:
        """Return what is wrong with a group of filters."""
        if depth == 0:
            return [f"{path}.{group} should be not present, instead was {shown(value[group])}."]
        others = [key for key in value if key != group]
        if others:
            return [f"{path}.{others[0]} should be not present, instead was {shown(value[others[0]])}."]
        entries = value[group]
        if not isinstance(entries, list):
            return mismatch(f"{path}.{group}", ("an array",), entries)
        for index, entry in enumerate(entries):
            if found := self.failures(entry, f"{path}.{group}[{index}]", depth=depth - 1):
                return found
        return []

    @staticmethod
    def _by_timestamp(value: dict[str, Any], path: str) -> list[str]:
        """Return what is wrong with a filter on when a page was made or edited."""
        stamp = value["timestamp"]
        if stamp not in TIMESTAMPS:
            return Choice(TIMESTAMPS).failures(stamp, f"{path}.timestamp")
        fields: dict[str, Shape] = {"timestamp": Text(), "type": Choice((stamp,)), stamp: date}
        return Record(fields, ("timestamp", stamp)).failures(value, path)


direction = Choice(("ascending", "descending"))
sorts = ListOf(
    Keyed({"property": Text(), "timestamp": Choice(TIMESTAMPS)}, {"direction": direction}, tag=None),
    100,
)
