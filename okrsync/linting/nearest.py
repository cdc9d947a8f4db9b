"""The right word nearest to a mistyped one, for errors that say "did you mean"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(word: str, choices: Iterable[str]) -> str:
    """Return the choice that looks most like `word`, whatever the case; empty where there is none to choose from."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - needed only once something is wrong

    found = process.extractOne(word.casefold(), sorted(choices), scorer=fuzz.ratio, processor=str.casefold)
    return found[0] if found else ""
