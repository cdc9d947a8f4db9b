"""What a field of an OKR can hold in any store, and how it is kept in the state."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Run(NamedTuple):
    """A stretch of text in one style."""

    text: str
    style: str = ""
    """What the store calls its look and link, opaque here; "" is plain."""


@dataclass(frozen=True, slots=True)
class RichText:
    """Text with styles."""

    runs: tuple[Run, ...]

    @property
    def plain(self) -> str:
        """Return the text without its styles."""
        return "".join(run.text for run in self.runs)


class Person(NamedTuple):
    """A member of a store's workspace."""

    key: str
    """The store's own id: names and e-mail addresses may be withheld."""
    name: str


@dataclass(frozen=True, slots=True)
class People:
    """Members of a workspace, in the order in which the store has them."""

    persons: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Records:
    """Other records of the same store, by their ids: the objective of a key result, the parents of an objective."""

    ids: tuple[str, ...]


Value = str | RichText | float | date | datetime | tuple[str, ...] | People | Records | None
"""None is an empty cell; "" is read as None. A tuple holds several options or names."""


class FieldKind(StrEnum):
    """What kind of values a field of a store holds."""

    TEXT = "text"
    RICH_TEXT = "rich_text"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    """A day with a time of day."""
    OPTION = "option"
    OPTIONS = "options"
    PEOPLE = "people"
    RECORDS = "records"


@dataclass(frozen=True, slots=True)
class FieldType:
    """What one field of a store can hold, and whether okrsync may write it."""

    kind: FieldKind
    read_only: bool = False
    """Formulas, rollups, people: read, never written."""
    options: frozenset[str] | None = None
    """The options that there are; None where any text will do."""
    new_options: bool = False
    """Whether the store lets us add an option."""
    length: int | None = None
    """Most characters that it holds."""
    decimals: int | None = None
    """Digits after the decimal mark that it keeps."""
    percent: int | None = None
    """How the number 50 % stands there: 1 → 0.5, 100 → 50. None: no percentage."""
    decimal_mark: str = "."
    """How numbers are typed there as text: "." or ","."""
    day_first: bool = True
    """How dates are typed there as text: 31/12 or 12/31."""
    takes_names: bool = False
    """Whether a field that holds other records may also hold words that name none of them."""
    typed_like: str | None = None
    """Where numbers and days are typed as text: one that shows how ("50 %", "2026-03-31"), "" where none does yet.
    None where they stand as such."""


def encoded(value: Value) -> str | None:
    """Return `value` as JSON, None for an empty one."""
    match value:
        case None:
            return None
        case RichText(runs):
            content: object = {"rich": runs}
        case datetime():
            content = {"moment": value.isoformat()}
        case date():
            content = {"date": value.isoformat()}
        case tuple():
            content = {"options": value}
        case People(persons):
            content = {"people": persons}
        case Records(ids):
            content = {"records": ids}
        case _:
            content = value
    return json.dumps(content, ensure_ascii=False)


def decoded(text: str | None) -> Value:  # noqa: PLR0911 - one kind of value, one return
    """Return the value of which `encoded` made `text`."""
    content = None if text is None else json.loads(text)
    match content:
        case {"rich": runs}:
            return RichText(tuple(Run(*run) for run in runs))
        case {"moment": moment}:
            return datetime.fromisoformat(moment)
        case {"date": day}:
            return date.fromisoformat(day)
        case {"options": options}:
            return tuple(options)
        case {"people": persons}:
            return People(tuple(Person(*person) for person in persons))
        case {"records": ids}:
            return Records(tuple(ids))
        case None | str():
            return content
    return float(content)


def shown(value: Value, titles: Mapping[str, str] = MappingProxyType({})) -> str:  # noqa: PLR0911 - as above
    """Return `value` as a person reads it; "" for an empty one. `titles` are those of other records, by their ids."""
    match value:
        case None:
            return ""
        case RichText():
            return value.plain
        case datetime():
            return value.isoformat(sep=" ", timespec="minutes")
        case date():
            return value.isoformat()
        case tuple():
            return ", ".join(value)
        case People(persons):
            return ", ".join(person.name for person in persons)
        case Records(ids):
            return ", ".join(titles.get(each, each) for each in ids)
        case float() | int():
            return f"{value:.12g}"
    return value
