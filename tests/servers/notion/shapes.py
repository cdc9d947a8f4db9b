"""Shapes of request bodies, and what is wrong with a body, said as the service says it.

A shape answers `failures(value, path)`: the list of sentences, empty where the value fits. `{path} should be …,
instead was …` is the service's own form, unions list one sentence for each thing that would have been right.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from tests.servers.notion.errors import shown
from tests.servers.notion.ids import as_uuid

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

UNDEFINED = "`undefined`"


class Shape(Protocol):
    """What a value should be."""

    @property
    def words(self) -> tuple[str, ...]:
        """Return what would be right, in words."""

    def failures(self, value: Any, path: str, also: tuple[str, ...] = ()) -> list[str]:
        """Return what is wrong; `also` names what else would have been right here."""


def mismatch(path: str, words: Iterable[str], value: object) -> list[str]:
    """Return the sentence of a value of the wrong kind."""
    *others, last = words
    joined = f"{', '.join(others)}{',' if len(others) > 1 else ''} or {last}" if others else last
    return [f"{path} should be {joined}, instead was {shown(value)}."]


def too_long(path: str, limit: int, length: int) -> list[str]:
    """Return the sentence of a text or list that is too long."""
    return [f"{path}.length should be ≤ `{limit}`, instead was `{length}`."]


def characters(text: str) -> int:
    """Return the length of a text as the service counts it: in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True)
class Text:
    """A string, perhaps of limited length."""

    limit: int | None = None
    words: tuple[str, ...] = ("a string",)

    def failures(self, value: Any, path: str, also: tuple[str, ...] = ()) -> list[str]:
        if not isinstance(value, str):
            return mismatch(path, (*self.words, *also), value)
        if self.limit is not None and (length := characters(value)) > self.limit:
            return too_long(path, self.limit, length)
        return []


@dataclass(frozen=True)
class Anything:
    """A value that is kept as it comes."""

    words: tuple[str, ...] = ("anything",)

    def failures(self, value: Any, path: str, also: tuple[str, ...] = ()) -> list[str]:
        _ = value, path, also
        return []


@dataclass(frozen=True)
class Number:
    """A number, never a boolean."""

    words: tuple[str, ...] = ("a number",)
    least: float | None = None
    most: float | None = None

    def failures(self, value: Any, path: str, also: tuple[str, ...] = ()) -> list[str]:
        if isinstance(value, bool) or not isinstance(value, int | float):
            return mismatch(path, (*self.words, *also), value)
        if self.most is not None and value > self.most:
            return [f"{path} should be ≤ `{self.most}`, instead was {shown(value)}."]
        if self.least is not None and value < self.least:
            return [f"{path} should be ≥ `{self.least}`, instead was {shown(value)}."]
        return []


@dataclass(frozen=True)
class Boolean:
    """True or false."""

    words: tuple[str, ...] = ("a boolean",)

    def failures(self, value: Any, path: str, also: tuple[str, ...] = ()) -> list[str]:
        return [] if isinstance(value, bool) else mismatch(path, (*self.words, *also), value)


@dataclass(frozen=True)
class Uuid:
    """An id, with or without hyphens."""

    words: tuple[str, ...] = ("a valid uuid",)

    def failures(self, value: Any, path: str, also: tuple[str, ...] = ()) -> list[str]:
        if not isinstance(value, str):
            return mismatch(path, ("a string", *also), value)
        return [] if as_uuid(value) else mismatch(path, (*self.words, *also), value)


