"""The properties of a Notion page as fields, and fields as properties: styles, people and times of day are kept."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from okrsync.sources.notion.own import rich_text
from okrsync.sources.notion.values import cell_of, person_name, plain
from okrsync.sync.values import FieldKind, FieldType, People, Person, Records, RichText, Run, Value, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

Json = dict[str, Any]

YES, NO = "TRUE", "FALSE"
"""A checkbox, as spreadsheets write it."""
_PLAIN_LOOK = {False, "default"}
_LONGEST = 100_000
"""Characters of a text: fifty parts, half of what Notion takes in one property, since styles need parts too."""
_TEXTS = frozenset({"url", "email", "phone_number"})
_WORDS = frozenset({"title", "rich_text"})


class Read(NamedTuple):
    """What a property of one page holds."""

    value: Value
    is_locked: bool = False
    """It holds more than a field can say (a span of days), and would lose that if it were written."""


def type_of(configuration: Json, people: Collection[str], values: Collection[Json]) -> FieldType:  # noqa: PLR0911 - one type of property, one return
    """Return what a property can hold.

    `people`: ids of those who may be named; `values`: what pages hold, which is all that tells the type of a formula.
    """
    match configuration["type"]:
        case "title" | "rich_text":
            return FieldType(FieldKind.RICH_TEXT, length=_LONGEST)
        case "number":
            is_percent = (configuration.get("number") or {}).get("format") == "percent"
            return FieldType(FieldKind.NUMBER, percent=1 if is_percent else None)
        case "select" | "multi_select" | "status" as kind:
            options = (configuration.get(kind) or {}).get("options") or ()
            return FieldType(
                FieldKind.OPTIONS if kind == "multi_select" else FieldKind.OPTION,
                options=frozenset(option["name"] for option in options),
                # The API adds options to a select; those of a status are made in Notion's window only.
                new_options=kind != "status",
            )
        case "date":
            return FieldType(FieldKind.MOMENT)
        case "people":
            return FieldType(FieldKind.PEOPLE, options=frozenset(people))
        case "checkbox":
            return FieldType(FieldKind.OPTION, options=frozenset({YES, NO}))
        case kind if kind in _TEXTS:
            return FieldType(FieldKind.TEXT)
    computed = [cell for value in values if (cell := cell_of(value, {})) is not None]
    if computed and all(isinstance(cell, float) for cell in computed):
        return FieldType(FieldKind.NUMBER, read_only=True)
    if computed and all(isinstance(cell, date) for cell in computed):
        return FieldType(FieldKind.MOMENT, read_only=True)
    return FieldType(FieldKind.TEXT, read_only=True)


def read(value: Json, titles: Mapping[str, str]) -> Read:  # noqa: PLR0911 - as above
    """Return what a property holds. `titles`: id of a page → its title, for relations to what is no OKR."""
    kind = value.get("type", "")
    held = value.get(kind)
    match kind:
        case "title" | "rich_text":
            return Read(RichText(tuple(map(_run, held))) if held else None)
        case "date":
            return _date(held)
        case "multi_select":
            return Read(tuple(option["name"] for option in held or ()) or None)
        case "people":
            persons = tuple(Person(person["id"], person_name(person)) for person in held or ())
            return Read(People(persons) if persons else None)
        case "checkbox":
            return Read(YES if held else NO)
    cell = cell_of(value, titles)
    if isinstance(cell, bool):
        return Read(YES if cell else NO)
    return Read(cell if isinstance(cell, str | float | date) else None)


def pages_in(value: Json) -> Records:
    """Return the pages that a relation names."""
    return Records(tuple(page["id"] for page in value.get("relation") or ()))


def _date(held: Json | None) -> Read:
    if not held or not held.get("start"):
        return Read(None)
    start = str(held["start"])
    try:
        moment: date = datetime.fromisoformat(start) if "T" in start else date.fromisoformat(start)
    except ValueError:
        return Read(start, is_locked=True)
    return Read(moment, is_locked=bool(held.get("end")))


def _run(part: Json) -> Run:
    """Return a part of a rich text; its style is all of it but the words, as JSON."""
    words = plain([part])
    annotations = part.get("annotations") or {}
    look = {name: value for name, value in annotations.items() if value not in _PLAIN_LOOK}
    style: Json = {"annotations": look} if look else {}
    kind = part.get("type", "text")
    if kind != "text":
        style |= {kind: part[kind], "words": words}
    elif part["text"].get("link"):
        style["link"] = part["text"]["link"]
    return Run(words, json.dumps(style, sort_keys=True, ensure_ascii=False) if style else "")


def written(value: Value, kind: str, standing: Value = None) -> Json:
    """Return what is sent for a property of type `kind` to hold `value`.

    `standing` is what it holds now: people and pages that are mentioned there may be mentioned again. Those of another
    workspace mean nothing here, and become plain words.
    """
    return {kind: _SENT[kind](value, standing) if kind in _SENT else (None if value is None else shown(value))}


def _sent_words(value: Value, standing: Value) -> list[Json]:
    if not isinstance(value, RichText):
        return rich_text(shown(value))
    known = {run.style for run in standing.runs} if isinstance(standing, RichText) else set()
    return [part for run in value.runs for part in _parts(run, known)]


def _parts(run: Run, known: Collection[str]) -> list[Json]:
    style: Json = json.loads(run.style) if run.style else {}
    look = {"annotations": style["annotations"]} if "annotations" in style else {}
    if style.get("words") == run.text:
        if "equation" in style:
            return [{"equation": style["equation"], **look}]
        if "mention" in style and run.style in known:
            return [{"mention": style["mention"], **look}]
    parts = rich_text(run.text)
    for part in parts:
        part.update(look)
        if style.get("link"):
            part["text"]["link"] = style["link"]
    return parts


def _sent_option(value: Value, _: Value) -> Json | None:
    return None if value is None else {"name": shown(value)}


def _sent_options(value: Value, _: Value) -> list[Json]:
    return [{"name": name} for name in value] if isinstance(value, tuple) else []


def _sent_date(value: Value, _: Value) -> Json | None:
    return {"start": value.isoformat()} if isinstance(value, date) else None


def _sent_people(value: Value, _: Value) -> list[Json]:
    return [{"id": person.key} for person in value.persons] if isinstance(value, People) else []


def _sent_pages(value: Value, _: Value) -> list[Json]:
    return [{"id": each} for each in value.ids] if isinstance(value, Records) else []


_SENT: Mapping[str, Callable[[Value, Value], object]] = {
    "title": _sent_words,
    "rich_text": _sent_words,
    "number": lambda value, _: value,
    "select": _sent_option,
    "status": _sent_option,
    "multi_select": _sent_options,
    "date": _sent_date,
    "people": _sent_people,
    "relation": _sent_pages,
    "checkbox": lambda value, _: value == YES,
}
