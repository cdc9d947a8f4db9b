"""What okrsync itself says (errors, commands, reports, sheet titles), and values, as the language of its reader has it.

The words stand in `okrsync/locale/<language>/<area>.toml`; a key is `area.name`, e.g. `errors.file-missing`.
English is complete; another language falls back to it, key by key.
"""

from __future__ import annotations

import tomllib
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING

from okrsync.builtin import locale_folder

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFAULT_LANGUAGE = "en"
_DECIMALS = 6
"""Enough for any figure of an OKR; what lies beyond is noise of binary fractions."""
_LONGEST_QUOTE = 160
"""Characters of somebody's words that a message repeats: more hides what the message itself says."""


def languages() -> tuple[str, ...]:
    """Return the codes of the languages that okrsync writes into sheets, English first: each has a folder."""
    found = sorted(folder.name for folder in locale_folder().iterdir() if folder.is_dir())
    return (DEFAULT_LANGUAGE, *(code for code in found if code != DEFAULT_LANGUAGE))


def spoken() -> tuple[str, ...]:
    """Return the codes of the languages in which okrsync also speaks to whoever runs it, English first."""
    return tuple(code for code in languages() if (locale_folder() / code / "cli.toml").is_file())


@cache
def _area(language: str, area: str) -> dict[str, str]:
    path = locale_folder() / language / f"{area}.toml"
    return tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}


def say(key: str, language: str = DEFAULT_LANGUAGE, **values: object) -> str:
    """Return the sentence `key` ("area.name") in `language`, its {placeholders} filled from `values`.

    Raises KeyError if English lacks the key: a sentence that nobody wrote is a bug, not bad input.
    """
    area, _, name = key.partition(".")
    template = _area(language, area).get(name)
    if template is None:
        template = _area(DEFAULT_LANGUAGE, area)[name]
    return template.format_map(values) if values else template


class Quoted(str):
    """Words of somebody, written in the quotes of the language around them."""

    __slots__ = ()


class Percent(float):
    """A figure in percent, 0..100: written “12.5%” or “12,5 %”."""


def written(value: object, language: str) -> str:
    """Return a value as `language` writes it: 1234.5 → "1,234.5" or "1 234,5", a date, words joined by "and"."""
    if isinstance(value, str):
        text = value if len(value) <= _LONGEST_QUOTE else value[:_LONGEST_QUOTE].rstrip() + "…"
        return say("linting.quoted", language, text=text) if isinstance(value, Quoted) else text
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return _number(value, language)
    if isinstance(value, date):
        return _date(value, language)
    if isinstance(value, tuple | list | set | frozenset):
        return _list([written(item, language) for item in value], language)
    return "" if value is None else str(value)


def _number(value: float, language: str) -> str:
    decimal, thousands, _ = _marks(language)
    text = f"{value:,.{_DECIMALS}f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
    whole, _, rest = text.partition(".")
    whole = whole.replace(",", thousands).replace("-", "−")
    number = f"{whole}{decimal}{rest}" if rest else whole
    return say("linting.percent", language, number=number) if isinstance(value, Percent) else number


def _date(value: date, language: str) -> str:
    _, _, months = _marks(language)
    key = "linting.date-first" if value.day == 1 else "linting.date"
    day = say(key, language, day=value.day, month=months[value.month - 1], year=value.year)
    return f"{day} {value:%H:%M}" if isinstance(value, datetime) else day


def _list(words: Sequence[str], language: str) -> str:
    if len(words) <= 1:
        return "".join(words)
    return say("linting.list-comma", language).join(words[:-1]) + say("linting.list-and", language) + words[-1]


@cache
def _marks(language: str) -> tuple[str, str, tuple[str, ...]]:
    """Return decimal mark, thousands mark and names of months."""
    months = tuple(say("linting.months", language).split())
    return say("linting.decimal", language), say("linting.thousands", language), months