@dataclass(frozen=True)
class Choice:
    """One of some constants."""

    options: tuple[Any, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(shown(option) for option in self.options)

    def failures(self, value: Any, path: str, also: tuple[str, ...] = ()) -> list[str]:
        fits = any(value == option and type(value) is type(option) for option in self.options)
        return [] if fits else mismatch(path, (*self.words, *also), value)


@dataclass(frozen=True)
class Nullable:
    """A shape, or null."""

    shape: Shape

    @property
    def words(self) -> tuple[str, ...]:
        return (*self.shape.words, "`null`")

    def failures(self, value: Any, path: str, also: tuple[str, ...] = ()) -> list[str]:
        return [] if value is None else self.shape.failures(value, path, ("`null`", *also))


@dataclass(frozen=True)
class ListOf:
    """A list of like things, perhaps of limited length."""

    shape: Shape
    limit: int | None = None
    words: tuple[str, ...] = ("an array",)

    def failures(self, value: Any, path: str, also: tuple[str, ...] = ()) -> list[str]:
        if not isinstance(value, list):
            return mismatch(path, (*self.words, *also), value)
        if self.limit is not None and len(value) > self.limit:
            return too_long(path, self.limit, len(value))
        for index, entry in enumerate(value):
            if found := self.shape.failures(entry, f"{path}[{index}]"):
                return found
        return []


@dataclass(frozen=True)
class MapOf:
    """An object whose keys are free (names of properties) and whose values are alike."""

    shape: Shape
    words: tuple[str, ...] = ("an object",)

    def failures(self, value: Any, path: str, also: tuple[str, ...] = ()) -> list[str]:
        if not isinstance(value, dict):
            return mismatch(path, (*self.words, *also), value)
        for key, entry in value.items():
            if found := self.shape.failures(entry, f"{path}.{key}"):
                return found
        return []


@dataclass(frozen=True)
class Record:
    """An object with known keys: nothing else may stand in it."""

    fields: Mapping[str, Shape] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    words: tuple[str, ...] = ("an object",)

    def failures(self, value: Any, path: str, also: tuple[str, ...] = ()) -> list[str]:
        if not isinstance(value, dict):
            return mismatch(path, (*self.words, *also), value)
        for key in self.required:
            if key not in value:
                return [f"{path}.{key} should be defined, instead was {UNDEFINED}."]
        for key, entry in value.items():
            if key not in self.fields:
                return [f"{path}.{key} should be not present, instead was {shown(entry)}."]
            optional = () if key in self.required else (UNDEFINED,)
            if found := self.fields[key].failures(entry, f"{path}.{key}", optional):
                return found
        return []


@dataclass(frozen=True)
class Keyed:
    """A union told apart by which key stands in it (`type` may name the key too)."""

    alternatives: Mapping[str, Shape]
    extras: Mapping[str, Shape] = field(default_factory=dict)
    tag: str | None = "type"
    words: tuple[str, ...] = ("an object",)

    def failures(self, value: Any, path: str, also: tuple[str, ...] = ()) -> list[str]:
        if not isinstance(value, dict):
            return mismatch(path, (*self.words, *also), value)
        chosen = self.chosen(value)
        if chosen is None:
            return [f"{path}.{key} should be defined, instead was {UNDEFINED}." for key in self.alternatives]
        fields = {chosen: self.alternatives[chosen], **self.extras}
        if self.tag is not None:
            fields[self.tag] = Choice((chosen,))
        return Record(fields, (chosen,)).failures(value, path)

    def chosen(self, value: Mapping[str, Any]) -> str | None:
        """Return the key that the value goes by, or None where it has none of them."""
        named = value.get(self.tag) if self.tag is not None else None
        if isinstance(named, str) and named in self.alternatives:
            return named
        return next((key for key in self.alternatives if key in value), None)


@dataclass(frozen=True)
class Either:
    """A union that nothing tells apart but trying."""

    shapes: tuple[Shape, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(word for shape in self.shapes for word in shape.words)

    def failures(self, value: Any, path: str, also: tuple[str, ...] = ()) -> list[str]:
        found: list[str] = []
        for shape in self.shapes:
            failures = shape.failures(value, path, also)
            if not failures:
                return []
            found += failures
        return list(dict.fromkeys(found))


EMPTY = Record()
