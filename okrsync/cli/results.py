"""What one check of `okrsync doctor` came to."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from okrsync.cli.failures import CLEAN, TROUBLE
from okrsync.wording import say

if TYPE_CHECKING:
    from okrsync.errors import OkrsyncError
    from okrsync.model import Language


class Outcome(Enum):
    """How a check came out."""

    GOOD = auto()
    WORTH_KNOWING = auto()
    BAD = auto()


class Result(NamedTuple):
    """One thing that was looked at."""

    outcome: Outcome
    sentence: str
    exit_code: int = CLEAN


def good(key: str, language: Language, **values: object) -> Result:
    """Return that all is well."""
    return Result(Outcome.GOOD, say(key, language, **values))


def worth_knowing(key: str, language: Language, **values: object) -> Result:
    """Return what nobody has to do anything about."""
    return Result(Outcome.WORTH_KNOWING, say(key, language, **values))


def bad(key: str, language: Language, **values: object) -> Result:
    """Return what keeps a run from being whole."""
    return Result(Outcome.BAD, say(key, language, **values), TROUBLE)


def failed(error: OkrsyncError, language: Language) -> Result:
    """Return that a check found a failure, which says itself what to do."""
    return Result(Outcome.BAD, error.text(language), error.exit_code)
