"""The titles of our two columns, by which a file without marks is recognised as one that okrsync has been in."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from okrsync.wording import languages, say

if TYPE_CHECKING:
    from okrsync.model import Language

Titles = tuple[str, str]
"""Title of the score column, title of the warnings column."""


@cache
def titles(language: Language) -> Titles:
    """Return the titles in `language`, in English where okrsync does not know it."""
    return say("writeback.score-title", language), say("writeback.warnings-title", language)


@cache
def every_title() -> frozenset[Titles]:
    """Return the titles in every language in which okrsync may have written them."""
    return frozenset(titles(language) for language in languages())
