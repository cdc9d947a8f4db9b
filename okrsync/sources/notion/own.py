"""Our own three properties of a data source: how they are known again, made, filled and taken away."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from okrsync.errors import WriteRefusedError
from okrsync.grades import grade, tone
from okrsync.sources.notion.values import plain
from okrsync.wording import languages, say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from okrsync.grades import Tone
    from okrsync.model import Language

Json = dict[str, Any]

KINDS = {"score": "number", "warnings": "rich_text", "status": "select"}
"""What we write → the type of its property."""
_MARKS = {kind: f"okrsync · {kind}" for kind in KINDS}
"""Descriptions of our properties: they stay when somebody renames one, or speaks another language tomorrow."""
_PART = 2_000
"""Most characters of one part of a rich text (UTF-16 units, as Notion counts)."""
_COLOURS = {"good": "green", "fair": "yellow", "poor": "red"}


@dataclass(slots=True)
class Own:
    """Ids of our properties in one data source; what is missing was not made yet."""

    ids: dict[str, str] = field(default_factory=dict)
    """"score", "warnings", "status" → id of the property."""
    tones: dict[str, str] = field(default_factory=dict)
    """"good", "fair", "poor" → the option that says so, in the language in which the options were made."""

    @property
    def is_complete(self) -> bool:
        """Tell whether all three are there."""
        return self.ids.keys() == KINDS.keys()


def find_own(schema: Mapping[str, Json]) -> Own:
    """Return our properties among those of a data source: name → configuration."""
    own = Own()
    for name, configuration in schema.items():
        for kind, made_as in KINDS.items():
            if configuration["type"] != made_as or kind in own.ids:
                continue
            if configuration.get("description") == _MARKS[kind] or name in _names(kind):
                own.ids[kind] = configuration["id"]
                if kind == "status":
                    own.tones = _tones(configuration)
    return own


def _tones(configuration: Json) -> dict[str, str]:
    options = (configuration.get("select") or {}).get("options") or ()
    by_colour = {option.get("color"): option["name"] for option in options}
    return {tone: by_colour[colour] for tone, colour in _COLOURS.items() if colour in by_colour}


def _names(kind: str) -> frozenset[str]:
    return frozenset(say(f"writeback.{kind}-title", language) for language in languages())


def missing_properties(schema: Mapping[str, Json], own: Own, language: Language, source: str) -> dict[str, Json]:
    """Return the properties to be made: name → configuration.

    Raises WriteRefusedError where a property of somebody else's has the name that one of ours should have.
    """
    wanted: dict[str, Json] = {}
    for kind in KINDS:
        if kind in own.ids:
            continue
        name = say(f"writeback.{kind}-title", language)
        if name in schema:
            raise WriteRefusedError("notion.name-taken", source=source, name=name)
        wanted[name] = {**_configuration(kind, language), "description": _MARKS[kind]}
    return wanted


def _configuration(kind: str, language: Language) -> Json:
    if kind == "score":
        return {"number": {"format": "number"}}
    if kind == "warnings":
        return {"rich_text": {}}
    options = [{"name": say(f"writeback.tone-{tone}", language), "color": colour} for tone, colour in _COLOURS.items()]
    return {"select": {"options": options}}


def values(own: Own, language: Language, *, changes: Mapping[str, str | float | None]) -> dict[str, Json]:
    """Return what is to be written into a page: id of the property → value. `changes`: "score", "warnings" → value."""
    written: dict[str, Json] = {}
    if "score" in changes:
        score = changes["score"]
        number = score if isinstance(score, int | float) else None
        written[own.ids["score"]] = {"number": number}
        status = None if number is None else {"name": _option(own, tone(grade(number)), language)}
        written[own.ids["status"]] = {"select": status}
    if "warnings" in changes:
        written[own.ids["warnings"]] = {"rich_text": rich_text(changes["warnings"])}
    return written


def _option(own: Own, wanted: Tone, language: Language) -> str:
    return own.tones.get(wanted) or say(f"writeback.tone-{wanted}", language)


def rich_text(text: object) -> list[Json]:
    """Return `text` as parts that Notion takes: none longer than it allows, none cut within a character."""
    parts: list[str] = []
    part, length = "", 0
    for character in str(text or ""):
        width = 2 if ord(character) > 0xFFFF else 1  # noqa: PLR2004 - the last character that UTF-16 holds in one unit
        if length + width > _PART:
            parts.append(part)
            part, length = "", 0
        part, length = part + character, length + width
    return [{"type": "text", "text": {"content": each}} for each in (*parts, part) if each]


def held(page: Json, own: Own) -> dict[str, str | float | None]:
    """Return what stands in our properties of a page: "score", "warnings" → value."""
    found: dict[str, str | float | None] = {}
    for value in page.get("properties", {}).values():
        if value.get("id") == own.ids.get("score"):
            found["score"] = None if value.get("number") is None else float(value["number"])
        elif value.get("id") == own.ids.get("warnings"):
            found["warnings"] = plain(value.get("rich_text")) or None
    return found
