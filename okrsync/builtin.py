"""Where the data files that ship with okrsync stand: rules, lexicons, profiles and the words of its own messages."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent


@cache
def rules_folder() -> Path:
    """Return the folder of built-in rules: inside the package when installed, at the top level in a checkout."""
    installed = _PACKAGE / "rules"
    return installed if installed.is_dir() else _PACKAGE.parent / "rules"


def locale_folder() -> Path:
    """Return the folder that holds the words of commands, reports and errors, one folder a language."""
    return _PACKAGE / "locale"
