"""The words of each language as data, read once from `rules/lexicon/<language>/sentences.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from okrsync.builtin import rules_folder
from okrsync.errors import RuleError

FILE = "sentences.toml"
TELLING_FILE = "telling.toml"
"""Has the words that tell a language whose sentences are not read, so that nobody takes them for another's."""


@cache
def languages() -> tuple[str, ...]:
    """Return the languages whose sentences okrsync reads: those that have a lexicon, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in (rules_folder() / "lexicon").glob(f"*/{FILE}")))


@cache
def told_apart() -> tuple[str, ...]:
    """Return the languages that can be told from a text, those whose sentences are not read included."""
    only_told = {path.parent.name for path in (rules_folder() / "lexicon").glob(f"*/{TELLING_FILE}")}
    return tuple(sorted({*languages(), *only_told}))


def telling_words(language: str) -> list[str]:
    """Return the words that tell `language` from others. Raises RuleError where they cannot be read."""
    tables = wordlists(language) if language in languages() else _read(language, TELLING_FILE)
    found: list[str] = tables["detect"]["words"]
    return found


@cache
def wordlists(language: str) -> dict[str, Any]:
    """Return the tables of a language's lexicon. Raises RuleError where there is none or it is no TOML."""
    return _read(language, FILE)


def _read(language: str, name: str) -> dict[str, Any]:
    path = rules_folder() / "lexicon" / language / name
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as reason:
        raise RuleError("language.lexicon-unreadable", path=path, reason=reason) from reason


def readable(language: str) -> str:
    """Return `language` if there is a lexicon for it, else English, whose word order suits most others."""
    return language if language in languages() else "en"
