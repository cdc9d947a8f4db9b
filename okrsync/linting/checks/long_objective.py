"""Finds an objective that is too long to be remembered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from okrsync.linting.checks.base import Hit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from okrsync.linting.checks.base import ObjectiveContext


@dataclass(frozen=True, slots=True)
class Options:
    """How long an objective may be."""

    max_words: int = 25
    """Words that one can say in a breath and still know the beginning of."""


def check(context: ObjectiveContext, options: Options) -> Iterator[Hit]:
    """Yield a hit where an objective has more words than allowed."""
    count = context.aim.length
    if count > options.max_words:
        yield Hit(values={"count": count, "most": options.max_words})
