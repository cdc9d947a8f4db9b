"""The words of each language as data, read once from `rules/lexicon/<language>/sentences.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from okrsync.builtin import rules_folder
from okrsync.errors import RuleError

FILE = "sentences.toml"


@cache
def languages() -> tuple[str, ...]:
    """Return the languages whose sentences okrsync reads: those that have a lexicon, in alphabetical order."""
    return tuple(sorted(path.parent.name for path in (rules_folder() / "lexicon").glob(f"*/{FILE}")))


@cache
def wordlists(language: str) -> dict[str, Any]:
    """Return the tables of a language's lexicon. Raises RuleError where there is none or it is no TOML."""
    path = rules_folder() / "lexicon" / language / FILE
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as reason:
        raise RuleError("language.lexicon-unreadable", path=path, reason=reason) from reason


def readable(language: str) -> str:
    """Return `language` if there is a lexicon for it, else English, whose word order suits most others."""
    return language if language in languages() else "en"
