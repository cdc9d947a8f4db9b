"""Shapes of property values in writes, and of property definitions in schemas."""

from __future__ import annotations

from tests.servers.notion.body_text import SELECT_COLORS, TEXT_LIMIT, date, external, file_upload, rich_text, url, user
from tests.servers.notion.shapes import (
    EMPTY,
    Boolean,
    Choice,
    Either,
    Keyed,
    ListOf,
    MapOf,
    Nullable,
    Number,
    Record,
    Shape,
    Text,
    Uuid,
)

OPTIONS_LIMIT = 100
RELATIONS_LIMIT = 100
PEOPLE_LIMIT = 100

ROLLUP_FUNCTIONS = (
    "count", "count_values", "empty", "not_empty", "unique", "show_unique", "percent_empty", "percent_not_empty",
    "sum", "average", "median", "min", "max", "range", "earliest_date", "latest_date", "date_range", "checked",
    "unchecked", "percent_checked", "percent_unchecked", "count_per_group", "percent_per_group", "show_original",
)  # fmt: skip

option = Record(
    {"id": Text(), "name": Text(TEXT_LIMIT), "color": Choice(SELECT_COLORS), "description": Nullable(Text(TEXT_LIMIT))}
)
group = Record({"id": Uuid(), "name": Nullable(Text()), "object": Choice(("group",))}, ("id", "object"))
file_entry = Keyed(
    {
        "external": external,
        "file": Record({"url": url, "expiry_time": Text()}, ("url",)),
        "file_upload": file_upload,
    },
    {"name": Text(100)},
)
place = Record(
    {
        "lat": Number(),
        "lon": Number(),
        "name": Nullable(Text()),
        "address": Nullable(Text()),
        "aws_place_id": Nullable(Text()),
        "google_place_id": Nullable(Text()),
    },
    ("lat", "lon"),
)
verification = Record({"state": Choice(("verified", "unverified")), "date": date}, ("state",))

VALUES: dict[str, Shape] = {
    "title": rich_text,
    "rich_text": rich_text,
    "number": Nullable(Number()),
    "url": Nullable(url),
    "select": Nullable(option),
    "multi_select": ListOf(option, OPTIONS_LIMIT),
    "people": ListOf(Either((user, group)), PEOPLE_LIMIT),
    "email": Nullable(Text(200)),
    "phone_number": Nullable(Text(200)),
    "date": Nullable(date),
    "checkbox": Boolean(),
    "relation": ListOf(Record({"id": Uuid()}, ("id",)), RELATIONS_LIMIT),
    "files": ListOf(file_entry, 100),
    "status": Nullable(option),
    "place": Nullable(place),
    "verification": verification,
}
"""Types of properties that can be written, and what a value of each looks like."""


class PropertyValue:
    """A value under its type's name; a bare list is taken for a title, as the service takes it."""

    words = ("an object",)

    def failures(self, value: object, path: str, also: tuple[str, ...] = ()) -> list[str]:
        """Return what is wrong with the value."""
        shape = rich_text if isinstance(value, list) else Keyed(VALUES, {"id": Text()})
        return shape.failures(value, path, also)


property_values = MapOf(PropertyValue())

new_options = ListOf(
    Record(
        {"id": Text(), "name": Text(TEXT_LIMIT), "color": Choice(SELECT_COLORS), "description": Nullable(Text())},
    ),
    OPTIONS_LIMIT,
)
with_options = Record({"options": new_options})
target: dict[str, Shape] = {"data_source_id": Uuid(), "database_id": Uuid()}
relation = Keyed(
    {
        "single_property": EMPTY,
        "dual_property": Record({"synced_property_id": Text(), "synced_property_name": Text()}),
    },
    target,
)
rollup = Record(
    {
        "function": Choice(ROLLUP_FUNCTIONS),
        "relation_property_name": Text(),
        "relation_property_id": Text(),
        "rollup_property_name": Text(),
        "rollup_property_id": Text(),
    },
    ("function",),
)

CONFIGS: dict[str, Shape] = {
    "title": EMPTY,
    "rich_text": EMPTY,
    "number": Record({"format": Text()}),
    "select": with_options,
    "multi_select": with_options,
    "status": with_options,
    "date": EMPTY,
    "people": EMPTY,
    "files": EMPTY,
    "checkbox": EMPTY,
    "url": EMPTY,
    "email": EMPTY,
    "phone_number": EMPTY,
    "formula": Record({"expression": Text()}),
    "relation": relation,
    "rollup": rollup,
    "created_time": EMPTY,
    "created_by": EMPTY,
    "last_edited_time": EMPTY,
    "last_edited_by": EMPTY,
    "unique_id": Record({"prefix": Nullable(Text())}),
    "place": EMPTY,
}
"""Types of properties that can be made or changed over the API (a button or a verification cannot)."""

description: dict[str, Shape] = {"description": Nullable(Text(280))}
new_property = Keyed(CONFIGS, description)
new_properties = MapOf(new_property)


class ChangedProperty:
    """What may stand beside a property in an update of a data source: null, a new name, a definition, or both."""

    words = ("an object", "`null`")

    def failures(self, value: object, path: str, also: tuple[str, ...] = ()) -> list[str]:
        """Return what is wrong with the value."""
        if value is None:
            return []
        extras = {**description, "name": Text(), "id": Text()}
        keyed = Keyed(CONFIGS, extras)
        if isinstance(value, dict) and keyed.chosen(value) is None:
            return Record({"name": Text(), **description}, ("name",)).failures(value, path)
        return keyed.failures(value, path, ("`null`", *also))


changed_properties = MapOf(ChangedProperty())
