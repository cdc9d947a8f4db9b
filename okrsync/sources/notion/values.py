"""What the properties of a page hold, as the cells of a table."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from okrsync.grid import CellValue

Json = dict[str, Any]

COMPUTED = frozenset({"formula", "rollup", "unique_id"})
"""Types that Notion fills in itself: read, never written."""
_JOINT = "; "
_SPAN = " → "


def plain(rich_text: list[Json] | None) -> str:
    """Return the words of a rich text, its looks left out."""
    return "".join(part.get("plain_text") or part.get("text", {}).get("content", "") for part in rich_text or ())


def cell_of(value: Json, titles: Mapping[str, str]) -> CellValue:
    """Return what one property of a page holds; None where it is empty or of a type that says nothing.

    `titles`: id of a page → its title, for relations.
    """
    kind = value.get("type", "")
    if kind == "relation":
        names = (titles.get(page["id"], "") for page in value.get("relation") or ())
        return _JOINT.join(name for name in names if name) or None
    reader = _READERS.get(kind)
    return reader(value.get(kind)) if reader else None


def _text(value: Any) -> CellValue:
    return plain(value).strip() or None


def _number(value: Any) -> CellValue:
    return None if value is None else float(value)


def _name(value: Any) -> CellValue:
    return (value or {}).get("name") or None


def _names(value: Any) -> CellValue:
    return ", ".join(option["name"] for option in value or ()) or None


def _people(value: Any) -> CellValue:
    return _JOINT.join(person_name(person) for person in value or ()) or None


def person_name(person: Json) -> str:
    """Return a person's name; their address, or the beginning of their id, where Notion does not give it."""
    return person.get("name") or person.get("person", {}).get("email") or f"user {person.get('id', '')[:8]}"


def _date(value: Any) -> CellValue:
    if not value or not value.get("start"):
        return None
    if value.get("end"):
        return f"{value['start'][:10]}{_SPAN}{value['end'][:10]}"
    start = str(value["start"])
    try:
        # The day in the zone in which it was typed: that is the day that its reader sees.
        return datetime.fromisoformat(start).replace(tzinfo=None) if "T" in start else date.fromisoformat(start)
    except ValueError:
        return start


def _same(value: Any) -> CellValue:
    return value if isinstance(value, str | bool) and value != "" else None


def _unique_id(value: Any) -> CellValue:
    if not value or value.get("number") is None:
        return None
    prefix = value.get("prefix")
    return f"{prefix}-{value['number']}" if prefix else str(value["number"])


def _formula(value: Any) -> CellValue:
    kind = (value or {}).get("type", "")
    reader = {"string": _same, "number": _number, "boolean": _same, "date": _date}.get(kind)
    return reader(value.get(kind)) if reader else None


def _rollup(value: Any) -> CellValue:
    kind = (value or {}).get("type", "")
    if kind != "array":
        reader = {"number": _number, "date": _date}.get(kind)
        return reader(value.get(kind)) if reader else None
    found = [cell for item in value.get("array") or () if (cell := cell_of(item, {})) is not None]
    if len(found) == 1:
        return found[0]
    return _JOINT.join(dict.fromkeys(str(cell) for cell in found)) or None


_READERS: Mapping[str, Callable[[Any], CellValue]] = {
    "title": _text,
    "rich_text": _text,
    "number": _number,
    "select": _name,
    "status": _name,
    "multi_select": _names,
    "people": _people,
    "date": _date,
    "checkbox": _same,
    "url": _same,
    "email": _same,
    "phone_number": _same,
    "unique_id": _unique_id,
    "formula": _formula,
    "rollup": _rollup,
}

READ = frozenset({"relation", *_READERS})
"""Types that may say something of an OKR. The time of the last edit is none: our own writing changes it."""
