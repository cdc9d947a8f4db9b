"""What okrsync itself says (errors, commands, reports, sheet titles), in the language of its reader.

The words stand in `okrsync/locale/<language>/<area>.toml`; a key is `area.name`, e.g. `errors.file-missing`.
English is complete; another language falls back to it, key by key.
"""

from __future__ import annotations

import tomllib
from functools import cache

from okrsync.builtin import locale_folder

DEFAULT_LANGUAGE = "en"


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
