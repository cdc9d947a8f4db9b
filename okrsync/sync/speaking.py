"""Values of OKRs as people read them: in a table as they stand, in a sentence with quotes around words."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from okrsync.sync.values import shown
from okrsync.wording import say, written

if TYPE_CHECKING:
    from collections.abc import Mapping

    from okrsync.model import Language
    from okrsync.sync.values import Value


def in_table(value: Value, titles: Mapping[str, str], language: Language) -> str:
    """Return a value, "" for an empty one; `titles` are those of the records that it may name, by their ids."""
    if isinstance(value, datetime):
        return f"{written(value.date(), language)} {value:%H:%M}"
    return written(value, language) if isinstance(value, float | int | date) else shown(value, titles)


def in_sentence(value: Value, titles: Mapping[str, str], language: Language) -> str:
    """Return a value as a sentence has it; otherwise as `in_table`."""
    text = in_table(value, titles, language)
    if not text:
        return say("sync.nothing", language)
    return text if isinstance(value, float | int | date) else say("cli.quoted", language, text=written(text, language))
