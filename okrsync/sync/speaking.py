"""Values of OKRs as people read them: in a table as they stand, in a sentence with quotes around words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from okrsync.sync.values import shown
from okrsync.wording import Quoted, say, written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from okrsync.model import Language
    from okrsync.sync.values import Value


def in_table(value: Value, titles: Mapping[str, str], language: Language) -> str:
    """Return a value, "" for an empty one; `titles` are those of the records that it may name, by their ids."""
    return written(value, language) if isinstance(value, float | int | date) else shown(value, titles)


def told(value: Value, titles: Mapping[str, str]) -> object:
    """Return a value to be written in a sentence of any language: numbers and days as such, words to be quoted."""
    if isinstance(value, float | int | date):
        return value
    text = shown(value, titles)
    return Quoted(text) if text else ""


def in_sentence(value: Value, titles: Mapping[str, str], language: Language) -> str:
    """Return a value as a sentence of a language has it; otherwise as `in_table`."""
    return written(told(value, titles), language) or say("sync.nothing", language)
