"""What is wrong with a config file: one sentence for each mistake, its line, and the name that was probably meant."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, get_args
from zoneinfo import available_timezones

from pydantic import BaseModel

from okrsync.config.places import line_of
from okrsync.errors import ConfigError
from okrsync.wording import say

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from okrsync.model import Language

# pydantic's name of a mistake → our sentence.
_SENTENCES = {
    "extra_forbidden": "config.unknown-key",
    "missing": "config.missing-key",
    "string_type": "config.not-text",
    "string_too_short": "config.empty-text",
    "too_short": "config.empty-list",
    "bool_type": "config.not-bool",
    "int_type": "config.not-whole-number",
    "float_type": "config.not-number",
    "list_type": "config.not-list",
    "dict_type": "config.not-table",
    "model_type": "config.not-table",
    "date_type": "config.not-date",
    "literal_error": "config.not-one-of",
    "greater_than": "config.not-above",
    "greater_than_equal": "config.too-low",
    "less_than_equal": "config.too-high",
    "unknown_role": "config.unknown-role",
    "period_backwards": "config.period-backwards",
    "not_a_time": "config.not-time",
    "unknown_timezone": "config.unknown-timezone",
    "not_a_reference": "config.not-reference",
    "password_in_url": "config.password-in-url",
    "source_places": "config.source-places",
}

_SECRET = frozenset({"not_a_reference", "password_in_url"})
"""Mistakes whose line nobody should see."""
_OF_KEY = "[key]"
"""How pydantic marks that a key, not its value, is wrong: with us, only a role of a column."""


@dataclass(slots=True, frozen=True)
class Problem:
    """One mistake in the file."""

    key: str
    values: Mapping[str, Any]
    path: tuple[str, ...]
    nearest: str | None = None
    quotes_line: bool = True
    """False where the line holds what nobody should see."""


class ConfigFileError(ConfigError):
    """The config file holds mistakes; all are told at once, so that they can be mended at once."""

    def __init__(self, file: Path, text: str, problems: Sequence[Problem]) -> None:
        """Take the file, its text, and what is wrong with it."""
        super().__init__("config.invalid", file=file)
        self.file = file
        self.problems = tuple(problems)
        self._text = text

    def text(self, language: Language) -> str:
        """Return one sentence for each mistake, a line each."""
        placed = sorted(
            ((line_of(self._text, each.path) or 0, each) for each in self.problems), key=lambda pair: pair[0]
        )
        return "\n".join(self._sentence(problem, line, language) for line, problem in placed)

    def _sentence(self, problem: Problem, line: int, language: Language) -> str:
        place = say("config.place", language, file=self.file, line=line) if line else f"{self.file}: "
        sentence = f"{place}{say(problem.key, language, **problem.values)}"
        if problem.nearest:
            sentence += f" {say('config.did-you-mean', language, name=problem.nearest)}"
        if line and problem.quotes_line:
            sentence += f"\n    {self._text.splitlines()[line - 1].strip()}"
        return sentence


def problem_of(error: Mapping[str, Any], model: type[BaseModel]) -> Problem:
    """Return what pydantic found (one entry of `ValidationError.errors()`) as a problem."""
    path = tuple(str(part) for part in error["loc"] if part != _OF_KEY)
    kind = "unknown_role" if error["loc"][-1] == _OF_KEY else error["type"]
    values = {"setting": ".".join(path), "name": path[-1], "value": error["input"], **error.get("ctx", {})}
    nearest = None
    if kind == "extra_forbidden":
        nearest = nearest_name(path[-1], known_keys(model, path[:-1]))
    elif kind in {"literal_error", "unknown_role"}:
        choices = _choices(values["expected"])
        values["expected"] = ", ".join(f'"{choice}"' for choice in choices)
        nearest = nearest_name(str(error["input"]), choices)
    elif kind == "unknown_timezone":
        nearest = nearest_name(str(error["input"]), available_timezones())
    key = _SENTENCES.get(kind)
    if key is None:
        return Problem("config.wrong-value", {**values, "reason": error["msg"]}, path)
    return Problem(key, values, path, nearest, quotes_line=kind not in _SECRET)


def known_keys(model: type[BaseModel], path: Sequence[str]) -> list[str]:
    """Return the keys that may stand in the table at `path`."""
    at = model
    for part in path:
        field = at.model_fields.get(part)
        if field is None:
            # `part` is a name that the user chose (of a source, say); its table was entered with its parent.
            continue
        inner = [each for each in _types_within(field.annotation) if issubclass(each, BaseModel)]
        if inner:
            at = inner[0]
    return list(at.model_fields)


def _types_within(annotation: object) -> list[type]:
    if isinstance(annotation, type) and not get_args(annotation):
        return [annotation]
    return [found for argument in get_args(annotation) for found in _types_within(argument)]


def _choices(expected: str) -> list[str]:
    """Return the words that pydantic lists as "'a', 'b' or 'c'"."""
    return [part for part in expected.split("'")[1::2] if part]


def nearest_name(typed: str, known: Collection[str]) -> str | None:
    """Return the name among `known` that was probably meant, None where none is near."""
    found = get_close_matches(typed, known, n=1, cutoff=0.5)
    return found[0] if found else None
