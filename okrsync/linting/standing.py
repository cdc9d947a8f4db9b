"""Says how a key result stands, the way messages and their cells need it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from okrsync.progress import key_result_progress
from okrsync.wording import Percent

if TYPE_CHECKING:
    from okrsync.model import KeyResult

_FIGURE = re.compile(r"(-?\d+(?:\.\d+)?)(%?)")
_LONGEST = 18
"""Letters of a value as typed that a message can quote without becoming hard to read."""


def percent(share: float) -> int:
    """Return a share (0..1) in whole percents."""
    return round(share * 100)


def progress_field(key_result: KeyResult) -> str:
    """Return the field whose cell shows how far the key result is."""
    return "progress" if key_result.typed.get("progress") else "current"


def is_all_or_nothing(key_result: KeyResult) -> bool:
    """Tell whether the key result is a milestone, at 0 until the day it is reached."""
    way = (key_result.baseline, key_result.target)
    return key_result_progress(key_result) == 0 and way in {(None, None), (0, 1), (None, 1)}


def as_typed(key_result: KeyResult, field: str) -> object:
    """Return a value as the person typed it, unit and all; as a number where that is long or nothing is kept.

    A bare figure is a number too: a cell that holds one is shown with the decimal mark of its reader.
    """
    typed = " ".join(key_result.typed.get(field, "").split())
    figure = _FIGURE.fullmatch(typed)
    if figure and float(figure[1]) == getattr(key_result, field):
        return Percent(figure[1]) if figure[2] else float(figure[1])
    return typed if typed and len(typed) <= _LONGEST else getattr(key_result, field)
